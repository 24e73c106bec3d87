//! Turning one's own second factor on and off.

use leptos::prelude::*;
use shared::two_factor::{CodeRequest, PasswordAndCodeRequest, PasswordRequest, RecoveryCodes, TwoFactor, TwoFactorSetup};

use super::codes::{Codes, Setup};
use super::password::PasswordForm;
use crate::api::security;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::{
    AsyncView, Badge, Button, ButtonKind, Dialog, Form, FormView, Load, PasswordField, TextField, Tone, date, toast, use_load,
};

/// So few that new ones should be made.
const FEW: i64 = 3;

/// What is being done.
#[derive(Clone, PartialEq)]
enum Stage {
    Rest,
    Password,
    Scan(TwoFactorSetup),
    Codes(Vec<String>),
}

/// The second factor of the person in front of the screen.
#[component]
pub fn TwoFactorSettings() -> impl IntoView {
    let state = use_load(security::get_two_factor);
    let stage = RwSignal::new(Stage::Rest);
    view! {
        <div data-test="two-factor">
            {move || match stage.get() {
                Stage::Rest => {
                    view! {
                        <AsyncView load=state skeleton=|| view! { <Shape/> } let(two_factor)>
                            <Resting two_factor stage state/>
                        </AsyncView>
                    }
                    .into_any()
                }
                Stage::Password => view! { <AskPassword stage/> }.into_any(),
                Stage::Scan(setup) => view! { <Scan setup stage state/> }.into_any(),
                Stage::Codes(codes) => {
                    let done = move || {
                        stage.set(Stage::Rest);
                        state.reload();
                    };
                    view! { <Codes codes on_done=done/> }.into_any()
                }
            }}
        </div>
    }
    .into_any()
}

/// The room of what is said while it is off, by the same words: what stands below the card stays there.
#[component]
fn Shape() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="stack" aria-hidden="true">
            <p class="skel-words">{move || t_string!(i18n, people.two_factor.off_text)}</p>
            <div><span class="btn skel-words">{move || t_string!(i18n, people.two_factor.turn_on)}</span></div>
        </div>
    }
    .into_any()
}

#[component]
fn Resting(two_factor: TwoFactor, stage: RwSignal<Stage>, state: Load<TwoFactor>) -> impl IntoView {
    let i18n = use_i18n();
    let Some(since) = two_factor.enabled_at else {
        return view! {
            <div class="stack">
                <p>{move || t_string!(i18n, people.two_factor.off_text)}</p>
                <div>
                    <Button kind=ButtonKind::Primary icon=icondata::LuShieldCheck on_click=move || stage.set(Stage::Password) attr:data-test="two-factor-on">
                        {move || t_string!(i18n, people.two_factor.turn_on)}
                    </Button>
                </div>
            </div>
        }
        .into_any();
    };
    let left = two_factor.recovery_codes_left;
    let few = left <= FEW;
    let (renewing, leaving) = (RwSignal::new(false), RwSignal::new(false));
    let required = two_factor.required;
    let blocked = move || required.then(|| t_string!(i18n, people.two_factor.required).to_owned());
    view! {
        <div class="stack">
            <p class="row">
                <Badge tone=Tone::Success>{move || t_string!(i18n, people.two_factor.on)}</Badge>
                <span class="muted">{move || t_string!(i18n, people.two_factor.since, day = date(i18n.get_locale(), since))}</span>
            </p>
            <p class:hand=few>{move || t_string!(i18n, people.two_factor.left, count = left)}</p>
            <div class="row">
                <Button on_click=move || renewing.set(true)>{move || t_string!(i18n, people.two_factor.renew)}</Button>
                <Button kind=ButtonKind::Danger blocked=Signal::derive(blocked) on_click=move || leaving.set(true) attr:data-test="two-factor-off">
                    {move || t_string!(i18n, people.two_factor.turn_off)}
                </Button>
            </div>
            <Dialog open=renewing title=move || t_string!(i18n, people.two_factor.renew)>
                <Prove stage state open=renewing off=false/>
            </Dialog>
            <Dialog open=leaving title=move || t_string!(i18n, people.two_factor.turn_off)>
                <Prove stage state open=leaving off=true/>
            </Dialog>
        </div>
    }
    .into_any()
}

/// Password and code, then new codes or none at all.
#[component]
fn Prove(stage: RwSignal<Stage>, state: Load<TwoFactor>, open: RwSignal<bool>, off: bool) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let (password, code) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let send = move || {
        let request = PasswordAndCodeRequest { password: password.get_untracked(), code: code.get_untracked() };
        if off {
            form.submit(
                request,
                |request| security::turn_off_two_factor(&request),
                move |()| {
                    open.set(false);
                    toast::success(tu_string!(i18n, people.two_factor.turned_off));
                    state.reload();
                },
            );
        } else {
            form.submit(
                request,
                |request| security::renew_recovery_codes(&request),
                move |RecoveryCodes { codes }| {
                    open.set(false);
                    stage.set(Stage::Codes(codes));
                },
            );
        }
    };
    view! {
        <FormView form on_submit=send>
            <p>{move || if off { t_string!(i18n, people.two_factor.off_warning) } else { t_string!(i18n, people.two_factor.renew_text) }}</p>
            <PasswordField pointer="/password" label=move || t_string!(i18n, people.two_factor.password) value=password/>
            <TextField
                pointer="/code"
                label=move || t_string!(i18n, people.two_factor.code)
                hint=move || t_string!(i18n, people.step.code_hint)
                value=code
                autocomplete="one-time-code"
                maxlength=40
            />
            <Button submit=true kind=if off { ButtonKind::Danger } else { ButtonKind::Primary } loading=form.busy()>
                {move || if off { t_string!(i18n, people.two_factor.turn_off) } else { t_string!(i18n, people.two_factor.renew) }}
            </Button>
        </FormView>
    }
    .into_any()
}

#[component]
fn AskPassword(stage: RwSignal<Stage>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let send = move |request: PasswordRequest| {
        form.submit(request, |request| security::set_up_two_factor(&request), move |setup| stage.set(Stage::Scan(setup)));
    };
    view! {
        <PasswordForm
            form
            text=move || t_string!(i18n, people.two_factor.password_text)
            verb=move || t_string!(i18n, people.two_factor.next)
            on_submit=send
            on_cancel=move || stage.set(Stage::Rest)
        />
    }
    .into_any()
}

#[component]
fn Scan(setup: TwoFactorSetup, stage: RwSignal<Stage>, state: Load<TwoFactor>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let code = RwSignal::new(String::new());
    let send = move || {
        form.submit(
            CodeRequest { code: code.get_untracked() },
            |request| security::turn_on_two_factor(&request),
            move |RecoveryCodes { codes }| {
                state.reload();
                stage.set(Stage::Codes(codes));
            },
        );
    };
    view! {
        <div class="stack">
            <Setup setup/>
            <FormView form on_submit=send>
                <TextField
                    pointer="/code"
                    label=move || t_string!(i18n, people.two_factor.code)
                    value=code
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    maxlength=10
                />
                <div class="row">
                    <Button submit=true kind=ButtonKind::Primary loading=form.busy() attr:data-test="two-factor-confirm">
                        {move || t_string!(i18n, people.two_factor.confirm)}
                    </Button>
                    <Button kind=ButtonKind::Quiet on_click=move || stage.set(Stage::Rest)>{move || t_string!(i18n, common.action.cancel)}</Button>
                </div>
            </FormView>
        </div>
    }
    .into_any()
}
