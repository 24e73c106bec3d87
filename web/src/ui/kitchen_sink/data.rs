//! Tables, tabs, endless lists, times, pictures.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use leptos::prelude::*;
use shared::catalog::Image;
use shared::ids::ImageId;
use shared::money::Rupiah;
use shared::page::Page;

use super::Part;
use crate::i18n::{t_string, use_i18n};
use crate::ui::*;

#[derive(Clone, PartialEq)]
struct Row {
    number: &'static str,
    buyer: &'static str,
    total: Rupiah,
    paid: Option<bool>,
}

#[component]
pub fn DataPart() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Part title=move || t_string!(i18n, kit.data)>
            <OrdersTable/>
            <ProductTabs/>
            <div class="grid" style="--cell: 20rem; --gap: 2rem; align-items: start">
                <Times/>
                <Pictures/>
            </div>
            <Endless/>
        </Part>
    }
    .into_any()
}

#[component]
fn OrdersTable() -> impl IntoView {
    let i18n = use_i18n();
    let sort = RwSignal::new(Some(Sort { key: "total".to_owned(), descending: true }));
    let selected = RwSignal::new(BTreeSet::new());
    let rows = Signal::derive(move || {
        let mut rows = vec![
            Row { number: "HRT-261121-7K2QXM", buyer: "Raka Pradipta", total: Rupiah(14_250_000), paid: Some(true) },
            Row { number: "HRT-261120-V9D3HA", buyer: "Sari Wulandari", total: Rupiah(385_000), paid: None },
            Row { number: "HRT-261120-M4TZPC", buyer: "Bima Saputra", total: Rupiah(6_899_000), paid: Some(false) },
        ];
        let order = sort.get();
        rows.sort_by_key(|row| row.total);
        if order.is_some_and(|order| order.descending) {
            rows.reverse();
        }
        rows
    });
    let columns = vec![
        Column::new(
            "number",
            move || t_string!(i18n, kit.number),
            |row: &Row| view! { <code class="nowrap">{row.number}</code> },
        ),
        Column::new("buyer", move || t_string!(i18n, kit.buyer), |row: &Row| row.buyer).secondary(),
        Column::new(
            "status",
            move || t_string!(i18n, kit.status),
            move |row: &Row| {
                let tone = match row.paid {
                    Some(true) => Tone::Success,
                    Some(false) => Tone::Danger,
                    None => Tone::Warning,
                };
                let paid = row.paid;
                view! {
                    <Status tone>
                        {move || match paid {
                            Some(true) => t_string!(i18n, kit.paid),
                            Some(false) => t_string!(i18n, kit.cancelled),
                            None => t_string!(i18n, kit.pending),
                        }}
                    </Status>
                }
            },
        ),
        Column::new("total", move || t_string!(i18n, kit.total), |row: &Row| view! { <Money amount=row.total/> })
            .numeric()
            .sortable(),
    ];
    view! {
        <Card
            title=move || t_string!(i18n, kit.orders)
            aside=move || view! { <span class="muted small">{move || t_string!(i18n, kit.selected, count = selected.with(BTreeSet::len))}</span> }
            flush=true
        >
            <DataTable
                caption=move || t_string!(i18n, kit.orders)
                columns
                rows
                key=|row: &Row| row.number.to_owned()
                sort
                on_sort=move |wanted| sort.set(Some(wanted))
                selected
            />
        </Card>
    }
    .into_any()
}

#[component]
fn ProductTabs() -> impl IntoView {
    let i18n = use_i18n();
    let selected = RwSignal::new("specifications".to_owned());
    let tabs = vec![
        Tab::new("specifications", move || t_string!(i18n, kit.tab_spec)),
        Tab::new("description", move || t_string!(i18n, kit.tab_desc)),
        Tab::new("reviews", move || t_string!(i18n, kit.tab_reviews)),
    ];
    let panel = move |key: String| match key.as_str() {
        "reviews" => view! { <Rating average=Signal::stored(4.6) count=Signal::stored(128_i64)/> }.into_any(),
        "description" => view! { <p class="prose">{move || t_string!(i18n, kit.type_text)}</p> }.into_any(),
        _ => view! {
            <div class="row">
                <Badge tone=Tone::Accent>{move || t_string!(i18n, kit.new)}</Badge>
                <Badge tone=Tone::Danger>{move || t_string!(i18n, kit.sale)}</Badge>
                <Badge tone=Tone::Warning>{move || t_string!(i18n, kit.low)}</Badge>
                <Badge tone=Tone::Success>{move || t_string!(i18n, kit.paid)}</Badge>
                <Badge tone=Tone::Info>{move || t_string!(i18n, kit.pending)}</Badge>
                <Badge>{move || t_string!(i18n, kit.cancelled)}</Badge>
            </div>
        }
        .into_any(),
    };
    view! { <Tabs label=move || t_string!(i18n, kit.tabs) tabs selected on_select=move |key: &'static str| selected.set(key.to_owned()) panel/> }
        .into_any()
}

#[component]
fn Times() -> impl IntoView {
    let i18n = use_i18n();
    let at = DateTime::<Utc>::from_timestamp(1_795_246_200, 0).unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit an i64")]
    let recent = DateTime::<Utc>::from_timestamp_millis(js_sys::Date::now() as i64).unwrap_or_default() - TimeDelta::minutes(5);
    view! {
        <Card title=move || t_string!(i18n, kit.times)>
            <ul role="list">
                <li>{move || date(i18n.get_locale(), at)}</li>
                <li>{move || time(i18n.get_locale(), at)}</li>
                <li>{move || date_time(i18n.get_locale(), at)}</li>
                <li>{move || ago(i18n.get_locale(), recent)}</li>
            </ul>
        </Card>
    }
    .into_any()
}

#[component]
fn Pictures() -> impl IntoView {
    let i18n = use_i18n();
    // Not there: shows the box and the colour that stand for a picture until it is.
    let image = Image {
        id: ImageId(uuid::Uuid::nil()),
        alt: String::new(),
        width: 4,
        height: 3,
        color: "#7a3b1e".to_owned(),
        widths: vec![480, 960],
        url: "/media/none".to_owned(),
    };
    view! {
        <Card title=move || t_string!(i18n, kit.pictures)>
            <Picture image sizes="20rem" ratio="4 / 3"/>
        </Card>
    }
    .into_any()
}

#[component]
fn Endless() -> impl IntoView {
    let i18n = use_i18n();
    let list = use_paged(
        || "kitchen-sink".to_owned(),
        |cursor| async move {
            gloo_timers::future::TimeoutFuture::new(500).await;
            let start: u32 = cursor.and_then(|cursor: String| cursor.parse().ok()).unwrap_or(0);
            let end = start + 12;
            Ok(Page {
                items: (start + 1..=end).collect::<Vec<u32>>(),
                next_cursor: (end < 84).then(|| end.to_string()),
                total: 84,
                total_is_estimate: false,
            })
        },
    );
    view! {
        <h3>{move || t_string!(i18n, kit.endless)}</h3>
        <EndlessList
            list
            key=|number: &u32| *number
            class="grid"
            skeleton=|| view! { <SkeletonCards count=4/> }
            empty=move || view! { <EmptyState icon=icondata::LuGuitar title=move || t_string!(i18n, kit.empty_title)/> }
            let(number)
        >
            <Card>{move || t_string!(i18n, kit.item, number)}</Card>
        </EndlessList>
    }
    .into_any()
}
