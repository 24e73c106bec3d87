//! Content pages: a list, and an editor with the page as readers will see it.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use shared::pages::{BODY_MAX, PageDetails, PreviewPageRequest, StaffPage};

use super::form::{SettingsForm, use_settings};
use super::frame::{SettingsFrame, SettingsPage};
use crate::api::pages;
use crate::i18n::{Locale, t_string, use_i18n};
use crate::routes;
use crate::ui::{AsyncView, Button, Card, LinkButton, TextArea, TextField, Version, date, toast, use_load};

/// The pages there are.
#[component]
pub fn ContentPagesPage() -> impl IntoView {
    let i18n = use_i18n();
    let load = use_load(pages::list_staff_pages);
    view! {
        <SettingsFrame title=move || t_string!(i18n, people.pages.title)>
            <p class="muted">{move || t_string!(i18n, people.pages.text)}</p>
            <AsyncView load let(pages)>
                <Pages pages/>
            </AsyncView>
        </SettingsFrame>
    }
    .into_any()
}

#[component]
fn Pages(pages: Vec<StaffPage>) -> impl IntoView {
    let i18n = use_i18n();
    let rows = pages
        .into_iter()
        .map(|page| {
            let StaffPage { slug, details, updated_at, .. } = page;
            let title = move || match i18n.get_locale() {
                Locale::id => details.title.clone(),
                Locale::en => details.title_en.clone(),
            };
            view! {
                <li class="pages__row">
                    <A href=routes::admin::content_page(slug.as_str())>{title}</A>
                    <span class="muted small">{move || date(i18n.get_locale(), updated_at)}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <Card>
            <ul class="pages" role="list">{rows}</ul>
        </Card>
    }
    .into_any()
}

/// The editor of one page.
#[component]
pub fn ContentPageEditor() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let slug = Memo::new(move |_| params.read().get("slug").unwrap_or_default());
    let load = use_load(move || pages::get_staff_page(&slug.get()));
    view! {
        <SettingsPage title=move || t_string!(i18n, people.pages.title) load let(page)>
            <PageForm page/>
        </SettingsPage>
    }
    .into_any()
}

fn version(page: StaffPage) -> Version<PageDetails> {
    Version { value: page.details, revision: page.revision }
}

#[component]
fn PageForm(page: StaffPage) -> impl IntoView {
    let i18n = use_i18n();
    let slug = page.slug;
    let (title, title_en) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (body, body_en) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let editor = use_settings(
        page,
        version,
        move || PageDetails { title: title.get(), title_en: title_en.get(), body: body.get(), body_en: body_en.get() },
        move |details: PageDetails| {
            title.set(details.title);
            title_en.set(details.title_en);
            body.set(details.body);
            body_en.set(details.body_en);
        },
        move || pages::get_staff_page(slug.as_str()),
        move |details, revision| pages::update_page(slug.as_str(), &details, revision),
    );
    let most = u32::try_from(BODY_MAX).unwrap_or(u32::MAX);
    // Each field is there twice.
    let in_indonesian = move |name: &str| format!("{name} ({})", t_string!(i18n, people.pages.indonesian));
    let in_english = move |name: &str| format!("{name} ({})", t_string!(i18n, people.pages.english));
    view! {
        <SettingsForm editor>
            <p>
                <LinkButton href=routes::shop::page(slug.as_str()) external=true>{move || t_string!(i18n, people.pages.look)}</LinkButton>
            </p>
            <Card title=move || t_string!(i18n, people.pages.indonesian)>
                <div class="stack">
                    <TextField pointer="/title" label=move || in_indonesian(t_string!(i18n, people.pages.name)) value=title/>
                    <TextArea pointer="/body" label=move || in_indonesian(t_string!(i18n, people.pages.body)) hint=move || t_string!(i18n, people.pages.hint) value=body rows=16 maxlength=most/>
                    <Preview body/>
                </div>
            </Card>
            <Card title=move || t_string!(i18n, people.pages.english)>
                <div class="stack">
                    <TextField pointer="/title_en" label=move || in_english(t_string!(i18n, people.pages.name)) value=title_en/>
                    <TextArea pointer="/body_en" label=move || in_english(t_string!(i18n, people.pages.body)) hint=move || t_string!(i18n, people.pages.hint) value=body_en rows=16 maxlength=most/>
                    <Preview body=body_en/>
                </div>
            </Card>
        </SettingsForm>
    }
    .into_any()
}

/// Shows the text as readers will see it, when asked to.
#[component]
fn Preview(body: RwSignal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let html = RwSignal::new(None::<String>);
    let shown = NodeRef::<leptos::html::Div>::new();
    let busy = RwSignal::new(false);
    let look = move || {
        busy.set(true);
        let asked = pages::preview_page(&PreviewPageRequest { body: body.get_untracked() });
        leptos::task::spawn_local(async move {
            match asked.await {
                // `try_`: the page may be gone when the answer comes.
                Ok(preview) => {
                    html.try_set(Some(preview.html));
                    // Read from its beginning, not shouted while it changes.
                    request_animation_frame(move || {
                        if let Some(shown) = shown.try_get_untracked().flatten() {
                            let _ = shown.focus();
                        }
                    });
                }
                Err(error) => toast::error(&error),
            }
            busy.try_set(false);
        });
    };
    view! {
        <div>
            <Button loading=busy on_click=look>{move || t_string!(i18n, people.pages.preview)}</Button>
        </div>
        <Show when=move || html.with(Option::is_some)>
            // Safe as it is: the server lets nothing through that does anything.
            <div
                class="prose pages__preview"
                role="region"
                tabindex="-1"
                aria-label=move || t_string!(i18n, people.pages.preview)
                node_ref=shown
                inner_html=move || html.get().unwrap_or_default()
            ></div>
        </Show>
    }
    .into_any()
}
