//! Handing an order to a courier, and the parcels on their way.

use leptos::prelude::*;
use shared::orders::{ShipOrderRequest, Shipment, StaffOrder};

use crate::api::admin;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::{Button, ButtonKind, Card, Form, FormView, Icon, Load, TextField, date_time, toast};

/// Courier and service as the buyer chose them, and the tracking number.
#[component]
pub(super) fn ShipForm(id: StoredValue<String>, courier: String, service: String, order: Load<StaffOrder>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let (courier, service) = (RwSignal::new(courier), RwSignal::new(service));
    let tracking_number = RwSignal::new(String::new());
    let send = move || {
        form.submit(
            ShipOrderRequest {
                courier: courier.get_untracked(),
                service: service.get_untracked(),
                tracking_number: tracking_number.get_untracked(),
            },
            move |request| id.with_value(|id| admin::ship_order(id, &request)),
            move |whole| {
                toast::success(tu_string!(i18n, admin.order.shipped));
                order.put(whole);
            },
        );
    };
    view! {
        <Card title=move || t_string!(i18n, admin.order.ship)>
            <FormView form on_submit=send>
                <div class="form__pair">
                    <TextField pointer="/courier" label=move || t_string!(i18n, admin.orders.courier) value=courier maxlength=30/>
                    <TextField pointer="/service" label=move || t_string!(i18n, admin.order.service) value=service maxlength=60/>
                </div>
                <div data-test="tracking-number-input">
                    <TextField
                        pointer="/tracking_number"
                        label=move || t_string!(i18n, admin.order.tracking)
                        hint=move || t_string!(i18n, admin.order.tracking_hint)
                        value=tracking_number
                        maxlength=40
                    />
                </div>
                <div class="form__actions">
                    <Button submit=true kind=ButtonKind::Primary icon=icondata::LuTruck loading=form.busy() attr:data-test="ship-order">
                        {move || t_string!(i18n, admin.order.ship_now)}
                    </Button>
                </div>
            </FormView>
        </Card>
    }
    .into_any()
}

/// Parcels with their tracking numbers.
#[component]
pub(super) fn Shipments(shipments: Vec<Shipment>) -> impl IntoView {
    let i18n = use_i18n();
    shipments
        .into_iter()
        .map(|shipment| {
            let Shipment { service, tracking_number, shipped_at, delivered_at, .. } = shipment;
            view! {
                <Card>
                    <div class="parcel">
                        <Icon icon=icondata::LuTruck/>
                        <div>
                            <p><strong>{service}</strong> " · " <code data-test="tracking-number">{tracking_number}</code></p>
                            <p class="muted small">
                                {move || t_string!(i18n, admin.order.handed_over, at = date_time(i18n.get_locale(), shipped_at))}
                                {move || {
                                    delivered_at.map(|at| format!(" · {}", t_string!(i18n, admin.order.arrived, at = date_time(i18n.get_locale(), at))))
                                }}
                            </p>
                        </div>
                    </div>
                </Card>
            }
        })
        .collect_view()
        .into_any()
}
