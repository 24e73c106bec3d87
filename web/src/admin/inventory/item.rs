//! One variant's stock.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use shared::inventory::{SetThresholdsRequest, StockHold, StockItem, StockSupplier};
use shared::live::Topic;
use shared::permission::Permission;

use super::adjust::AdjustForm;
use super::movements::History;
use super::thresholds::ThresholdsForm;
use super::words;
use crate::api::inventory;
use crate::i18n::{t_string, use_i18n};
use crate::live;
use crate::routes;
use crate::session::use_session;
use crate::ui::{
    AsyncView, Breadcrumbs, Button, ButtonKind, Card, Crumb, Dialog, FreshNotice, LinkButton, Load, PageHead, Status, date_time,
    money, use_fresh_page, use_load,
};

/// One variant: figures, corrections, thresholds, who holds it, who supplies it, its history.
#[component]
pub fn StockPage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    let load = use_load(move || inventory::get_stock(&id.get()));
    let page = use_fresh_page(load, move || inventory::get_stock(&id.get_untracked()));
    live::on_changed(Topic::Stock, move |changed| {
        if untrack(|| load.get()).is_some_and(|item| changed.concerns(item.row.product_id.0)) {
            page.look();
        }
    });
    view! {
        <PageHead title=move || load.get().map_or_else(|| t_string!(i18n, stock.nav.inventory).to_owned(), |item| item.row.sku)/>
        <div class="page stack">
            <FreshNotice page>
                <AsyncView load let(item)>
                    <One item load/>
                </AsyncView>
            </FreshNotice>
        </div>
    }
    .into_any()
}

#[component]
fn One(item: StockItem, load: Load<StockItem>) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let may = move || session.with(|session| session.can(Permission::InventoryWrite));
    let StockItem { row, thresholds_revision, holds, suppliers, sold_30, sold_90 } = item;
    let id = StoredValue::new(row.variant_id.to_string());
    let open = RwSignal::new(false);
    let name = words::called(&row.name, &row.options);
    let crumb = row.sku.clone();
    let crumbs = Signal::derive(move || {
        vec![Crumb::link(t_string!(i18n, stock.nav.inventory), routes::admin::INVENTORY), Crumb::here(crumb.clone())]
    });
    let on_done = Callback::new(move |item: StockItem| load.put(item));
    let (level, cost, price) = (row.level, row.cost, row.price);
    let (on_hand, reserved) = (row.on_hand, row.reserved);
    let value = cost.and_then(|cost| cost.checked_mul(on_hand.into()));
    let now = SetThresholdsRequest { low_stock_threshold: row.low_stock_threshold, minimum_stock: row.minimum_stock };
    let figure = move |label: TextProp, text: Signal<String>, test: &'static str| {
        view! {
            <div class="stock__figure">
                <dt>{move || label.get()}</dt>
                <dd class="num" data-test=test>{move || text.get()}</dd>
            </div>
        }
    };
    let plain = |count: i64| Signal::derive(move || count.to_string());
    let amount = move |amount: Option<shared::money::Rupiah>| {
        Signal::derive(move || amount.map_or_else(|| "–".to_owned(), |amount| money(i18n.get_locale(), amount)))
    };
    let product = routes::admin::product(&row.product_id.to_string());
    let of_product = session.with_untracked(|session| session.can(Permission::CatalogWrite));
    view! {
        <Breadcrumbs crumbs/>
        <header class="page__head">
            <h1 class="page__title">{name}</h1>
            <Status tone=words::level_tone(level)>{move || words::level(i18n.get_locale(), level)}</Status>
            <span class="muted">{row.sku.clone()} {row.barcode.clone().map(|barcode| format!(" · {barcode}"))}</span>
            <span class="stock__actions">
                {of_product.then(|| view! { <LinkButton href=product icon=icondata::LuGuitar>{move || t_string!(i18n, stock.item.product)}</LinkButton> })}
                <Show when=may>
                    <Button kind=ButtonKind::Primary icon=icondata::LuScale on_click=move || open.set(true) attr:data-test="adjust">
                        {move || t_string!(i18n, stock.adjust.title)}
                    </Button>
                </Show>
            </span>
        </header>
        <dl class="stock__figures">
            {figure((move || t_string!(i18n, stock.list.on_hand)).into(), plain(on_hand.into()), "on-hand")}
            {figure((move || t_string!(i18n, stock.list.reserved)).into(), plain(reserved.into()), "reserved")}
            {figure((move || t_string!(i18n, stock.list.available)).into(), plain(row.available.into()), "available")}
            {figure((move || t_string!(i18n, stock.list.incoming)).into(), plain(row.incoming), "incoming")}
            {figure((move || t_string!(i18n, stock.item.sold_30)).into(), plain(sold_30), "sold-30")}
            {figure((move || t_string!(i18n, stock.item.sold_90)).into(), plain(sold_90), "sold-90")}
            {figure((move || t_string!(i18n, stock.list.cost)).into(), amount(cost), "cost")}
            {figure((move || t_string!(i18n, stock.list.value)).into(), amount(value), "value")}
            {figure((move || t_string!(i18n, stock.item.price)).into(), amount(Some(price)), "price")}
        </dl>
        <div class="stock__grid">
            <Card title=move || t_string!(i18n, stock.item.thresholds)>
                <Show
                    when=may
                    fallback=move || view! {
                        <p>{move || t_string!(i18n, stock.item.thresholds_now, low = now.low_stock_threshold, minimum = now.minimum_stock).to_string()}</p>
                    }
                >
                    <ThresholdsForm id now revision=thresholds_revision on_done/>
                </Show>
            </Card>
            <Holds holds/>
            <Suppliers suppliers/>
        </div>
        <section class="stack">
            <header class="page__head">
                <h2 class="stock__title">{move || t_string!(i18n, stock.item.history)}</h2>
                <LinkButton kind=ButtonKind::Quiet href=routes::admin::movements_of(&id.get_value())>
                    {move || t_string!(i18n, stock.item.all_history)}
                </LinkButton>
            </header>
            <History id/>
        </section>
        <Dialog open title=move || t_string!(i18n, stock.adjust.title)>
            <AdjustForm id on_hand reserved open on_done/>
        </Dialog>
    }
    .into_any()
}

/// Orders that hold pieces.
#[component]
fn Holds(holds: Vec<StockHold>) -> impl IntoView {
    let i18n = use_i18n();
    let none = holds.is_empty();
    let row = move |hold: StockHold| {
        let StockHold { order_id, order_number, quantity, expires_at } = hold;
        let href = routes::admin::order(&order_id.to_string());
        let until = move || match expires_at {
            Some(at) => t_string!(i18n, stock.item.held_until, at = date_time(i18n.get_locale(), at)).to_string(),
            None => t_string!(i18n, stock.item.held_paid).to_owned(),
        };
        view! {
            <li class="stock__line">
                <A href=href>{order_number}</A>
                <span class="muted small">{until}</span>
                <span class="num">{quantity}</span>
            </li>
        }
    };
    view! {
        <Card title=move || t_string!(i18n, stock.item.holds)>
            {none.then(|| view! { <p class="muted">{move || t_string!(i18n, stock.item.no_holds)}</p> })}
            <ul class="stock__lines" role="list">{holds.into_iter().map(row).collect_view()}</ul>
        </Card>
    }
    .into_any()
}

/// Who supplies it, and on which terms.
#[component]
fn Suppliers(suppliers: Vec<StockSupplier>) -> impl IntoView {
    let i18n = use_i18n();
    let none = suppliers.is_empty();
    let row = move |supplier: StockSupplier| {
        let StockSupplier { supplier_id, name, supplier_sku, cost, lead_time_days, minimum_quantity } = supplier;
        let href = routes::admin::supplier(&supplier_id.to_string());
        let terms = move || t_string!(i18n, stock.item.terms, days = lead_time_days, minimum = minimum_quantity).to_string();
        view! {
            <li class="stock__line">
                <A href=href>{name}</A>
                <span class="muted small">{supplier_sku} " " {terms}</span>
                <span class="num">{move || cost.map(|cost| money(i18n.get_locale(), cost))}</span>
            </li>
        }
    };
    view! {
        <Card title=move || t_string!(i18n, stock.nav.suppliers)>
            {none.then(|| view! { <p class="muted">{move || t_string!(i18n, stock.item.no_suppliers)}</p> })}
            <ul class="stock__lines" role="list">{suppliers.into_iter().map(row).collect_view()}</ul>
        </Card>
    }
    .into_any()
}
