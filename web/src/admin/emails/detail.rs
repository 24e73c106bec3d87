//! One email: what it says, what became of it, and sending it again.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_params_map};
use shared::ids::EmailId;
use shared::mail::{EmailState, StaffEmail};
use shared::permission::Permission;

use super::super::words;
use crate::api::{ApiError, mail, papers};
use crate::i18n::{Locale, t_string, td_string, tu_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{
    AsyncView, Breadcrumbs, Button, ButtonKind, ButtonSize, Card, Crumb, DownloadButton, Icon, Load, PageHead, Status, date_time,
    toast, use_load,
};

/// An email.
#[component]
pub fn EmailPage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let email = use_load(move || mail::get_email(&params.read().get("id").unwrap_or_default()));
    let subject = move || email.get().map(|whole| whole.email.subject).unwrap_or_default();
    let crumbs = Signal::derive(move || {
        vec![Crumb::link(t_string!(i18n, admin.emails.title), routes::admin::EMAILS), Crumb::here(subject())]
    });
    view! {
        <PageHead title=subject/>
        <div class="page stack">
            <Breadcrumbs crumbs/>
            <AsyncView load=email let(whole)>
                <Whole whole email/>
            </AsyncView>
        </div>
    }
    .into_any()
}

#[component]
fn Whole(whole: StaffEmail, email: Load<StaffEmail>) -> impl IntoView {
    let i18n = use_i18n();
    let StaffEmail {
        email: row,
        dedupe_key,
        html,
        text,
        attachment,
        next_attempt_at,
        resend_of,
        requested_by,
        resends,
        can_resend,
    } = whole;
    let (id, state) = (row.id, row.state);
    let template = StoredValue::new(row.template.clone());
    let pair = move |label: fn(Locale) -> &'static str, value: AnyView| {
        view! { <div><dt>{move || label(i18n.get_locale())}</dt><dd>{value}</dd></div> }
    };
    let at = move |at| view! { <span>{move || date_time(i18n.get_locale(), at)}</span> }.into_any();
    let to =
        if row.recipient_name.is_empty() { row.recipient.clone() } else { format!("{} <{}>", row.recipient_name, row.recipient) };
    let copies = resends.len();
    view! {
        <div class="order email">
            <header class="order__head">
                <div>
                    <h1 class="page__title" data-test="email-subject">{row.subject.clone()}</h1>
                    <p class="muted small">{move || template.with_value(|template| words::email_template(i18n.get_locale(), template))}</p>
                </div>
                <span data-test="email-state" data-state=state.as_str()>
                    <Status tone=words::email_tone(state)>{move || words::email_state(i18n.get_locale(), state)}</Status>
                </span>
                <Actions id state can_resend email/>
            </header>
            <div class="order__main stack">
                {(!can_resend)
                    .then(|| {
                        view! {
                            <div class="notice tone-info">
                                <Icon icon=icondata::LuLock/>
                                <p>{move || t_string!(i18n, admin.emails.secret)}</p>
                            </div>
                        }
                    })}
                <Card title=move || t_string!(i18n, admin.emails.looks)>
                    // Without any right: no scripts, no forms, no windows. The policy of this page lets it load nothing from elsewhere.
                    <iframe class="email__frame" sandbox="" srcdoc=html title=move || t_string!(i18n, admin.emails.looks) data-test="email-html"></iframe>
                </Card>
                <Card title=move || t_string!(i18n, admin.emails.plain)>
                    <pre class="email__text" tabindex="0" data-test="email-text">{text}</pre>
                </Card>
            </div>
            <div class="order__side stack">
                <Card>
                    <dl class="pairs">
                        {pair(|locale| td_string!(locale, admin.emails.recipient), view! { <span>{to}</span> }.into_any())}
                        {row
                            .order_id
                            .zip(row.order_number.clone())
                            .map(|(id, number)| {
                                let link = view! { <A href=routes::admin::order(&id.to_string())>{number}</A> }.into_any();
                                pair(|locale| td_string!(locale, admin.emails.order), link)
                            })}
                        {attachment
                            .zip(row.order_id)
                            .map(|(name, order)| {
                                let file = view! { <Attachment name order=order.to_string()/> }.into_any();
                                pair(|locale| td_string!(locale, admin.emails.attachment), file)
                            })}
                        {pair(|locale| td_string!(locale, admin.emails.language), view! { <span>{row.locale.as_str()}</span> }.into_any())}
                        {pair(|locale| td_string!(locale, admin.emails.written), at(row.created_at))}
                        {row.sent_at.map(|sent| pair(|locale| td_string!(locale, admin.emails.sent), at(sent)))}
                        {pair(|locale| td_string!(locale, admin.emails.attempts), view! { <span data-test="email-attempts">{row.attempts}</span> }.into_any())}
                        {row
                            .last_error
                            .clone()
                            .map(|error| {
                                let shown = view! { <code class="attempt__failure" data-test="email-error">{error}</code> }.into_any();
                                pair(|locale| td_string!(locale, admin.emails.last_error), shown)
                            })}
                        {next_attempt_at.map(|next| pair(|locale| td_string!(locale, admin.emails.next_attempt), at(next)))}
                        {resend_of
                            .map(|original| {
                                let link = view! {
                                    <A href=routes::admin::email(&original.to_string())>{move || t_string!(i18n, admin.emails.original)}</A>
                                    {requested_by
                                        .map(|who| view! { <div class="muted small">{move || t_string!(i18n, admin.emails.requested_by, who = who.clone())}</div> })}
                                }
                                    .into_any();
                                pair(|locale| td_string!(locale, admin.emails.resend_of), link)
                            })}
                        {(copies > 0)
                            .then(|| {
                                let links = resends
                                    .into_iter()
                                    .enumerate()
                                    .map(|(index, copy)| {
                                        let number = copies - index;
                                        view! {
                                            <div>
                                                <A href=routes::admin::email(&copy.to_string())>
                                                    {move || t_string!(i18n, admin.emails.copy, number = number)}
                                                </A>
                                            </div>
                                        }
                                    })
                                    .collect_view()
                                    .into_any();
                                pair(|locale| td_string!(locale, admin.emails.resends), links)
                            })}
                        {pair(|locale| td_string!(locale, admin.emails.cause), view! { <code>{dedupe_key}</code> }.into_any())}
                    </dl>
                </Card>
            </div>
        </div>
    }
    .into_any()
}

/// The invoice that goes along, as it is now; only its name for those who may not read orders.
#[component]
fn Attachment(name: String, order: String) -> impl IntoView {
    let may_read = use_session().with_untracked(|session| session.can(Permission::OrdersRead));
    if !may_read {
        return view! { <span>{name}</span> }.into_any();
    }
    view! {
        <DownloadButton
            fetch=move || papers::get_staff_invoice(&order)
            kind=ButtonKind::Quiet
            size=ButtonSize::Small
            icon=icondata::LuPaperclip
            attr:data-test="email-attachment"
        >
            {name}
        </DownloadButton>
    }
    .into_any()
}

/// Sending again what was sent or given up, trying now what waits or was given up; for who may.
#[component]
fn Actions(id: EmailId, state: EmailState, can_resend: bool, email: Load<StaffEmail>) -> impl IntoView {
    if !use_session().with_untracked(|session| session.can(Permission::SystemManage)) {
        return ().into_any();
    }
    let i18n = use_i18n();
    let busy = RwSignal::new(false);
    let go = use_navigate();
    let failed = move |error: &ApiError| {
        toast::error(error);
        email.reload();
    };
    let retry = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        leptos::task::spawn_local(async move {
            let answer = mail::retry_email(id).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(whole) => {
                    toast::success(tu_string!(i18n, admin.emails.retried));
                    email.put(whole);
                }
                Err(error) => failed(&error),
            }
        });
    };
    let resend = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let go = go.clone();
        leptos::task::spawn_local(async move {
            let answer = mail::resend_email(id).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(copy) => {
                    toast::success(tu_string!(i18n, admin.emails.resent));
                    go(&routes::admin::email(&copy.email.id.to_string()), NavigateOptions::default());
                }
                Err(error) => failed(&error),
            }
        });
    };
    view! {
        <div class="row order__moves">
            // A link went when its email was given up.
            {(state == EmailState::Queued || state == EmailState::Failed && can_resend)
                .then(|| {
                    view! {
                        <Button kind=ButtonKind::Primary icon=icondata::LuRefreshCw loading=busy on_click=retry attr:data-test="email-retry">
                            {move || t_string!(i18n, admin.emails.retry)}
                        </Button>
                    }
                })}
            {(can_resend && state != EmailState::Queued)
                .then(|| {
                    view! {
                        <Button icon=icondata::LuSend loading=busy on_click=resend attr:data-test="email-resend">
                            {move || t_string!(i18n, admin.emails.resend)}
                        </Button>
                    }
                })}
        </div>
    }
    .into_any()
}
