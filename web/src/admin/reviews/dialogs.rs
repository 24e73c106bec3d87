//! Why reviews are rejected, and what is answered to one.

use leptos::prelude::*;
use shared::reviews::{MAX_REASON, MAX_REPLY, ModerateReviewsRequest, Moderation, ReplyToReviewRequest};
use shared::validate::Validate;

use super::Desk;
use crate::api::reviews;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::{Button, ButtonKind, Dialog, Form, FormView, TextArea, toast};

/// Asks why, and rejects.
#[component]
pub(super) fn RejectDialog(desk: Desk) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog open=desk.reject_open title=move || t_string!(i18n, reviews.staff.reject_title)>
            <Reason desk/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Reason(desk: Desk) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let reason = RwSignal::new(String::new());
    let send = move || {
        let request = ModerateReviewsRequest {
            reviews: desk.rejecting.get_untracked(),
            decision: Moderation::Reject,
            reason: reason.get_untracked().trim().to_owned(),
        };
        if let Err(errors) = request.validate() {
            form.reject(errors);
            return;
        }
        let attempt = async move {
            let answer = reviews::moderate_reviews(&request).await;
            if let Err(error) = &answer {
                desk.failed(error);
            }
            answer
        };
        form.run(attempt, move |rows| {
            desk.reject_open.set(false);
            desk.decided(Moderation::Reject, rows);
        });
    };
    view! {
        <FormView form on_submit=send>
            <TextArea
                pointer="/reason"
                label=move || t_string!(i18n, reviews.staff.reason)
                hint=move || t_string!(i18n, reviews.staff.reject_text)
                value=reason
                maxlength=u32::try_from(MAX_REASON).unwrap_or(u32::MAX)
            />
            <div class="form__actions">
                <Button submit=true kind=ButtonKind::Danger loading=form.busy() attr:data-test="reject-send">
                    {move || t_string!(i18n, reviews.staff.reject)}
                </Button>
                <Button kind=ButtonKind::Quiet on_click=move || desk.reject_open.set(false)>{move || t_string!(i18n, common.action.cancel)}</Button>
            </div>
        </FormView>
    }
    .into_any()
}

/// The answer to a review.
#[component]
pub(super) fn ReplyDialog(desk: Desk) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog open=desk.reply_open title=move || t_string!(i18n, reviews.staff.reply_title)>
            <Answer desk/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Answer(desk: Desk) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let Some(review) = desk.replying.get_untracked() else { return ().into_any() };
    let (id, revision) = (review.id, review.reply_revision);
    let text = RwSignal::new(review.reply.map(|reply| reply.text).unwrap_or_default());
    let send = move || {
        form.submit(
            ReplyToReviewRequest { text: text.get_untracked().trim().to_owned() },
            move |request| async move {
                let answer = reviews::reply_to_review(id, revision, &request).await;
                if let Err(error) = &answer {
                    desk.failed(error);
                }
                answer
            },
            move |row| {
                toast::success(tu_string!(i18n, reviews.staff.replied));
                desk.reply_open.set(false);
                desk.put(vec![row]);
            },
        );
    };
    view! {
        <blockquote class="reviewed__text">{review.text}</blockquote>
        <FormView form on_submit=send>
            <TextArea
                pointer="/text"
                label=move || t_string!(i18n, reviews.staff.answer)
                hint=move || t_string!(i18n, reviews.staff.reply_text)
                value=text
                rows=5
                maxlength=u32::try_from(MAX_REPLY).unwrap_or(u32::MAX)
            />
            <div class="form__actions">
                <Button submit=true kind=ButtonKind::Primary loading=form.busy() attr:data-test="reply-send">
                    {move || t_string!(i18n, reviews.staff.reply_save)}
                </Button>
                <Button kind=ButtonKind::Quiet on_click=move || desk.reply_open.set(false)>{move || t_string!(i18n, common.action.cancel)}</Button>
            </div>
        </FormView>
    }
    .into_any()
}
