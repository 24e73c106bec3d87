//! The photos of a review while it is written: those it has, and files that are still to be sent.

use leptos::html;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use shared::catalog::Image;
use shared::products::MAX_IMAGE_BYTES;
use shared::reviews::MAX_PHOTOS;
use web_sys::{File, Url};

use crate::i18n::{self, t_string, td_string, use_i18n};
use crate::ui::{Button, ButtonSize, Icon, IconButton, Picture, toast};

/// [`MAX_IMAGE_BYTES`] in megabytes.
const MEGABYTES: usize = MAX_IMAGE_BYTES >> 20;

/// A file that is still to be sent.
#[derive(Clone)]
pub(super) struct Chosen {
    /// Tells it apart.
    pub key: u32,
    /// The file.
    pub file: SendWrapper<File>,
    /// Where the browser shows it from.
    preview: String,
    /// Why it was not taken.
    failure: Option<String>,
}

/// The photos. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Photos {
    /// Those of the review, as it is kept.
    pub there: RwSignal<Vec<Image>>,
    /// Those to be removed from it.
    pub gone: RwSignal<Vec<Image>>,
    /// Those to be added.
    pub chosen: RwSignal<Vec<Chosen>>,
    keys: StoredValue<u32>,
}

impl Photos {
    /// Those of a review.
    pub(super) fn new(there: Vec<Image>) -> Self {
        let photos = Self {
            there: RwSignal::new(there),
            gone: RwSignal::new(Vec::new()),
            chosen: RwSignal::new(Vec::new()),
            keys: StoredValue::new(0),
        };
        on_cleanup(move || {
            for photo in photos.chosen.try_get_untracked().into_iter().flatten() {
                let _ = Url::revoke_object_url(&photo.preview);
            }
        });
        photos
    }

    fn count(self) -> usize {
        self.there.with(Vec::len) + self.chosen.with(Vec::len)
    }

    /// Takes files in, as many as there is room for.
    fn add(self, files: Vec<File>) {
        let locale = i18n::current();
        for file in files {
            if untrack(|| self.count()) >= MAX_PHOTOS {
                toast::failure(td_string!(locale, reviews.write.too_many, count = MAX_PHOTOS));
                return;
            }
            if file.size() > most_bytes() {
                toast::failure(td_string!(locale, reviews.write.too_large, name = file.name(), size = MEGABYTES));
                continue;
            }
            let key = self.keys.try_update_value(|key| {
                *key += 1;
                *key
            });
            let preview = Url::create_object_url_with_blob(&file).unwrap_or_default();
            let photo = Chosen { key: key.unwrap_or_default(), file: SendWrapper::new(file), preview, failure: None };
            self.chosen.update(|chosen| chosen.push(photo));
        }
    }

    /// A file was sent, or is not wanted any more.
    pub(super) fn drop(self, key: u32) {
        self.chosen.try_update(|chosen| {
            chosen.retain(|photo| {
                let keep = photo.key != key;
                if !keep {
                    let _ = Url::revoke_object_url(&photo.preview);
                }
                keep
            });
        });
    }

    /// A file was not taken.
    pub(super) fn fail(self, key: u32, failure: String) {
        self.chosen.try_update(|chosen| {
            chosen.iter_mut().filter(|photo| photo.key == key).for_each(|photo| photo.failure = Some(failure.clone()));
        });
    }

    fn remove(self, image: Image) {
        self.there.update(|there| there.retain(|other| other.id != image.id));
        self.gone.update(|gone| gone.push(image));
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few million")]
fn most_bytes() -> f64 {
    MAX_IMAGE_BYTES as f64
}

/// The photos with a way out each, and a way to add more.
#[component]
pub(super) fn PhotoPicker(photos: Photos) -> impl IntoView {
    let i18n = use_i18n();
    let picker = NodeRef::<html::Input>::new();
    let choose = move || {
        if let Some(input) = picker.get_untracked() {
            input.click();
        }
    };
    let take = move || {
        let Some(input) = picker.get_untracked() else { return };
        if let Some(files) = input.files() {
            photos.add((0..files.length()).filter_map(|at| files.item(at)).collect());
        }
        // The same file again is a change again.
        input.set_value("");
    };
    let there = move || {
        photos
            .there
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, image)| {
                let own = image.clone();
                view! {
                    <li class="photo-edit">
                        <Picture image sizes="96px" ratio="1 / 1" cover=true alt=""/>
                        <IconButton
                            icon=icondata::LuTrash2
                            label=move || t_string!(i18n, reviews.write.remove_photo, number = at + 1)
                            on_click=move || photos.remove(own.clone())
                        />
                    </li>
                }
            })
            .collect_view()
    };
    let chosen = move || {
        let before = photos.there.with(Vec::len);
        photos
            .chosen
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, photo)| {
                let key = photo.key;
                view! {
                    <li class="photo-edit" data-test="chosen-photo">
                        <img src=photo.preview alt=""/>
                        <IconButton
                            icon=icondata::LuTrash2
                            label=move || t_string!(i18n, reviews.write.remove_photo, number = before + at + 1)
                            on_click=move || photos.drop(key)
                        />
                        {photo.failure.map(|failure| view! { <p class="field__error"><Icon icon=icondata::LuCircleAlert/><span>{failure}</span></p> })}
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <fieldset class="field">
            <legend class="field__label">
                {move || t_string!(i18n, reviews.write.photos)}
                <span class="field__optional">{move || t_string!(i18n, common.form.optional)}</span>
            </legend>
            <ul class="photo-edits" role="list">
                {there}
                {chosen}
            </ul>
            <input
                class="visually-hidden"
                node_ref=picker
                type="file"
                multiple=true
                accept="image/jpeg,image/png,image/webp"
                tabindex="-1"
                aria-label=move || t_string!(i18n, reviews.write.add_photo)
                data-test="review-files"
                on:change=move |_| take()
            />
            <Show when=move || { photos.count() < MAX_PHOTOS }>
                <Button size=ButtonSize::Small icon=icondata::LuImagePlus on_click=choose>{move || t_string!(i18n, reviews.write.add_photo)}</Button>
            </Show>
            <p class="field__hint">
                {move || t_string!(i18n, reviews.write.photos_hint, count = MAX_PHOTOS, size = MEGABYTES)}
            </p>
        </fieldset>
    }
    .into_any()
}
