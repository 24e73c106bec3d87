//! The next thing to do with an order, on top of its page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use shared::money::Rupiah;
use shared::orders::{CancelOrderRequest, Order, OrderItem, OrderStatus};
use shared::payments::{AttemptStatus, Payment, PaymentFailure, PaymentProvider, PaymentStatus};
use shared::wording;
use web_logic::left_out;

use super::detail::check;
use crate::api::{ApiError, orders};
use crate::clipboard;
use crate::i18n::{language, t_string, tu_string, use_i18n};
use crate::routes;
use crate::shop::cart::use_cart;
use crate::shop::checkout::{Methods, leave_for, pay_page};
use crate::ui::{
    Ask, AsyncView, Button, ButtonKind, Dialog, FreshPage, IconButton, Load, date_time, failure_text, money, toast, use_load,
};

/// Heading, figures and buttons for what can be done now.
#[component]
pub(super) fn NextStep(order: Order, load: Load<Order>, page: FreshPage, checking: RwSignal<bool>, left: bool) -> impl IntoView {
    let i18n = use_i18n();
    let status = order.status;
    let title = move || match status {
        OrderStatus::Pending if checking.get() => t_string!(i18n, buy.orders.checking),
        OrderStatus::Pending => t_string!(i18n, buy.orders.waiting_title),
        OrderStatus::Paid => t_string!(i18n, buy.orders.paid_title),
        OrderStatus::Processing => t_string!(i18n, buy.orders.processing_title),
        OrderStatus::Shipped => t_string!(i18n, buy.orders.shipped_title),
        OrderStatus::Delivered => t_string!(i18n, buy.orders.delivered_title),
        OrderStatus::Completed => t_string!(i18n, buy.orders.completed_title),
        OrderStatus::Cancelled => t_string!(i18n, buy.orders.cancelled_title),
        OrderStatus::Expired => t_string!(i18n, buy.orders.expired_title),
        OrderStatus::Refunded => t_string!(i18n, buy.orders.refunded_title),
    };
    let number = order.number.clone();
    let actions = order.actions;
    view! {
        <section class="next-step stage" aria-live="polite">
            <h2 class="display next-step__title">{title}</h2>
            {(status == OrderStatus::Pending).then(|| view! { <Waiting order=order.clone() load page checking left/> })}
            {(status == OrderStatus::Paid).then(|| view! { <p class="hand">{move || t_string!(i18n, buy.orders.paid_text)}</p> })}
            // The last one: those before did not arrive.
            {order
                .shipments
                .last()
                .cloned()
                .map(|shipment| view! { <Copyable label=move || t_string!(i18n, buy.orders.tracking) text=shipment.tracking_number test="tracking-number"/> })}
            <div class="row">
                {actions.confirm_receipt.then(|| view! { <ConfirmReceipt number=number.clone() load/> })}
                {actions.buy_again.then(|| view! { <BuyAgain number=number.clone() items=order.items.clone()/> })}
                {actions.cancel.then(|| view! { <Cancel number=number.clone() load/> })}
            </div>
        </section>
    }
    .into_any()
}

/// What an unpaid order needs.
#[component]
fn Waiting(order: Order, load: Load<Order>, page: FreshPage, checking: RwSignal<bool>, left: bool) -> impl IntoView {
    let i18n = use_i18n();
    let number = StoredValue::new(order.number.clone());
    let (until, total) = (order.pay_until, order.totals.grand);
    let latest = order.payments.first().cloned();
    let failed = latest
        .as_ref()
        .filter(|payment| payment.status == AttemptStatus::Failed)
        .map(|payment| payment.failure.unwrap_or(PaymentFailure::Other));
    let waiting = latest.clone().filter(|payment| payment.status == AttemptStatus::Pending && payment.pay_code.is_some());
    let has_code = waiting.is_some();
    // A provider may take the money for a shorter time than the order waits.
    let ends = latest
        .as_ref()
        .filter(|payment| matches!(payment.status, AttemptStatus::Open | AttemptStatus::Pending))
        .and_then(|payment| payment.expires_at)
        .filter(|ends| until.is_some_and(|until| *ends < until));
    let open = latest.as_ref().and_then(|payment| payment.redirect_url.clone()).filter(|_| !has_code);
    let challenged = order.payment_status == PaymentStatus::Challenged;
    let choosing = RwSignal::new(false);
    let resume = move || {
        if let Some(url) = open.clone() {
            leave_for(&url);
        } else {
            choosing.set(true);
        }
    };
    view! {
        {left.then(|| view! { <p>{move || t_string!(i18n, buy.orders.cancelled_return)}</p> })}
        {failed.map(|reason| view! { <p class="next-step__failed">{move || t_string!(i18n, buy.orders.failed, reason = failure_text(i18n.get_locale(), reason)).to_string()}</p> })}
        {challenged.then(|| view! { <p>{move || t_string!(i18n, buy.orders.challenged)}</p> })}
        {until
            .map(|until| {
                view! { <p class="muted">{move || t_string!(i18n, buy.orders.pay_until, date = date_time(i18n.get_locale(), until)).to_string()}</p> }
            })}
        {ends
            .map(|ends| {
                view! {
                    <p class="muted" data-test="attempt-until">
                        {move || t_string!(i18n, buy.orders.attempt_until, date = date_time(i18n.get_locale(), ends)).to_string()}
                    </p>
                }
            })}
        {waiting.map(|payment| view! { <PayCode payment/> })}
        {order
            .actions
            .pay
            .then(|| {
                view! {
                    <div class="row">
                        // With a number to transfer to there is no page to go to.
                        {(!has_code)
                            .then(|| {
                                view! {
                                    <Button kind=ButtonKind::Primary on_click=resume attr:data-test="pay-again">
                                        {move || t_string!(i18n, buy.orders.pay)}
                                    </Button>
                                }
                            })}
                        <Button on_click=move || choosing.set(true) attr:data-test="other-method">{move || t_string!(i18n, buy.orders.other_method)}</Button>
                        <Button
                            kind=ButtonKind::Quiet
                            loading=checking
                            icon=icondata::LuRefreshCw
                            on_click=move || check(number.get_value(), load, page, checking)
                        >
                            {move || t_string!(i18n, buy.orders.check_again)}
                        </Button>
                    </div>
                }
            })}
        <ChooseMethod number load checking total open=choosing/>
    }
    .into_any()
}

/// The number to transfer to or to show at the counter, whose it is, and how much.
#[component]
fn PayCode(payment: Payment) -> impl IntoView {
    let i18n = use_i18n();
    let Payment { provider, method, pay_code, amount, .. } = payment;
    let method = StoredValue::new(method);
    let name =
        move || method.with_value(|method| wording::payment_method(provider, method.as_deref(), language(i18n.get_locale())));
    let code = pay_code.unwrap_or_default();
    // A bill has two numbers, which a bank asks for one by one.
    let numbers = match code.split_once(" / ") {
        Some((biller, key)) => {
            let (biller, key) = (biller.to_owned(), key.to_owned());
            view! {
                <Copyable label=move || t_string!(i18n, buy.orders.biller, method = name()).to_string() text=biller test="pay-biller"/>
                <Copyable label=move || t_string!(i18n, buy.orders.bill_key) text=key test="pay-code"/>
            }
            .into_any()
        }
        None => {
            view! { <Copyable label=move || t_string!(i18n, buy.orders.pay_code, method = name()).to_string() text=code test="pay-code"/> }
                .into_any()
        }
    };
    view! {
        {numbers}
        <Copyable label=move || t_string!(i18n, buy.orders.pay_amount) text=amount.0.to_string() shown=money(i18n.get_locale_untracked(), amount) test="pay-amount"/>
        <p class="small muted">{move || t_string!(i18n, buy.orders.waiting_text)}</p>
    }
    .into_any()
}

/// Chooses a way to pay and goes there.
#[component]
fn ChooseMethod(
    number: StoredValue<String>,
    load: Load<Order>,
    checking: RwSignal<bool>,
    total: Rupiah,
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let methods = use_load(orders::list_payment_methods);
    let chosen = RwSignal::new(None::<PaymentProvider>);
    let busy = RwSignal::new(false);
    let blocked = Signal::derive(move || chosen.get().is_none().then(|| t_string!(i18n, buy.checkout.choose_payment).to_owned()));
    let start = move || {
        let Some(provider) = chosen.get_untracked() else { return };
        busy.set(true);
        let number = number.get_value();
        spawn_local(async move {
            let page = pay_page(&number, provider).await;
            // Whoever left the order meanwhile is not to be taken from where they are.
            if checking.try_get_untracked().is_none() {
                return;
            }
            busy.try_set(false);
            match page {
                Ok(url) => leave_for(&url),
                Err(reason) => {
                    // Below an open dialog nobody sees it. What became of the attempt is in the order.
                    open.try_set(false);
                    toast::failure(reason);
                    load.reload();
                }
            }
        });
    };
    let footer = move || {
        view! {
            <Button kind=ButtonKind::Primary loading=busy blocked on_click=start attr:data-test="pay-chosen">
                {move || t_string!(i18n, buy.orders.pay)}
            </Button>
        }
    };
    view! {
        <Dialog open title=move || t_string!(i18n, buy.orders.choose_method) footer>
            <AsyncView load=methods let(list)>
                // What is only chosen is nothing that would keep the page from showing what comes in.
                <div on:input=|event| event.stop_propagation()>
                    <Methods list total chosen on_choose=move |provider| chosen.set(Some(provider))/>
                </div>
            </AsyncView>
        </Dialog>
    }
    .into_any()
}

/// A number with a button that copies it.
#[component]
fn Copyable(
    #[prop(into)] label: TextProp,
    /// What is copied.
    text: String,
    /// As it is read, where that is otherwise.
    #[prop(optional, into)]
    shown: Option<String>,
    test: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let copied = text.clone();
    let copy = move || {
        let written = clipboard::write(&copied);
        spawn_local(async move {
            if written.await {
                toast::success(tu_string!(i18n, buy.orders.copied).to_string());
            } else {
                toast::failure(tu_string!(i18n, buy.orders.not_copied).to_string());
            }
        });
    };
    view! {
        <p class="copyable">
            <span class="copyable__label small muted">{move || label.get()}</span>
            <code class="num copyable__text" data-test=test>{shown.unwrap_or(text)}</code>
            <IconButton icon=icondata::LuCopy label=move || t_string!(i18n, common.action.copy) on_click=copy/>
        </p>
    }
    .into_any()
}

/// Runs a command on the order and shows what came of it.
fn act(busy: RwSignal<bool>, load: Load<Order>, call: impl Future<Output = Result<Order, ApiError>> + 'static) {
    busy.set(true);
    spawn_local(async move {
        let answer = call.await;
        busy.try_set(false);
        match answer {
            Ok(order) => load.put(order),
            Err(error) => toast::error(&error),
        }
    });
}

#[component]
fn ConfirmReceipt(number: String, load: Load<Order>) -> impl IntoView {
    let i18n = use_i18n();
    let busy = RwSignal::new(false);
    let confirm = move || {
        let number = number.clone();
        spawn_local(async move {
            let ask = Ask::new(
                tu_string!(i18n, buy.orders.confirm_title).to_string(),
                tu_string!(i18n, buy.orders.confirm_text).to_string(),
                tu_string!(i18n, buy.orders.confirm_receipt).to_string(),
            );
            if ask.await {
                act(busy, load, orders::confirm_receipt(&number));
            }
        });
    };
    view! {
        <Button
            kind=ButtonKind::Primary
            loading=busy
            icon=icondata::LuPackageCheck
            on_click=confirm
            attr:data-test="confirm-receipt"
        >
            {move || t_string!(i18n, buy.orders.confirm_receipt)}
        </Button>
    }
    .into_any()
}

#[component]
fn Cancel(number: String, load: Load<Order>) -> impl IntoView {
    let i18n = use_i18n();
    let busy = RwSignal::new(false);
    let cancel = move || {
        let number = number.clone();
        spawn_local(async move {
            let ask = Ask::new(
                tu_string!(i18n, buy.orders.cancel_title).to_string(),
                tu_string!(i18n, buy.orders.cancel_text).to_string(),
                tu_string!(i18n, buy.orders.cancel).to_string(),
            );
            if ask.danger().await {
                act(busy, load, orders::cancel_order(&number, &CancelOrderRequest::default()));
            }
        });
    };
    view! {
        <Button kind=ButtonKind::Quiet loading=busy on_click=cancel attr:data-test="cancel-order">{move || t_string!(i18n, buy.orders.cancel)}</Button>
    }
    .into_any()
}

#[component]
fn BuyAgain(number: String, items: Vec<OrderItem>) -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let go = use_navigate();
    let busy = RwSignal::new(false);
    let again = move || {
        busy.set(true);
        let (asked, items, go) = (orders::buy_again(&number), items.clone(), go.clone());
        spawn_local(async move {
            let answer = asked.await;
            busy.try_set(false);
            match answer {
                Ok(filled) => {
                    let lines = items.iter().map(|item| (item.variant_id, item.name.as_str()));
                    let names = left_out::names(filled.left_out.as_deref().unwrap_or_default(), lines);
                    cart.put(filled);
                    if names.is_empty() {
                        toast::success(tu_string!(i18n, buy.orders.in_cart).to_string());
                    } else if names.len() == items.len() {
                        toast::failure(tu_string!(i18n, buy.orders.none_in_cart).to_string());
                        return;
                    } else {
                        toast::failure(tu_string!(i18n, buy.orders.some_in_cart, names = names.join(", ")).to_string());
                    }
                    go(routes::shop::CART, leptos_router::NavigateOptions::default());
                }
                Err(error) => toast::error(&error),
            }
        });
    };
    view! { <Button icon=icondata::LuRotateCcw loading=busy on_click=again attr:data-test="buy-again">{move || t_string!(i18n, buy.orders.buy_again)}</Button> }.into_any()
}
