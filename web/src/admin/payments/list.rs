//! All attempts to pay, with filters.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::live::Topic;
use shared::payments::{AttemptStatus, PaymentProvider, PaymentTrouble, StaffPaymentRow};

use super::super::export::ExportMenu;
use super::super::filters::{FilterBar, FilterChips, FilterSelect, Growing, SearchBox, address, use_filter};
use super::super::views::{Columns, ListTools, use_columns};
use super::words;
use crate::admin::words as common;
use crate::api::payments::{self, StaffPaymentFilter};
use crate::i18n::{t_string, use_i18n};
use crate::live;
use crate::routes;
use crate::ui::{
    Badge, Choice, Column, DataTable, EmptyState, FreshBar, LinkButton, PageHead, Status, date, money, time, use_fresh, use_paged,
};

/// The list's name among saved views.
const LIST: &str = "payments";

fn url(filter: &StaffPaymentFilter) -> String {
    address(
        routes::admin::PAYMENTS,
        &[
            ("trouble", filter.trouble.map_or("", PaymentTrouble::as_str)),
            ("status", filter.status.map_or("", AttemptStatus::as_str)),
            ("provider", filter.provider.map_or("", PaymentProvider::as_str)),
            ("q", &filter.q),
        ],
    )
}

/// All attempts to pay, newest first.
#[component]
pub fn PaymentsPage() -> impl IntoView {
    let i18n = use_i18n();
    let (filter, change) = use_filter(
        |asked| StaffPaymentFilter {
            q: asked.text("q"),
            status: asked.word("status"),
            provider: asked.word("provider"),
            trouble: asked.word("trouble"),
        },
        url,
    );
    let list = use_paged(
        move || filter.with(url),
        move |cursor| filter.with_untracked(|filter| payments::list_staff_payments(filter, cursor)),
    );
    let fresh = use_fresh(
        list,
        |row| row.id.to_string(),
        move || filter.with_untracked(|filter| payments::list_staff_payments(filter, None)),
    );
    live::on_changed(Topic::Payments, move |_| fresh.look());
    let count = move || {
        let locale = i18n.get_locale();
        list.total().get().map(|(total, _)| t_string!(i18n, admin.payments.count, count = common::number(locale, total)))
    };
    let statuses = Signal::derive(move || {
        let locale = i18n.get_locale();
        let all = Choice::new("", t_string!(i18n, admin.all));
        let words = AttemptStatus::ALL.iter().map(|&status| Choice::new(status.as_str(), common::attempt_status(locale, status)));
        std::iter::once(all).chain(words).collect::<Vec<_>>()
    });
    let providers = Signal::derive(move || {
        let all = Choice::new("", t_string!(i18n, admin.all));
        let words = PaymentProvider::ALL.iter().map(|&provider| Choice::new(provider.as_str(), provider.facts().name));
        std::iter::once(all).chain(words).collect::<Vec<_>>()
    });
    let columns = use_columns(LIST);
    view! {
        <PageHead title=move || t_string!(i18n, admin.payments.title)/>
        <div class="page stack">
            <header class="page__head">
                <h1 class="page__title">{move || t_string!(i18n, admin.payments.title)}</h1>
                <p class="muted" role="status">{count}</p>
                <LinkButton href=routes::admin::UNMATCHED.to_owned()>{move || t_string!(i18n, admin.payments.unmatched)}</LinkButton>
            </header>
            <ListTools list=LIST path=routes::admin::PAYMENTS columns all=table_columns().iter().map(Column::choice).collect()>
                <ExportMenu call=move |format| filter.with_untracked(|filter| payments::export_payments(filter, format))/>
            </ListTools>
            <Troubles filter/>
            <FilterBar>
                <div class="filters__find" data-test="payment-search">
                    <SearchBox
                        label=move || t_string!(i18n, admin.payments.search)
                        text=Signal::derive(move || filter.with(|filter| filter.q.clone()))
                        on_search=move |text| change.run(Box::new(move |filter| filter.q = text))
                    />
                </div>
                <FilterSelect
                    label=move || t_string!(i18n, admin.orders.status)
                    value=Signal::derive(move || filter.with(|filter| filter.status.map_or("", AttemptStatus::as_str).to_owned()))
                    choices=statuses
                    on_pick=move |word: String| change.run(Box::new(move |filter| filter.status = word.parse().ok()))
                />
                <FilterSelect
                    label=move || t_string!(i18n, admin.payments.provider)
                    value=Signal::derive(move || filter.with(|filter| filter.provider.map_or("", PaymentProvider::as_str).to_owned()))
                    choices=providers
                    on_pick=move |word: String| change.run(Box::new(move |filter| filter.provider = word.parse().ok()))
                />
            </FilterBar>
            <FreshBar fresh/>
            <Growing list=list>
                <Table rows=list.items() columns/>
            </Growing>
        </div>
    }
    .into_any()
}

/// What to look at, side by side, each a link with the other filters kept.
#[component]
fn Troubles(filter: Memo<StaffPaymentFilter>) -> impl IntoView {
    let i18n = use_i18n();
    let href = Callback::new(move |trouble: Option<PaymentTrouble>| {
        filter.with(|filter| url(&StaffPaymentFilter { trouble, ..filter.clone() }))
    });
    view! {
        <FilterChips
            label=move || t_string!(i18n, admin.payments.trouble)
            all=PaymentTrouble::ALL
            name=words::trouble
            here=Signal::derive(move || filter.with(|filter| filter.trouble))
            href
            test="trouble"
        />
    }
    .into_any()
}

/// The columns of the list.
fn table_columns() -> Vec<Column<StaffPaymentRow>> {
    let i18n = use_i18n();
    vec![
        Column::new(
            "order",
            move || t_string!(i18n, admin.payments.order),
            |row: &StaffPaymentRow| {
                let (number, href) = (row.order_number.clone(), routes::admin::payment(&row.id.to_string()));
                view! { <A href=href attr:class="row-link" attr:data-test="payment-row" attr:data-order=row.order_number.clone()>{number}</A> }
            },
        ),
        Column::new(
            "status",
            move || t_string!(i18n, admin.orders.status),
            move |row: &StaffPaymentRow| {
                let status = row.status;
                view! {
                    <span class="badges">
                        <Status tone=common::attempt_tone(status)>{move || common::attempt_status(i18n.get_locale(), status)}</Status>
                        <Troubled troubles=row.troubles.clone()/>
                    </span>
                }
            },
        ),
        Column::new("buyer", move || t_string!(i18n, admin.orders.buyer), |row: &StaffPaymentRow| row.buyer.clone()).secondary(),
        Column::new(
            "provider",
            move || t_string!(i18n, admin.payments.provider),
            move |row: &StaffPaymentRow| {
                let method = row.method.clone();
                view! {
                    <span class="two-lines">
                        <span>{row.provider.facts().name}</span>
                        <span class="muted">
                            {move || method.as_ref().map(|method| common::payment_way(i18n.get_locale(), method))}
                        </span>
                    </span>
                }
            },
        )
        .secondary(),
        Column::new(
            "began",
            move || t_string!(i18n, admin.payments.began),
            move |row: &StaffPaymentRow| {
                let at = row.created_at;
                view! {
                    <span class="two-lines nowrap">
                        <span>{move || date(i18n.get_locale(), at)}</span>
                        <span class="muted">{move || time(i18n.get_locale(), at)}</span>
                    </span>
                }
            },
        )
        .secondary(),
        Column::new(
            "amount",
            move || t_string!(i18n, admin.payments.amount),
            move |row: &StaffPaymentRow| {
                let (amount, refunded) = (row.amount, row.refunded);
                let back = move || (refunded.0 > 0).then(|| format!("−{}", money(i18n.get_locale(), refunded)));
                view! {
                    <span class="two-lines">
                        <span class="money">{move || money(i18n.get_locale(), amount)}</span>
                        <span class="muted">{back}</span>
                    </span>
                }
            },
        )
        .numeric(),
    ]
}

#[component]
fn Table(rows: RwSignal<Vec<StaffPaymentRow>>, columns: Columns) -> impl IntoView {
    let i18n = use_i18n();
    let empty = move || {
        view! {
            <EmptyState
                icon=icondata::LuCreditCard
                title=move || t_string!(i18n, admin.payments.empty)
                text=move || t_string!(i18n, admin.payments.empty_text)
            />
        }
    };
    view! { <DataTable caption=move || t_string!(i18n, admin.payments.title) columns=table_columns() rows key=|row| row.id.to_string() shown=columns.shown() empty/> }
        .into_any()
}

/// What to look at, as badges.
#[component]
pub(super) fn Troubled(troubles: Vec<PaymentTrouble>) -> impl IntoView {
    let i18n = use_i18n();
    troubles
        .into_iter()
        .map(|trouble| view! { <Badge tone=words::trouble_tone(trouble)>{move || words::trouble(i18n.get_locale(), trouble)}</Badge> })
        .collect_view()
        .into_any()
}
