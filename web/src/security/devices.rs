//! The devices one is signed in on.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::{Session, device_name};

use crate::api::account;
use crate::i18n::{Locale, t_string, td_string, tu_string, use_i18n};
use crate::ui::{AsyncView, Badge, Button, ButtonKind, ButtonSize, Icon, Load, Tone, ago, toast, use_load};

/// The devices one is signed in on, each with a way out.
#[component]
pub fn Devices() -> impl IntoView {
    let i18n = use_i18n();
    let sessions = use_load(account::list_sessions);
    let busy = RwSignal::new(false);
    let end_others = move || {
        busy.set(true);
        spawn_local(async move {
            let answer = account::end_other_sessions().await;
            let _ = busy.try_set(false);
            match answer {
                Ok(()) => {
                    toast::success(tu_string!(i18n, people.devices.ended).to_string());
                    sessions.reload();
                }
                Err(error) => toast::error(&error),
            }
        });
    };
    view! {
        <AsyncView load=sessions let(list)>
            <ul class="address-book" role="list" data-test="devices">
                {list.iter().cloned().map(|session| view! { <Device session sessions/> }).collect_view()}
            </ul>
            {(list.len() > 1)
                .then(|| {
                    view! {
                        <Button kind=ButtonKind::Danger loading=busy on_click=end_others>{move || t_string!(i18n, people.devices.end_others)}</Button>
                    }
                })}
        </AsyncView>
    }
    .into_any()
}

/// What a device is called, by what its browser says of itself; some say nothing.
#[must_use]
pub fn called(locale: Locale, user_agent: &str) -> String {
    let name = device_name(user_agent);
    if name.trim().is_empty() { td_string!(locale, people.devices.unknown).to_owned() } else { name }
}

#[component]
fn Device(session: Session, sessions: Load<Vec<Session>>) -> impl IntoView {
    let i18n = use_i18n();
    let (id, seen) = (session.id, session.last_seen_at);
    let name = Memo::new(move |_| called(i18n.get_locale(), &session.user_agent));
    let last_seen = move || t_string!(i18n, people.devices.last_seen, when = ago(i18n.get_locale(), seen)).to_string();
    let end = move || {
        spawn_local(async move {
            match account::end_session(id).await {
                Ok(()) => sessions.reload(),
                Err(error) => toast::error(&error),
            }
        });
    };
    view! {
        <li class="address-card">
            <p class="row">
                <Icon icon=icondata::LuMonitorSmartphone/>
                <strong>{move || name.get()}</strong>
                {session.current.then(|| view! { <Badge tone=Tone::Success>{move || t_string!(i18n, people.devices.this)}</Badge> })}
            </p>
            <p class="small muted">
                {session.ip} " · " {last_seen}
            </p>
            {(!session.current)
                .then(|| {
                    view! {
                        <Button size=ButtonSize::Small on_click=end>
                            {move || t_string!(i18n, people.devices.end)}
                            // Two devices may be called the same.
                            <span class="visually-hidden">": " {move || name.get()} ", " {last_seen}</span>
                        </Button>
                    }
                })}
        </li>
    }
    .into_any()
}
