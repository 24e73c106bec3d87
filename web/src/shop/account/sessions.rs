//! How one signs in: the second factor, and the devices one is signed in on.

use leptos::prelude::*;

use super::AccountFrame;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::security::{Devices, TwoFactorSettings};
use crate::session::Guard;
use crate::ui::{Card, PageHead};

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

/// The second factor.
#[component]
pub fn SecurityPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHead title=move || t_string!(i18n, people.two_factor.title)/>
        <Guard sign_in=routes::shop::sign_in_then>
            <AccountFrame title=move || t_string!(i18n, people.two_factor.title)>
                <div class="account__form"><Card><TwoFactorSettings/></Card></div>
            </AccountFrame>
        </Guard>
    }
    .into_any()
}
