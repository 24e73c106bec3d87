//! Something a provider said: what it did, all of it, and applying it again.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::payments::StaffPaymentEvent;
use shared::permission::Permission;

use super::words;
use crate::api::payments;
use crate::clipboard;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{Button, ButtonSize, Status, date_time, toast};

/// JSON that can be read and copied, folded up.
#[component]
pub(super) fn Raw(
    /// What it is.
    #[prop(into)]
    label: TextProp,
    value: serde_json::Value,
) -> impl IntoView {
    let i18n = use_i18n();
    let text = serde_json::to_string_pretty(&value).unwrap_or_default();
    let shown = text.clone();
    let copy = move || {
        let written = clipboard::write(&text);
        leptos::task::spawn_local(async move {
            if written.await {
                toast::success(tu_string!(i18n, admin.payment.copied));
            } else {
                toast::failure(tu_string!(i18n, admin.order.not_copied));
            }
        });
    };
    view! {
        <details class="raw">
            <summary>{move || label.get()}</summary>
            <Button size=ButtonSize::Small icon=icondata::LuCopy on_click=copy>{move || t_string!(i18n, admin.payment.copy)}</Button>
            <pre tabindex="0"><code>{shown}</code></pre>
        </details>
    }
    .into_any()
}

/// An event; `on_replay` hears what it is after it was applied again.
#[component]
pub(super) fn Event(
    event: StaffPaymentEvent,
    #[prop(into)] on_replay: Callback<StaffPaymentEvent>,
    /// Names the payment that it is about, where the page does not.
    #[prop(optional)]
    linked: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let may_replay = use_session().with_untracked(|session| session.can(Permission::PaymentsRead));
    let busy = RwSignal::new(false);
    let id = event.id.to_string();
    let replay = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let call = payments::replay_payment_event(&id);
        leptos::task::spawn_local(async move {
            let answer = call.await;
            busy.try_set(false);
            match answer {
                Ok(event) => {
                    let effect = event.replay_effect.map(|effect| words::effect(i18n.get_locale_untracked(), effect));
                    toast::success(tu_string!(i18n, admin.payment.replayed_toast, effect = effect.unwrap_or_default()));
                    on_replay.run(event);
                }
                Err(error) => toast::error(&error),
            }
        });
    };
    let (effect, note) = (event.effect, event.note.clone());
    let replayed = event.replayed_at.zip(event.replay_effect);
    let (received_at, provider) = (event.received_at, event.provider);
    let kind = event.kind.clone();
    let payload = event.payload.clone();
    let payment = event.payment_id.filter(|_| linked).map(|id| {
        let (href, number) = (routes::admin::payment(&id.to_string()), event.order_number.clone());
        view! { <A href=href attr:data-test="event-payment">{number.unwrap_or_else(|| id.to_string())}</A> " · " }
    });
    let event = StoredValue::new(event);
    view! {
        <li class="event" data-test="payment-event" data-effect=effect.map(|effect| effect.as_str())>
            <div class="event__head">
                {match effect {
                    Some(effect) => {
                        view! { <Status tone=words::effect_tone(effect)>{move || words::effect(i18n.get_locale(), effect)}</Status> }.into_any()
                    }
                    None => view! { <Status>{move || t_string!(i18n, admin.payment.not_applied)}</Status> }.into_any(),
                }}
                <span class="muted small">{move || date_time(i18n.get_locale(), received_at)}</span>
            </div>
            {note.map(|note| view! { <p class="small">{note}</p> })}
            <p class="small muted">
                {payment} {provider.facts().name} " · " {move || event.with_value(|event| words::source(i18n.get_locale(), event))} " · "
                <code>{kind}</code>
            </p>
            {replayed
                .map(|(at, effect)| {
                    view! {
                        <p class="small muted">
                            {move || {
                                let locale = i18n.get_locale();
                                t_string!(i18n, admin.payment.replayed, at = date_time(locale, at), effect = words::effect(locale, effect))
                            }}
                        </p>
                    }
                })}
            <div class="event__foot">
                <Raw label=move || t_string!(i18n, admin.order.raw) value=payload/>
                {may_replay
                    .then(|| {
                        view! {
                            <Button size=ButtonSize::Small icon=icondata::LuRotateCcw loading=busy on_click=replay attr:data-test="replay">
                                {move || t_string!(i18n, admin.payment.replay)}
                            </Button>
                        }
                    })}
            </div>
        </li>
    }
    .into_any()
}
