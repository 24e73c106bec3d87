//! From when on a variant's stock is low and critical.

use leptos::prelude::*;
use shared::inventory::{SetThresholdsRequest, StockItem};

use crate::api::inventory;
use crate::i18n::{Locale, t_string, td_string, tu_string, use_i18n};
use crate::ui::{Button, ButtonKind, ConflictDialog, Form, FormView, TextField, Version, as_it_stands, toast, use_editor};

fn version(item: &StockItem) -> Version<SetThresholdsRequest> {
    let (low_stock_threshold, minimum_stock) = (item.row.low_stock_threshold, item.row.minimum_stock);
    Version { value: SetThresholdsRequest { low_stock_threshold, minimum_stock }, revision: item.thresholds_revision }
}

fn field(locale: Locale, name: &str) -> String {
    let words = match name {
        "low_stock_threshold" => td_string!(locale, stock.item.low),
        "minimum_stock" => td_string!(locale, stock.item.minimum),
        other => other,
    };
    words.to_owned()
}

/// Both figures and a button.
#[component]
pub fn ThresholdsForm(
    /// The variant's id.
    id: StoredValue<String>,
    /// What holds now.
    now: SetThresholdsRequest,
    /// Which of its revisions that is.
    revision: i32,
    /// Takes what holds afterwards.
    on_done: Callback<StockItem>,
) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let low = RwSignal::new(now.low_stock_threshold.to_string());
    let minimum = RwSignal::new(now.minimum_stock.to_string());
    let whole = |text: RwSignal<String>| move || text.with(|text| text.trim().parse::<i32>().unwrap_or(-1));
    let (low_now, minimum_now) = (whole(low), whole(minimum));
    let first = Version { value: now, revision };
    // What the page shows afterwards: drawn anew, and this form with it.
    let latest = StoredValue::new(None::<StockItem>);
    let editor = use_editor(
        form,
        first,
        move || SetThresholdsRequest { low_stock_threshold: low_now(), minimum_stock: minimum_now() },
        move |wanted: SetThresholdsRequest| {
            low.set(wanted.low_stock_threshold.to_string());
            minimum.set(wanted.minimum_stock.to_string());
        },
        move || {
            let read = inventory::get_stock(&id.try_get_value().unwrap_or_default());
            async move { read.await.map(|item| version(&item)) }
        },
        move |wanted: SetThresholdsRequest, revision: i32| {
            let set = inventory::set_stock_thresholds(&id.try_get_value().unwrap_or_default(), revision, &wanted);
            async move {
                set.await.map(|item| {
                    let version = version(&item);
                    latest.try_set_value(Some(item));
                    version
                })
            }
        },
        move |_| {
            toast::success(tu_string!(i18n, stock.item.thresholds_saved));
            if let Some(item) = latest.get_value() {
                on_done.run(item);
            }
        },
    );
    let dirty = editor.dirty();
    view! {
        <FormView form on_submit=move || editor.save()>
            <div class="form__pair">
                <TextField pointer="/low_stock_threshold" label=move || t_string!(i18n, stock.item.low) value=low inputmode="numeric" maxlength=6/>
                <TextField pointer="/minimum_stock" label=move || t_string!(i18n, stock.item.minimum) value=minimum inputmode="numeric" maxlength=6/>
            </div>
            <p class="muted small">{move || t_string!(i18n, stock.item.thresholds_hint)}</p>
            <div class="form__actions">
                <Button
                    submit=true
                    kind=ButtonKind::Secondary
                    loading=form.busy()
                    blocked=Signal::derive(move || (!dirty.get()).then(|| t_string!(i18n, common.form.all_saved).to_owned()))
                    attr:data-test="thresholds-save"
                >
                    {move || t_string!(i18n, common.action.save)}
                </Button>
            </div>
        </FormView>
        <ConflictDialog editor label=field value=as_it_stands/>
    }
    .into_any()
}
