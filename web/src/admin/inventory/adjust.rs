//! Correcting what is on the shelf.

use leptos::prelude::*;
use shared::inventory::{AdjustStockRequest, AdjustmentKind, AdjustmentReason, StockItem};

use super::words;
use crate::api::client::idempotency_key;
use crate::api::inventory;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::{Button, ButtonKind, Choice, Form, FormView, RadioGroup, SelectField, TextArea, TextField, toast};

/// The form in its dialog: how, how many, why. Shows what will be there.
#[component]
pub fn AdjustForm(
    /// The variant's id.
    id: StoredValue<String>,
    /// Pieces in the store now.
    on_hand: i32,
    /// Of these, held for orders.
    reserved: i32,
    /// Closes the dialog.
    open: RwSignal<bool>,
    /// Takes what the shelf is afterwards.
    on_done: Callback<StockItem>,
) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    // One intention, one key: sending it again corrects once.
    let key = StoredValue::new(idempotency_key());
    let kind = RwSignal::new(AdjustmentKind::Set.to_string());
    let (quantity, reason) = (RwSignal::new(String::new()), RwSignal::new(AdjustmentReason::Count.to_string()));
    let note = RwSignal::new(String::new());
    let how = move || kind.with(|word| word.parse::<AdjustmentKind>().unwrap_or(AdjustmentKind::Set));
    let pieces = move || quantity.with(|text| text.trim().parse::<i32>().ok());
    // Who counted says how many there are. What is taken away is broken more often than not; what is added hardly ever is.
    Effect::new(move |before: Option<AdjustmentKind>| {
        let how = how();
        if before.is_some_and(|before| before != how) {
            let likely = match how {
                AdjustmentKind::Set => AdjustmentReason::Count,
                AdjustmentKind::Add => AdjustmentReason::Other,
                AdjustmentKind::Remove => AdjustmentReason::Damage,
            };
            reason.set(likely.to_string());
        }
        how
    });
    let after = move || {
        let pieces = pieces()?;
        Some(match how() {
            AdjustmentKind::Set => pieces,
            AdjustmentKind::Add => on_hand.saturating_add(pieces),
            AdjustmentKind::Remove => on_hand.saturating_sub(pieces),
        })
    };
    let send = move || {
        let request = AdjustStockRequest {
            kind: untrack(how),
            quantity: untrack(pieces).unwrap_or(-1),
            reason: reason.with_untracked(|word| word.parse().unwrap_or(AdjustmentReason::Other)),
            note: note.get_untracked(),
            seen: (untrack(how) == AdjustmentKind::Set).then_some(on_hand),
        };
        form.submit(
            request,
            move |request| id.with_value(|id| key.with_value(|key| inventory::adjust_stock(id, &request, key))),
            move |item| {
                toast::success(tu_string!(i18n, stock.adjust.done));
                open.set(false);
                on_done.run(item);
            },
        );
    };
    let kinds = Signal::derive(move || {
        vec![
            Choice::new(AdjustmentKind::Set.as_str(), t_string!(i18n, stock.adjust.set)),
            Choice::new(AdjustmentKind::Add.as_str(), t_string!(i18n, stock.adjust.add)),
            Choice::new(AdjustmentKind::Remove.as_str(), t_string!(i18n, stock.adjust.remove)),
        ]
    });
    let reasons = Signal::derive(move || {
        let locale = i18n.get_locale();
        AdjustmentReason::ALL
            .iter()
            .filter(|reason| **reason != AdjustmentReason::Count || how() == AdjustmentKind::Set)
            .map(|&reason| Choice::new(reason.as_str(), words::reason(locale, reason)))
            .collect::<Vec<_>>()
    });
    let outcome = move || {
        after().map(|after| {
            if after < reserved {
                t_string!(i18n, stock.adjust.below_reserved, reserved = reserved).to_string()
            } else {
                t_string!(i18n, stock.adjust.outcome, before = on_hand, after = after).to_string()
            }
        })
    };
    let too_few = move || after().is_some_and(|after| after < reserved);
    view! {
        <FormView form on_submit=send>
            <RadioGroup pointer="/kind" label=move || t_string!(i18n, stock.adjust.kind) value=kind choices=kinds inline=true/>
            <div class="form__pair">
                <TextField pointer="/quantity" label=move || t_string!(i18n, stock.adjust.quantity) value=quantity inputmode="numeric" maxlength=6 autofocus=true/>
                <SelectField pointer="/reason" label=move || t_string!(i18n, stock.adjust.reason) value=reason choices=reasons/>
            </div>
            <TextArea pointer="/note" label=move || t_string!(i18n, stock.adjust.note) value=note maxlength=500 rows=2 optional=true/>
            <p class="stock__outcome" class:tone-danger=too_few role="status">{outcome}</p>
            <div class="form__actions">
                <Button submit=true kind=ButtonKind::Primary loading=form.busy() attr:data-test="adjust-save">
                    {move || t_string!(i18n, stock.adjust.save)}
                </Button>
            </div>
        </FormView>
    }
    .into_any()
}
