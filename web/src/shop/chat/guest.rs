//! For those who are not signed in: the way in, and how else to reach the shop.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use web_logic::opening::{OPENS, beside_opening};

use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::shop::layout::use_around;
use crate::shop::words;
use crate::ui::{ButtonKind, Icon, LinkButton};

/// Invites to sign in.
#[component]
pub(super) fn Invitation() -> impl IntoView {
    let i18n = use_i18n();
    let around = use_around();
    let location = use_location();
    let sign_in = Signal::derive(move || {
        let (path, search) = (location.pathname.get(), location.search.get());
        let search = search.trim_start_matches('?');
        // Already on the way, from wherever that was.
        if matches!(path.as_str(), routes::shop::SIGN_IN | routes::shop::REGISTER) {
            return if search.is_empty() {
                routes::shop::SIGN_IN.to_owned()
            } else {
                format!("{}?{search}", routes::shop::SIGN_IN)
            };
        }
        let others = beside_opening(search).unwrap_or_else(|| search.to_owned());
        routes::shop::sign_in_then(&if others.is_empty() {
            format!("{path}?{OPENS}")
        } else {
            format!("{path}?{others}&{OPENS}")
        })
    });
    let reach = move || {
        around.store.get().map(|store| {
            let whatsapp = (!store.whatsapp.is_empty()).then(|| {
                let href = format!("https://wa.me/{}", store.whatsapp.trim_start_matches('+'));
                view! {
                    <li>
                        <a href=href target="_blank" rel="external noopener" data-test="chat-whatsapp">
                            <Icon icon=icondata::LuMessageCircle/>
                            "WhatsApp "
                            {words::phone(&store.whatsapp)}
                        </a>
                    </li>
                }
            });
            view! {
                <p class="small muted">{move || t_string!(i18n, chat.shop.guest_or)}</p>
                <ul class="chat-box__reach" role="list">
                    {whatsapp}
                    <li>
                        <a href=format!("tel:{}", store.phone) rel="external">
                            <Icon icon=icondata::LuPhone/>
                            {words::phone(&store.phone)}
                        </a>
                    </li>
                </ul>
            }
        })
    };
    view! {
        <div class="chat-box__guest" data-test="chat-guest">
            <p class="chat-box__hello">{move || t_string!(i18n, chat.shop.guest_title)}</p>
            <p class="muted">{move || t_string!(i18n, chat.shop.guest)}</p>
            <LinkButton href=sign_in kind=ButtonKind::Primary icon=icondata::LuLogIn>{move || t_string!(i18n, chat.shop.guest_go)}</LinkButton>
            {reach}
        </div>
    }
    .into_any()
}
