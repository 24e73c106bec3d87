//! One restock order: written while it is a draft, received afterwards.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use leptos_router::hooks::{use_params_map, use_query_map};
use shared::inventory::{RestockOrder, RestockStatus};
use shared::live::Topic;
use shared::mail::EmailState;
use shared::permission::Permission;

use super::super::inventory::words;
use super::super::words::{email_state, email_tone};
use super::counting::Counting;
use super::editor::RestockEditor;
use super::lines::OrderLines;
use super::receipts::Receipts;
use super::receive::ReceiveForm;
use super::steps::Steps;
use super::table::day;
use crate::api::inventory;
use crate::i18n::{t_string, use_i18n};
use crate::live;
use crate::routes;
use crate::session::use_session;
use crate::ui::{
    AsyncView, Breadcrumbs, Card, Crumb, FreshNotice, Load, PageHead, Status, date_time, money, use_fresh_page, use_load,
};

/// Between two looks at whether the order was emailed, in milliseconds.
const LOOK: u32 = 1_500;
/// How often the page looks. What takes longer is told when somebody comes back.
const LOOKS: u32 = 10;

/// A restock order, or the beginning of one.
#[component]
pub fn RestockOrderPage() -> impl IntoView {
    let params = use_params_map();
    // The route of a new one names none.
    let id = Memo::new(move |_| params.read().get("id"));
    view! {
        <div class="page stack">
            {move || match id.get() {
                Some(id) => view! { <Known id/> }.into_any(),
                None => view! { <Fresh/> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

#[component]
fn Fresh() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let supplier = query.with_untracked(|query| query.get("supplier").unwrap_or_default());
    let crumbs = Signal::derive(move || {
        vec![
            Crumb::link(t_string!(i18n, stock.nav.restock), routes::admin::RESTOCK),
            Crumb::here(t_string!(i18n, stock.restock.new)),
        ]
    });
    view! {
        <PageHead title=move || t_string!(i18n, stock.restock.new)/>
        <Breadcrumbs crumbs/>
        <header class="page__head"><h1 class="page__title">{move || t_string!(i18n, stock.restock.new)}</h1></header>
        <RestockEditor order=None supplier on_saved=Callback::new(|_| ()) dirty=RwSignal::new(false)/>
    }
    .into_any()
}

#[component]
fn Known(id: String) -> impl IntoView {
    let id = StoredValue::new(id);
    let load = use_load(move || inventory::get_restock_order(&id.get_value()));
    let page = use_fresh_page(load, move || inventory::get_restock_order(&id.get_value()));
    let counting = Counting::new();
    // What comes in changes the stock. A draft is changed by its editor alone, which has its own way when two do.
    live::on_changed(Topic::Stock, move |_| {
        if untrack(|| load.get()).is_some_and(|order| order.status.is_open()) {
            if counting.has_begun() {
                page.hold();
            }
            page.look();
        }
    });
    // The mail server takes the order a moment after it was placed.
    let waits = Memo::new(move |_| load.get().is_some_and(|order| order.email_state == Some(EmailState::Queued)));
    Effect::new(move |_| {
        if !waits.get() {
            return;
        }
        spawn_local(async move {
            for _ in 0..LOOKS {
                TimeoutFuture::new(LOOK).await;
                // It was sent or refused, or the page was left.
                if waits.try_get_untracked() != Some(true) {
                    return;
                }
                if counting.has_begun() {
                    page.hold();
                }
                page.look();
            }
        });
    });
    view! {
        <FreshNotice page>
            <AsyncView load let(order)>
                <One order load counting/>
            </AsyncView>
        </FreshNotice>
    }
    .into_any()
}

#[component]
fn One(order: RestockOrder, load: Load<RestockOrder>, counting: Counting) -> impl IntoView {
    let i18n = use_i18n();
    let may = use_session().with_untracked(|session| session.can(Permission::InventoryWrite));
    let (number, status) = (order.number.clone(), order.status);
    let crumb = number.clone();
    let crumbs = Signal::derive(move || {
        vec![Crumb::link(t_string!(i18n, stock.nav.restock), routes::admin::RESTOCK), Crumb::here(crumb.clone())]
    });
    let title = number.clone();
    let dirty = RwSignal::new(false);
    let put = Callback::new(move |order: RestockOrder| load.put(order));
    let writes = may && status == RestockStatus::Draft;
    let receives = may && status.is_open();
    let lines = order.lines.clone();
    // Another supplier may have been saved since the page was opened.
    let (latest, revision) = (RwSignal::new(order.supplier_email.clone()), RwSignal::new(order.revision));
    let on_saved = Callback::new(move |saved: RestockOrder| {
        latest.try_set(saved.supplier_email);
        revision.try_set(saved.revision);
    });
    let email = Signal::from(latest);
    view! {
        <PageHead title=move || title.clone()/>
        <Breadcrumbs crumbs/>
        <header class="page__head">
            <h1 class="page__title" data-test="restock-number">{number}</h1>
            <Status tone=words::restock_tone(status)>{move || words::restock_status(i18n.get_locale(), status)}</Status>
            <span class="stock__actions"><Steps order=order.clone() revision email may dirty on_done=put/></span>
        </header>
        {(!writes).then(|| view! { <Facts order=order.clone()/> })}
        {if writes {
            view! { <RestockEditor order=Some(order.clone()) supplier=order.supplier_id.to_string() on_saved dirty/> }.into_any()
        } else {
            view! {
                {receives.then(|| view! { <ReceiveForm order=order.clone() counting on_done=put/> })}
                <Card title=move || t_string!(i18n, stock.restock.lines) flush=true>
                    <OrderLines lines status/>
                </Card>
                <Receipts receipts=order.receipts.clone()/>
            }
            .into_any()
        }}
    }
    .into_any()
}

/// Who, when and how much.
#[component]
fn Facts(order: RestockOrder) -> impl IntoView {
    let i18n = use_i18n();
    let supplier = routes::admin::supplier(&order.supplier_id.to_string());
    let (total, received, expected) = (order.total, order.received_total, order.expected_on);
    let at = move |at: Option<chrono::DateTime<chrono::Utc>>| {
        move || at.map_or_else(|| "–".to_owned(), |at| date_time(i18n.get_locale(), at))
    };
    let emailed_at = order.emailed_at;
    let unsent = order.email_state.filter(|state| *state != EmailState::Sent);
    let draft = order.status == RestockStatus::Draft;
    let notes = (!draft && !order.notes.is_empty()).then(|| order.notes.clone());
    let cancelled = (order.status == RestockStatus::Cancelled).then(|| order.cancel_reason.clone());
    view! {
        <dl class="stock__figures">
            <div class="stock__figure">
                <dt>{move || t_string!(i18n, stock.list.supplier)}</dt>
                <dd><A href=supplier>{order.supplier.clone()}</A></dd>
            </div>
            <div class="stock__figure">
                <dt>{move || t_string!(i18n, stock.restock.expected)}</dt>
                <dd>{move || expected.map_or_else(|| "–".to_owned(), |expected| day(i18n.get_locale(), expected))}</dd>
            </div>
            <div class="stock__figure">
                <dt>{move || t_string!(i18n, stock.restock.total)}</dt>
                <dd class="num" data-test="restock-total">{move || money(i18n.get_locale(), total)}</dd>
            </div>
            {(!draft)
                .then(|| {
                    view! {
                        <div class="stock__figure">
                            <dt>{move || t_string!(i18n, stock.restock.received_total)}</dt>
                            <dd class="num">{move || money(i18n.get_locale(), received)}</dd>
                        </div>
                        <div class="stock__figure">
                            <dt>{move || t_string!(i18n, stock.restock.ordered_at)}</dt>
                            <dd>{at(order.ordered_at)}</dd>
                        </div>
                        <div class="stock__figure">
                            <dt>{move || t_string!(i18n, stock.restock.emailed_at)}</dt>
                            <dd data-test="restock-emailed">
                                {(emailed_at.is_some() || unsent.is_none()).then(|| at(emailed_at))}
                                {unsent
                                    .map(|state| {
                                        view! {
                                            " "
                                            <Status tone=email_tone(state)>{move || email_state(i18n.get_locale(), state)}</Status>
                                        }
                                    })}
                            </dd>
                        </div>
                    }
                })}
            <div class="stock__figure">
                <dt>{move || t_string!(i18n, stock.restock.made_by)}</dt>
                <dd>{order.created_by.clone().unwrap_or_else(|| "–".to_owned())}</dd>
            </div>
        </dl>
        {notes.map(|notes| view! { <p class="stock__notes">{notes}</p> })}
        {cancelled
            .map(|reason| {
                view! {
                    <p class="notice tone-danger">
                        {move || t_string!(i18n, stock.restock.was_cancelled)} {(!reason.is_empty()).then(|| format!(" {reason}"))}
                    </p>
                }
            })}
    }
    .into_any()
}
