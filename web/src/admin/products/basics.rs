//! What a product is called and what is said of it.

use leptos::prelude::*;
use shared::products::slugify;

use super::desk::use_desk;
use super::similar::Similar;
use crate::i18n::{t_string, use_i18n};
use crate::ui::{Card, ComboOption, Combobox, TextArea, TextField};

/// Name, brand, model and descriptions.
#[component]
pub fn Basics() -> impl IntoView {
    let i18n = use_i18n();
    let desk = use_desk();
    let draft = desk.draft;
    let brands = Signal::derive(move || {
        let typed = draft.brand.with(|brand| slugify(brand));
        desk.choices.with_value(|choices| {
            let fits = choices.brands.iter().filter(|brand| slugify(brand).contains(&typed) && **brand != draft.brand.get());
            fits.take(8).map(|brand| ComboOption::new(brand, brand)).collect::<Vec<_>>()
        })
    });
    view! {
        <Card title=move || t_string!(i18n, goods.basics.title)>
            <div class="stack">
                <TextField pointer="/name" label=move || t_string!(i18n, goods.basics.name) value=draft.name maxlength=160/>
                <div class="form__pair">
                    <Combobox pointer="/brand" label=move || t_string!(i18n, goods.basics.brand) query=draft.brand options=brands on_pick=|_| {} test="brand"/>
                    <TextField pointer="/model" label=move || t_string!(i18n, goods.basics.model) value=draft.model maxlength=80 optional=true/>
                </div>
                <Similar/>
                <div class="form__pair">
                    <TextArea pointer="/description" label=move || t_string!(i18n, goods.basics.description) value=draft.description rows=5 maxlength=20_000 optional=true/>
                    <TextArea pointer="/description_en" label=move || t_string!(i18n, goods.basics.description_en) value=draft.description_en rows=5 maxlength=20_000 optional=true/>
                </div>
            </div>
        </Card>
    }
    .into_any()
}
