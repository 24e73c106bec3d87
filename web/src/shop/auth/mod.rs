//! Signing in, registering, and the links that emails carry.

mod forgot;
mod reset;
mod verify;

pub use forgot::ForgotPasswordPage;
pub use reset::ResetPasswordPage;
pub use verify::VerifyEmailPage;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use shared::account::{Locale as AccountLocale, RegisterRequest, SignInRequest, SignedIn};
use shared::problem::ErrorCode;

use crate::api::account;
use crate::api::query::encode;
use crate::api::security::{self, FirstStep};
use crate::i18n::{self, Locale, t_string, tu_string, use_i18n};
use crate::routes;
use crate::security::NextStep;
use crate::session::{self, Session, use_session};
use crate::ui::{Button, ButtonKind, Form, FormView, LinkButton, PageHead, PasswordField, TextField, toast};

/// The card on the stage. It grows downwards: what it says changes, and its heading stays where it is.
#[component]
fn Stage(
    /// Heading, also of the window.
    #[prop(into)]
    title: TextProp,
    children: Children,
) -> impl IntoView {
    let heading = title.clone();
    view! {
        <PageHead title=move || title.get().to_string()/>
        <div class="auth auth--growing stage">
            <div class="auth__card">
                <h1 class="display">{move || heading.get()}</h1>
                {children()}
            </div>
        </div>
    }
    .into_any()
}

/// Where to go once signed in: only ever a path of this site.
fn next_path() -> Signal<String> {
    let query = use_query_map();
    Signal::derive(move || {
        let next = query.read().get("next").unwrap_or_default();
        if next.starts_with('/') && !next.starts_with("//") && !next.contains('\\') {
            next
        } else {
            routes::shop::HOME.to_owned()
        }
    })
}

/// The secret of the link that led here: behind the `#`, or in the query, as emails had it before.
fn link_secret() -> Memo<String> {
    let (hash, query) = (use_location().hash, use_query_map());
    Memo::new(move |before: Option<&String>| {
        let behind = hash
            .with(|hash| hash.trim_start_matches('#').split('&').find_map(|pair| pair.strip_prefix("token=").map(str::to_owned)));
        // Whoever leaves the page takes the link along: it is not asked again with none.
        behind.or_else(|| query.read().get("token")).or_else(|| before.cloned()).unwrap_or_default()
    })
}

/// Whether it was seen here that nobody is signed in: known, not merely being asked.
fn was_nobody() -> Memo<bool> {
    let session = use_session();
    Memo::new(move |before: Option<&bool>| {
        before.copied().unwrap_or_default() || session.with(|session| *session == Session::Guest)
    })
}

/// Begins the session and goes where one wanted to; also for a guest who is signed in without the form: in another tab, or
/// because the shop could not be reached before. Whoever is signed in when they come may want another account, and stays.
fn arrive(next: Signal<String>, was_nobody: Memo<bool>) -> impl Fn(SignedIn) + Clone {
    let i18n = use_i18n();
    let go = use_navigate();
    let gone = StoredValue::new(false);
    let go_on = move || {
        if !gone.get_value() {
            gone.set_value(true);
            go(&next.get_untracked(), NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    };
    let session = use_session();
    let otherwise = go_on.clone();
    Effect::new(move |_| {
        let is_in = session.with(|session| session.me().is_some());
        // Read in any case: a memo that nobody reads remembers nothing.
        if was_nobody.get() && is_in {
            otherwise();
        }
    });
    move |signed_in: SignedIn| {
        toast::success(tu_string!(i18n, buy.auth.welcome, name = signed_in.user.name.clone()).to_string());
        session::begin(signed_in);
        go_on();
    }
}

/// What the form below is for; or who is signed in already, who goes on as they are, or out.
#[component]
fn Lead(
    /// Where they go on to.
    next: Signal<String>,
    /// Whether nobody was signed in here: who is by now is on their way.
    was_nobody: Memo<bool>,
    /// What the form is for.
    #[prop(into)]
    text: TextProp,
) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let who = Memo::new(move |_| {
        let on_their_way = was_nobody.get();
        session.with(|session| session.me().filter(|_| !on_their_way).map(|me| (me.name.clone(), me.email.clone())))
    });
    let leave = move || {
        spawn_local(async {
            // Signed out here in any case; the server forgets the session when it expires.
            let _ = session::sign_out().await;
        });
    };
    move || match who.get() {
        None => {
            let text = text.clone();
            view! { <p class="muted">{move || text.get()}</p> }.into_any()
        }
        Some((name, email)) => view! {
            <p data-test="signed-in-as">{move || t_string!(i18n, buy.auth.signed_in_as, email = email.clone()).to_string()}</p>
            <div class="row">
                <LinkButton href=next attr:data-test="go-on">
                    {move || t_string!(i18n, buy.auth.go_on_as, name = session::given_name(&name).to_owned()).to_string()}
                </LinkButton>
                <Button kind=ButtonKind::Quiet on_click=leave>{move || t_string!(i18n, shop.nav.sign_out)}</Button>
            </div>
        }
        .into_any(),
    }
}

/// Signing in.
#[component]
pub fn SignInPage() -> impl IntoView {
    let i18n = use_i18n();
    let next = next_path();
    let form = Form::new();
    let (login, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let was_nobody = was_nobody();
    let done = Callback::new(arrive(next, was_nobody));
    let step = RwSignal::new(None::<FirstStep>);
    let send = Callback::new(move |()| {
        form.submit(
            SignInRequest { login: login.get_untracked(), password: password.get_untracked() },
            security::first_step,
            move |first| match first {
                FirstStep::Done(signed_in) => done.run(*signed_in),
                more => step.set(Some(more)),
            },
        );
    });
    let restart = move || {
        password.set(String::new());
        step.set(None);
    };
    view! {
        <PageHead title=move || t_string!(i18n, buy.auth.sign_in)/>
        <div class="auth stage">
            <div class="auth__card">
                <h1 class="display">{move || t_string!(i18n, buy.auth.sign_in)}</h1>
                {move || match step.get() {
                    Some(step) => view! { <NextStep step on_done=done on_restart=restart/> }.into_any(),
                    None => {
                        view! {
                            <Lead next was_nobody text=move || t_string!(i18n, buy.auth.sign_in_text)/>
                            <FormView form on_submit=send>
                                <div data-test="sign-in-login">
                                    <TextField pointer="/login" label=move || t_string!(i18n, buy.auth.login) value=login autocomplete="username" autofocus=true/>
                                </div>
                                <div data-test="sign-in-password">
                                    <PasswordField pointer="/password" label=move || t_string!(i18n, buy.auth.password) value=password/>
                                </div>
                                <Button submit=true kind=ButtonKind::Primary wide=true loading=form.busy() attr:data-test="sign-in-submit">
                                    {move || t_string!(i18n, buy.auth.submit_sign_in)}
                                </Button>
                            </FormView>
                            <p class="small">
                                <A href=routes::shop::FORGOT_PASSWORD attr:data-test="forgot-link">{move || t_string!(i18n, buy.auth.forgot_link)}</A>
                            </p>
                            <p class="small">
                                {move || t_string!(i18n, buy.auth.no_account)} " "
                                <A href=move || format!("{}?next={}", routes::shop::REGISTER, encode(&next.get()))>{move || t_string!(i18n, buy.auth.register)}</A>
                            </p>
                        }
                        .into_any()
                    }
                }}
            </div>
        </div>
    }
    .into_any()
}

/// Creating an account.
#[component]
pub fn RegisterPage() -> impl IntoView {
    let i18n = use_i18n();
    let next = next_path();
    let form = Form::new();
    let name = RwSignal::new(String::new());
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let was_nobody = was_nobody();
    let done = arrive(next, was_nobody);
    let send = move || {
        let locale = match i18n::current() {
            Locale::id => AccountLocale::Indonesian,
            Locale::en => AccountLocale::English,
        };
        let request = RegisterRequest {
            name: name.get_untracked(),
            email: email.get_untracked(),
            password: password.get_untracked(),
            locale,
        };
        form.submit(request, |request| account::register(&request), done.clone());
    };
    let sign_in = move || format!("{}?next={}", routes::shop::SIGN_IN, encode(&next.get()));
    let taken = move || form.failure().get().is_some_and(|error| error.is(ErrorCode::EmailTaken));
    view! {
        <PageHead title=move || t_string!(i18n, buy.auth.register)/>
        <div class="auth stage">
            <div class="auth__card">
                <h1 class="display">{move || t_string!(i18n, buy.auth.register)}</h1>
                <Lead next was_nobody text=move || t_string!(i18n, buy.auth.register_text)/>
                <FormView form on_submit=send>
                    <div data-test="register-name">
                        <TextField pointer="/name" label=move || t_string!(i18n, buy.auth.name) value=name autocomplete="name" autofocus=true/>
                    </div>
                    <div data-test="register-email">
                        <TextField pointer="/email" label=move || t_string!(i18n, buy.auth.email) value=email kind="email" autocomplete="email"/>
                    </div>
                    <div data-test="register-password">
                        <PasswordField
                            pointer="/password"
                            label=move || t_string!(i18n, buy.auth.password)
                            hint=move || t_string!(i18n, buy.auth.password_hint)
                            value=password
                            new=true
                            about=Signal::derive(move || vec![name.get(), email.get()])
                        />
                    </div>
                    <Button submit=true kind=ButtonKind::Primary wide=true loading=form.busy() attr:data-test="register-submit">
                        {move || t_string!(i18n, buy.auth.submit_register)}
                    </Button>
                </FormView>
                <p class="small" class:hand=taken>
                    {move || t_string!(i18n, buy.auth.have_account)} " " <A href=sign_in>{move || t_string!(i18n, buy.auth.sign_in)}</A>
                </p>
            </div>
        </div>
    }
    .into_any()
}
