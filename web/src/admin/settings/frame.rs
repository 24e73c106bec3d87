//! What stands around every page of the settings.

use leptos::prelude::*;

use super::super::rooms;
use crate::i18n::{t_string, use_i18n};
use crate::session::use_session;
use crate::ui::{AsyncView, Load, NavLink, PageHead};

/// Heading and tabs around a page of the settings.
#[component]
pub(super) fn SettingsFrame(
    /// What this page is about.
    #[prop(into)]
    title: TextProp,
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let pages = Memo::new(move |_| session.with(|session| rooms::open_to(session, rooms::settings())).len());
    let head = title.clone();
    view! {
        <PageHead title=move || head.get()/>
        <div class="page stack">
            <header class="page__head">
                <h1 class="page__title">{move || title.get()}</h1>
            </header>
            // A single tab says nothing.
            <Show when=move || { pages.get() > 1 }>
                <nav class="settings-tabs" aria-label=move || t_string!(i18n, office.nav.settings)>
                    {move || {
                        session
                            .with(|session| rooms::open_to(session, rooms::settings()))
                            .into_iter()
                            .map(|page| view! { <NavLink href=page.href icon=page.icon>{move || (page.name)(i18n.get_locale())}</NavLink> })
                            .collect_view()
                    }}
                </nav>
            </Show>
            {children()}
        </div>
    }
    .into_any()
}

/// A page of the settings that shows what it loads, and nothing else.
#[component]
pub(super) fn SettingsPage<T, C, V>(
    /// What this page is about.
    #[prop(into)]
    title: TextProp,
    /// From [`use_load`](crate::ui::use_load).
    load: Load<T>,
    /// Draws what was loaded.
    children: C,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    C: Fn(T) -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    view! {
        <SettingsFrame title>
            <AsyncView load children=children/>
        </SettingsFrame>
    }
    .into_any()
}
