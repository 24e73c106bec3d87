//! Finding a variant: by typing, or by a scanner, which types a code and presses Enter.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::inventory::StockRow;
use shared::problem::ErrorCode;

use super::super::filters::SearchBox;
use super::super::inventory::words;
use super::receive::ScanField;
use crate::api::inventory;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::{AsyncView, Status, toast, use_load};

/// A field for the scanner, a search field, and what was found.
#[component]
pub fn VariantSearch(
    /// Takes the variant.
    on_pick: Callback<StockRow>,
) -> impl IntoView {
    let i18n = use_i18n();
    let text = RwSignal::new(String::new());
    let found = use_load(move || {
        let text = text.get();
        let asked = (!text.is_empty()).then(|| inventory::search_stock(&text));
        async move {
            match asked {
                Some(asked) => asked.await,
                None => Ok(Vec::new()),
            }
        }
    });
    let scan = move |code: String| {
        let asked = inventory::find_stock(&code);
        spawn_local(async move {
            match asked.await {
                Ok(row) => on_pick.run(row),
                Err(error) if error.is(ErrorCode::NotFound) => {
                    toast::failure(tu_string!(i18n, stock.scan.unknown, code = code).to_string());
                }
                Err(error) => toast::error(&error),
            }
        });
    };
    let row = move |row: StockRow| {
        let level = row.level;
        let (name, sku, available) = (words::called(&row.name, &row.options), row.sku.clone(), row.available);
        view! {
            <li>
                <button type="button" class="stock__pick" on:click=move |_| on_pick.run(row.clone()) data-test="pick-variant">
                    <span class="two-lines"><span>{name}</span><span class="muted">{sku}</span></span>
                    <Status tone=words::level_tone(level)>{available}</Status>
                </button>
            </li>
        }
    };
    view! {
        <div class="stack">
            <ScanField label=move || t_string!(i18n, stock.scan.label) on_scan=Callback::new(scan)/>
            <SearchBox label=move || t_string!(i18n, stock.list.search) text on_search=move |asked| text.set(asked)/>
            <AsyncView load=found let(rows)>
                {
                    let none = rows.is_empty() && !text.get_untracked().is_empty();
                    view! {
                        {none.then(|| view! { <p class="muted">{move || t_string!(i18n, stock.list.empty)}</p> })}
                        <ul class="stock__lines" role="list">{rows.into_iter().map(row).collect_view()}</ul>
                    }
                }
            </AsyncView>
        </div>
    }
    .into_any()
}
