//! Handing an order to a courier, from its page or from the list, and again after it came back.

use leptos::prelude::*;
use shared::orders::{OrderStatus, ShipOrderRequest, StaffOrder};

use super::drafts::ShipDraft;
use crate::api::{admin, imports};
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::{AsyncView, Button, ButtonKind, Card, ComboOption, Combobox, Dialog, Form, FormView, TextField, toast, use_load};

/// Courier, service and tracking number.
#[component]
pub(super) fn ShipForm(
    id: StoredValue<String>,
    /// What is typed.
    draft: ShipDraft,
    /// The parcel before came back.
    #[prop(optional)]
    again: bool,
    /// It was handed over.
    #[prop(into)]
    done: Callback<StaffOrder>,
) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let ShipDraft { courier, service, tracking_number } = draft;
    let known = use_load(admin::list_order_couriers);
    // All of them while one of them stands there: it was chosen, and not typed.
    let couriers = Signal::derive(move || {
        let (known, typed) = (known.get().unwrap_or_default(), courier.get().to_lowercase());
        let is_chosen = known.iter().any(|name| name.to_lowercase() == typed);
        let fits = move |name: &String| is_chosen || name.to_lowercase().contains(&typed);
        known.into_iter().filter(fits).map(|name| ComboOption::new(name.clone(), name)).collect::<Vec<_>>()
    });
    let send = move || {
        form.submit(
            ShipOrderRequest {
                courier: courier.get_untracked(),
                service: service.get_untracked(),
                tracking_number: tracking_number.get_untracked(),
            },
            move |request| async move {
                let id = id.get_value();
                if again { imports::ship_order_again(&id, &request).await } else { admin::ship_order(&id, &request).await }
            },
            move |whole| {
                toast::success(tu_string!(i18n, admin.order.shipped));
                tracking_number.set(String::new());
                done.run(whole);
            },
        );
    };
    view! {
        <FormView form on_submit=send>
            <div class="form__pair">
                <Combobox pointer="/courier" label=move || t_string!(i18n, admin.orders.courier) query=courier options=couriers on_pick=|_| {}/>
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
    }
    .into_any()
}

/// The form on the order's page, for the first parcel or another one.
#[component]
pub(super) fn ShipCard(
    id: StoredValue<String>,
    draft: ShipDraft,
    #[prop(optional)] again: bool,
    #[prop(into)] done: Callback<StaffOrder>,
) -> impl IntoView {
    let i18n = use_i18n();
    let title = move || if again { t_string!(i18n, intake.parcel.again) } else { t_string!(i18n, admin.order.ship) };
    view! {
        <Card title>
            {again.then(|| view! { <p class="muted">{move || t_string!(i18n, intake.parcel.again_text)}</p> })}
            <ShipForm id draft again done/>
        </Card>
    }
    .into_any()
}

/// The form in a dialog, for the order that is named when it opens.
#[component]
pub(super) fn ShipDialog(open: RwSignal<bool>, id: StoredValue<String>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog open title=move || t_string!(i18n, admin.order.ship)>
            <QuickShip id=id.get_value() open/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn QuickShip(id: String, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let stored = StoredValue::new(id.clone());
    let load = use_load(move || admin::get_staff_order(&id));
    view! {
        <AsyncView load let(whole)>
            <p><strong>{whole.order.number.clone()}</strong> " · " {whole.order.address.recipient.clone()}</p>
            {if whole.next.contains(&OrderStatus::Shipped) {
                let draft = ShipDraft::new(&whole.order.shipping.courier, &whole.order.shipping.name);
                // The list hears of it by itself.
                view! { <ShipForm id=stored draft done=move |_: StaffOrder| open.set(false)/> }.into_any()
            } else {
                view! { <p class="notice tone-info">{move || t_string!(i18n, intake.bulk.not_shippable)}</p> }.into_any()
            }}
        </AsyncView>
    }
    .into_any()
}
