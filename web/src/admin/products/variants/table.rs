//! A row per variant, worked through like a spreadsheet: Enter and the arrows go down and up, Ctrl+D
//! copies a cell into those below it, and so does the arrow in a heading from the first row.

use leptos::html;
use leptos::prelude::*;
use shared::ids::ImageId;
use shared::permission::Permission;
use wasm_bindgen::JsCast;

use super::super::desk::use_desk;
use super::super::draft::Row;
use super::rows::said;
use crate::admin::words;
use crate::i18n::{Locale, t_string, td_string, use_i18n};
use crate::session::use_session;
use crate::ui::cell::{Cell, CellKind};
use crate::ui::{Icon, IconButton, Picture, Status};

/// A column of fields.
#[derive(Clone, Copy)]
struct Column {
    /// The field in the request.
    field: &'static str,
    name: fn(Locale) -> &'static str,
    kind: CellKind,
    of: fn(&Row) -> RwSignal<String>,
}

const COLUMNS: [Column; 12] = [
    Column { field: "sku", name: |_| "SKU", kind: CellKind::Text, of: |row| row.sku },
    Column {
        field: "price",
        name: |locale| td_string!(locale, goods.variants.price),
        kind: CellKind::Money,
        of: |row| row.price,
    },
    Column {
        field: "compare_at",
        name: |locale| td_string!(locale, goods.variants.compare_at),
        kind: CellKind::Money,
        of: |row| row.compare_at,
    },
    Column { field: "cost", name: |locale| td_string!(locale, goods.variants.cost), kind: CellKind::Money, of: |row| row.cost },
    Column {
        field: "initial_stock",
        name: |locale| td_string!(locale, goods.variants.stock),
        kind: CellKind::Whole,
        of: |row| row.initial,
    },
    Column {
        field: "low_stock_threshold",
        name: |locale| td_string!(locale, goods.variants.low_short),
        kind: CellKind::Whole,
        of: |row| row.low,
    },
    Column {
        field: "minimum_stock",
        name: |locale| td_string!(locale, goods.variants.minimum_short),
        kind: CellKind::Whole,
        of: |row| row.minimum,
    },
    Column {
        field: "barcode",
        name: |locale| td_string!(locale, goods.variants.barcode),
        kind: CellKind::Text,
        of: |row| row.barcode,
    },
    Column {
        field: "weight_g",
        name: |locale| td_string!(locale, goods.variants.weight_short),
        kind: CellKind::Whole,
        of: |row| row.weight,
    },
    Column {
        field: "length_cm",
        name: |locale| td_string!(locale, goods.variants.length_short),
        kind: CellKind::Whole,
        of: |row| row.length,
    },
    Column {
        field: "width_cm",
        name: |locale| td_string!(locale, goods.variants.width_short),
        kind: CellKind::Whole,
        of: |row| row.width,
    },
    Column {
        field: "height_cm",
        name: |locale| td_string!(locale, goods.variants.height_short),
        kind: CellKind::Whole,
        of: |row| row.height,
    },
];

/// What copying down means nothing for: it is unique.
fn is_unique(field: &str) -> bool {
    matches!(field, "sku" | "barcode")
}

/// The table.
#[component]
pub(super) fn VariantTable() -> impl IntoView {
    let i18n = use_i18n();
    let draft = use_desk().draft;
    let body = NodeRef::<html::Tbody>::new();
    // Copies the value of a row into those below it.
    let fill = move |column: Column, from: usize| {
        draft.rows.with_untracked(|rows| {
            let Some(source) = rows.get(from) else { return };
            let value = (column.of)(source).get_untracked();
            for row in rows.iter().skip(from + 1).filter(|row| row.former.with_untracked(Option::is_none)) {
                if column.field != "initial_stock" || row.id.with_untracked(Option::is_none) {
                    (column.of)(row).set(value.clone());
                }
            }
        });
    };
    let heads = COLUMNS
        .into_iter()
        .map(|column| {
            let tool = if column.field == "sku" {
                view! {
                    <button type="button" class="fill" title=move || t_string!(i18n, goods.variants.suggest_skus) on:click=move |_| draft.suggest_skus()>
                        <Icon icon=icondata::LuWandSparkles/>
                        <span class="visually-hidden">{move || t_string!(i18n, goods.variants.suggest_skus)}</span>
                    </button>
                }
                .into_any()
            } else if is_unique(column.field) {
                ().into_any()
            } else {
                let label = move || {
                    let name = (column.name)(i18n.get_locale());
                    t_string!(i18n, goods.variants.fill_down, name = name).to_string()
                };
                view! {
                    <button type="button" class="fill" title=label data-test=format!("fill-{}", column.field) on:click=move |_| fill(column, 0)>
                        <Icon icon=icondata::LuArrowDownToLine/>
                        <span class="visually-hidden">{label}</span>
                    </button>
                }
                .into_any()
            };
            view! {
                <th scope="col" class:num=column.kind != CellKind::Text>
                    <span class="vhead">{move || (column.name)(i18n.get_locale())} {tool}</span>
                </th>
            }
        })
        .collect_view();
    // The cell of the same column in the row above or below.
    let step = move |event: &leptos::ev::KeyboardEvent, by: isize| {
        let Some(cell) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else { return };
        let (Ok(Some(column)), Ok(Some(row))) = (cell.closest("td"), cell.closest("tr")) else { return };
        let place = (0..row.children().length()).find(|&at| row.children().item(at).as_ref() == Some(&column));
        let next = if by > 0 { row.next_element_sibling() } else { row.previous_element_sibling() };
        let input = place.and_then(|at| next?.children().item(at)?.query_selector("input").ok().flatten());
        if let Some(input) = input.and_then(|input| input.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            let _ = input.focus();
            input.select();
        }
    };
    let on_key = move |column: Column, at: usize, event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Enter" | "ArrowDown" => {
            event.prevent_default();
            step(&event, 1);
        }
        "ArrowUp" => {
            event.prevent_default();
            step(&event, -1);
        }
        "d" | "D" if event.ctrl_key() || event.meta_key() => {
            event.prevent_default();
            if !is_unique(column.field) {
                fill(column, at);
            }
        }
        _ => {}
    };
    let on_key = Callback::new(move |(column, at, event): (usize, usize, leptos::ev::KeyboardEvent)| {
        if let Some(column) = COLUMNS.get(column) {
            on_key(*column, at, event);
        }
    });
    view! {
        <p class="muted small">{move || t_string!(i18n, goods.variants.keys)}</p>
        <div class="table-wrap vtable-wrap" tabindex="0" role="region" aria-label=move || t_string!(i18n, goods.variants.title) data-pointer="/variants">
            <table class="table vtable">
                <caption class="visually-hidden">{move || t_string!(i18n, goods.variants.title)}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="vtable__what">{move || t_string!(i18n, goods.variants.variant)}</th>
                        {heads}
                        <th scope="col">{move || t_string!(i18n, goods.variants.for_sale)}</th>
                        <th scope="col"><span class="visually-hidden">{move || t_string!(i18n, goods.remove)}</span></th>
                    </tr>
                </thead>
                <tbody node_ref=body>
                    <For each=move || draft.rows.get() key=|row| row.key let(row)>
                        <OneRow row on_key/>
                    </For>
                </tbody>
            </table>
        </div>
        <Show when=move || draft.rows.with(Vec::is_empty)>
            <p class="notice tone-warning">{move || t_string!(i18n, goods.variants.none)}</p>
        </Show>
    }
    .into_any()
}

#[component]
fn OneRow(row: Row, on_key: Callback<(usize, usize, leptos::ev::KeyboardEvent)>) -> impl IntoView {
    let i18n = use_i18n();
    let desk = use_desk();
    let draft = desk.draft;
    let session = use_session();
    let may_book = move || session.with(|session| session.can(Permission::InventoryWrite));
    let at = Memo::new(move |_| draft.rows.with(|rows| rows.iter().position(|other| other.key == row.key)).unwrap_or_default());
    let former = move || row.former.with(Option::is_some);
    let cells = COLUMNS
        .into_iter()
        .enumerate()
        .map(|(number, column)| {
            let pointer = Signal::derive(move || format!("/variants/{}/{}", at.get(), column.field));
            let label = move || {
                let (name, what) = ((column.name)(i18n.get_locale()), said(row));
                format!("{name}, {what}")
            };
            let keys = Callback::new(move |event| on_key.run((number, at.get_untracked(), event)));
            let stock = column.field == "initial_stock";
            let cell = move || {
                if let Some(facts) = desk.facts(row).filter(|_| stock) {
                    return view! {
                        <span class="vstock">
                            <span class="num">{facts.on_hand}</span>
                            <Status tone=words::stock_tone(facts.stock)>
                                {move || {
                                    if facts.reserved > 0 {
                                        t_string!(i18n, admin.products.reserved, count = facts.reserved).to_string()
                                    } else {
                                        words::stock(i18n.get_locale(), facts.stock).to_owned()
                                    }
                                }}
                            </Status>
                        </span>
                    }
                    .into_any();
                }
                view! {
                    <Cell
                        pointer
                        label
                        value=(column.of)(&row)
                        kind=column.kind
                        disabled=Signal::derive(move || stock && !may_book())
                        on_key=keys
                        test=column.field
                    />
                }
                .into_any()
            };
            view! { <td data-label=move || (column.name)(i18n.get_locale())>{cell}</td> }
        })
        .collect_view();
    let remove = move || draft.remove_row(row.key);
    // Whether leaving it out removes it, or only takes it off sale.
    let kept = move || desk.facts(row).is_some_and(|facts| !facts.removable);
    view! {
        <tr class:is-off=move || !row.active.get() class:is-former=former data-test="variant">
            <th scope="row" class="vtable__what" data-pointer=move || format!("/variants/{}/options", at.get())>
                <span class="vname">
                    <VariantPicture row/>
                    <span class="two-lines">
                        <strong>{move || said(row)}</strong>
                        <Show when=former><span class="muted">{move || t_string!(i18n, goods.variants.former)}</span></Show>
                        <OptionsError at/>
                    </span>
                </span>
            </th>
            {cells}
            <td data-label=move || t_string!(i18n, goods.variants.for_sale)>
                <input
                    type="checkbox"
                    aria-label=move || format!("{}, {}", t_string!(i18n, goods.variants.for_sale), said(row))
                    disabled=former
                    prop:checked=move || row.active.get()
                    on:change=move |event| row.active.set(event_target_checked(&event))
                />
            </td>
            <td>
                <Show when=move || !kept()>
                    <IconButton
                        icon=icondata::LuTrash2
                        label=move || t_string!(i18n, goods.variants.remove_row, name = said(row)).to_string()
                        on_click=remove
                    />
                </Show>
            </td>
        </tr>
    }
    .into_any()
}

/// What is wrong with the combination, which has no field of its own.
#[component]
fn OptionsError(at: Memo<usize>) -> impl IntoView {
    let i18n = use_i18n();
    let form = use_context::<crate::ui::Form>();
    move || {
        let form = form?;
        let text = form.error_text_under(i18n.get_locale(), &format!("/variants/{}/options", at.get()))?;
        Some(view! { <span class="cell__error">{text}</span> })
    }
}

/// The picture that shows the variant: one of the product's, or none of its own.
#[component]
fn VariantPicture(row: Row) -> impl IntoView {
    let i18n = use_i18n();
    let desk = use_desk();
    let shown = move || {
        let id = row.image.get()?;
        desk.images.with(|images| images.iter().find(|image| image.id == id).cloned())
    };
    let choices = move || {
        desk.images.with(|images| {
            images
                .iter()
                .enumerate()
                .map(|(index, image)| {
                    let id = image.id;
                    let label = Some(image.alt.clone()).filter(|alt| !alt.is_empty());
                    let label = label.unwrap_or_else(|| t_string!(i18n, goods.images.numbered, number = index + 1).to_string());
                    view! { <option value=id.to_string() selected=move || row.image.get() == Some(id)>{label}</option> }
                })
                .collect_view()
        })
    };
    view! {
        <span class="vpicture">
            <span class="thumb">
                {move || match shown() {
                    Some(image) => view! { <Picture image sizes="2.5rem" ratio="1 / 1" alt=""/> }.into_any(),
                    None => view! { <Icon icon=icondata::LuImage/> }.into_any(),
                }}
            </span>
            <select
                class="vpicture__pick"
                aria-label=move || t_string!(i18n, goods.variants.picture, name = said(row)).to_string()
                title=move || t_string!(i18n, goods.variants.pick_picture)
                disabled=move || desk.images.with(Vec::is_empty)
                prop:value=move || row.image.get().map(|id| id.to_string()).unwrap_or_default()
                on:change=move |event| row.image.set(event_target_value(&event).parse::<ImageId>().ok())
            >
                <option value="">{move || t_string!(i18n, goods.variants.no_picture)}</option>
                {choices}
            </select>
        </span>
    }
    .into_any()
}
