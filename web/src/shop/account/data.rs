//! One's data: taking it along, deleting the account.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;
use shared::account::{AccountDeletion, DeleteAccountRequest};
use shared::problem::ErrorCode;
use shared::validate::Validate;

use super::AccountFrame;
use crate::api::{ApiError, account};
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::routes;
use crate::session::{self, Guard};
use crate::ui::{
    Ask, AsyncView, Button, ButtonKind, DownloadButton, Form, FormView, Icon, PageHead, PasswordField, TextField, toast, use_load,
};

/// One's data.
#[component]
pub fn OwnDataPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHead title=move || t_string!(i18n, reviews.data.title)/>
        <Guard sign_in=routes::shop::sign_in_then>
            <AccountFrame title=move || t_string!(i18n, reviews.data.title)>
                <TakeAlong/>
                <Close/>
            </AccountFrame>
        </Guard>
    }
    .into_any()
}

#[component]
fn TakeAlong() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="account__form">
            <h2>{move || t_string!(i18n, reviews.data.download)}</h2>
            <p class="muted">{move || t_string!(i18n, reviews.data.download_text)}</p>
            <DownloadButton fetch=account::download_own_data attr:data-test="download-data">
                {move || t_string!(i18n, reviews.data.get)}
            </DownloadButton>
        </section>
    }
    .into_any()
}

#[component]
fn Close() -> impl IntoView {
    let i18n = use_i18n();
    let load = use_load(account::get_account_deletion);
    view! {
        <section class="account__form account__end" data-test="delete-account">
            <h2>{move || t_string!(i18n, reviews.data.close)}</h2>
            <p class="muted">{move || t_string!(i18n, reviews.data.close_text)}</p>
            <AsyncView load let(outlook)>
                <Outlook outlook on_stale=move || load.reload()/>
            </AsyncView>
        </section>
    }
    .into_any()
}

/// What stands against it, or the form.
#[component]
fn Outlook(outlook: AccountDeletion, #[prop(into)] on_stale: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let AccountDeletion { open_orders, last_admin, two_factor } = outlook;
    if last_admin {
        return view! {
            <div class="notice tone-warning">
                <Icon icon=icondata::LuLock/>
                <p>{move || t_string!(i18n, reviews.data.last_admin)}</p>
            </div>
        }
        .into_any();
    }
    if open_orders.is_empty() {
        return view! { <Sure two_factor on_stale/> }.into_any();
    }
    let links = open_orders
        .into_iter()
        .map(|number| view! { <li><A href=routes::shop::order(&number)>{number.clone()}</A></li> })
        .collect_view();
    view! {
        <div class="notice tone-warning" data-test="open-orders">
            <Icon icon=icondata::LuPackage/>
            <div>
                <p>{move || t_string!(i18n, reviews.data.open_orders)}</p>
                <ul role="list">{links}</ul>
            </div>
        </div>
    }
    .into_any()
}

/// Password, code, the address typed once more, and a last question.
#[component]
fn Sure(two_factor: bool, on_stale: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let (password, code, confirm) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let email = session::current().me().map(|me| me.email.clone()).unwrap_or_default();
    let go = use_navigate();
    let send = move || {
        let request = DeleteAccountRequest {
            password: password.get_untracked(),
            code: two_factor.then(|| code.get_untracked()),
            confirm: confirm.get_untracked(),
        };
        if let Err(errors) = request.validate() {
            form.reject(errors);
            return;
        }
        let go = go.clone();
        let question = Ask::new(
            tu_string!(i18n, reviews.data.ask),
            tu_string!(i18n, reviews.data.ask_text),
            tu_string!(i18n, reviews.data.go),
        );
        leptos::task::spawn_local(async move {
            if !question.danger().await || confirm.try_get_untracked().is_none() {
                return;
            }
            form.run(account::delete_account(&request), move |()| {
                session::end();
                toast::success(tu_string!(i18n, reviews.data.done));
                go(routes::shop::HOME, NavigateOptions::default());
            });
        });
    };
    // An order was placed, or the last other admin went, since the page was opened.
    Effect::new(move |_| {
        let stale = |error: &ApiError| error.is(ErrorCode::OpenOrders) || error.is(ErrorCode::LastAdmin);
        if form.failure().with(|failure| failure.as_ref().is_some_and(stale)) {
            on_stale.run(());
        }
    });
    view! {
        <FormView form on_submit=send>
            <PasswordField pointer="/password" label=move || t_string!(i18n, reviews.data.password) value=password/>
            {two_factor
                .then(|| {
                    view! {
                        <TextField
                            pointer="/code"
                            label=move || t_string!(i18n, reviews.data.code)
                            hint=move || t_string!(i18n, reviews.data.code_hint)
                            value=code
                            autocomplete="one-time-code"
                            maxlength=40
                        />
                    }
                })}
            <TextField
                pointer="/confirm"
                label=move || t_string!(i18n, reviews.data.confirm, email = email.clone())
                value=confirm
                kind="email"
            />
            <Button submit=true kind=ButtonKind::Danger icon=icondata::LuUserX loading=form.busy() attr:data-test="delete-for-good">
                {move || t_string!(i18n, reviews.data.go)}
            </Button>
        </FormView>
    }
    .into_any()
}
