//! Parcels on their way, and how it stands with asking their couriers.

use leptos::prelude::*;
use shared::ids::ShipmentId;
use shared::orders::{
    CorrectTrackingNumberRequest, OrderStatus, RecordParcelRequest, Shipment, ShipmentStatus, ShipmentTracking, StaffOrder,
    TrackingStatus,
};
use shared::shipping::courier_and_service;

use super::super::intake_words;
use super::drafts::Drafts;
use crate::api::imports;
use crate::i18n::{Locale, t_string, td_string, tu_string, use_i18n};
use crate::ui::{
    Ask, Button, ButtonKind, ButtonSize, Card, Dialog, Form, FormView, Icon, Load, Menu, MenuItem, Status, TextField,
    TrackingSteps, date_time, toast,
};

/// Parcels with their tracking numbers, the last first.
#[component]
pub(super) fn Parcels(
    id: StoredValue<String>,
    status: OrderStatus,
    shipments: Vec<Shipment>,
    tracking: Vec<ShipmentTracking>,
    order: Load<StaffOrder>,
    may_write: bool,
    drafts: Drafts,
) -> impl IntoView {
    let open = may_write && status == OrderStatus::Shipped;
    let one = move |(at, shipment): (usize, Shipment)| {
        let tracking = tracking.iter().find(|row| row.shipment_id == shipment.id).cloned();
        let on_its_way = open && at == 0;
        view! { <Parcel id shipment tracking on_its_way order drafts/> }
    };
    shipments.into_iter().rev().enumerate().map(one).collect_view().into_any()
}

#[component]
fn Parcel(
    id: StoredValue<String>,
    shipment: Shipment,
    tracking: Option<ShipmentTracking>,
    /// Whether it is the last one of an order on its way.
    on_its_way: bool,
    order: Load<StaffOrder>,
    drafts: Drafts,
) -> impl IntoView {
    let i18n = use_i18n();
    let Shipment { id: parcel, service, courier, tracking_number, shipped_at, delivered_at, status, steps, .. } = shipment;
    // What can still become of it beside arriving.
    let open_ends = match status {
        ShipmentStatus::Shipped => vec![ShipmentStatus::Failed, ShipmentStatus::Returned],
        ShipmentStatus::Failed => vec![ShipmentStatus::Failed, ShipmentStatus::Returned],
        ShipmentStatus::Returned | ShipmentStatus::Delivered => Vec::new(),
    };
    // What staff have back keeps its number; what its courier brought back may have been another parcel.
    let told_back = steps.iter().any(|step| step.status == TrackingStatus::Returned);
    let can_correct = on_its_way && (status != ShipmentStatus::Returned || told_back);
    // Of what came back no courier is asked any more.
    let can_ask = on_its_way && status != ShipmentStatus::Returned && tracking.as_ref().is_some_and(|row| row.followed);
    let busy = RwSignal::new(false);
    let ask = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let answer = imports::track_order(&id.get_value());
        leptos::task::spawn_local(async move {
            let answer = answer.await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(whole) => {
                    if whole.tracking.last().is_some_and(|row| row.trouble.is_none()) {
                        toast::success(tu_string!(i18n, intake.parcel.asked));
                    }
                    order.put(whole);
                }
                Err(error) => toast::error(&error),
            }
        });
    };
    let copied = tracking_number.clone();
    let wrong = StoredValue::new(tracking_number.clone());
    let copy = move || {
        let written = crate::clipboard::write(&copied);
        leptos::task::spawn_local(async move {
            if written.await {
                toast::success(tu_string!(i18n, admin.order.copied));
            } else {
                toast::failure(tu_string!(i18n, admin.order.not_copied));
            }
        });
    };
    view! {
        <Card>
            <div class="parcel" data-test="parcel" data-status=status.as_str()>
                <Icon icon=icondata::LuTruck/>
                <div class="parcel__facts">
                    <p>
                        <strong>{courier_and_service(&courier, &service)}</strong> " · " <code data-test="tracking-number">{tracking_number}</code> " "
                        <Status tone=intake_words::shipment_tone(status)>{move || intake_words::shipment(i18n.get_locale(), status)}</Status>
                    </p>
                    <p class="muted small">
                        {move || t_string!(i18n, admin.order.handed_over, at = date_time(i18n.get_locale(), shipped_at))}
                        {move || {
                            delivered_at.map(|at| format!(" · {}", t_string!(i18n, admin.order.arrived, at = date_time(i18n.get_locale(), at))))
                        }}
                    </p>
                    {tracking.map(|tracking| view! { <Asking tracking/> })}
                </div>
                <div class="parcel__tools">
                    <Button size=ButtonSize::Small icon=icondata::LuCopy on_click=copy>{move || t_string!(i18n, common.action.copy)}</Button>
                    {can_ask
                        .then(|| {
                            view! {
                                <Button size=ButtonSize::Small icon=icondata::LuRefreshCw loading=busy on_click=ask attr:data-test="track">
                                    {move || t_string!(i18n, intake.parcel.ask)}
                                </Button>
                            }
                        })}
                    {can_correct.then(|| view! { <CorrectNumber id parcel wrong order/> })}
                    {(on_its_way && !open_ends.is_empty()).then(|| view! { <Record id parcel status ends=open_ends order drafts/> })}
                </div>
            </div>
            <TrackingSteps steps/>
        </Card>
    }
    .into_any()
}

/// A menu of what staff heard of the parcel themselves.
#[component]
fn Record(
    id: StoredValue<String>,
    parcel: ShipmentId,
    /// Where it stands.
    status: ShipmentStatus,
    ends: Vec<ShipmentStatus>,
    order: Load<StaffOrder>,
    drafts: Drafts,
) -> impl IntoView {
    let i18n = use_i18n();
    let busy = RwSignal::new(false);
    let once = drafts.parcel_key;
    let word = move |locale: Locale, to: ShipmentStatus| {
        if to == status { td_string!(locale, intake.parcel.failed_again) } else { intake_words::shipment(locale, to) }
    };
    let go = move |to: ShipmentStatus| {
        if busy.get_untracked() {
            return;
        }
        leptos::task::spawn_local(async move {
            let locale = i18n.get_locale_untracked();
            let ask = Ask::new(
                tu_string!(i18n, intake.parcel.record_title, status = word(locale, to)).to_string(),
                tu_string!(i18n, intake.parcel.record_text),
                tu_string!(i18n, intake.parcel.record_go),
            );
            if !ask.await || busy.try_set(true).is_some() {
                return;
            }
            let sent = (parcel, RecordParcelRequest { status: to, note: String::new() });
            let key = once.key(&sent);
            let Some(call) = id.try_with_value(|id| imports::record_parcel(id, parcel, &sent.1, &key)) else { return };
            let answer = call.await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(whole) => {
                    once.done();
                    toast::success(tu_string!(i18n, intake.parcel.recorded));
                    order.put(whole);
                }
                Err(error) => toast::error(&error),
            }
        });
    };
    let items = Signal::derive(move || {
        let item = |&to: &ShipmentStatus| MenuItem::action(move || word(i18n.get_locale(), to), move || go(to));
        ends.iter().map(item).collect::<Vec<_>>()
    });
    view! {
        <span data-test="record-parcel">
            <Menu label=move || t_string!(i18n, intake.parcel.record) trigger=move || view! { <span>{move || t_string!(i18n, intake.parcel.record)}</span> } items/>
        </span>
    }
    .into_any()
}

/// A button, and the dialog for the right tracking number.
#[component]
fn CorrectNumber(
    id: StoredValue<String>,
    parcel: ShipmentId,
    wrong: StoredValue<String>,
    order: Load<StaffOrder>,
) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    view! {
        <Button size=ButtonSize::Small icon=icondata::LuPencil on_click=move || open.set(true) attr:data-test="correct-number">
            {move || t_string!(i18n, intake.parcel.correct)}
        </Button>
        <Dialog open title=move || t_string!(i18n, intake.parcel.correct_title)>
            <RightNumber id parcel wrong order open/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn RightNumber(
    id: StoredValue<String>,
    parcel: ShipmentId,
    wrong: StoredValue<String>,
    order: Load<StaffOrder>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let number = RwSignal::new(wrong.get_value());
    let send = move || {
        form.submit(
            CorrectTrackingNumberRequest { tracking_number: number.get_untracked() },
            move |request| async move { imports::correct_tracking_number(&id.get_value(), parcel, &request).await },
            move |whole| {
                toast::success(tu_string!(i18n, intake.parcel.corrected));
                open.set(false);
                order.put(whole);
            },
        );
    };
    view! {
        <FormView form on_submit=send>
            <p class="muted">{move || t_string!(i18n, intake.parcel.correct_text)}</p>
            <TextField
                pointer="/tracking_number"
                label=move || t_string!(i18n, admin.order.tracking)
                hint=move || t_string!(i18n, admin.order.tracking_hint)
                value=number
                maxlength=40
            />
            <div class="form__actions">
                <Button submit=true kind=ButtonKind::Primary icon=icondata::LuSave loading=form.busy() attr:data-test="save-number">
                    {move || t_string!(i18n, intake.parcel.correct_save)}
                </Button>
                <Button kind=ButtonKind::Quiet on_click=move || open.set(false)>{move || t_string!(i18n, common.action.cancel)}</Button>
            </div>
        </FormView>
    }
    .into_any()
}

/// When the courier was asked, when it is asked next, and what went wrong.
#[component]
fn Asking(tracking: ShipmentTracking) -> impl IntoView {
    let i18n = use_i18n();
    let ShipmentTracking { followed, asked_at, asks_at, trouble, .. } = tracking;
    view! {
        <p class="muted small">
            {move || {
                let locale = i18n.get_locale();
                if !followed {
                    return t_string!(i18n, intake.parcel.not_followed).to_owned();
                }
                let mut facts = Vec::new();
                facts.extend(asked_at.map(|at| t_string!(i18n, intake.parcel.asked_at, at = date_time(locale, at)).to_string()));
                facts.extend(asks_at.map(|at| t_string!(i18n, intake.parcel.asks_at, at = date_time(locale, at)).to_string()));
                facts.join(" · ")
            }}
        </p>
        {trouble
            .filter(|_| followed)
            .map(|trouble| {
                view! {
                    <p class="notice tone-warning parcel__trouble" data-test="tracking-trouble">
                        <Icon icon=icondata::LuTriangleAlert/>
                        {move || intake_words::trouble(i18n.get_locale(), trouble)}
                    </p>
                }
            })}
    }
    .into_any()
}
