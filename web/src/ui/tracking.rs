//! The way of a parcel, as its courier tells it.

use leptos::prelude::*;
use shared::orders::{TrackingStatus, TrackingStep};

use super::datetime::date_time;
use crate::i18n::{Locale, t_string, td_string, use_i18n};

/// A step in words.
#[must_use]
pub fn tracking_step(locale: Locale, status: TrackingStatus) -> &'static str {
    match status {
        TrackingStatus::Booked => td_string!(locale, intake.step.booked),
        TrackingStatus::PickingUp => td_string!(locale, intake.step.picking_up),
        TrackingStatus::InTransit => td_string!(locale, intake.step.in_transit),
        TrackingStatus::OutForDelivery => td_string!(locale, intake.step.out_for_delivery),
        TrackingStatus::Delivered => td_string!(locale, intake.step.delivered),
        TrackingStatus::OnHold => td_string!(locale, intake.step.on_hold),
        TrackingStatus::Rejected => td_string!(locale, intake.step.rejected),
        TrackingStatus::Returning => td_string!(locale, intake.step.returning),
        TrackingStatus::Returned => td_string!(locale, intake.step.returned),
        TrackingStatus::Lost => td_string!(locale, intake.step.lost),
        TrackingStatus::Cancelled => td_string!(locale, intake.step.cancelled),
    }
}

/// The steps, the latest first; nothing when there are none.
#[component]
pub fn TrackingSteps(
    /// The first first.
    steps: Vec<TrackingStep>,
) -> impl IntoView {
    let i18n = use_i18n();
    if steps.is_empty() {
        return ().into_any();
    }
    let one = move |step: TrackingStep| {
        let (status, at) = (step.status, step.happened_at);
        view! {
            <li class="steps__one" data-test="tracking-step" data-status=status.as_str()>
                <strong>{move || tracking_step(i18n.get_locale(), status)}</strong>
                {(!step.note.is_empty()).then(|| view! { <span class="steps__note">{step.note.clone()}</span> })}
                <time class="muted small">{move || date_time(i18n.get_locale(), at)}</time>
            </li>
        }
    };
    view! {
        <ol class="steps" role="list" reversed=true aria-label=move || t_string!(i18n, intake.parcel.way)>
            {steps.into_iter().rev().map(one).collect_view()}
        </ol>
    }
    .into_any()
}
