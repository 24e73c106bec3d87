//! What somebody who is signed in can go to and do; fetched with what else there is for them.

use leptos::prelude::*;
use leptos_i18n::I18nContext;

use crate::i18n::{Locale, t_string, use_i18n};
use crate::routes;
use crate::session;
use crate::ui::{Icon, Menu, MenuItem};

/// Whose account it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// What they are called.
    pub name: String,
    /// Whether they work here.
    pub staff: bool,
}

/// The menu under somebody's name.
#[component]
pub(in crate::shop) fn AccountMenu(
    /// Whose.
    person: Person,
) -> impl IntoView {
    let i18n = use_i18n();
    let Person { name, staff } = person;
    view! {
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
