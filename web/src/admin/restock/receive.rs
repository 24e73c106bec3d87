//! Taking in a delivery: a field that the scanner types into, and what was counted of each line.

use leptos::html;
use leptos::prelude::*;
use shared::inventory::{ReceiveLine, ReceiveRestockRequest, RestockLine, RestockOrder};
use shared::problem::ErrorCode;
use web_logic::numbers;

use super::super::inventory::words;
use super::counting::{Counting, Typed, number};
use crate::api::inventory;
use crate::i18n::{Locale, t_string, td_string, tu_string, use_i18n};
use crate::ui::cell::{Cell, CellKind};
use crate::ui::{Button, ButtonKind, Card, Checkbox, Form, FormView, Icon, TextArea, TextField, guard_unsaved, ids, toast};

/// A field for a scanner, which types a code and presses Enter. It empties itself and keeps the focus.
#[component]
pub fn ScanField(
    /// What it is for.
    #[prop(into)]
    label: TextProp,
    /// Takes what was read.
    on_scan: Callback<String>,
) -> impl IntoView {
    let id = ids::unique("scan");
    let input = NodeRef::<html::Input>::new();
    let take = move || {
        let Some(input) = input.get_untracked() else { return };
        let code = input.value().trim().to_owned();
        input.set_value("");
        if !code.is_empty() {
            on_scan.run(code);
        }
    };
    view! {
        <div class="field stock__scan">
            <label class="field__label" for=id.clone()>{move || label.get()}</label>
            <span class="control">
                <Icon icon=icondata::LuScanBarcode/>
                <input
                    node_ref=input
                    class="control__input"
                    id=id
                    type="text"
                    maxlength="64"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    data-test="scan"
                    on:keydown=move |event| {
                        if event.key() == "Enter" {
                            // The form around is not sent by it.
                            event.prevent_default();
                            take();
                        }
                    }
                />
            </span>
        </div>
    }
    .into_any()
}

/// What became of a delivery that was sent.
enum Outcome {
    Booked(RestockOrder),
    /// Nothing: somebody else was faster. This is the order by now.
    Stale(RestockOrder),
}

/// What is counted of a line.
#[derive(Clone, Copy)]
struct Counted {
    line: StoredValue<RestockLine>,
    quantity: RwSignal<String>,
    damaged: RwSignal<String>,
    reason: RwSignal<String>,
    cost: RwSignal<String>,
}

fn whole(text: RwSignal<String>) -> i32 {
    text.with(|text| number(text))
}

impl Counted {
    fn new(line: RestockLine, typed: Typed) -> Self {
        Self {
            line: StoredValue::new(line),
            quantity: typed.quantity.into(),
            damaged: typed.damaged.into(),
            reason: typed.reason.into(),
            cost: typed.cost.into(),
        }
    }

    fn is_empty(self) -> bool {
        whole(self.quantity) == 0 && whole(self.damaged) == 0
    }

    fn awaited(self) -> i32 {
        self.line.with_value(|line| line.discrepancy.short)
    }

    /// Whether the code is its barcode, its SKU or what the supplier calls it.
    fn is_called(self, code: &str) -> bool {
        self.line.with_value(|line| {
            line.barcode.as_deref() == Some(code)
                || line.sku.eq_ignore_ascii_case(code)
                || !line.supplier_sku.is_empty() && line.supplier_sku.eq_ignore_ascii_case(code)
        })
    }

    fn read(self) -> ReceiveLine {
        let ordered_at = self.line.with_value(|line| line.unit_cost);
        let cost = self.cost.with(|text| numbers::typed(text).map(shared::money::Rupiah));
        ReceiveLine {
            variant_id: self.line.with_value(|line| line.variant_id),
            quantity: whole(self.quantity),
            damaged: whole(self.damaged),
            reason: self.reason.get(),
            unit_cost: cost.filter(|cost| *cost != ordered_at),
        }
    }
}

/// The form: scan or type what came, say what was broken, book it.
#[component]
pub fn ReceiveForm(
    /// The order.
    order: RestockOrder,
    /// What was counted of it so far.
    counting: Counting,
    /// Takes the order afterwards.
    on_done: Callback<RestockOrder>,
) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let id = StoredValue::new(order.id.to_string());
    // What came since counting began is told before more is booked.
    if !counting.has_begun() {
        counting.seen.set_value(order.revision);
    }
    let count = |line: RestockLine| {
        let typed = counting.of(&line);
        Counted::new(line, typed)
    };
    let counted: Vec<Counted> = order.lines.into_iter().map(count).collect();
    let rows = StoredValue::new(counted);
    let Counting { delivery_note, note, closes, .. } = counting;
    let said = RwSignal::new(String::new());
    let any = Memo::new(move |_| rows.with_value(|rows| rows.iter().any(|row| !row.is_empty())));
    guard_unsaved(any);
    let scan = move |code: String| {
        let found = rows.with_value(|rows| rows.iter().find(|row| row.is_called(&code)).copied());
        match found {
            Some(row) => {
                let now = untrack(|| whole(row.quantity)).saturating_add(1);
                row.quantity.set(now.to_string());
                let name = row.line.with_value(|line| words::called(&line.name, &line.options));
                said.set(tu_string!(i18n, stock.scan.counted, name = name, count = now).to_string());
            }
            None => {
                said.set(String::new());
                toast::failure(tu_string!(i18n, stock.scan.not_ordered, code = code).to_string());
            }
        }
    };
    let take_all = move || {
        rows.with_value(|rows| {
            for row in rows {
                let awaited = row.awaited();
                row.quantity.set(if awaited > 0 { awaited.to_string() } else { String::new() });
            }
        });
    };
    // Pointers count the lines that are sent, not those that are shown.
    let place = move |row: Counted| {
        Signal::derive(move || {
            let own = row.line.with_value(|line| line.variant_id);
            rows.with_value(|rows| {
                rows.iter()
                    .filter(|other| !other.is_empty())
                    .position(|other| other.line.with_value(|line| line.variant_id) == own)
            })
        })
    };
    let request = move || ReceiveRestockRequest {
        lines: rows.with_value(|rows| rows.iter().filter(|row| !row.is_empty()).map(|row| row.read()).collect()),
        delivery_note: delivery_note.get(),
        note: note.get(),
        closes: closes.get(),
    };
    let send = move || {
        form.submit(
            untrack(request),
            move |request| {
                let (id, revision) = (id.get_value(), counting.seen.get_value());
                let booking = counting.key.with_value(|key| inventory::receive_restock_order(&id, revision, &request, key));
                async move {
                    match booking.await {
                        Ok(order) => Ok(Outcome::Booked(order)),
                        Err(error) if error.is(ErrorCode::Stale) => inventory::get_restock_order(&id).await.map(Outcome::Stale),
                        Err(error) => Err(error),
                    }
                }
            },
            move |outcome| match outcome {
                Outcome::Booked(order) => {
                    // Nothing is left to lose.
                    counting.forget();
                    toast::success(tu_string!(i18n, stock.receive.done));
                    on_done.run(order);
                }
                Outcome::Stale(order) => {
                    counting.seen.set_value(order.revision);
                    toast::failure(if order.status.is_open() {
                        tu_string!(i18n, stock.receive.stale)
                    } else {
                        tu_string!(i18n, stock.receive.stale_closed)
                    });
                    on_done.run(order);
                }
            },
        );
    };
    let row = move |row: Counted| {
        let at = place(row);
        let pointer = move |field: &'static str| {
            Signal::derive(move || at.get().map_or_else(String::new, |index| format!("/lines/{index}/{field}")))
        };
        let (name, sku) = row.line.with_value(|line| (words::called(&line.name, &line.options), line.sku.clone()));
        let (awaited, test) = (row.awaited(), sku.clone());
        let label =
            move |words: fn(Locale) -> &'static str, name: String| move || format!("{}: {name}", words(i18n.get_locale()));
        view! {
            <tr class:is-counted=move || !row.is_empty() data-test="receive-line" data-sku=test>
                <th scope="row"><span class="two-lines"><span>{name.clone()}</span><span class="muted">{sku}</span></span></th>
                <td class="num" data-test="receive-awaited">{awaited}</td>
                <td class="num">
                    <Cell
                        pointer=pointer("quantity")
                        label=label(|locale| td_string!(locale, stock.receive.good), name.clone())
                        value=row.quantity
                        kind=CellKind::Whole
                        maxlength=6
                        test="receive-quantity"
                    />
                </td>
                <td class="num">
                    <Cell
                        pointer=pointer("damaged")
                        label=label(|locale| td_string!(locale, stock.receive.damaged), name.clone())
                        value=row.damaged
                        kind=CellKind::Whole
                        maxlength=6
                        test="receive-damaged"
                    />
                </td>
                <td>
                    <Cell
                        pointer=pointer("reason")
                        label=label(|locale| td_string!(locale, stock.receive.reason), name.clone())
                        value=row.reason
                        maxlength=300
                        disabled=Signal::derive(move || whole(row.damaged) == 0)
                        test="receive-reason"
                    />
                </td>
                <td class="num wide-only">
                    <Cell
                        pointer=pointer("unit_cost")
                        label=label(|locale| td_string!(locale, stock.terms.cost), name)
                        value=row.cost
                        kind=CellKind::Money
                    />
                </td>
            </tr>
        }
    };
    let blocked =
        Signal::derive(move || (!any.get() && !closes.get()).then(|| t_string!(i18n, stock.receive.nothing).to_owned()));
    view! {
        <FormView form on_submit=send>
            <Card
                title=move || t_string!(i18n, stock.receive.title)
                aside=move || view! {
                    <Button kind=ButtonKind::Quiet on_click=take_all attr:data-test="receive-all">{move || t_string!(i18n, stock.receive.all)}</Button>
                }
            >
                <ScanField label=move || t_string!(i18n, stock.scan.label) on_scan=Callback::new(scan)/>
                <p class="stock__said" role="status" data-test="scanned">{move || said.get()}</p>
                <div class="table-wrap" tabindex="0" role="region" aria-label=move || t_string!(i18n, stock.receive.title)>
                    <table class="table stock__receive">
                        <caption class="visually-hidden">{move || t_string!(i18n, stock.receive.title)}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{move || t_string!(i18n, stock.list.product)}</th>
                                <th scope="col" class="num">{move || t_string!(i18n, stock.receive.awaited)}</th>
                                <th scope="col" class="num">{move || t_string!(i18n, stock.receive.good)}</th>
                                <th scope="col" class="num">{move || t_string!(i18n, stock.receive.damaged)}</th>
                                <th scope="col">{move || t_string!(i18n, stock.receive.reason)}</th>
                                <th scope="col" class="num wide-only">{move || t_string!(i18n, stock.terms.cost)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows.with_value(|rows| rows.iter().map(|one| row(*one)).collect_view())}</tbody>
                    </table>
                </div>
                <div class="form__grid">
                    <TextField pointer="/delivery_note" label=move || t_string!(i18n, stock.receive.delivery_note) value=delivery_note maxlength=100 optional=true/>
                    <TextArea pointer="/note" label=move || t_string!(i18n, stock.receive.note) value=note maxlength=1000 rows=1 optional=true/>
                    <div class="form__wide">
                        <Checkbox pointer="/closes" checked=closes>{move || t_string!(i18n, stock.receive.closes)}</Checkbox>
                    </div>
                </div>
                <div class="form__actions">
                    <Button submit=true kind=ButtonKind::Primary icon=icondata::LuPackageCheck loading=form.busy() blocked attr:data-test="receive-save">
                        {move || t_string!(i18n, stock.receive.save)}
                    </Button>
                </div>
            </Card>
        </FormView>
    }
    .into_any()
}
