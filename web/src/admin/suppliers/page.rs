//! One supplier: details, what it supplies, what was ordered there.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_params_map};
use shared::inventory::StaffSupplier;
use shared::permission::Permission;

use super::form::SupplierForm;
use super::products::Products;
use crate::admin::restock::RestockTable;
use crate::api::inventory::{self, RestockFilter};
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{
    Ask, AsyncView, Breadcrumbs, Button, ButtonKind, Crumb, LinkButton, PageHead, Status, Tone, money, toast, use_load, use_paged,
};

/// A supplier, or the beginning of one.
#[component]
pub fn SupplierPage() -> impl IntoView {
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
    let crumbs = Signal::derive(move || {
        vec![
            Crumb::link(t_string!(i18n, stock.nav.suppliers), routes::admin::SUPPLIERS),
            Crumb::here(t_string!(i18n, stock.supplier.new)),
        ]
    });
    view! {
        <PageHead title=move || t_string!(i18n, stock.supplier.new)/>
        <Breadcrumbs crumbs/>
        <header class="page__head"><h1 class="page__title">{move || t_string!(i18n, stock.supplier.new)}</h1></header>
        <SupplierForm supplier=None on_saved=Callback::new(|_| ())/>
    }
    .into_any()
}

#[component]
fn Known(id: String) -> impl IntoView {
    let asked = id.clone();
    let load = use_load(move || inventory::get_supplier(&asked));
    view! {
        <AsyncView load let(supplier)>
            <One supplier/>
        </AsyncView>
    }
    .into_any()
}

#[component]
fn One(supplier: StaffSupplier) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    // What stands in the head follows what is saved below; the form itself stays as it is.
    let now = RwSignal::new(supplier.clone());
    let id = StoredValue::new(supplier.id.to_string());
    let name = move || now.with(|now| now.details.name.clone());
    let crumbs = Signal::derive(move || {
        vec![Crumb::link(t_string!(i18n, stock.nav.suppliers), routes::admin::SUPPLIERS), Crumb::here(name())]
    });
    let active = move || now.with(|now| now.details.active);
    let may = move || session.with(|session| session.can(Permission::InventoryWrite));
    let orders = use_paged(
        move || format!("supplier {}", id.get_value()),
        move |cursor| {
            inventory::list_restock_orders(&RestockFilter { supplier: id.get_value(), ..RestockFilter::default() }, cursor)
        },
    );
    view! {
        <PageHead title=name/>
        <Breadcrumbs crumbs/>
        <header class="page__head">
            <h1 class="page__title" data-test="supplier-name">{name}</h1>
            <Show when=move || !active()>
                <Status tone=Tone::Neutral>{move || t_string!(i18n, stock.supplier.archived)}</Status>
            </Show>
            <span class="stock__actions">
                <Show when=move || may() && active()>
                    <LinkButton kind=ButtonKind::Secondary href=routes::admin::new_restock_of(&id.get_value()) icon=icondata::LuPackagePlus>
                        {move || t_string!(i18n, stock.restock.new)}
                    </LinkButton>
                </Show>
                <Show when=may><Delete now/></Show>
            </span>
        </header>
        <dl class="stock__figures">
            <div class="stock__figure">
                <dt>{move || t_string!(i18n, stock.supplier.variants)}</dt>
                <dd class="num">{move || now.with(|now| now.variants)}</dd>
            </div>
            <div class="stock__figure">
                <dt>{move || t_string!(i18n, stock.supplier.orders)}</dt>
                <dd class="num">{move || now.with(|now| now.orders)}</dd>
            </div>
            <div class="stock__figure">
                <dt>{move || t_string!(i18n, stock.supplier.spent)}</dt>
                <dd class="num" data-test="supplier-total">{move || money(i18n.get_locale(), now.with(|now| now.received_total))}</dd>
            </div>
        </dl>
        <SupplierForm supplier=Some(supplier) on_saved=Callback::new(move |saved| {
            now.try_set(saved);
        })/>
        <Products id/>
        <section class="stack">
            <header class="page__head">
                <h2 class="stock__title">{move || t_string!(i18n, stock.supplier.history)}</h2>
                <A href=routes::admin::restock_of(&id.get_value())>{move || t_string!(i18n, stock.supplier.all_orders)}</A>
            </header>
            <RestockTable list=orders/>
        </section>
    }
    .into_any()
}

/// Removes the supplier, once somebody is sure.
#[component]
fn Delete(now: RwSignal<StaffSupplier>) -> impl IntoView {
    let i18n = use_i18n();
    let go = use_navigate();
    let busy = RwSignal::new(false);
    let delete = move || {
        let go = go.clone();
        let (id, name, revision) = now.with_untracked(|now| (now.id.to_string(), now.details.name.clone(), now.revision));
        spawn_local(async move {
            let ask = Ask::new(
                tu_string!(i18n, stock.supplier.delete_title, name = name).to_string(),
                tu_string!(i18n, stock.supplier.delete_text),
                tu_string!(i18n, stock.supplier.delete),
            );
            if !ask.danger().await {
                return;
            }
            busy.try_set(true);
            let answer = inventory::delete_supplier(&id, revision).await;
            let left = busy.try_set(false).is_some();
            match answer {
                Ok(()) => {
                    toast::success(tu_string!(i18n, stock.supplier.deleted));
                    // Whoever went elsewhere meanwhile stays there.
                    if !left {
                        go(routes::admin::SUPPLIERS, NavigateOptions::default());
                    }
                }
                Err(error) => toast::error(&error),
            }
        });
    };
    view! {
        <Button icon=icondata::LuTrash2 kind=ButtonKind::Danger loading=busy on_click=delete attr:data-test="delete-supplier">
            {move || t_string!(i18n, stock.supplier.delete)}
        </Button>
    }
    .into_any()
}
