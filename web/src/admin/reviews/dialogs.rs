//! Why reviews are rejected, and what is answered to one.

use leptos::prelude::*;
use shared::ids::{ProductId, ReviewId};
use shared::problem::ErrorCode;
use shared::reviews::{MAX_REASON, MAX_REPLY, ModerateReviewsRequest, Moderation, ReplyToReviewRequest, StaffReview};
use shared::validate::Validate;

use super::Desk;
use crate::api::reviews::StaffReviewFilter;
use crate::api::{ApiError, reviews};
use crate::i18n::{Locale, t_string, td_string, tu_string, use_i18n};
use crate::ui::{Button, ButtonKind, ConflictDialog, Dialog, Form, FormView, TextArea, Version, as_it_stands, toast, use_editor};

/// Asks why, and rejects.
#[component]
pub(super) fn RejectDialog(desk: Desk) -> impl IntoView {
    let i18n = use_i18n();
    let kept = RwSignal::new(String::new());
    view! {
        <Dialog open=desk.reject_open title=move || t_string!(i18n, reviews.staff.reject_title)>
            <Reason desk kept/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Reason(
    desk: Desk,
    /// The reason that was given for what was written anew meanwhile.
    kept: RwSignal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let reason = RwSignal::new(kept.try_update_untracked(std::mem::take).unwrap_or_default());
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
            match answer {
                Ok(rows) => Ok(Some(rows)),
                Err(error) if error.is(ErrorCode::Stale) => Ok(None),
                Err(error) => Err(error),
            }
        };
        form.run(attempt, move |rows| {
            if rows.is_none() {
                // Nobody rejects what they have not read: the list has it by now, and the reason waits.
                kept.set(reason.get_untracked());
                toast::info(tu_string!(i18n, reviews.staff.rewritten));
            }
            desk.reject_open.set(false);
            if let Some(rows) = rows {
                desk.decided(Moderation::Reject, rows);
            }
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

fn version(review: &StaffReview) -> Version<ReplyToReviewRequest> {
    let text = review.reply.as_ref().map(|reply| reply.text.clone()).unwrap_or_default();
    Version { value: ReplyToReviewRequest { text }, revision: review.reply_revision }
}

/// A review as it is by now.
async fn review_now(id: ReviewId, product: ProductId) -> Result<StaffReview, ApiError> {
    let filter = StaffReviewFilter { product: Some(product), ..StaffReviewFilter::default() };
    let mut cursor = None;
    loop {
        let page = reviews::list_staff_reviews(&filter, cursor).await?;
        if let Some(review) = page.items.into_iter().find(|review| review.id == id) {
            return Ok(review);
        }
        cursor = page.next_cursor;
        if cursor.is_none() {
            return Err(ApiError::not_found());
        }
    }
}

fn field(locale: Locale, _: &str) -> String {
    td_string!(locale, reviews.staff.answer).to_owned()
}

#[component]
fn Answer(desk: Desk) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let Some(review) = desk.replying.get_untracked() else { return ().into_any() };
    let (id, product, open) = (review.id, review.product.id, desk.reply_open);
    let first = version(&review);
    let text = RwSignal::new(first.value.text.clone());
    let editor = use_editor(
        form,
        first,
        move || ReplyToReviewRequest { text: text.with(|text| text.trim().to_owned()) },
        move |reply: ReplyToReviewRequest| text.set(reply.text),
        move || async move { review_now(id, product).await.map(|review| version(&review)) },
        move |request: ReplyToReviewRequest, revision: i32| async move {
            let answer = reviews::reply_to_review(id, revision, &request).await;
            if let Err(error) = &answer {
                desk.failed(error);
            }
            answer.map(|row| {
                let version = version(&row);
                desk.put(vec![row]);
                version
            })
        },
        move |_| {
            toast::success(tu_string!(i18n, reviews.staff.replied));
            open.set(false);
        },
    );
    view! {
        <blockquote class="reviewed__text">{review.text}</blockquote>
        <FormView form on_submit=move || editor.send()>
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
        <ConflictDialog editor label=field value=as_it_stands/>
    }
    .into_any()
}
