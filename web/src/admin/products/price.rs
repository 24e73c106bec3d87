//! Changing the prices of many products by one rule, seen before it is done.

use leptos::prelude::*;
use shared::ids::ProductId;
use shared::problem::ErrorCode;
use shared::products::{BulkEdit, BulkProductsRequest, BulkReport, PriceChange, PriceChangeKind};
use shared::typed;
use shared::validate::{FieldCode, FieldError, Validate};

use super::bulk::refusal;
use crate::admin::words;
use crate::api::products;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::cell::{Cell, CellKind};
use crate::ui::{Button, ButtonKind, Checkbox, Choice, Dialog, Form, FormView, RadioGroup, SelectField, money, toast};

/// Prices shown of what would change.
const SHOWN: usize = 30;

/// Asks by how much, shows what would be, and does it.
#[component]
pub(super) fn PriceDialog(
    open: RwSignal<bool>,
    #[prop(into)] ids: Signal<Vec<ProductId>>,
    /// Prices were changed.
    #[prop(into)]
    done: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog open title=move || t_string!(i18n, goods.price.title, count = ids.with(Vec::len)).to_string() wide=true>
            <Rule open ids done/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Rule(open: RwSignal<bool>, ids: Signal<Vec<ProductId>>, done: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let way = RwSignal::new("cheaper".to_owned());
    let kind = RwSignal::new("percent".to_owned());
    let by = RwSignal::new(String::new());
    let round_to = RwSignal::new("1000".to_owned());
    let show = RwSignal::new(true);
    let report = RwSignal::new(None::<BulkReport>);
    let measure = move || kind.with(|word| word.parse().unwrap_or(PriceChangeKind::Percent));
    // Hundredths of a percent, or whole rupiah. Nothing is 0, which the rules speak of; `None` is no such number.
    let number = move || {
        let measure = measure();
        let read = by.with(|text| match measure {
            _ if text.trim().is_empty() => Ok(0),
            PriceChangeKind::Percent => typed::percent(text),
            PriceChangeKind::Amount => typed::whole(text),
        });
        read.ok().filter(|number| *number >= 0)
    };
    let request = move |dry_run: bool| {
        let kind = measure();
        let value = number().unwrap_or(0);
        let value = if way.with(|way| way == "cheaper") { -value } else { value };
        BulkProductsRequest {
            ids: ids.get(),
            edit: BulkEdit::Price,
            price: Some(PriceChange {
                kind,
                value,
                round_to: round_to.with(|step| step.parse().unwrap_or(1)),
                show_reduction: show.get() && value < 0,
            }),
            fingerprint: None,
            dry_run,
        }
    };
    // Another rule, another outcome: what was shown no longer holds.
    Effect::new(move |_| {
        request(true);
        report.set(None);
    });
    let send = move |dry_run: bool| {
        // What was shown is what shall be done: an answer that was lost is not asked for by doing it once more.
        let fingerprint = report.with_untracked(|told| told.as_ref().and_then(|told| told.fingerprint.clone()));
        if untrack(number).is_none() {
            form.reject(vec![FieldError::new("/price/value", FieldCode::WrongType)]);
            return;
        }
        let request = BulkProductsRequest { fingerprint: fingerprint.filter(|_| !dry_run), ..untrack(|| request(dry_run)) };
        if let Err(errors) = request.validate() {
            form.reject(errors);
            return;
        }
        let answer = products::bulk_edit_products(&request);
        let attempt = async move {
            // Which products it cannot be done to stands in words above the form, not on fields.
            Ok(match answer.await {
                Err(error) if error.is(ErrorCode::Stale) => {
                    let anew = BulkProductsRequest { fingerprint: None, dry_run: true, ..request };
                    (products::bulk_edit_products(&anew).await, true)
                }
                answer => (answer, false),
            })
        };
        form.run(attempt, move |(answer, is_stale)| match answer {
            Ok(told) if dry_run || is_stale => {
                if is_stale {
                    toast::info(tu_string!(i18n, goods.price.stale));
                }
                report.set(Some(told));
            }
            Ok(told) => {
                toast::success(tu_string!(i18n, goods.bulk.priced, count = told.changed.len()));
                open.set(false);
                done.run(());
            }
            Err(error) => toast::failure(refusal(i18n.get_locale_untracked(), &error)),
        });
    };
    let ways = Signal::derive(move || {
        vec![
            Choice::new("cheaper", t_string!(i18n, goods.price.cheaper)),
            Choice::new("dearer", t_string!(i18n, goods.price.dearer)),
        ]
    });
    let kinds = Signal::derive(move || {
        vec![
            Choice::new("percent", t_string!(i18n, goods.price.percent)),
            Choice::new("amount", t_string!(i18n, goods.price.amount)),
        ]
    });
    let steps = Signal::derive(move || {
        let locale = i18n.get_locale();
        [1_i64, 100, 500, 1_000, 5_000, 10_000, 50_000, 100_000]
            .into_iter()
            .map(|step| match step {
                1 => Choice::new("1", t_string!(i18n, goods.price.exact)),
                step => Choice::new(step.to_string(), money(locale, shared::money::Rupiah(step))),
            })
            .collect::<Vec<_>>()
    });
    view! {
        <FormView form on_submit=move || send(report.with_untracked(Option::is_none))>
            <div class="form__pair">
                <RadioGroup pointer="/way" label=move || t_string!(i18n, goods.price.way) value=way choices=ways inline=true/>
                <RadioGroup pointer="/price/kind" label=move || t_string!(i18n, goods.price.kind) value=kind choices=kinds inline=true/>
            </div>
            <div class="form__pair">
                <label class="field">
                    <span class="field__label">{move || t_string!(i18n, goods.price.by)}</span>
                    {move || {
                        let kind = if measure() == PriceChangeKind::Percent { CellKind::Percent } else { CellKind::Money };
                        view! {
                            <Cell
                                pointer=Signal::derive(|| "/price/value".to_owned())
                                label=move || t_string!(i18n, goods.price.by)
                                value=by
                                kind
                                test="price-by"
                            />
                        }
                    }}
                </label>
                <SelectField pointer="/price/round_to" label=move || t_string!(i18n, goods.price.round) value=round_to choices=steps/>
            </div>
            <Show when=move || way.with(|way| way == "cheaper")>
                <Checkbox checked=show>{move || t_string!(i18n, goods.price.show)}</Checkbox>
            </Show>
            {move || report.get().map(|report| view! { <Outcome report/> })}
            <div class="form__actions">
                {move || match report.get() {
                    Some(told) => {
                        let count = told.prices.len();
                        view! {
                            <Button submit=true kind=ButtonKind::Primary loading=form.busy() attr:data-test="price-apply">
                                {move || t_string!(i18n, goods.price.apply, count = count)}
                            </Button>
                        }
                        .into_any()
                    }
                    None => view! {
                        <Button submit=true kind=ButtonKind::Primary loading=form.busy() attr:data-test="price-preview">
                            {move || t_string!(i18n, goods.price.preview)}
                        </Button>
                    }
                    .into_any(),
                }}
                <Button kind=ButtonKind::Quiet on_click=move || open.set(false)>{move || t_string!(i18n, common.action.cancel)}</Button>
            </div>
        </FormView>
    }
    .into_any()
}

#[component]
fn Outcome(report: BulkReport) -> impl IntoView {
    let i18n = use_i18n();
    let more = report.prices.len().saturating_sub(SHOWN);
    if report.prices.is_empty() {
        return view! { <p class="notice tone-info">{move || t_string!(i18n, goods.price.nothing)}</p> }.into_any();
    }
    let rows = report
        .prices
        .into_iter()
        .take(SHOWN)
        .map(|row| {
            view! {
                <tr>
                    <th scope="row">{row.name} <br/> <code class="muted">{row.sku}</code></th>
                    <td class="num">{move || money(i18n.get_locale(), row.before)}</td>
                    <td class="num">
                        <strong>{move || money(i18n.get_locale(), row.after)}</strong>
                        {row.compare_at.map(|before| view! { <br/> <s class="muted">{move || money(i18n.get_locale(), before)}</s> })}
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-wrap price-outcome" tabindex="0" role="region" aria-label=move || t_string!(i18n, goods.price.outcome)>
            <table class="table" data-test="price-outcome">
                <caption class="visually-hidden">{move || t_string!(i18n, goods.price.outcome)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{move || t_string!(i18n, admin.products.name)}</th>
                        <th scope="col" class="num">{move || t_string!(i18n, goods.price.before)}</th>
                        <th scope="col" class="num">{move || t_string!(i18n, goods.price.after)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {(more > 0).then(|| view! { <p class="muted small">{move || t_string!(i18n, goods.price.more, count = words::number(i18n.get_locale(), i64::try_from(more).unwrap_or(i64::MAX)))}</p> })}
    }
    .into_any()
}
