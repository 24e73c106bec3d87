//! What changed, field by field: what it was, struck out, and what it is.

use leptos::prelude::*;
use serde_json::{Value, json};
use shared::audit::AuditEvent;
use shared::diff::{FieldChange, changes};

use super::words::Thing;
use crate::i18n::{t_string, use_i18n};

/// So many fields are shown at once; the others on demand.
const FEW: usize = 4;

/// The fields of an event that changed, and all of it as it is stored.
#[component]
pub(super) fn Changes(event: AuditEvent) -> impl IntoView {
    let i18n = use_i18n();
    let thing = StoredValue::new(Thing::from(&event));
    let AuditEvent { before, after, .. } = event;
    let mut first = changes(before.as_ref(), after.as_ref());
    first.retain(|change| !thing.with_value(|thing| thing.hides(&change.field)));
    let rest = first.split_off(first.len().min(FEW));
    let more = rest.len();
    let list = move |changes: Vec<FieldChange>| {
        let rows = changes.into_iter().map(|change| view! { <Change change thing/> }).collect_view();
        view! { <dl class="changes">{rows}</dl> }
    };
    let stored = (before.is_some() || after.is_some()).then(|| {
        // A value always serialises.
        serde_json::to_string_pretty(&json!({ "before": before, "after": after })).unwrap_or_default()
    });
    view! {
        {list(first)}
        {(more > 0)
            .then(|| {
                view! {
                    <details class="changes-more">
                        <summary>{move || t_string!(i18n, office.audit.more_fields, count = more)}</summary>
                        {list(rest)}
                    </details>
                }
            })}
        {stored
            .map(|stored| {
                view! {
                    <details class="audit-trace" data-test="audit-raw">
                        <summary>{move || t_string!(i18n, office.audit.raw)}</summary>
                        <pre class="audit-raw"><code>{stored}</code></pre>
                    </details>
                }
            })}
    }
    .into_any()
}

#[component]
fn Change(change: FieldChange, thing: StoredValue<Thing>) -> impl IntoView {
    let i18n = use_i18n();
    let FieldChange { field, before, after } = change;
    let replaced = before.is_some() && after.is_some();
    let name = StoredValue::new(field);
    let shown = move |value: Value| {
        move || {
            let locale = i18n.get_locale();
            name.with_value(|field| thing.with_value(|thing| thing.value(locale, field, &value)))
        }
    };
    let label = move || {
        let locale = i18n.get_locale();
        name.with_value(|field| thing.with_value(|thing| thing.field(locale, field)))
    };
    // Struck out is not said by every screen reader: words go with it.
    view! {
        <div class="change">
            <dt>{label}</dt>
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
