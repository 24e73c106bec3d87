//! Giving money back: what went back already, and a dialog that reckons while one chooses.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use shared::money::Rupiah;
use shared::orders::{OrderItem, StaffOrder};
use shared::payments::RefundKind;
use shared::permission::Permission;
use shared::refunds::{RefundItemRequest, RefundOrderRequest, Refundable, StaffRefund, share};
use web_logic::numbers;

use super::super::payments::refunds::{Names, Refunds};
use crate::api::client::idempotency_key;
use crate::api::payments;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::session::use_session;
use crate::ui::{
    Button, ButtonKind, Card, Checkbox, Choice, Dialog, Form, FormView, FreshPage, Load, QuantityStepper, RUPIAH, RadioGroup,
    TextField, money, now, toast,
};

/// How long the page looks for news of a refund that was just ordered, in seconds.
const FRESH: i64 = 10;
/// Between two looks, in milliseconds.
const LOOK: u32 = 1_500;

/// What the card needs to know of an order.
pub(super) struct Money {
    pub items: Vec<OrderItem>,
    pub refunds: Vec<StaffRefund>,
    pub refundable: Option<Refundable>,
    pub shipped: bool,
}

/// Refunds of an order, and the button for another one.
#[component]
pub(super) fn OrderRefunds(id: StoredValue<String>, money: Money, order: Load<StaffOrder>, page: FreshPage) -> impl IntoView {
    let i18n = use_i18n();
    let Money { items, refunds, refundable, shipped } = money;
    if refunds.is_empty() && refundable.is_none() {
        return ().into_any();
    }
    let may = use_session().with_untracked(|session| session.can(Permission::OrdersRefund));
    watch(&refunds, page);
    let open = RwSignal::new(false);
    let left = refundable.as_ref().map(|left| left.left);
    let names: Names = items.iter().map(|item| (item.id, item.name.clone())).collect();
    let none = refunds.is_empty();
    let button = move || {
        (may && left.is_some()).then(|| {
            view! {
                <Button icon=icondata::LuUndo2 on_click=move || open.set(true) attr:data-test="refund-open">
                    {move || t_string!(i18n, admin.refund.give)}
                </Button>
            }
        })
    };
    let items = StoredValue::new(items);
    let refundable = StoredValue::new(refundable.unwrap_or_default());
    view! {
        <Card title=move || t_string!(i18n, admin.refund.title) aside=button>
            {none.then(|| view! { <p class="muted">{move || t_string!(i18n, admin.refund.none)}</p> })}
            <Refunds refunds names on_change=move |whole| order.put(whole)/>
            {left
                .map(|left| {
                    view! { <p class="muted small">{move || t_string!(i18n, admin.refund.left, amount = self::money(i18n.get_locale(), left))}</p> }
                })}
        </Card>
        {may
            .then(|| {
                view! {
                    <Dialog open title=move || t_string!(i18n, admin.refund.give)>
                        <RefundForm id items refundable shipped order open/>
                    </Dialog>
                }
            })}
    }
    .into_any()
}

/// The provider answers a moment after a refund was ordered: the page looks again while it is fresh.
fn watch(refunds: &[StaffRefund], page: FreshPage) {
    let latest = refunds.iter().filter(|refund| refund.is_on_its_way()).map(|refund| refund.refund.created_at).max();
    let Some(latest) = latest else { return };
    let here = StoredValue::new(());
    leptos::task::spawn_local(async move {
        while (now() - latest).num_seconds() < FRESH {
            TimeoutFuture::new(LOOK).await;
            // Drawn anew, or left.
            if here.try_get_value().is_none() {
                return;
            }
            page.look();
        }
    });
}

#[component]
fn RefundForm(
    id: StoredValue<String>,
    items: StoredValue<Vec<OrderItem>>,
    refundable: StoredValue<Refundable>,
    shipped: bool,
    order: Load<StaffOrder>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    // One intention, one key: sending it again gives back once.
    let key = StoredValue::new(idempotency_key());
    let pieces_left = refundable.with_value(|left| left.items.iter().any(|item| item.quantity > 0));
    let kind = RwSignal::new(if pieces_left { RefundKind::Items } else { RefundKind::Full }.to_string());
    let counts = RwSignal::new(refundable.with_value(|left| vec![0_u32; left.items.len()]));
    let (shipping, restock) = (RwSignal::new(false), RwSignal::new(false));
    let (amount, reason) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let picked = move || kind.with(|word| word.parse::<RefundKind>().unwrap_or(RefundKind::Full));
    let request = move || {
        let kind = picked();
        let pieces = refundable.with_value(|left| {
            let counted = counts.get();
            let chosen = left.items.iter().zip(counted).filter(|(_, count)| *count > 0);
            chosen
                .map(|(item, count)| RefundItemRequest {
                    order_item_id: item.order_item_id,
                    quantity: i32::try_from(count).unwrap_or(i32::MAX),
                })
                .collect()
        });
        RefundOrderRequest {
            kind,
            items: if kind == RefundKind::Items { pieces } else { Vec::new() },
            shipping: kind == RefundKind::Items && shipping.get(),
            amount: (kind == RefundKind::Goodwill).then(|| rupiah(&amount.get())).flatten(),
            // Goods of an order that did not ship are free by themselves once all of it went back.
            restock: restock.get() && (kind == RefundKind::Items || kind == RefundKind::Full && shipped),
            reason: reason.get(),
            // A process of the version before does not know the field.
            shipped: (kind != RefundKind::Goodwill).then_some(shipped),
        }
    };
    let goes_back = Memo::new(move |_| refundable.with_value(|left| left.split(&request()).ok().map(|split| split.amount)));
    let left = refundable.with_value(|left| left.left);
    let chosen = move || match picked() {
        RefundKind::Goodwill => rupiah(&amount.get()).is_some(),
        RefundKind::Items => shipping.get() || counts.with(|counts| counts.iter().any(|count| *count > 0)),
        RefundKind::Full | RefundKind::Automatic => true,
    };
    let send = move || {
        form.submit(
            untrack(request),
            move |request| id.with_value(|id| key.with_value(|key| payments::refund_order(id, &request, key))),
            move |whole| {
                toast::success(tu_string!(i18n, admin.refund.started));
                open.set(false);
                order.put(whole);
            },
        );
    };
    let kinds = Signal::derive(move || {
        let all = t_string!(i18n, admin.refund.full_note, amount = money(i18n.get_locale(), left));
        let full = Choice::new(RefundKind::Full.as_str(), t_string!(i18n, admin.refund.full)).with_note(all);
        let items = Choice::new(RefundKind::Items.as_str(), t_string!(i18n, admin.refund.items))
            .with_note(t_string!(i18n, admin.refund.items_note));
        let goodwill = Choice::new(RefundKind::Goodwill.as_str(), t_string!(i18n, admin.refund.goodwill))
            .with_note(t_string!(i18n, admin.refund.goodwill_note));
        if pieces_left { vec![items, full, goodwill] } else { vec![full, goodwill] }
    });
    let with_restock = move || picked() == RefundKind::Items || picked() == RefundKind::Full && shipped && pieces_left;
    view! {
        <FormView form on_submit=send>
            <RadioGroup pointer="/kind" label=move || t_string!(i18n, admin.refund.what) value=kind choices=kinds/>
            <Show when=move || picked() == RefundKind::Items>
                <Pieces items refundable counts/>
                {refundable
                    .with_value(|left| (left.shipping.0 > 0).then_some(left.shipping))
                    .map(|cost| {
                        view! {
                            <Checkbox pointer="/shipping" checked=shipping>
                                {move || t_string!(i18n, admin.refund.shipping, amount = money(i18n.get_locale(), cost))}
                            </Checkbox>
                        }
                    })}
            </Show>
            <Show when=move || picked() == RefundKind::Goodwill>
                <div data-test="refund-amount">
                    <TextField pointer="/amount" label=move || t_string!(i18n, admin.refund.amount) value=amount inputmode="numeric" sum=RUPIAH maxlength=20/>
                </div>
            </Show>
            <Show when=with_restock>
                <div data-test="refund-restock">
                    <Checkbox pointer="/restock" checked=restock>
                        {move || if shipped { t_string!(i18n, admin.refund.restock) } else { t_string!(i18n, admin.refund.release) }}
                    </Checkbox>
                </div>
            </Show>
            <div data-test="refund-reason">
                <TextField
                    pointer="/reason"
                    label=move || t_string!(i18n, admin.refund.reason)
                    hint=move || t_string!(i18n, admin.refund.reason_hint)
                    value=reason
                    maxlength=300
                />
            </div>
            <dl class="sums" aria-live="polite">
                <div class="sums__grand">
                    <dt>{move || t_string!(i18n, admin.refund.goes_back)}</dt>
                    <dd data-test="refund-sum">{move || money(i18n.get_locale(), goes_back.get().unwrap_or(Rupiah::ZERO))}</dd>
                </div>
                <div class="muted">
                    <dt>{move || t_string!(i18n, admin.refund.stays)}</dt>
                    <dd>{move || money(i18n.get_locale(), Rupiah(left.0 - goes_back.get().unwrap_or(Rupiah::ZERO).0))}</dd>
                </div>
            </dl>
            <Show when=move || chosen() && goes_back.get().is_none()>
                <p class="field__error" role="alert">{move || t_string!(i18n, admin.refund.too_large)}</p>
            </Show>
            <div class="form__actions">
                <Button
                    submit=true
                    kind=ButtonKind::Danger
                    loading=form.busy()
                    blocked=Signal::derive(move || {
                        if goes_back.get().is_some() {
                            None
                        } else if chosen() {
                            Some(t_string!(i18n, admin.refund.too_large).to_owned())
                        } else {
                            Some(t_string!(i18n, admin.refund.nothing).to_owned())
                        }
                    })
                    attr:data-test="refund-send"
                >
                    {move || t_string!(i18n, admin.refund.go, amount = money(i18n.get_locale(), goes_back.get().unwrap_or(Rupiah::ZERO)))}
                </Button>
            </div>
        </FormView>
    }
    .into_any()
}

/// How many pieces of each line, with what they are worth.
#[component]
fn Pieces(items: StoredValue<Vec<OrderItem>>, refundable: StoredValue<Refundable>, counts: RwSignal<Vec<u32>>) -> impl IntoView {
    let i18n = use_i18n();
    let rows = refundable.with_value(|left| left.items.clone()).into_iter().enumerate().filter(|(_, item)| item.quantity > 0);
    let row = |(index, left): (usize, shared::refunds::RefundItem)| {
        let item = items.with_value(|items| items.iter().find(|item| item.id == left.order_item_id).cloned())?;
        let most = u32::try_from(left.quantity).unwrap_or(0);
        let count = Signal::derive(move || counts.with(|counts| counts.get(index).copied().unwrap_or(0)));
        let worth = move || money(i18n.get_locale(), share(&left, i32::try_from(count.get()).unwrap_or(0)));
        let name = StoredValue::new(item.name.clone());
        Some(view! {
            <li class="line" data-test="refund-line">
                <span class="line__name">
                    <strong>{item.name.clone()}</strong>
                    <span class="muted small">{item.sku} " · " {move || t_string!(i18n, admin.refund.pieces_left, count = most.to_string())}</span>
                </span>
                <QuantityStepper
                    label=move || t_string!(i18n, admin.refund.pieces, name = name.get_value())
                    value=count
                    min=0
                    max=Signal::stored(most)
                    compact=true
                    on_change=move |wanted| {
                        counts
                            .update(|counts| {
                                if let Some(count) = counts.get_mut(index) {
                                    *count = wanted;
                                }
                            });
                    }
                />
                <span class="line__sum money">{worth}</span>
            </li>
        })
    };
    view! { <ul class="lines lines--pick" role="list">{rows.filter_map(row).collect_view()}</ul> }.into_any()
}

/// The rupiah in what was typed: `Rp 50.000,00` is fifty thousand.
fn rupiah(typed: &str) -> Option<Rupiah> {
    numbers::typed(typed).filter(|amount| *amount > 0).map(Rupiah)
}
