//! Writing a review, or writing it anew.

use leptos::prelude::*;
use shared::ids::ReviewId;
use shared::problem::ErrorCode;
use shared::reviews::{MAX_TEXT, MAX_TITLE, MIN_TEXT, OwnReview, ReviewedProduct, UpdateReviewRequest, WriteReviewRequest};
use shared::validate::Validate;

use super::photos::{PhotoPicker, Photos};
use crate::api::{ApiError, reviews};
use crate::i18n::{self, t_string, tu_string, use_i18n};
use crate::ui::{
    Button, ButtonKind, ButtonSize, Dialog, Form, FormView, RatingInput, TextArea, TextField, ask_before_losing, error_text,
    field_error_text, toast,
};

/// A button that opens the form for a product: for a first review, or for changing `review`.
#[component]
pub fn WriteReview(
    /// What it is about.
    product: ReviewedProduct,
    /// What was written before.
    review: Option<OwnReview>,
    /// Something was written.
    #[prop(into)]
    done: Callback<OwnReview>,
) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    let again = review.is_some();
    let (name, named) = (product.name.clone(), product.name.clone());
    let about = StoredValue::new((product, review));
    // What the server has by now. Told once the form is closed, for that may draw the page around it anew.
    let kept = StoredValue::new(None::<OwnReview>);
    Effect::new(move |_| {
        if !open.get()
            && let Some(review) = kept.try_update_value(Option::take).flatten()
        {
            done.run(review);
        }
    });
    view! {
        <Button
            size=ButtonSize::Small
            icon=if again { icondata::LuPencil } else { icondata::LuStar }
            on_click=move || open.set(true)
            attr:data-test="write-review"
        >
            {move || if again { t_string!(i18n, reviews.write.edit) } else { t_string!(i18n, reviews.write.open) }}
            // Several such buttons stand below each other.
            <span class="visually-hidden">": " {named}</span>
        </Button>
        <Dialog open guard=ask_before_losing title=move || t_string!(i18n, reviews.write.title, name = name.clone()).to_string()>
            <Writing about open kept/>
        </Dialog>
    }
    .into_any()
}

/// The fields.
#[component]
fn Writing(
    about: StoredValue<(ReviewedProduct, Option<OwnReview>)>,
    open: RwSignal<bool>,
    kept: StoredValue<Option<OwnReview>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let (product, before) = about.with_value(|(product, review)| (product.id, review.clone()));
    let id = StoredValue::new(before.as_ref().map(|review| review.id));
    let photos = Photos::new(before.as_ref().map(|review| review.photos.clone()).unwrap_or_default());
    let (stars, title, text) = before.map(|review| (review.stars, review.title, review.text)).unwrap_or_default();
    let stars = RwSignal::new(u8::try_from(stars).unwrap_or_default());
    let (title, text) = (RwSignal::new(title), RwSignal::new(text));
    let incomplete = RwSignal::new(false);
    let send = move || {
        let request = UpdateReviewRequest {
            stars: i32::from(stars.get_untracked()),
            title: title.get_untracked().trim().to_owned(),
            text: text.get_untracked().trim().to_owned(),
        };
        if let Err(errors) = request.validate() {
            form.reject(errors);
            return;
        }
        incomplete.set(false);
        let known = id.get_value();
        let attempt = async move {
            let UpdateReviewRequest { stars, title, text } = request.clone();
            let review = match known {
                Some(id) => reviews::update_review(id, &request).await?,
                None => match reviews::write_review(&WriteReviewRequest { product_id: product, stars, title, text }).await {
                    // It was written before, and the answer lost, or in another tab.
                    Err(error) if error.is(ErrorCode::NotReviewable) => {
                        let own = reviews::get_own_review_standing(product).await?;
                        reviews::update_review(own.review.ok_or(error)?.id, &request).await?
                    }
                    written => written?,
                },
            };
            // From now on it is there: sending the form again changes it.
            id.try_set_value(Some(review.id));
            kept.try_set_value(Some(review.clone()));
            let review = remove(review, photos).await?;
            photos.there.try_set(review.photos.clone());
            Ok::<_, ApiError>(add(review, photos).await)
        };
        form.run(attempt, move |(review, all)| {
            kept.set_value(Some(review));
            if all {
                toast::success(tu_string!(i18n, reviews.write.sent));
                open.set(false);
            } else {
                incomplete.set(true);
            }
        });
    };
    view! {
        <FormView form on_submit=send>
            <RatingInput pointer="/stars" label=move || t_string!(i18n, reviews.write.stars) value=stars/>
            <TextField
                pointer="/title"
                label=move || t_string!(i18n, reviews.write.headline)
                hint=move || t_string!(i18n, reviews.write.headline_hint)
                value=title
                maxlength=u32::try_from(MAX_TITLE).unwrap_or(u32::MAX)
                optional=true
            />
            <TextArea
                pointer="/text"
                label=move || t_string!(i18n, reviews.write.text)
                hint=move || t_string!(i18n, reviews.write.text_hint, count = MIN_TEXT)
                value=text
                rows=5
                maxlength=u32::try_from(MAX_TEXT).unwrap_or(u32::MAX)
            />
            <PhotoPicker photos/>
            <Show when=move || incomplete.get()>
                <p class="notice tone-warning" role="alert">{move || t_string!(i18n, reviews.write.photos_failed)}</p>
            </Show>
            <p class="small muted">{move || t_string!(i18n, reviews.write.look)}</p>
            <div class="form__actions">
                <Button submit=true kind=ButtonKind::Primary loading=form.busy() attr:data-test="send-review">
                    {move || t_string!(i18n, reviews.write.send)}
                </Button>
            </div>
        </FormView>
    }
    .into_any()
}

/// Removes the photos that are not wanted any more.
async fn remove(mut review: OwnReview, photos: Photos) -> Result<OwnReview, ApiError> {
    for photo in photos.gone.try_get_untracked().unwrap_or_default() {
        // Gone already is as good.
        if review.photos.iter().any(|image| image.id == photo.id) {
            review = reviews::remove_review_photo(review.id, photo.id).await?;
        }
        photos.gone.try_update(|gone| gone.retain(|other| other.id != photo.id));
    }
    Ok(review)
}

/// Sends the chosen files; also whether all were taken.
async fn add(mut review: OwnReview, photos: Photos) -> (OwnReview, bool) {
    let id: ReviewId = review.id;
    let mut all = true;
    for photo in photos.chosen.try_get_untracked().unwrap_or_default() {
        match reviews::add_review_photos(id, &photo.file, |_| ()).await {
            Ok(answer) => {
                review = answer;
                photos.there.try_set(review.photos.clone());
                photos.drop(photo.key);
            }
            Err(error) => {
                let locale = i18n::current();
                let text = match error.fields() {
                    [field, ..] => field_error_text(locale, field),
                    [] => error_text(locale, &error),
                };
                photos.fail(photo.key, text);
                all = false;
            }
        }
    }
    (review, all)
}
