//! All orders, with filters.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::live::Topic;
use shared::orders::{OrderStatus, StaffOrderSort};
use shared::payments::PaymentStatus;
use shared::permission::Permission;

use super::super::export::ExportMenu;
use super::super::filters::{
    DateFilter, FilterBar, FilterChips, FilterSelect, Growing, SearchBox, SeveralChip, address, use_filter,
};
use super::super::views::{ListTools, use_columns};
use super::super::words;
use super::papers::PickedOrders;
use super::table::{OrderTable, order_columns};
use crate::api::admin::{self, StaffOrderFilter};
use crate::i18n::{t_string, td_string, use_i18n};
use crate::live;
use crate::routes;
use crate::session::use_session;
use crate::ui::{Choice, Column, FreshBar, LinkButton, PageHead, Sort, use_fresh, use_load, use_paged};

/// The list's name among saved views.
const LIST: &str = "orders";

fn url(filter: &StaffOrderFilter) -> String {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    address(
        routes::admin::ORDERS,
        &[
            ("status", filter.status.map_or("", OrderStatus::as_str)),
            ("to_ship", if filter.to_ship == Some(true) { "true" } else { "" }),
            ("payment_status", filter.payment_status.map_or("", PaymentStatus::as_str)),
            ("courier", &filter.courier),
            ("from", &day(filter.from)),
            ("until", &day(filter.until)),
            ("sort", filter.sort.map_or("", StaffOrderSort::as_str)),
            ("q", &filter.q),
        ],
    )
}

/// All orders, newest first.
#[component]
pub fn OrdersPage() -> impl IntoView {
    let i18n = use_i18n();
    let (filter, change) = use_filter(
        |asked| StaffOrderFilter {
            q: asked.text("q"),
            status: asked.word("status"),
            to_ship: asked.get("to_ship").map(|word| word == "true").filter(|to_ship| *to_ship),
            payment_status: asked.word("payment_status"),
            courier: asked.text("courier"),
            from: asked.word("from"),
            until: asked.word("until"),
            sort: asked.word("sort"),
        },
        url,
    );
    let list = use_paged(
        move || filter.with(url),
        move |cursor| filter.with_untracked(|filter| admin::list_staff_orders(filter, cursor)),
    );
    let selected = RwSignal::new(BTreeSet::new());
    let fresh =
        use_fresh(list, |row| row.id.to_string(), move || filter.with_untracked(|filter| admin::list_staff_orders(filter, None)));
    live::on_changed(Topic::Orders, move |_| fresh.look());
    let count = move || {
        let locale = i18n.get_locale();
        list.total().get().map(|(total, _)| t_string!(i18n, admin.orders.count, count = words::number(locale, total)))
    };
    let payments = Signal::derive(move || {
        let locale = i18n.get_locale();
        let all = Choice::new("", t_string!(i18n, admin.all));
        let words = PaymentStatus::ALL.iter().map(|&status| Choice::new(status.as_str(), words::payment_status(locale, status)));
        std::iter::once(all).chain(words).collect::<Vec<_>>()
    });
    // Couriers are those that the shop sends with, and the one asked for.
    let sent_with = use_load(admin::list_order_couriers);
    let couriers = Signal::derive(move || {
        let mut names = sent_with.get().unwrap_or_default();
        let asked = filter.with(|filter| filter.courier.clone());
        if !asked.is_empty() && !names.contains(&asked) {
            names.push(asked);
        }
        let all = Choice::new("", t_string!(i18n, admin.all));
        std::iter::once(all).chain(names.into_iter().map(|name| Choice::new(name.clone(), name))).collect::<Vec<_>>()
    });
    let session = use_session();
    let may_write = Memo::new(move |_| session.with(|session| session.can(Permission::OrdersWrite)));
    let columns = use_columns(LIST);
    let sort = Signal::derive(move || {
        let (key, descending) = match filter.with(|filter| filter.sort).unwrap_or(StaffOrderSort::Newest) {
            StaffOrderSort::Newest => ("placed", true),
            StaffOrderSort::Oldest => ("placed", false),
            StaffOrderSort::Largest => ("total", true),
            StaffOrderSort::Smallest => ("total", false),
        };
        Some(Sort { key: key.to_owned(), descending })
    });
    let on_sort = move |sort: Sort| {
        let sort = match (sort.key.as_str(), sort.descending) {
            ("total", true) => Some(StaffOrderSort::Largest),
            ("total", false) => Some(StaffOrderSort::Smallest),
            (_, false) => Some(StaffOrderSort::Oldest),
            // As it is without saying so.
            (_, true) => None,
        };
        change.run(Box::new(move |filter| filter.sort = sort));
    };
    view! {
        <PageHead title=move || t_string!(i18n, admin.orders.title)/>
        <div class="page stack">
            <header class="page__head">
                <h1 class="page__title">{move || t_string!(i18n, admin.orders.title)}</h1>
                <p class="muted" role="status">{count}</p>
                <Show when=move || may_write.get()>
                    <LinkButton href=routes::admin::TRACKING_NUMBERS.to_owned() icon=icondata::LuTruck attr:data-test="tracking-numbers">
                        {move || t_string!(i18n, intake.numbers.open)}
                    </LinkButton>
                </Show>
            </header>
            <ListTools list=LIST path=routes::admin::ORDERS columns all=order_columns(false).iter().map(Column::choice).collect()>
                <ExportMenu call=move |format| filter.with_untracked(|filter| admin::export_orders(filter, format))/>
            </ListTools>
            <Statuses filter/>
            <FilterBar>
                <div class="filters__find" data-test="order-search">
                    <SearchBox
                        label=move || t_string!(i18n, admin.orders.search)
                        text=Signal::derive(move || filter.with(|filter| filter.q.clone()))
                        on_search=move |text| change.run(Box::new(move |filter| filter.q = text))
                    />
                </div>
                <FilterSelect
                    label=move || t_string!(i18n, admin.orders.payment)
                    value=Signal::derive(move || filter.with(|filter| filter.payment_status.map_or("", PaymentStatus::as_str).to_owned()))
                    choices=payments
                    on_pick=move |word: String| change.run(Box::new(move |filter| filter.payment_status = word.parse().ok()))
                />
                <FilterSelect
                    label=move || t_string!(i18n, admin.orders.courier)
                    value=Signal::derive(move || filter.with(|filter| filter.courier.clone()))
                    choices=couriers
                    on_pick=move |word| change.run(Box::new(move |filter| filter.courier = word))
                />
                <DateFilter
                    label=move || t_string!(i18n, office.filter.from)
                    value=Signal::derive(move || filter.with(|filter| filter.from))
                    on_pick=move |day| change.run(Box::new(move |filter| filter.from = day))
                />
                <DateFilter
                    label=move || t_string!(i18n, office.filter.until)
                    value=Signal::derive(move || filter.with(|filter| filter.until))
                    on_pick=move |day| change.run(Box::new(move |filter| filter.until = day))
                />
            </FilterBar>
            <PickedOrders rows=list.items() selected may_write/>
            <FreshBar fresh/>
            <Growing list=list>
                <OrderTable rows=list.items() selected shown=columns.shown() sort on_sort=on_sort/>
            </Growing>
        </div>
    }
    .into_any()
}

/// The statuses side by side, each a link with the other filters kept.
#[component]
fn Statuses(filter: Memo<StaffOrderFilter>) -> impl IntoView {
    let i18n = use_i18n();
    let href = Callback::new(move |status: Option<OrderStatus>| {
        filter.with(|filter| url(&StaffOrderFilter { status, to_ship: None, ..filter.clone() }))
    });
    let several = SeveralChip {
        name: |locale| td_string!(locale, admin.orders.to_ship),
        here: Signal::derive(move || filter.with(|filter| filter.to_ship == Some(true))),
        href: Signal::derive(move || {
            filter.with(|filter| url(&StaffOrderFilter { status: None, to_ship: Some(true), ..filter.clone() }))
        }),
        test: "status-to-ship",
    };
    view! {
        <FilterChips
            label=move || t_string!(i18n, admin.orders.status)
            all=OrderStatus::ALL
            name=words::order_status
            here=Signal::derive(move || filter.with(|filter| filter.status))
            href
            several
            test="status"
        />
    }
    .into_any()
}
