//! What stands around every page.

use std::cell::Cell;
use std::sync::Mutex;
use std::time::Duration;

use leptos::prelude::*;
use leptos_router::components::A;
use shared::catalog::Image;

use super::icon::Icon;
use super::picture::Logo;
use crate::api::client;
use crate::i18n::{t_string, use_i18n};

/// The first stop of the keyboard: past the navigation, to `<main id="main" tabindex="-1">`.
#[component]
pub fn SkipLink() -> impl IntoView {
    let i18n = use_i18n();
    view! { <a class="skip" href="#main" rel="external">{move || t_string!(i18n, common.nav.skip)}</a> }.into_any()
}

thread_local! {
    static OPENING: Cell<bool> = const { Cell::new(false) };
}

/// The app takes the place of what the server drew. Where that was read from its beginning, what is out of sight there is
/// drawn [`Later`].
pub fn open() {
    let window = window();
    let at_top = window.scroll_y().is_ok_and(|scrolled| scrolled <= 0.0);
    OPENING.set(at_top && window.location().hash().is_ok_and(|hash| hash.is_empty()));
}

/// Another page is shown: from here on everything is drawn at once, or Back would not find its place.
pub(super) fn opened() {
    OPENING.set(false);
}

/// The app is there, and what the server drew goes.
pub fn take_place() {
    if let Some(boot) = document().get_element_by_id("boot") {
        boot.remove();
    }
    opening(false);
}

/// The app is kept out of sight while it is drawn behind what the server drew; see `styles/kit/boot.css`.
fn opening(is: bool) {
    if let Some(page) = document().document_element() {
        let _ = page.class_list().toggle_with_force("is-opening", is);
    }
}

/// Draws the page that is opened first in a task of its own, after what stands around it; then both take the place of what
/// the server drew.
#[component]
pub fn Opening(children: Children) -> impl IntoView {
    opening(true);
    let drawn = RwSignal::new(false);
    let draw = move || {
        drawn.try_set(true);
    };
    set_timeout(draw, Duration::ZERO);
    let children = Mutex::new(Some(children));
    let once = move || {
        let children = children.lock().ok()?.take()?;
        take_place();
        Some(children())
    };
    (move || drawn.get().then(&once).flatten()).into_any()
}

/// Draws what is out of sight in a task of its own while the first page opens, as whoever presses something waits for a
/// task's end; at once on every other page.
#[component]
pub fn Later(children: Children) -> impl IntoView {
    if !OPENING.get() {
        return children();
    }
    let drawn = RwSignal::new(false);
    let draw = move || {
        drawn.try_set(true);
    };
    // A timer alone may come before the frame.
    request_animation_frame(move || set_timeout(draw, Duration::ZERO));
    let children = Mutex::new(Some(children));
    let once = move || children.lock().ok()?.take().map(|children| children());
    (move || drawn.get().then(&once).flatten()).into_any()
}

/// Reads new page titles out; [`PageHead`](super::head::PageHead) writes into it.
#[component]
pub fn RouteAnnouncer() -> impl IntoView {
    view! { <p class="visually-hidden" id="announcer" role="status"></p> }.into_any()
}

/// What is known of the shop's own logo.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum OwnLogo {
    /// Nothing yet; meanwhile the server's `/brand.css` shows it, if there is one.
    #[default]
    Unknown,
    /// It has none.
    None,
    /// This one, and the shop's name, which it says.
    Shown(Image, String),
}

/// The shop's logo, or the mark and name of the house, leading to the front page.
#[component]
pub fn Brand(
    /// The front page.
    #[prop(into)]
    href: String,
    /// The shop's logo, where it is shown.
    #[prop(optional, into)]
    logo: Option<Signal<OwnLogo>>,
) -> impl IntoView {
    view! {
        <A href=href attr:class="brand">
            {move || match logo.map(|logo| logo.get()) {
                Some(OwnLogo::Shown(image, name)) => view! { <Logo image name/> }.into_any(),
                Some(OwnLogo::Unknown) => view! { <span class="brand__wait"><Wordmark/></span> }.into_any(),
                Some(OwnLogo::None) | None => view! { <Wordmark/> }.into_any(),
            }}
        </A>
    }
    .into_any()
}

/// Mark and name of the house.
#[component]
fn Wordmark() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Mark/>
        <span class="brand__name">{move || t_string!(i18n, common.brand)}</span>
    }
    .into_any()
}

/// The shop's mark: a plectrum with a bolt struck through it.
#[component]
pub fn Mark() -> impl IntoView {
    view! { <img class="mark" src="/mark.svg" width="32" height="32" alt=""/> }.into_any()
}

/// A link of a navigation, marked when it is the current page.
#[component]
pub fn NavLink(
    /// Where to.
    #[prop(into)]
    href: String,
    /// An icon in front.
    #[prop(optional)]
    icon: Option<icondata::Icon>,
    /// Only this very page, not those below it.
    #[prop(optional)]
    exact: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <A href=href exact=exact attr:class="nav-link">
            {icon.map(|icon| view! { <Icon icon/> })}
            <span>{children()}</span>
        </A>
    }
    .into_any()
}

/// How often the server is asked whether it has a newer build.
const ASK_EVERY: Duration = Duration::from_secs(15 * 60);

/// Says so when the server has a newer build of the app than this, and offers to load it.
#[component]
pub fn UpdateBar() -> impl IntoView {
    let i18n = use_i18n();
    let outdated = RwSignal::new(false);
    let ask = move || {
        if outdated.try_get_untracked() != Some(false) {
            return;
        }
        leptos::task::spawn_local(async move {
            if client::is_outdated().await {
                outdated.try_set(true);
            }
        });
    };
    let _ = set_interval_with_handle(ask, ASK_EVERY);
    view! {
        <div role="status">
            <Show when=move || outdated.get()>
                <p class="offline-bar update-bar">
                    {move || t_string!(i18n, common.state.new_version)}
                    <button
                        type="button"
                        class="btn btn--sm btn--secondary"
                        on:click=move |_| {
                            let _ = window().location().reload();
                        }
                    >
                        {move || t_string!(i18n, common.state.reload)}
                    </button>
                </p>
            </Show>
        </div>
    }
    .into_any()
}

/// Says so while there is no connection.
#[component]
pub fn OfflineBar() -> impl IntoView {
    let i18n = use_i18n();
    let offline = RwSignal::new(!window().navigator().on_line());
    let (gone, back) = (
        window_event_listener_untyped("offline", move |_| offline.set(true)),
        window_event_listener_untyped("online", move |_| offline.set(false)),
    );
    on_cleanup(move || {
        gone.remove();
        back.remove();
    });
    view! {
        <div role="status">
            <Show when=move || offline.get()>
                <p class="offline-bar">
                    <Icon icon=icondata::LuWifiOff/>
                    {move || t_string!(i18n, common.state.offline_bar)}
                </p>
            </Show>
        </div>
    }
    .into_any()
}
