//! What happened to an order, with the notes that only staff see.

use leptos::prelude::*;
use shared::orders::{AddOrderNoteRequest, OrderEvent, OrderEventKind, StaffOrder};
use shared::permission::Permission;

use super::super::words;
use super::drafts::Drafts;
use crate::api::admin;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{Button, ButtonKind, ButtonSize, Card, Form, FormView, LinkButton, Load, TextArea, date_time, event_note, toast};

/// The timeline, the first first, and a form for a note.
#[component]
pub(super) fn Timeline(
    id: StoredValue<String>,
    events: Vec<OrderEvent>,
    order: Load<StaffOrder>,
    may_write: bool,
    drafts: Drafts,
) -> impl IntoView {
    let i18n = use_i18n();
    let may_audit = use_session().with_untracked(|session| session.can(Permission::AuditRead));
    let number = untrack(move || order.get()).map(|whole| whole.order.number).unwrap_or_default();
    let audit = move || {
        may_audit.then(|| {
            view! {
                <LinkButton href=routes::admin::audit_about(&number) kind=ButtonKind::Quiet size=ButtonSize::Small>
                    {move || t_string!(i18n, office.audit.about)}
                </LinkButton>
            }
        })
    };
    view! {
        <Card title=move || t_string!(i18n, admin.order.timeline) aside=audit>
            <ol class="timeline" role="list">{events.into_iter().map(|event| view! { <Entry event/> }).collect_view()}</ol>
            {may_write.then(|| view! { <NoteForm id order drafts/> })}
        </Card>
    }
    .into_any()
}

#[component]
fn Entry(event: OrderEvent) -> impl IntoView {
    let i18n = use_i18n();
    let OrderEvent { kind, note, actor, created_at, .. } = event;
    let actor = StoredValue::new(actor);
    let by = move || actor.get_value().unwrap_or_else(|| t_string!(i18n, admin.order.system).to_owned());
    view! {
        <li class="timeline__entry" class:timeline__entry--note=matches!(kind, OrderEventKind::Note | OrderEventKind::Message)>
            <p><strong>{move || words::event(i18n.get_locale(), kind)}</strong></p>
            {note
                .filter(|note| !note.is_empty())
                .map(|note| view! { <p class="timeline__note">{move || event_note(i18n.get_locale(), kind, &note)}</p> })}
            <p class="muted small">{move || date_time(i18n.get_locale(), created_at)} " · " {by}</p>
        </li>
    }
    .into_any()
}

#[component]
fn NoteForm(id: StoredValue<String>, order: Load<StaffOrder>, drafts: Drafts) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let Drafts { note: text, note_key, .. } = drafts;
    let send = move || {
        form.submit(
            AddOrderNoteRequest { text: text.get_untracked() },
            move |request| {
                let key = note_key.key(&request);
                id.with_value(|id| admin::add_order_note(id, &request, &key))
            },
            move |whole| {
                toast::success(tu_string!(i18n, admin.order.noted));
                note_key.done();
                text.set(String::new());
                order.put(whole);
            },
        );
    };
    view! {
        <FormView form on_submit=send>
            <div data-test="order-note">
                <TextArea
                    pointer="/text"
                    label=move || t_string!(i18n, admin.order.note)
                    hint=move || t_string!(i18n, admin.order.note_hint)
                    value=text
                    rows=2
                    maxlength=1000
                />
            </div>
            <div class="form__actions">
                <Button submit=true loading=form.busy() attr:data-test="add-note">{move || t_string!(i18n, admin.order.add_note)}</Button>
            </div>
        </FormView>
    }
    .into_any()
}
