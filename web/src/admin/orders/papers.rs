//! The papers of one order, and of those that are ticked in the list.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::OrderId;
use shared::orders::{OrderStatus, StaffOrderRow};
use shared::papers::{MAX_ORDERS, Paper, PrintPapersRequest};

use super::many::MoveMany;
use crate::api::papers;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::{Button, ButtonKind, ButtonSize, Card, DownloadButton, IconButton, save, toast};

/// Invoice, packing list and label of an order.
#[component]
pub(super) fn Papers(
    /// The order.
    id: StoredValue<String>,
    /// Where it stands.
    status: OrderStatus,
    /// All of its money is on its way back, and it has not left.
    stays: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let refused = stays || !Paper::Label.is_for(status);
    let why = Signal::derive(move || refused.then(|| t_string!(i18n, admin.papers.not_shippable).to_owned()));
    view! {
        <Card title=move || t_string!(i18n, admin.papers.title)>
            <div class="papers">
                <DownloadButton
                    fetch=move || id.with_value(|id| papers::get_label(id))
                    icon=icondata::LuTag
                    wide=true
                    blocked=why
                    attr:data-test="paper-label"
                >
                    {move || t_string!(i18n, admin.papers.label)}
                </DownloadButton>
                <DownloadButton
                    fetch=move || id.with_value(|id| papers::get_packing_list(id))
                    icon=icondata::LuListChecks
                    wide=true
                    blocked=why
                    attr:data-test="paper-packing_list"
                >
                    {move || t_string!(i18n, admin.papers.packing_list)}
                </DownloadButton>
                <DownloadButton
                    fetch=move || id.with_value(|id| papers::get_staff_invoice(id))
                    icon=icondata::LuReceiptText
                    wide=true
                    attr:data-test="paper-invoice"
                >
                    {move || t_string!(i18n, admin.papers.invoice)}
                </DownloadButton>
            </div>
        </Card>
    }
    .into_any()
}

/// What can be done with the orders that are ticked; nothing while none is.
#[component]
pub(super) fn PickedOrders(
    /// The orders in the list.
    #[prop(into)]
    rows: Signal<Vec<StaffOrderRow>>,
    /// Ids of those ticked. What is no longer in the list does not count.
    selected: RwSignal<BTreeSet<String>>,
    /// Whether they may be moved along.
    #[prop(into)]
    may_write: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let picked = Memo::new(move |_| {
        rows.with(|rows| {
            let ticked = |row: &&StaffOrderRow| selected.with(|selected| selected.contains(&row.id.to_string()));
            rows.iter().filter(ticked).map(|row| (row.id, row.status)).collect::<Vec<_>>()
        })
    });
    let count = Memo::new(move |_| picked.with(Vec::len));
    let all = Memo::new(move |_| rows.with(Vec::len));
    let pick_all = move || selected.set(rows.with_untracked(|rows| rows.iter().map(|row| row.id.to_string()).collect()));
    view! {
        <div class="picked" role="region" aria-label=move || t_string!(i18n, admin.papers.picked_orders) class:is-empty=move || count.get() == 0>
            // In the page from the beginning, so that a change of it is read out.
            <p class="picked__count" role="status" data-test="picked-count">
                {move || (count.get() > 0).then(|| t_string!(i18n, admin.papers.picked, count = count.get()).to_string())}
            </p>
            <Show when=move || { count.get() > 0 }>
                <Show when=move || may_write.get()>
                    <div class="picked__papers"><MoveMany picked/></div>
                </Show>
                <div class="picked__papers">
                    <Print paper=Paper::Label picked/>
                    <Print paper=Paper::PackingList picked/>
                    <Print paper=Paper::Invoice picked/>
                </div>
                <div class="picked__rest">
                    <Show when=move || count.get() < all.get()>
                        <Button kind=ButtonKind::Quiet size=ButtonSize::Small on_click=pick_all attr:data-test="pick-all">
                            {move || t_string!(i18n, admin.papers.pick_all, count = all.get()).to_string()}
                        </Button>
                    </Show>
                    <IconButton icon=icondata::LuX label=move || t_string!(i18n, admin.papers.clear) on_click=move || selected.set(BTreeSet::new())/>
                </div>
            </Show>
        </div>
    }
    .into_any()
}

/// Prints one paper of all that are ticked and have it.
#[component]
fn Print(paper: Paper, picked: Memo<Vec<(OrderId, OrderStatus)>>) -> impl IntoView {
    let i18n = use_i18n();
    let busy = RwSignal::new(false);
    let ready = Memo::new(move |_| {
        picked
            .with(|picked| picked.iter().filter(|(_, status)| paper.is_for(*status)).map(|(id, _)| *id).collect::<Vec<OrderId>>())
    });
    let count = move || ready.with(Vec::len);
    let why = Signal::derive(move || match count() {
        0 => Some(t_string!(i18n, admin.papers.nothing).to_owned()),
        many if many > MAX_ORDERS => Some(t_string!(i18n, admin.papers.too_many, max = MAX_ORDERS).to_string()),
        _ => None,
    });
    let print = move || {
        let order_ids = ready.get_untracked();
        let skipped = picked.with_untracked(Vec::len) - order_ids.len();
        let answer = papers::print_papers(&PrintPapersRequest { paper, order_ids, locale: None });
        busy.set(true);
        spawn_local(async move {
            let answer = answer.await;
            let _ = busy.try_set(false);
            if save(answer) && skipped > 0 {
                toast::info(tu_string!(i18n, admin.papers.skipped, count = skipped).to_string());
            }
        });
    };
    let icon = match paper {
        Paper::Label => icondata::LuTags,
        Paper::PackingList => icondata::LuListChecks,
        Paper::Invoice => icondata::LuReceiptText,
    };
    let name = move || match paper {
        Paper::Label => t_string!(i18n, admin.papers.labels),
        Paper::PackingList => t_string!(i18n, admin.papers.packing_lists),
        Paper::Invoice => t_string!(i18n, admin.papers.invoices),
    };
    view! {
        <Button size=ButtonSize::Small icon loading=busy blocked=why on_click=print attr:data-test=format!("print-{paper}")>
            {name} " " <span class="picked__number">{count}</span>
        </Button>
    }
    .into_any()
}
