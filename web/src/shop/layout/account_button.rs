//! The way to one's account, or to signing in.

use leptos::prelude::*;
use leptos_i18n::I18nContext;
use leptos_router::components::A;
use leptos_router::hooks::use_location;
use shared::permission::Permission;

use crate::i18n::{Locale, t_string, use_i18n};
use crate::routes;
use crate::session::{self, Session, use_session};
use crate::ui::{Icon, Menu, MenuItem};

#[derive(Clone, PartialEq)]
enum Who {
    Unknown,
    Guest,
    Somebody { name: String, staff: bool },
}

/// A link for guests, a menu for those who are signed in.
#[component]
pub(super) fn AccountButton() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let location = use_location();
    let who = Memo::new(move |_| match session.get() {
        Session::Loading => Who::Unknown,
        Session::Guest => Who::Guest,
        Session::SignedIn(me) => {
            Who::Somebody { name: session::given_name(&me.name).to_owned(), staff: me.can(Permission::AdminAccess) }
        }
    });
    let sign_in = move || {
        let path = location.pathname.get();
        // Whoever comes from these pages wants to go home afterwards, not back to them.
        if matches!(path.as_str(), "/" | routes::shop::SIGN_IN | routes::shop::REGISTER) {
            routes::shop::SIGN_IN.to_owned()
        } else {
            let search = location.search.get();
            let path = if search.is_empty() { path } else { format!("{path}?{}", search.trim_start_matches('?')) };
            routes::shop::sign_in_then(&path)
        }
    };
    view! {
        <div class="bar__account">
            {move || match who.get() {
                Who::Unknown => view! {
                    <span class="nav-link bar__quiet" aria-hidden="true">
                        <Icon icon=icondata::LuUser/>
                        <span class="bar__label">{session::expected().unwrap_or_default()}</span>
                    </span>
                }
                .into_any(),
                Who::Guest => view! {
                    <A href=sign_in attr:class="nav-link" attr:data-test="sign-in">
                        <Icon icon=icondata::LuUser/>
                        <span class="bar__label">{move || t_string!(i18n, shop.nav.sign_in)}</span>
                    </A>
                }
                .into_any(),
                Who::Somebody { name, staff } => view! {
                    <Menu
                        label={
                            let name = name.clone();
                            move || format!("{name}, {}", t_string!(i18n, shop.nav.account))
                        }
                        trigger=move || {
                            let name = name.clone();
                            view! {
                                <Icon icon=icondata::LuUser/>
                                <span class="bar__label">{name}</span>
                            }
                        }
                        items=Signal::derive(move || items(i18n, staff))
                        attr:data-test="account-menu"
                    />
                }
                .into_any(),
            }}
        </div>
    }
    .into_any()
}

fn items(i18n: I18nContext<Locale>, staff: bool) -> Vec<MenuItem> {
    let mut items = vec![
        MenuItem::link(move || t_string!(i18n, shop.nav.orders), routes::shop::ORDERS).icon(icondata::LuPackage),
        MenuItem::link(move || t_string!(i18n, reviews.own.title), routes::shop::REVIEWS).icon(icondata::LuStar),
        MenuItem::link(move || t_string!(i18n, inbox.title), routes::shop::NOTIFICATIONS).icon(icondata::LuBell),
        MenuItem::link(move || t_string!(i18n, shop.nav.profile), routes::shop::ACCOUNT).icon(icondata::LuUser),
        MenuItem::link(move || t_string!(i18n, shop.nav.addresses), routes::shop::ADDRESSES).icon(icondata::LuMapPin),
    ];
    if staff {
        let leave = || drop(window().location().set_href(routes::admin::HOME));
        items.push(MenuItem::action(move || t_string!(i18n, shop.nav.back_office), leave).icon(icondata::LuGauge));
    }
    let sign_out = || {
        leptos::task::spawn_local(async {
            // Signed out here in any case; the server forgets the session when it expires.
            let _ = session::sign_out().await;
        });
    };
    items.push(MenuItem::action(move || t_string!(i18n, shop.nav.sign_out), sign_out).icon(icondata::LuLogOut));
    items
}
