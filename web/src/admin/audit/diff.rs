//! What changed, field by field: what it was, struck out, and what it is.

use leptos::prelude::*;
use serde_json::Value;
use shared::audit::AuditEvent;
use shared::diff::{FieldChange, changes};

use super::words;
use crate::i18n::{t_string, use_i18n};

/// So many fields are shown at once; the others on demand.
const FEW: usize = 4;

/// The fields of an event that changed.
#[component]
pub(super) fn Changes(event: AuditEvent) -> impl IntoView {
    let i18n = use_i18n();
    let mut first = changes(event.before.as_ref(), event.after.as_ref());
    let rest = first.split_off(first.len().min(FEW));
    let more = rest.len();
    let list = move |changes: Vec<FieldChange>| {
        let subject = event.subject_kind.clone();
        let rows = changes.into_iter().map(move |change| view! { <Change change subject=subject.clone()/> }).collect_view();
        view! { <dl class="changes">{rows}</dl> }
    };
    view! {
        {list.clone()(first)}
        {(more > 0)
            .then(|| {
                view! {
                    <details class="changes-more">
                        <summary>{move || t_string!(i18n, office.audit.more_fields, count = more)}</summary>
                        {list(rest)}
                    </details>
                }
            })}
    }
    .into_any()
}

#[component]
fn Change(change: FieldChange, subject: String) -> impl IntoView {
    let i18n = use_i18n();
    let FieldChange { field, before, after } = change;
    let replaced = before.is_some() && after.is_some();
    let (name, subject) = (StoredValue::new(field), StoredValue::new(subject));
    let shown = move |value: Value| {
        move || {
            let locale = i18n.get_locale();
            name.with_value(|field| subject.with_value(|subject| words::value(locale, subject, field, &value)))
        }
    };
    // Struck out is not said by every screen reader: words go with it.
    view! {
        <div class="change">
            <dt>{move || name.with_value(|name| words::field(i18n.get_locale(), name))}</dt>
            <dd>
                {before
                    .map(|value| {
                        view! {
                            <del>
                                <span class="visually-hidden">{move || t_string!(i18n, office.audit.was)} " "</span>
                                {shown(value)}
                            </del>
                        }
                    })}
                {replaced.then(|| view! { <span class="change__arrow" aria-hidden="true">" → "</span> })}
                {after
                    .map(|value| {
                        view! {
                            <ins>
                                <span class="visually-hidden">{move || t_string!(i18n, office.audit.is)} " "</span>
                                {shown(value)}
                            </ins>
                        }
                    })}
            </dd>
        </div>
    }
    .into_any()
}
