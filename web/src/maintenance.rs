//! Whether the shop is under maintenance, as far as this browser was told: by the shop's profile, and by any request
//! that was refused for it.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use shared::maintenance::{MaintenanceMode, MaintenanceNotice};
use shared::problem::Problem;

use crate::api::store;
use crate::i18n::{Locale, t_string, td_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{Icon, date_time};

/// What was told last.
#[derive(Clone, Debug, Default, PartialEq)]
enum Heard {
    /// Nothing yet.
    #[default]
    Nothing,
    /// A request was refused.
    Refused(MaintenanceNotice),
    /// A request was answered all the same, or it is over.
    Told(Option<MaintenanceNotice>),
}

thread_local! {
    static HEARD: ArcRwSignal<Heard> = ArcRwSignal::new(Heard::Nothing);
}

/// While it lasts the server is asked so often whether it still does.
const ASK_EVERY: Duration = Duration::from_secs(20);

/// A request was refused because of it.
pub fn refused(problem: &Problem) {
    let notice = serde_json::to_value(&problem.params).and_then(serde_json::from_value::<MaintenanceNotice>);
    if let Ok(notice) = notice {
        hear(Heard::Refused(notice));
    }
}

/// The server says how it is.
pub fn told(notice: Option<MaintenanceNotice>) {
    hear(Heard::Told(notice));
}

fn hear(heard: Heard) {
    HEARD.with(|signal| {
        if signal.with_untracked(|known| *known != heard) {
            signal.set(heard);
        }
    });
}

/// The shop's own words for it, or ours.
fn words(locale: Locale, notice: &MaintenanceNotice) -> String {
    let own = if locale == Locale::en && !notice.message_en.is_empty() { &notice.message_en } else { &notice.message };
    if !own.is_empty() {
        return own.clone();
    }
    match notice.mode {
        MaintenanceMode::Closed => td_string!(locale, common.maintenance.closed_text).to_owned(),
        MaintenanceMode::Off | MaintenanceMode::ReadOnly => td_string!(locale, common.maintenance.read_only).to_owned(),
    }
}

/// When it is expected to end, as a sentence.
fn end(locale: Locale, notice: &MaintenanceNotice) -> Option<String> {
    notice.until.map(|until| format!("{}: {}", td_string!(locale, common.maintenance.until), date_time(locale, until)))
}

/// A bar while the shop is read only, and a page over all others while it is closed.
#[component]
pub fn MaintenanceHost(
    /// What the shop's profile says of it.
    known: Signal<Option<MaintenanceNotice>>,
    /// Whether there is a page for it; the back office has none, as staff get in.
    #[prop(optional)]
    page: bool,
    /// Called when this browser is let in after it was refused.
    let_in: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let heard = HEARD.with(Clone::clone);
    let standing = Memo::new(move |_| match heard.get() {
        Heard::Nothing => Heard::Told(known.get()),
        heard => heard,
    });
    let closed = Memo::new(move |_| match standing.get() {
        Heard::Refused(notice) if page && notice.mode == MaintenanceMode::Closed => Some(notice),
        _ => None,
    });
    let bar = Memo::new(move |_| match standing.get() {
        Heard::Refused(notice) | Heard::Told(Some(notice)) if closed.with(Option::is_none) => Some(notice),
        _ => None,
    });
    let ask = move || {
        let refused = closed.try_get_untracked().flatten().is_some();
        if !refused && bar.try_get_untracked().flatten().is_none() {
            return;
        }
        leptos::task::spawn_local(async move {
            // A refusal is heard where all answers come in.
            let Ok(store) = store::get_store().await else { return };
            if refused && store.maintenance.is_none() {
                // Open again: what the page could not fetch is fetched by beginning anew.
                let _ = window().location().reload();
                return;
            }
            told(store.maintenance);
            if refused {
                let_in.run(());
            }
        });
    };
    let _ = set_interval_with_handle(ask, ASK_EVERY);
    let session = use_session();
    // Whoever is known by now may be of the staff.
    Effect::new(move |_| {
        if session.with(|session| session.me().is_some()) {
            ask();
        }
    });
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (closed.with(Option::is_some), dialog.open()) {
            (true, false) => {
                // Fails only when the element left the page in the meantime.
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    // The Esc key opens no shop.
    let again = move |_: leptos::ev::Event| {
        if let Some(dialog) = dialog.get_untracked()
            && closed.with_untracked(Option::is_some)
        {
            let _ = dialog.show_modal();
        }
    };
    view! {
        <div role="status">
            {move || {
                let locale = i18n.get_locale();
                bar.get().map(|notice| {
                    view! {
                        <p class="offline-bar" data-test="maintenance-bar">
                            <Icon icon=icondata::LuWrench/>
                            <span>{words(locale, &notice)} {end(locale, &notice).map(|end| format!(" {end}"))}</span>
                        </p>
                    }
                })
            }}
        </div>
        <dialog class="closed" node_ref=dialog aria-labelledby="closed-title" on:close=again>
            {move || {
                let locale = i18n.get_locale();
                closed.get().map(|notice| view! { <Closed text=words(locale, &notice) end=end(locale, &notice)/> })
            }}
        </dialog>
    }
    .into_any()
}

/// A lamp that is on, and a sign at the door.
#[component]
fn Closed(text: String, end: Option<String>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="stage lost" data-test="closed">
            <div class="container lost__inside">
                <p class="hand">{move || t_string!(i18n, common.maintenance.accent)}</p>
                <h1 class="display display--xl" id="closed-title">{move || t_string!(i18n, common.maintenance.closed_title)}</h1>
                <p class="lost__text">{text}</p>
                {end.map(|end| view! { <p class="lost__text">{end}</p> })}
                <p class="muted small">{move || t_string!(i18n, common.maintenance.opens_itself)}</p>
                <a class="muted small" href=routes::admin::HOME rel="external">{move || t_string!(i18n, common.maintenance.staff)}</a>
            </div>
        </section>
    }
    .into_any()
}
