//! One's own account in the back office: second factor and devices.

use leptos::prelude::*;

use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::security::{Devices, TwoFactorSettings};
use crate::ui::{Card, LinkButton, PageHead};

/// How one signs in to the back office.
#[component]
pub fn AccountPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHead title=move || t_string!(i18n, people.account.title)/>
        <div class="page stack">
            <header class="page__head"><h1 class="page__title">{move || t_string!(i18n, people.account.title)}</h1></header>
            <div class="settings">
                <Card title=move || t_string!(i18n, people.two_factor.title)><TwoFactorSettings/></Card>
                <Card title=move || t_string!(i18n, people.account.password)>
                    <div class="row">
                        <LinkButton href=routes::shop::PASSWORD.to_owned() external=true>{move || t_string!(i18n, people.account.change_password)}</LinkButton>
                        <LinkButton href=routes::shop::ACCOUNT.to_owned() external=true>{move || t_string!(i18n, people.account.profile)}</LinkButton>
                    </div>
                </Card>
                // Last: nobody knows how many there will be.
                <Card title=move || t_string!(i18n, people.devices.title)><Devices/></Card>
            </div>
        </div>
    }
    .into_any()
}
