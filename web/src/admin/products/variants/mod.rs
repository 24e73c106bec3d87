//! What is sold of a product: one thing, or one for each combination of options.

mod options;
mod rows;
mod simple;
mod table;

use leptos::prelude::*;

use self::options::Options;
use self::simple::SimpleFields;
use self::table::VariantTable;
use super::desk::use_desk;
use crate::i18n::{t_string, use_i18n};
use crate::ui::{Button, ButtonKind, ButtonSize, Card};

/// Prices, stock and parcels; with options also the options and a table of their combinations.
#[component]
pub fn Variants() -> impl IntoView {
    let i18n = use_i18n();
    let draft = use_desk().draft;
    let simple = Memo::new(move |_| draft.options.with(Vec::is_empty));
    let title =
        move || if simple.get() { t_string!(i18n, goods.variants.simple_title) } else { t_string!(i18n, goods.variants.title) };
    view! {
        <Card title>
            <div class="stack" id="variants">
                <Options/>
                {move || if simple.get() { view! { <SimpleFields/> }.into_any() } else { view! { <VariantTable/> }.into_any() }}
                <Show when=move || simple.get()>
                    <div class="row variants-more">
                        <Button
                            size=ButtonSize::Small
                            kind=ButtonKind::Secondary
                            icon=icondata::LuPlus
                            on_click=move || draft.add_option("")
                            attr:data-test="add-option"
                        >
                            {move || t_string!(i18n, goods.variants.add_first)}
                        </Button>
                        <p class="muted small">{move || t_string!(i18n, goods.variants.add_first_hint)}</p>
                    </div>
                </Show>
            </div>
        </Card>
    }
    .into_any()
}
