//! The account: profile, address book, devices, one's data.

pub mod address_form;
mod addresses;
mod data;
mod notifications;
mod password;
mod profile;
mod sessions;
mod verify_hint;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

pub use addresses::{AddressLines, AddressesPage};
pub use data::OwnDataPage;
pub use notifications::NotificationsPage;
pub use password::PasswordPage;
pub use profile::AccountPage;
pub use sessions::{SecurityPage, SessionsPage};
pub use verify_hint::SendLink;

use self::verify_hint::VerifyHint;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::ui::NavLink;

/// Heading and tabs around every account page.
#[component]
pub(in crate::shop) fn AccountFrame(#[prop(into)] title: TextProp, children: Children) -> impl IntoView {
    let i18n = use_i18n();
    let tabs = NodeRef::<leptos::html::Nav>::new();
    // Where they do not all fit, the one that is open is in sight.
    Effect::new(move |_| {
        let Some(tabs) = tabs.get() else { return };
        request_animation_frame(move || {
            let open = tabs.query_selector("[aria-current=page]").ok().flatten();
            if let Some(open) = open.and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok()) {
                let middle = (tabs.client_width() - open.offset_width()) / 2;
                tabs.set_scroll_left(open.offset_left() - tabs.offset_left() - middle);
            }
        });
    });
    view! {
        <div class="container section stack account">
            <h1 class="display">{move || title.get()}</h1>
            <nav class="account__tabs" node_ref=tabs aria-label=move || t_string!(i18n, buy.account.title)>
                <NavLink href=routes::shop::ACCOUNT exact=true>{move || t_string!(i18n, buy.account.profile)}</NavLink>
                <NavLink href=routes::shop::ORDERS>{move || t_string!(i18n, buy.account.orders)}</NavLink>
                <NavLink href=routes::shop::REVIEWS>{move || t_string!(i18n, reviews.own.title)}</NavLink>
                <NavLink href=routes::shop::NOTIFICATIONS>{move || t_string!(i18n, inbox.title)}</NavLink>
                <NavLink href=routes::shop::ADDRESSES>{move || t_string!(i18n, buy.account.addresses)}</NavLink>
                <NavLink href=routes::shop::PASSWORD>{move || t_string!(i18n, buy.account.password)}</NavLink>
                <NavLink href=routes::shop::SECURITY>{move || t_string!(i18n, people.two_factor.title)}</NavLink>
                <NavLink href=routes::shop::SESSIONS>{move || t_string!(i18n, buy.account.sessions)}</NavLink>
                <NavLink href=routes::shop::OWN_DATA>{move || t_string!(i18n, reviews.data.title)}</NavLink>
            </nav>
            <VerifyHint/>
            {children()}
        </div>
    }
    .into_any()
}
