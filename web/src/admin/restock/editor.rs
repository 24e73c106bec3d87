//! Writing a restock order.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use serde_json::Value;
use shared::inventory::{RestockOrder, SaveRestockRequest, StockRow};
use shared::money::Rupiah;

use super::super::inventory::words;
use super::draft::{Draft, Known};
use super::lines::Lines;
use super::search::VariantSearch;
use super::suggestions::Suggestions;
use crate::api::{ApiError, inventory};
use crate::i18n::{Locale, t_string, td_string, tu_string, use_i18n};
use crate::routes;
use crate::ui::{
    Button, Card, Choice, ConflictDialog, Dialog, Form, FormView, SaveBar, SelectField, TextArea, TextField, Version, toast,
    use_editor, use_load,
};

fn label(locale: Locale, name: &str) -> String {
    let words = match name {
        "supplier_id" => td_string!(locale, stock.list.supplier),
        "expected_on" => td_string!(locale, stock.restock.expected),
        "notes" => td_string!(locale, stock.restock.notes),
        name if name.starts_with("lines") => td_string!(locale, stock.restock.lines),
        other => return other.to_owned(),
    };
    words.to_owned()
}

fn shown(_: Locale, _: &str, value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(lines) => lines.len().to_string(),
        other => other.to_string(),
    }
}

/// The editor of a draft, or of an order that is not there yet.
#[component]
pub fn RestockEditor(
    /// The draft, unless it is new.
    order: Option<RestockOrder>,
    /// Id of the supplier to begin with; may be empty.
    supplier: String,
    /// Takes what was saved.
    on_saved: Callback<RestockOrder>,
    /// Tells whether there is something that is not saved.
    dirty: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let go = use_navigate();
    let form = Form::new();
    let draft = Draft::new(order.as_ref(), supplier);
    let id = StoredValue::new(order.as_ref().map(|order| order.id.to_string()));
    let named = StoredValue::new(order.as_ref().map(|order| Choice::new(order.supplier_id.to_string(), order.supplier.clone())));
    let first = Version { value: untrack(|| draft.read()), revision: order.as_ref().map_or(0, |order| order.revision) };
    let learn = move |saved: RestockOrder| {
        draft.learn(&saved);
        let version: Version<SaveRestockRequest> = Version { value: saved.save_request(), revision: saved.revision };
        id.try_set_value(Some(saved.id.to_string()));
        on_saved.run(saved);
        version
    };
    let is_new = order.is_none();
    let editor = use_editor(
        form,
        first,
        move || draft.read(),
        move |request| draft.write(request),
        move || {
            let read = inventory::get_restock_order(&id.get_value().unwrap_or_default());
            async move { read.await.map(learn) }
        },
        move |request, revision| {
            let saved: std::pin::Pin<Box<dyn Future<Output = Result<RestockOrder, ApiError>>>> = match id.get_value() {
                Some(id) => Box::pin(inventory::update_restock_order(&id, revision, &request)),
                None => Box::pin(inventory::create_restock_order(&request)),
            };
            async move { saved.await.map(learn) }
        },
        move |_| {
            toast::success(tu_string!(i18n, stock.restock.saved));
            if is_new && let Some(id) = id.get_value() {
                go(
                    &routes::admin::restock_order(&id),
                    NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() },
                );
            }
        },
    );
    let changed = editor.dirty();
    Effect::new(move |_| dirty.set(changed.get()));
    let suppliers = use_load(inventory::supplier_choices);
    let choices = Signal::derive(move || {
        let mut all: Vec<Choice> =
            suppliers.get().unwrap_or_default().into_iter().map(|row| Choice::new(row.id.to_string(), row.name)).collect();
        // One that is archived by now stays chosen.
        if let Some(own) = named.get_value().filter(|own| all.iter().all(|other| other.value != own.value)) {
            all.push(own);
        }
        all
    });
    let (searching, suggesting) = (RwSignal::new(false), RwSignal::new(false));
    let add = move |row: StockRow| {
        let known = Known { name: words::called(&row.name, &row.options), sku: row.sku.clone() };
        let (variant, average) = (row.variant_id, row.cost.unwrap_or(Rupiah::ZERO));
        toast::success(tu_string!(i18n, stock.restock.added, name = known.name.clone()).to_string());
        draft.add(variant, known, 1, average);
        // What a piece cost so far, until it is known what the supplier asks, as in the suggestions.
        let asked = inventory::get_stock(&variant.to_string());
        spawn_local(async move {
            let answer = asked.await;
            // The page was left meanwhile.
            let Some(supplier) = draft.supplier.try_get_untracked() else { return };
            match answer {
                Ok(item) => {
                    let terms = item.suppliers.into_iter().find(|own| own.supplier_id.to_string() == supplier);
                    if let Some(cost) = terms.and_then(|terms| terms.cost) {
                        draft.reprice(variant, average, cost);
                    }
                }
                Err(error) => toast::error(&error),
            }
        });
    };
    view! {
        <FormView form on_submit=move || editor.save()>
            <Card title=move || t_string!(i18n, stock.restock.head)>
                <div class="form__grid">
                    <SelectField
                        pointer="/supplier_id"
                        label=move || t_string!(i18n, stock.list.supplier)
                        value=draft.supplier
                        choices
                        placeholder=move || t_string!(i18n, stock.restock.choose_supplier)
                    />
                    <TextField pointer="/expected_on" label=move || t_string!(i18n, stock.restock.expected) value=draft.expected kind="date" optional=true/>
                    <div class="form__wide">
                        <TextArea pointer="/notes" label=move || t_string!(i18n, stock.restock.notes) value=draft.notes maxlength=1000 rows=2 optional=true/>
                    </div>
                </div>
            </Card>
            <Card title=move || t_string!(i18n, stock.restock.lines)>
                <div class="row stock__tools">
                    <Button icon=icondata::LuLightbulb on_click=move || suggesting.set(true) attr:data-test="suggest">
                        {move || t_string!(i18n, stock.suggest.title)}
                    </Button>
                    <Button icon=icondata::LuScanBarcode on_click=move || searching.set(true) attr:data-test="add-line">
                        {move || t_string!(i18n, stock.restock.add)}
                    </Button>
                </div>
                <Lines draft/>
            </Card>
            <SaveBar editor/>
        </FormView>
        <ConflictDialog editor label=label value=shown/>
        <Dialog open=searching title=move || t_string!(i18n, stock.restock.add)>
            <VariantSearch on_pick=Callback::new(add)/>
        </Dialog>
        <Dialog open=suggesting wide=true title=move || t_string!(i18n, stock.suggest.title)>
            <Suggestions draft open=suggesting/>
        </Dialog>
    }
    .into_any()
}
