//! What can be done with a restock order where it stands.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::inventory::{CancelRestockRequest, RestockOrder, RestockStatus};
use shared::problem::ErrorCode;

use super::super::export::ExportMenu;
use crate::api::inventory;
use crate::i18n::{self, t_string, td_string, tu_string, use_i18n};
use crate::ui::{Ask, Button, ButtonKind, Checkbox, Dialog, DownloadButton, Form, FormView, TextArea, toast};

/// Somebody was faster: the order is read anew, and what was asked for is left to who asked. Where it stands as it stood, and
/// `look` does not ask to see it first, the next press is meant for what is there now; else the page shows that.
async fn renew(id: &str, before: RestockStatus, look: bool, revision: RwSignal<i32>, on_done: Callback<RestockOrder>) {
    let locale = i18n::current();
    match inventory::get_restock_order(id).await {
        Ok(order) if look || order.status != before => {
            toast::info(td_string!(locale, stock.step.changed));
            on_done.try_run(order);
        }
        Ok(order) => {
            toast::info(td_string!(locale, stock.step.press_again));
            revision.try_set(order.revision);
        }
        Err(error) => toast::error(&error),
    }
}

/// Buttons: the purchase order, the report, and the steps that are allowed.
#[component]
pub fn Steps(
    /// The order.
    order: RestockOrder,
    /// The revision that the page shows.
    revision: RwSignal<i32>,
    /// Where the supplier's purchase orders go.
    email: Signal<Option<String>>,
    /// Whether the person may change it.
    may: bool,
    /// Something is not saved: it is saved first.
    dirty: RwSignal<bool>,
    /// Takes the order afterwards.
    on_done: Callback<RestockOrder>,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = StoredValue::new(order.id.to_string());
    let status = order.status;
    let (placing, cancelling) = (RwSignal::new(false), RwSignal::new(false));
    let busy = RwSignal::new(false);
    let send = move || {
        let question = Ask::new(
            tu_string!(i18n, stock.step.send).to_owned(),
            tu_string!(i18n, stock.step.send_text, email = email.get_untracked().unwrap_or_default()).to_string(),
            tu_string!(i18n, stock.step.send_verb).to_owned(),
        );
        spawn_local(async move {
            if !question.await {
                return;
            }
            let (Some(id), Some(seen)) = (id.try_get_value(), revision.try_get_untracked()) else { return };
            busy.try_set(true);
            match inventory::send_restock_order(&id, seen).await {
                Ok(order) => {
                    toast::success(tu_string!(i18n, stock.step.sent));
                    on_done.try_run(order);
                }
                Err(error) if error.is(ErrorCode::Stale) => renew(&id, status, false, revision, on_done).await,
                Err(error) => toast::error(&error),
            }
            busy.try_set(false);
        });
    };
    let unsaved = Signal::derive(move || dirty.get().then(|| t_string!(i18n, stock.step.save_first).to_owned()));
    let report = status.is_open() || status == RestockStatus::Received;
    view! {
        <DownloadButton fetch=move || inventory::get_purchase_order(&id.get_value()) icon=icondata::LuFileText attr:data-test="purchase-order">
            {move || t_string!(i18n, stock.step.paper)}
        </DownloadButton>
        {report
            .then(|| {
                view! { <ExportMenu call=Callback::new(move |format| inventory::export_restock_order(&id.get_value(), format))/> }
            })}
        {(may && status.is_open() && email.with_untracked(Option::is_some))
            .then(|| {
                view! {
                    <Button icon=icondata::LuMail loading=busy on_click=send attr:data-test="send-order">
                        {move || t_string!(i18n, stock.step.send_verb)}
                    </Button>
                }
            })}
        {(may && matches!(status, RestockStatus::Draft | RestockStatus::Ordered))
            .then(|| {
                view! {
                    <Button kind=ButtonKind::Danger icon=icondata::LuCircleX on_click=move || cancelling.set(true) attr:data-test="cancel-order">
                        {move || t_string!(i18n, stock.step.cancel)}
                    </Button>
                }
            })}
        {(may && status == RestockStatus::Draft)
            .then(|| {
                view! {
                    <Button
                        kind=ButtonKind::Primary
                        icon=icondata::LuSend
                        blocked=unsaved
                        on_click=move || placing.set(true)
                        attr:data-test="place-order"
                    >
                        {move || t_string!(i18n, stock.step.place)}
                    </Button>
                }
            })}
        <Dialog open=placing title=move || t_string!(i18n, stock.step.place)>
            <PlaceForm id revision email=email.get_untracked() open=placing on_done/>
        </Dialog>
        <Dialog open=cancelling title=move || t_string!(i18n, stock.step.cancel)>
            <CancelForm id status revision open=cancelling on_done/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn PlaceForm(
    id: StoredValue<String>,
    revision: RwSignal<i32>,
    email: Option<String>,
    open: RwSignal<bool>,
    on_done: Callback<RestockOrder>,
) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let by_email = RwSignal::new(email.is_some());
    let place = move || {
        let email = by_email.get_untracked();
        let id = id.get_value();
        let call = inventory::place_restock_order(&id, revision.get_untracked(), email);
        let attempt = async move {
            match call.await {
                Ok(order) => Ok(Some(order)),
                Err(error) if error.is(ErrorCode::Stale) => {
                    renew(&id, RestockStatus::Draft, true, revision, on_done).await;
                    Ok(None)
                }
                Err(error) => Err(error),
            }
        };
        form.run(attempt, move |order| {
            let Some(order) = order else { return };
            toast::success(if email { tu_string!(i18n, stock.step.placed_sent) } else { tu_string!(i18n, stock.step.placed) });
            open.set(false);
            on_done.run(order);
        });
    };
    view! {
        <FormView form on_submit=place>
            <p>{move || t_string!(i18n, stock.step.place_text)}</p>
            {match email {
                Some(email) => {
                    view! {
                        <Checkbox pointer="/email" checked=by_email>
                            {move || t_string!(i18n, stock.step.by_email, email = email.clone()).to_string()}
                        </Checkbox>
                    }
                    .into_any()
                }
                None => view! { <p class="notice tone-warning">{move || t_string!(i18n, stock.step.no_email)}</p> }.into_any(),
            }}
            <div class="form__actions">
                <Button submit=true kind=ButtonKind::Primary loading=form.busy() attr:data-test="place-confirm">
                    {move || t_string!(i18n, stock.step.place)}
                </Button>
            </div>
        </FormView>
    }
    .into_any()
}

#[component]
fn CancelForm(
    id: StoredValue<String>,
    status: RestockStatus,
    revision: RwSignal<i32>,
    open: RwSignal<bool>,
    on_done: Callback<RestockOrder>,
) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let reason = RwSignal::new(String::new());
    let cancel = move || {
        form.submit(
            CancelRestockRequest { reason: reason.get_untracked() },
            move |request| {
                let id = id.get_value();
                let call = inventory::cancel_restock_order(&id, revision.get_untracked(), &request);
                async move {
                    match call.await {
                        Ok(order) => Ok(Some(order)),
                        Err(error) if error.is(ErrorCode::Stale) => {
                            renew(&id, status, false, revision, on_done).await;
                            Ok(None)
                        }
                        Err(error) => Err(error),
                    }
                }
            },
            move |order| {
                let Some(order) = order else { return };
                toast::success(tu_string!(i18n, stock.step.cancelled));
                open.set(false);
                on_done.run(order);
            },
        );
    };
    view! {
        <FormView form on_submit=cancel>
            <p>{move || t_string!(i18n, stock.step.cancel_text)}</p>
            <TextArea pointer="/reason" label=move || t_string!(i18n, stock.step.reason) value=reason maxlength=500 rows=2 optional=true/>
            <div class="form__actions">
                <Button submit=true kind=ButtonKind::Danger loading=form.busy() attr:data-test="cancel-confirm">
                    {move || t_string!(i18n, stock.step.cancel)}
                </Button>
            </div>
        </FormView>
    }
    .into_any()
}
