//! The devices one is signed in on.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::{Session, device_name};

use super::AccountFrame;
use crate::api::account;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::routes;
use crate::session::Guard;
use crate::ui::{AsyncView, Badge, Button, ButtonKind, ButtonSize, Icon, Load, PageHead, Tone, ago, toast, use_load};

/// The devices one is signed in on.
#[component]
pub fn SessionsPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHead title=move || t_string!(i18n, buy.account.sessions)/>
        <Guard sign_in=routes::shop::sign_in_then>
            <AccountFrame title=move || t_string!(i18n, buy.account.sessions)>
                <Devices/>
            </AccountFrame>
        </Guard>
    }
    .into_any()
}

#[component]
fn Devices() -> impl IntoView {
    let i18n = use_i18n();
    let sessions = use_load(account::list_sessions);
    let end_others = move || {
        spawn_local(async move {
            match account::end_other_sessions().await {
                Ok(()) => {
                    toast::success(tu_string!(i18n, buy.account.ended).to_string());
                    sessions.reload();
                }
                Err(error) => toast::error(&error),
            }
        });
    };
    view! {
        <AsyncView load=sessions let(list)>
            <ul class="address-book" role="list">
                {list.iter().cloned().map(|session| view! { <Device session sessions/> }).collect_view()}
            </ul>
            {(list.len() > 1)
                .then(|| view! { <Button kind=ButtonKind::Danger on_click=end_others>{move || t_string!(i18n, buy.account.end_others)}</Button> })}
        </AsyncView>
    }
    .into_any()
}

#[component]
fn Device(session: Session, sessions: Load<Vec<Session>>) -> impl IntoView {
    let i18n = use_i18n();
    let (id, seen) = (session.id, session.last_seen_at);
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
                <strong>{device_name(&session.user_agent)}</strong>
                {session.current.then(|| view! { <Badge tone=Tone::Success>{move || t_string!(i18n, buy.account.this_device)}</Badge> })}
            </p>
            <p class="small muted">
                {session.ip} " · " {move || t_string!(i18n, buy.account.last_seen, when = ago(i18n.get_locale(), seen)).to_string()}
            </p>
            {(!session.current).then(|| view! { <Button size=ButtonSize::Small on_click=end>{move || t_string!(i18n, buy.account.end)}</Button> })}
        </li>
    }
    .into_any()
}
