//! The table of products with the stock of every variant.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;
use shared::catalog::ProductStatus;
use shared::dashboard::{StaffProductRow, StaffVariantRow};
use shared::products::{BulkEdit, SimilarProduct};

use super::bulk::change;
use crate::admin::words;
use crate::api::products::{self, SimilarTo};
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::routes;
use crate::ui::{Badge, Column, DataTable, EmptyState, Icon, Menu, MenuItem, Picture, Status, Tone, Tooltip, date, money, toast};

/// Variants that are shown; of more, how many.
const SHOWN: usize = 6;

/// What products in the list are like, by their ids.
type Alike = RwSignal<BTreeMap<String, SimilarProduct>>;

/// The column of what can be done to a product: always there, for those who may.
const TOOLS: &str = "tools";

/// Key and heading of the columns that can be chosen.
pub(super) fn column_choices() -> Vec<(&'static str, TextProp)> {
    columns(RwSignal::new(BTreeMap::new()), false).iter().map(Column::choice).collect()
}

/// The columns of the list, without the tools.
fn columns(alike: Alike, may_write: bool) -> Vec<Column<StaffProductRow>> {
    let i18n = use_i18n();
    vec![
        Column::new(
            "name",
            move || t_string!(i18n, admin.products.name),
            move |row: &StaffProductRow| {
                let (brand, category, category_en) = (row.brand.clone(), row.category.clone(), row.category_en.clone());
                let shelf = move || format!("{brand} · {}", words::in_language(i18n.get_locale(), &category, &category_en));
                let image = row.image.clone().map(|image| view! { <Picture image sizes="2.5rem" ratio="1 / 1" alt=""/> });
                let name = row.name.clone();
                let link = if may_write {
                    view! { <A href=routes::admin::product(&row.id.to_string())>{name}</A> }.into_any()
                } else {
                    view! { <a rel="external" href=routes::shop::product(&row.slug)>{name}</a> }.into_any()
                };
                let id = row.id;
                let twin = move || alike.with(|alike| alike.get(&id.to_string()).cloned());
                view! {
                    <span class="product-cell" data-test="product-row" data-slug=row.slug.clone()>
                        <span class="thumb">{image}</span>
                        <span class="two-lines">
                            {link}
                            <span class="muted">{shelf}</span>
                        </span>
                        {row.featured.then(|| view! {
                            <span class="featured" title=move || t_string!(i18n, goods.list.featured)>
                                <Icon icon=icondata::LuStar/>
                                <span class="visually-hidden">{move || t_string!(i18n, goods.list.featured)}</span>
                            </span>
                        })}
                        {move || {
                            twin().map(|twin| {
                                view! {
                                    <Tooltip text=move || t_string!(i18n, goods.list.like, name = twin.name.clone()).to_string()>
                                        <Badge tone=Tone::Warning>{move || t_string!(i18n, goods.list.double)}</Badge>
                                    </Tooltip>
                                }
                            })
                        }}
                    </span>
                }
            },
        ),
        Column::new(
            "status",
            move || t_string!(i18n, admin.products.status),
            move |row: &StaffProductRow| {
                let status = row.status;
                view! { <Status tone=words::product_tone(status)>{move || words::product_status(i18n.get_locale(), status)}</Status> }
            },
        ),
        Column::new(
            "stock",
            move || t_string!(i18n, admin.products.stock),
            move |row: &StaffProductRow| {
                let more = row.variants.len().saturating_sub(SHOWN);
                view! {
                    <ul class="variants" role="list">
                        {row.variants.iter().take(SHOWN).cloned().map(|variant| view! { <Variant variant/> }).collect_view()}
                        {(more > 0).then(|| view! { <li class="muted small">{move || t_string!(i18n, goods.list.more, count = more)}</li> })}
                    </ul>
                }
            },
        ),
        Column::new(
            "sold",
            move || t_string!(i18n, admin.products.sold),
            move |row: &StaffProductRow| {
                let sold = row.sold;
                view! { {move || words::number(i18n.get_locale(), sold)} }
            },
        )
        .numeric()
        .secondary(),
        Column::new(
            "updated",
            move || t_string!(i18n, admin.products.by_updated),
            move |row: &StaffProductRow| {
                let at = row.updated_at;
                view! { <span class="nowrap">{move || date(i18n.get_locale(), at)}</span> }
            },
        )
        .secondary(),
    ]
}

/// Products as rows; each leads to its editor for those who may write.
#[component]
pub(super) fn ProductTable(
    #[prop(into)] rows: Signal<Vec<StaffProductRow>>,
    selected: RwSignal<BTreeSet<String>>,
    may_write: Memo<bool>,
    /// Keys of the columns in sight; `None` for all.
    shown: Signal<Option<Vec<String>>>,
    /// Something was changed.
    #[prop(into)]
    done: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let mut columns = columns(use_similar(rows), may_write.get_untracked());
    if may_write.get_untracked() {
        columns.push(Column::new(
            TOOLS,
            move || t_string!(i18n, goods.list.tools),
            move |row: &StaffProductRow| {
                view! { <Tools row=row.clone() done/> }
            },
        ));
    }
    let shown = Signal::derive(move || shown.get().map(|keys| keys.into_iter().chain([TOOLS.to_owned()]).collect::<Vec<_>>()));
    let empty = move || {
        view! {
            <EmptyState
                icon=icondata::LuPackageSearch
                title=move || t_string!(i18n, admin.products.empty)
                text=move || t_string!(i18n, admin.orders.empty_text)
            />
        }
    };
    let caption = move || t_string!(i18n, admin.products.title);
    let key = |row: &StaffProductRow| row.id.to_string();
    if may_write.get_untracked() {
        view! { <DataTable caption columns rows key selected row_name=|row: &StaffProductRow| row.name.clone() shown empty/> }
            .into_any()
    } else {
        view! { <DataTable caption columns rows key shown empty/> }.into_any()
    }
}

/// What the products in the list are like, asked for once they are shown.
fn use_similar(rows: Signal<Vec<StaffProductRow>>) -> Alike {
    /// Most that are asked for at once.
    const MOST: usize = 100;
    let alike = RwSignal::new(BTreeMap::new());
    let asked = StoredValue::new(BTreeSet::<String>::new());
    Effect::new(move |_| {
        let fresh: Vec<String> = rows.with(|rows| {
            let ids = rows.iter().map(|row| row.id.to_string());
            ids.filter(|id| asked.with_value(|asked| !asked.contains(id))).take(MOST).collect()
        });
        if fresh.is_empty() {
            return;
        }
        asked.update_value(|asked| asked.extend(fresh.iter().cloned()));
        let answer = products::find_similar_products(&SimilarTo { id: fresh, ..SimilarTo::default() });
        leptos::task::spawn_local(async move {
            // A hint: when it cannot be had, there is none.
            if let Ok(found) = answer.await {
                alike.try_update(|alike| {
                    for other in found {
                        if let Some(of) = other.of {
                            alike.entry(of.to_string()).or_insert(other);
                        }
                    }
                });
            }
        });
    });
    alike
}

/// What can be done to one product without opening it.
#[component]
fn Tools(row: StaffProductRow, done: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let go = use_navigate();
    let (id, status, slug) = (row.id, row.status, row.slug.clone());
    let name = StoredValue::new(row.name.clone());
    let copy = {
        let go = go.clone();
        move || {
            let answer = products::duplicate_product(&id.to_string());
            let go = go.clone();
            leptos::task::spawn_local(async move {
                match answer.await {
                    Ok(copy) => {
                        toast::success(tu_string!(i18n, goods.list.copied));
                        go(&routes::admin::product(&copy.id.to_string()), NavigateOptions::default());
                    }
                    Err(error) => toast::error(&error),
                }
            });
        }
    };
    let items = Signal::derive(move || {
        let mut items = vec![
            MenuItem::link(move || t_string!(i18n, goods.list.edit), routes::admin::product(&id.to_string()))
                .icon(icondata::LuPencil),
            MenuItem::action(move || t_string!(i18n, goods.list.copy), copy.clone()).icon(icondata::LuCopy),
        ];
        if status == ProductStatus::Active {
            let href = routes::shop::product(&slug);
            items.push(
                MenuItem::action(
                    move || t_string!(i18n, goods.side.to_shop),
                    move || {
                        let _ = window().open_with_url_and_target(&href, "_blank");
                    },
                )
                .icon(icondata::LuExternalLink),
            );
        }
        items.push(if status == ProductStatus::Archived {
            MenuItem::action(move || t_string!(i18n, goods.list.restore), move || change(i18n, vec![id], BulkEdit::Draft, done))
                .icon(icondata::LuArchiveRestore)
        } else {
            MenuItem::action(move || t_string!(i18n, goods.list.archive), move || change(i18n, vec![id], BulkEdit::Archive, done))
                .icon(icondata::LuArchive)
        });
        items
    });
    view! {
        <Menu
            label=move || t_string!(i18n, goods.list.tools_of, name = name.get_value()).to_string()
            trigger=|| view! { <span class="icon-btn"><Icon icon=icondata::LuEllipsis/></span> }
            items
        />
    }
    .into_any()
}

#[component]
fn Variant(variant: StaffVariantRow) -> impl IntoView {
    let i18n = use_i18n();
    let StaffVariantRow { sku, options, price, on_hand, reserved, stock, .. } = variant;
    view! {
        <li class="variant">
            <span class="variant__name">
                <code>{sku}</code>
                {(!options.is_empty()).then(|| view! { <span class="muted">{options}</span> })}
            </span>
            <span class="money variant__price">{move || money(i18n.get_locale(), price)}</span>
            <span class="variant__count">
                <strong>{on_hand}</strong>
                {(reserved > 0).then(|| view! { <span class="muted">{move || t_string!(i18n, admin.products.reserved, count = reserved)}</span> })}
            </span>
            <Status tone=words::stock_tone(stock)>{move || words::stock(i18n.get_locale(), stock)}</Status>
        </li>
    }
    .into_any()
}
