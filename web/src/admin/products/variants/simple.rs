//! A product without options: its one price, stock and parcel, and no word of variants.

use leptos::prelude::*;
use shared::permission::Permission;

use super::super::desk::use_desk;
use super::super::draft::Row;
use crate::i18n::{t_string, use_i18n};
use crate::session::use_session;
use crate::ui::cell::{Cell, CellKind};

/// A cell with its label above it.
#[component]
fn Labelled(
    #[prop(into)] label: TextProp,
    pointer: Signal<String>,
    value: RwSignal<String>,
    #[prop(optional)] kind: CellKind,
    #[prop(optional)] unit: Option<&'static str>,
    #[prop(optional, into)] hint: Option<TextProp>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional)] test: Option<&'static str>,
) -> impl IntoView {
    let name = label.clone();
    let cell = match test {
        Some(test) => view! { <Cell pointer label=name value kind disabled test/> }.into_any(),
        None => view! { <Cell pointer label=name value kind disabled/> }.into_any(),
    };
    view! {
        <label class="field">
            <span class="field__label">
                {move || label.get()}
                {unit.map(|unit| view! { <span class="field__optional">{unit}</span> })}
            </span>
            {cell}
            {hint.map(|hint| view! { <span class="field__hint">{move || hint.get()}</span> })}
        </label>
    }
    .into_any()
}

/// The fields of the one row that is for sale.
#[component]
pub(super) fn SimpleFields() -> impl IntoView {
    let draft = use_desk().draft;
    // Rows of a time when there were options may stand beside it.
    let row = Memo::new(move |_| {
        draft.rows.with(|rows| {
            rows.iter().position(|row| row.former.with(Option::is_none)).map(|at| (at, rows.get(at).map(|row| row.key)))
        })
    });
    view! {
        {move || {
            let (at, key) = row.get()?;
            let row = draft.rows.with_untracked(|rows| rows.iter().find(|row| Some(row.key) == key).copied())?;
            Some(view! { <Fields row at/> })
        }}
    }
    .into_any()
}

#[component]
fn Fields(row: Row, at: usize) -> impl IntoView {
    let i18n = use_i18n();
    let desk = use_desk();
    let session = use_session();
    let pointer = move |field: &'static str| Signal::derive(move || format!("/variants/{at}/{field}"));
    let may_book = move || session.with(|session| session.can(Permission::InventoryWrite));
    let stock = move || {
        let facts = desk.facts(row)?;
        Some(t_string!(i18n, goods.variants.stock_now, on_hand = facts.on_hand, reserved = facts.reserved).to_string())
    };
    view! {
        <div class="fields-3">
            <Labelled label=move || t_string!(i18n, goods.variants.price) unit="Rp" pointer=pointer("price") value=row.price kind=CellKind::Money test="price"/>
            <Labelled label=move || t_string!(i18n, goods.variants.compare_at) unit="Rp" pointer=pointer("compare_at") value=row.compare_at kind=CellKind::Money/>
            <Labelled label=move || t_string!(i18n, goods.variants.cost) unit="Rp" pointer=pointer("cost") value=row.cost kind=CellKind::Money/>
            <Labelled label="SKU" pointer=pointer("sku") value=row.sku test="sku"/>
            <Labelled label=move || t_string!(i18n, goods.variants.barcode) pointer=pointer("barcode") value=row.barcode/>
            {move || match stock() {
                Some(text) => {
                    view! {
                        <div class="field">
                            <span class="field__label">{move || t_string!(i18n, goods.variants.stock)}</span>
                            <p class="stock-now">{text}</p>
                        </div>
                    }
                    .into_any()
                }
                None => {
                    view! {
                        <Labelled
                            label=move || t_string!(i18n, goods.variants.initial)
                            pointer=pointer("initial_stock")
                            value=row.initial
                            kind=CellKind::Whole
                            disabled=Signal::derive(move || !may_book())
                            test="initial"
                        />
                    }
                    .into_any()
                }
            }}
            <Labelled label=move || t_string!(i18n, goods.variants.weight) unit="g" pointer=pointer("weight_g") value=row.weight kind=CellKind::Whole test="weight"/>
            <Labelled label=move || t_string!(i18n, goods.variants.length) unit="cm" pointer=pointer("length_cm") value=row.length kind=CellKind::Whole test="length"/>
            <Labelled label=move || t_string!(i18n, goods.variants.width) unit="cm" pointer=pointer("width_cm") value=row.width kind=CellKind::Whole test="width"/>
            <Labelled label=move || t_string!(i18n, goods.variants.height) unit="cm" pointer=pointer("height_cm") value=row.height kind=CellKind::Whole test="height"/>
            <Labelled label=move || t_string!(i18n, goods.variants.minimum) pointer=pointer("minimum_stock") value=row.minimum kind=CellKind::Whole/>
            <Labelled label=move || t_string!(i18n, goods.variants.low) pointer=pointer("low_stock_threshold") value=row.low kind=CellKind::Whole/>
        </div>
    }
    .into_any()
}
