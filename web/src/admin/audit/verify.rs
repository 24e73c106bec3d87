//! Checks the whole log on demand and says what was found.

use leptos::prelude::*;
use shared::audit::AuditVerification;

use super::super::words::number;
use super::words;
use crate::api::audit;
use crate::i18n::{t_string, use_i18n};
use crate::ui::{Button, Icon, toast};

/// The button, for a place beside the heading.
#[component]
pub(super) fn VerifyButton(
    /// What was found goes here.
    found: RwSignal<Option<AuditVerification>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let busy = RwSignal::new(false);
    let check = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let call = audit::verify_audit_log();
        leptos::task::spawn_local(async move {
            let answer = call.await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(answer) => found.set(Some(answer)),
                Err(error) => toast::error(&error),
            }
        });
    };
    view! {
        <Button icon=icondata::LuShieldCheck loading=busy on_click=check attr:data-test="audit-verify">
            {move || t_string!(i18n, office.audit.verify)}
        </Button>
    }
    .into_any()
}

/// What was found.
#[component]
pub(super) fn Finding(#[prop(into)] found: Signal<Option<AuditVerification>>) -> impl IntoView {
    view! {
        <div role="status">{move || found.get().map(|found| view! { <Found found/> })}</div>
    }
    .into_any()
}

#[component]
fn Found(found: AuditVerification) -> impl IntoView {
    let i18n = use_i18n();
    let AuditVerification { events, sequence, hash, faults, fault_count } = found;
    let well = fault_count == 0;
    let count = move |figure| number(i18n.get_locale(), figure);
    let unseen = fault_count - i64::try_from(faults.len()).unwrap_or(fault_count);
    view! {
        <div
            class="notice"
            class:tone-success=well
            class:tone-danger=!well
            data-test="audit-finding"
            data-faults=fault_count.to_string()
        >
            <Icon icon=if well { icondata::LuShieldCheck } else { icondata::LuShieldAlert }/>
            <div>
                <p>
                    <strong>
                        {move || {
                            if well {
                                t_string!(i18n, office.audit.sound, count = count(events))
                            } else {
                                t_string!(i18n, office.audit.unsound, count = count(fault_count))
                            }
                        }}
                    </strong>
                </p>
                <ul class="audit-faults">
                    {faults
                        .into_iter()
                        .map(|fault| {
                            view! {
                                <li>
                                    {move || {
                                        let kind = words::fault(i18n.get_locale(), fault.kind);
                                        t_string!(i18n, office.audit.fault, number = count(fault.sequence), kind = kind)
                                    }}
                                </li>
                            }
                        })
                        .collect_view()}
                    {(unseen > 0).then(|| view! { <li>{move || t_string!(i18n, office.audit.more_faults, count = count(unseen))}</li> })}
                </ul>
                <p class="small audit-head">{move || t_string!(i18n, office.audit.head)} " " <code>{format!("{sequence}:{hash}")}</code></p>
            </div>
        </div>
    }
    .into_any()
}
