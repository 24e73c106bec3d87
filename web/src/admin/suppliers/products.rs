//! What a supplier supplies, and on which terms.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use serde_json::Value;
use shared::inventory::{StockRow, SupplierProductRow, SupplierTerms};
use shared::money::Rupiah;
use shared::permission::Permission;
use shared::problem::ErrorCode;
use web_logic::numbers;

use super::super::filters::{Growing, SearchBox};
use super::super::inventory::words;
use super::super::restock::VariantSearch;
use crate::api::{ApiError, inventory};
use crate::i18n::{Locale, t_string, td_string, tu_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{
    Ask, Button, ButtonKind, Column, ConflictDialog, DataTable, Dialog, EmptyState, Form, FormView, IconButton, RUPIAH,
    TextField, Version, as_it_stands, money, toast, use_editor, use_paged,
};

/// What is being written.
#[derive(Clone)]
struct Asked {
    variant: String,
    sku: String,
    name: String,
    terms: SupplierTerms,
    /// Of the terms that are seen; 0 where there are none.
    revision: i32,
}

/// The products, with a dialog for the terms of each.
#[component]
pub fn Products(
    /// The supplier's id.
    id: StoredValue<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let may = use_session().with_untracked(|session| session.can(Permission::InventoryWrite));
    let text = RwSignal::new(String::new());
    let list = use_paged(
        move || format!("{} {}", id.get_value(), text.get()),
        move |cursor| inventory::list_supplier_products(&id.get_value(), &text.get_untracked(), cursor),
    );
    let asked = RwSignal::new(None::<Asked>);
    let (open, picking) = (RwSignal::new(false), RwSignal::new(false));
    let edit = Callback::new(move |next: Asked| {
        asked.set(Some(next));
        open.set(true);
    });
    let forget = Callback::new(move |(variant, name): (String, String)| {
        let question = Ask::new(
            tu_string!(i18n, stock.terms.forget).to_owned(),
            tu_string!(i18n, stock.terms.forget_text, name = name).to_string(),
            tu_string!(i18n, stock.terms.forget_verb).to_owned(),
        )
        .danger();
        spawn_local(async move {
            if !question.await {
                return;
            }
            let Some(id) = id.try_get_value() else { return };
            match inventory::remove_supplier_terms(&id, &variant).await {
                Ok(()) => {
                    toast::success(tu_string!(i18n, stock.terms.forgotten));
                    list.restart();
                }
                Err(error) => toast::error(&error),
            }
        });
    });
    let pick = move |row: StockRow| {
        picking.set(false);
        // Who picks what has terms already changes those.
        let known = list.items().with_untracked(|rows| {
            rows.iter()
                .find(|known| known.variant_id == row.variant_id && known.has_terms)
                .map(|known| (known.terms.clone(), known.revision))
        });
        let (terms, revision) =
            known.unwrap_or_else(|| (SupplierTerms { cost: row.cost, minimum_quantity: 1, ..SupplierTerms::default() }, 0));
        let name = words::called(&row.name, &row.options);
        edit.run(Asked { variant: row.variant_id.to_string(), sku: row.sku, name, terms, revision });
    };
    let empty = move || {
        view! {
            <EmptyState icon=icondata::LuPackageSearch title=move || t_string!(i18n, stock.terms.empty) text=move || t_string!(i18n, stock.terms.empty_text)/>
        }
    };
    view! {
        <section class="stack">
            <header class="page__head">
                <h2 class="stock__title">{move || t_string!(i18n, stock.terms.title)}</h2>
                {may
                    .then(|| {
                        view! {
                            <Button icon=icondata::LuPlus on_click=move || picking.set(true) attr:data-test="add-terms">
                                {move || t_string!(i18n, stock.terms.add)}
                            </Button>
                        }
                    })}
            </header>
            <div class="filters">
                <div class="filters__find">
                    <SearchBox label=move || t_string!(i18n, stock.list.search) text on_search=move |asked| text.set(asked)/>
                </div>
            </div>
            <Growing list=list>
                <DataTable
                    caption=move || t_string!(i18n, stock.terms.title)
                    columns=columns(may, edit, forget)
                    rows=list.items()
                    key=|row| row.variant_id.to_string()
                    empty
                />
            </Growing>
        </section>
        <Dialog open=picking title=move || t_string!(i18n, stock.terms.add)>
            <VariantSearch on_pick=Callback::new(pick)/>
        </Dialog>
        <Dialog open title=move || t_string!(i18n, stock.terms.edit)>
            {move || {
                asked
                    .get()
                    .map(|asked| {
                        view! { <TermsForm id asked open on_done=Callback::new(move |()| list.restart())/> }
                    })
            }}
        </Dialog>
    }
    .into_any()
}

fn columns(may: bool, edit: Callback<Asked>, forget: Callback<(String, String)>) -> Vec<Column<SupplierProductRow>> {
    let i18n = use_i18n();
    let mut columns = vec![
        Column::new(
            "product",
            move || t_string!(i18n, stock.list.product),
            |row: &SupplierProductRow| {
                let href = routes::admin::stock(&row.variant_id.to_string());
                let (name, sku) = (words::called(&row.name, &row.options), row.sku.clone());
                view! {
                    <A href=href attr:class="two-lines stock__name">
                        <span>{name}</span>
                        <span class="muted">{sku}</span>
                    </A>
                }
            },
        ),
        Column::new(
            "supplier_sku",
            move || t_string!(i18n, stock.terms.supplier_sku),
            |row: &SupplierProductRow| row.terms.supplier_sku.clone(),
        ),
        Column::new(
            "lead_time",
            move || t_string!(i18n, stock.supplier.lead_time),
            move |row: &SupplierProductRow| {
                let days = row.terms.lead_time_days;
                move || days.map(|days| t_string!(i18n, stock.supplier.days, count = days).to_string()).unwrap_or_default()
            },
        )
        .numeric()
        .secondary(),
        Column::new(
            "minimum",
            move || t_string!(i18n, stock.terms.minimum),
            |row: &SupplierProductRow| row.terms.minimum_quantity.to_string(),
        )
        .numeric()
        .secondary(),
        Column::new(
            "available",
            move || t_string!(i18n, stock.list.available),
            |row: &SupplierProductRow| row.available.to_string(),
        )
        .numeric()
        .secondary(),
        Column::new(
            "cost",
            move || t_string!(i18n, stock.terms.cost),
            move |row: &SupplierProductRow| {
                let cost = row.terms.cost;
                view! { <span class="money">{move || cost.map(|cost| money(i18n.get_locale(), cost))}</span> }
            },
        )
        .numeric(),
    ];
    if may {
        columns.push(Column::new("edit", move || t_string!(i18n, stock.terms.edit), move |row: &SupplierProductRow| {
            let name = words::called(&row.name, &row.options);
            let (variant, has_terms) = (row.variant_id.to_string(), row.has_terms);
            let asked = Asked {
                variant: variant.clone(),
                sku: row.sku.clone(),
                name: name.clone(),
                terms: row.terms.clone(),
                revision: row.revision,
            };
            view! {
                <span class="row">
                    <IconButton icon=icondata::LuPencil label=move || t_string!(i18n, stock.terms.edit) on_click=move || edit.run(asked.clone())/>
                    {has_terms
                        .then(|| {
                            view! {
                                <IconButton
                                    icon=icondata::LuTrash2
                                    label=move || t_string!(i18n, stock.terms.forget)
                                    on_click=move || forget.run((variant.clone(), name.clone()))
                                />
                            }
                        })}
                </span>
            }
        }));
    }
    columns
}

fn figure<N: ToString>(number: Option<N>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// The terms as they are by now; 0 is the revision of none.
async fn terms_now(id: &str, variant: &str, sku: &str) -> Result<Version<SupplierTerms>, ApiError> {
    let mut cursor = None;
    loop {
        let page = inventory::list_supplier_products(id, sku, cursor).await?;
        if let Some(row) = page.items.into_iter().find(|row| row.variant_id.to_string() == variant) {
            return Ok(Version { value: row.terms, revision: row.revision });
        }
        cursor = page.next_cursor;
        if cursor.is_none() {
            return Ok(Version { value: SupplierTerms { minimum_quantity: 1, ..SupplierTerms::default() }, revision: 0 });
        }
    }
}

fn field(locale: Locale, name: &str) -> String {
    let words = match name {
        "supplier_sku" => td_string!(locale, stock.terms.supplier_sku),
        "cost" => td_string!(locale, stock.terms.cost),
        "lead_time_days" => td_string!(locale, stock.supplier.lead_time),
        "minimum_quantity" => td_string!(locale, stock.terms.minimum),
        other => other,
    };
    words.to_owned()
}

fn shown(locale: Locale, name: &str, value: &Value) -> String {
    match value.as_i64().filter(|_| name == "cost") {
        Some(cost) => money(locale, Rupiah(cost)),
        None => as_it_stands(locale, name, value),
    }
}

#[component]
fn TermsForm(id: StoredValue<String>, asked: Asked, open: RwSignal<bool>, on_done: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let Asked { variant, sku, name, terms, revision } = asked;
    let (variant, sku) = (StoredValue::new(variant), StoredValue::new(sku));
    let first = Version { value: terms.clone(), revision };
    let supplier_sku = RwSignal::new(terms.supplier_sku);
    let cost = RwSignal::new(figure(terms.cost.map(|cost| cost.0)));
    let lead_time = RwSignal::new(figure(terms.lead_time_days));
    let minimum = RwSignal::new(terms.minimum_quantity.to_string());
    let whole = |text: RwSignal<String>| text.with(|text| numbers::typed(text));
    let small = move |text: RwSignal<String>| whole(text).map(|number| i32::try_from(number).unwrap_or(i32::MAX));
    let editor = use_editor(
        form,
        first,
        move || SupplierTerms {
            supplier_sku: supplier_sku.get(),
            cost: whole(cost).map(Rupiah),
            lead_time_days: small(lead_time),
            minimum_quantity: small(minimum).unwrap_or(0),
        },
        move |terms: SupplierTerms| {
            supplier_sku.set(terms.supplier_sku);
            cost.set(figure(terms.cost.map(|cost| cost.0)));
            lead_time.set(figure(terms.lead_time_days));
            minimum.set(terms.minimum_quantity.to_string());
        },
        move || {
            let named = |of: StoredValue<String>| of.try_get_value().unwrap_or_default();
            let (id, variant, sku) = (named(id), named(variant), named(sku));
            async move { terms_now(&id, &variant, &sku).await }
        },
        move |terms: SupplierTerms, revision: i32| {
            let named = |of: StoredValue<String>| of.try_get_value().unwrap_or_default();
            let noted = inventory::set_supplier_terms(&named(id), &named(variant), revision, &terms);
            async move {
                let answer = noted.await;
                // What was noted meanwhile is shown in the list, too.
                if answer.as_ref().is_err_and(|error| error.is(ErrorCode::Stale)) {
                    on_done.try_run(());
                }
                // Which revision that is by now nobody asks: the dialog closes.
                answer.map(|terms| Version { value: terms, revision })
            }
        },
        move |_| {
            toast::success(tu_string!(i18n, stock.terms.saved));
            open.set(false);
            on_done.run(());
        },
    );
    view! {
        <FormView form on_submit=move || editor.send()>
            <p><strong>{name}</strong></p>
            <div class="form__grid">
                <TextField pointer="/supplier_sku" label=move || t_string!(i18n, stock.terms.supplier_sku) value=supplier_sku maxlength=64 optional=true/>
                <TextField pointer="/cost" label=move || t_string!(i18n, stock.terms.cost) value=cost inputmode="numeric" sum=RUPIAH optional=true/>
                <TextField pointer="/lead_time_days" label=move || t_string!(i18n, stock.supplier.lead_time) value=lead_time inputmode="numeric" maxlength=3 optional=true/>
                <TextField pointer="/minimum_quantity" label=move || t_string!(i18n, stock.terms.minimum) value=minimum inputmode="numeric" maxlength=6/>
            </div>
            <div class="form__actions">
                <Button submit=true kind=ButtonKind::Primary loading=form.busy() attr:data-test="terms-save">
                    {move || t_string!(i18n, common.action.save)}
                </Button>
            </div>
        </FormView>
        <ConflictDialog editor label=field value=shown/>
    }
    .into_any()
}
