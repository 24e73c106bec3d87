//! The deliveries of an order.

use leptos::prelude::*;
use shared::inventory::{ReceiptLine, RestockReceipt};

use crate::i18n::{t_string, use_i18n};
use crate::ui::{Card, date_time, money};

/// The deliveries, oldest first.
#[component]
pub fn Receipts(receipts: Vec<RestockReceipt>) -> impl IntoView {
    let i18n = use_i18n();
    if receipts.is_empty() {
        return ().into_any();
    }
    let line = move |line: ReceiptLine| {
        let ReceiptLine { sku, quantity, damaged, reason, cost_before, cost_after, .. } = line;
        let broken =
            move || (damaged > 0).then(|| format!(" · {} ({reason})", t_string!(i18n, stock.restock.damaged, count = damaged)));
        let cost = move || {
            let after = cost_after.filter(|after| Some(*after) != cost_before)?;
            let locale = i18n.get_locale();
            let before = cost_before.map_or_else(|| "–".to_owned(), |before| money(locale, before));
            Some(t_string!(i18n, stock.receipt.cost, before = before, after = money(locale, after)).to_string())
        };
        view! {
            <li class="stock__line">
                <span><code>{sku}</code> {broken}</span>
                <span class="muted small">{cost}</span>
                <span class="num">{format!("+{quantity}")}</span>
            </li>
        }
    };
    let one = move |receipt: RestockReceipt| {
        let RestockReceipt { delivery_note, note, closes, by, lines, created_at, .. } = receipt;
        let head = move || {
            let mut words = vec![date_time(i18n.get_locale(), created_at)];
            words.extend(by.clone());
            if !delivery_note.is_empty() {
                words.push(t_string!(i18n, stock.receipt.delivery_note, number = delivery_note.clone()).to_string());
            }
            if closes {
                words.push(t_string!(i18n, stock.receipt.closed).to_owned());
            }
            words.join(" · ")
        };
        view! {
            <li data-test="receipt">
                <p class="muted small">{head}</p>
                {(!note.is_empty()).then(|| view! { <p>{note}</p> })}
                <ul class="stock__lines" role="list">{lines.into_iter().map(line).collect_view()}</ul>
            </li>
        }
    };
    view! {
        <Card title=move || t_string!(i18n, stock.receipt.title)>
            <ul class="stock__receipts" role="list">{receipts.into_iter().map(one).collect_view()}</ul>
        </Card>
    }
    .into_any()
}
