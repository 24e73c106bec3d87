//! Beside the fields: whether it is for sale, where it stands, and the way to the shop.

use leptos::prelude::*;
use shared::catalog::ProductStatus;
use shared::ids::CategoryId;

use super::desk::use_desk;
use crate::admin::words;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::ui::{Card, Choice, Icon, SelectField, Status, Switch, date_time};

/// Status, featured, category, supplier.
#[component]
pub fn Side() -> impl IntoView {
    let i18n = use_i18n();
    let desk = use_desk();
    let draft = desk.draft;
    let statuses = Signal::derive(move || {
        let locale = i18n.get_locale();
        let choice = |&status: &ProductStatus| Choice::new(status.as_str(), words::product_status(locale, status));
        ProductStatus::ALL.iter().map(choice).collect::<Vec<_>>()
    });
    let categories = Signal::derive(move || {
        let locale = i18n.get_locale();
        desk.tree.with_value(|tree| {
            tree.iter()
                .map(|category| Choice::new(category.id.to_string(), words::category_path(locale, tree, category.id)))
                .collect::<Vec<_>>()
        })
    });
    let suppliers = Signal::derive(move || {
        let none = Choice::new("", t_string!(i18n, goods.side.no_supplier));
        let known = desk.choices.with_value(|choices| {
            choices
                .suppliers
                .iter()
                .map(|supplier| Choice::new(supplier.id.to_string(), supplier.name.clone()))
                .collect::<Vec<_>>()
        });
        std::iter::once(none).chain(known).collect::<Vec<_>>()
    });
    let note = move || match draft.status.with(|word| word.parse().unwrap_or(ProductStatus::Draft)) {
        ProductStatus::Draft => t_string!(i18n, goods.side.draft_note),
        ProductStatus::Active => t_string!(i18n, goods.side.active_note),
        ProductStatus::Archived => t_string!(i18n, goods.side.archived_note),
    };
    let hidden = move || {
        let id = draft.category.with(|id| id.parse::<CategoryId>().ok())?;
        desk.tree
            .with_value(|tree| tree.iter().find(|category| category.id == id).map(|category| !category.active))
            .filter(|hidden| *hidden)
    };
    view! {
        <Card title=move || t_string!(i18n, goods.side.title)>
            <div class="stack">
                <span data-test="status">
                    <SelectField pointer="/status" label=move || t_string!(i18n, admin.products.status) value=draft.status choices=statuses/>
                </span>
                <p class="muted small">{note}</p>
                <ShopLink/>
                <Switch label=move || t_string!(i18n, goods.side.featured) on=draft.featured on_change=move |on| draft.featured.set(on)/>
            </div>
        </Card>
        <Card title=move || t_string!(i18n, goods.side.place)>
            <div class="stack">
                <span data-test="category">
                    <SelectField
                        pointer="/category_id"
                        label=move || t_string!(i18n, goods.side.category)
                        value=draft.category
                        choices=categories
                        placeholder=move || t_string!(i18n, goods.side.choose_category)
                    />
                </span>
                <Show when=move || hidden().is_some()><p class="muted small">{move || t_string!(i18n, goods.side.hidden_category)}</p></Show>
                <SelectField pointer="/supplier_id" label=move || t_string!(i18n, goods.side.supplier) value=draft.supplier choices=suppliers/>
            </div>
        </Card>
        <Known/>
    }
    .into_any()
}

/// The product's page in the shop, where there is one.
#[component]
fn ShopLink() -> impl IntoView {
    let i18n = use_i18n();
    let desk = use_desk();
    move || {
        let (slug, status) =
            desk.product.with(|product| product.as_ref().map(|product| (product.slug.clone(), product.status)))?;
        (status == ProductStatus::Active).then(|| {
            view! {
                <a class="shop-link" rel="external" target="_blank" href=routes::shop::product(&slug) data-test="shop-link">
                    <Icon icon=icondata::LuExternalLink/>
                    {move || t_string!(i18n, goods.side.to_shop)}
                </a>
            }
        })
    }
}

/// What the server knows of it.
#[component]
fn Known() -> impl IntoView {
    let i18n = use_i18n();
    let desk = use_desk();
    move || {
        let product = desk.product.get()?;
        let locale = move || i18n.get_locale();
        Some(view! {
            <Card>
                <dl class="pairs">
                    <div>
                        <dt>{move || t_string!(i18n, admin.products.status)}</dt>
                        <dd><Status tone=words::product_tone(product.status)>{move || words::product_status(locale(), product.status)}</Status></dd>
                    </div>
                    <div>
                        <dt>{move || t_string!(i18n, admin.products.sold)}</dt>
                        <dd class="num">{move || words::number(locale(), product.sold)}</dd>
                    </div>
                    {product
                        .published_at
                        .map(|at| view! { <div><dt>{move || t_string!(i18n, goods.side.published)}</dt><dd>{move || date_time(locale(), at)}</dd></div> })}
                    <div>
                        <dt>{move || t_string!(i18n, goods.side.changed)}</dt>
                        <dd>{move || date_time(locale(), product.updated_at)}</dd>
                    </div>
                </dl>
            </Card>
        })
    }
}
