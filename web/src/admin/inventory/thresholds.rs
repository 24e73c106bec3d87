//! From when on a variant's stock is low and critical.

use leptos::prelude::*;
use shared::inventory::{SetThresholdsRequest, StockItem};

use crate::api::inventory;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::{Button, ButtonKind, Form, FormView, TextField, guard_unsaved, toast};

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
    let request = move || SetThresholdsRequest { low_stock_threshold: low_now(), minimum_stock: minimum_now() };
    let dirty = Memo::new(move |_| request() != now);
    guard_unsaved(dirty);
    let save = move || {
        form.submit(
            untrack(request),
            move |request| id.with_value(|id| inventory::set_stock_thresholds(id, revision, &request)),
            move |item| {
                toast::success(tu_string!(i18n, stock.item.thresholds_saved));
                on_done.run(item);
            },
        );
    };
    view! {
        <FormView form on_submit=save>
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
    }
    .into_any()
}
