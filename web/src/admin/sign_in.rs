//! Signing in to the back office.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::account::SignInRequest;

use crate::api::security::{self, FirstStep};
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::security::NextStep;
use crate::session::{self, use_session};
use crate::ui::{Brand, Button, ButtonKind, Form, FormView, LanguageSwitch, PageHead, PasswordField, TextField, ThemeSwitch};

/// Where to go once signed in: only ever a page of the back office.
fn next_path() -> Signal<String> {
    let query = use_query_map();
    Signal::derive(move || {
        let next = query.read().get("next").unwrap_or_default();
        let ours = next == routes::admin::HOME || next.starts_with("/admin/") || next.starts_with("/admin?");
        let loops = next.starts_with(routes::admin::SIGN_IN);
        if ours && !loops && !next.contains('\\') { next } else { routes::admin::HOME.to_owned() }
    })
}

/// Signing in. Whoever is signed in already goes on; the room beyond says whether they may enter.
#[component]
pub fn SignInPage() -> impl IntoView {
    let i18n = use_i18n();
    let next = next_path();
    let go = use_navigate();
    let session = use_session();
    Effect::new(move |_| {
        if session.with(|session| session.me().is_some()) {
            go(&next.get_untracked(), NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
    let form = Form::new();
    let (login, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let step = RwSignal::new(None::<FirstStep>);
    let send = Callback::new(move |()| {
        form.submit(
            SignInRequest { login: login.get_untracked(), password: password.get_untracked() },
            security::first_step,
            move |first| match first {
                FirstStep::Done(signed_in) => session::begin(*signed_in),
                more => step.set(Some(more)),
            },
        );
    });
    let restart = move || {
        password.set(String::new());
        step.set(None);
    };
    view! {
        <PageHead title=move || t_string!(i18n, admin.sign_in.title)/>
        <div class="gate">
            <div class="gate__card">
                <div class="row row--between">
                    <Brand href=routes::admin::HOME/>
                    <div class="row gate__tools"><LanguageSwitch/><ThemeSwitch/></div>
                </div>
                <div>
                    <h1 class="gate__title">{move || t_string!(i18n, admin.sign_in.title)}</h1>
                    <p class="muted">{move || t_string!(i18n, admin.sign_in.text)}</p>
                </div>
                {move || match step.get() {
                    Some(step) => view! { <NextStep step on_done=session::begin on_restart=restart/> }.into_any(),
                    None => {
                        view! {
                            <FormView form on_submit=send>
                                <div data-test="sign-in-login">
                                    <TextField pointer="/login" label=move || t_string!(i18n, admin.sign_in.login) value=login autocomplete="username" autofocus=true/>
                                </div>
                                <div data-test="sign-in-password">
                                    <PasswordField pointer="/password" label=move || t_string!(i18n, admin.sign_in.password) value=password/>
                                </div>
                                <Button submit=true kind=ButtonKind::Primary wide=true loading=form.busy() attr:data-test="sign-in-submit">
                                    {move || t_string!(i18n, admin.sign_in.go)}
                                </Button>
                            </FormView>
                            <p class="small">
                                <a rel="external" href=routes::shop::FORGOT_PASSWORD>{move || t_string!(i18n, admin.sign_in.forgot)}</a>
                            </p>
                        }
                        .into_any()
                    }
                }}
                <p class="small"><a rel="external" href=routes::shop::HOME>{move || t_string!(i18n, admin.to_shop)}</a></p>
            </div>
        </div>
    }
    .into_any()
}
