//! Files on their way to the server: three at a time, each with its progress.

use leptos::prelude::*;
use send_wrapper::SendWrapper;
use shared::products::{MAX_IMAGE_BYTES, MAX_IMAGES};
use shared::validate::{FieldCode, FieldError};
use web_sys::{File, Url};

use super::Gallery;
use crate::api::products;
use crate::i18n;
use crate::ui::{error_text, field_error_text};

/// Files that are sent at the same time.
const AT_ONCE: usize = 3;

/// A file on its way.
#[derive(Clone)]
pub struct Sending {
    /// Tells it apart while it is there.
    pub key: u32,
    /// What it is called.
    pub name: String,
    /// Where the browser shows it from, before the server has it.
    pub preview: String,
    /// How much is sent, 0 to 100.
    pub percent: RwSignal<u8>,
    /// Why it is not taken.
    pub failure: RwSignal<Option<String>>,
    /// Whether sending it again, unchanged, may help.
    pub can_retry: RwSignal<bool>,
    under_way: RwSignal<bool>,
    file: SendWrapper<File>,
}

/// The files. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Queue {
    gallery: Gallery,
    items: RwSignal<Vec<Sending>>,
    keys: StoredValue<u32>,
    owner: StoredValue<Option<Owner>>,
}

impl Queue {
    /// An empty queue. Files wait until the product is saved for the first time.
    pub(super) fn new(gallery: Gallery) -> Self {
        let queue = Self {
            gallery,
            items: RwSignal::new(Vec::new()),
            keys: StoredValue::new(0),
            owner: StoredValue::new(Owner::current()),
        };
        Effect::new(move |_| {
            if gallery.desk.id().is_some() {
                queue.go_on();
            }
        });
        queue
    }

    /// The files, followed.
    pub(super) fn items(self) -> Vec<Sending> {
        self.items.get()
    }

    /// Takes files in.
    pub(super) fn add(self, files: Vec<File>) {
        let locale = i18n::current();
        let there = self.gallery.desk.images.with_untracked(Vec::len) + self.items.with_untracked(Vec::len);
        for (index, file) in files.into_iter().enumerate() {
            let key = self.keys.try_update_value(|key| {
                *key += 1;
                *key
            });
            let too_many = there + index >= MAX_IMAGES;
            let refused = if too_many {
                Some(FieldError::new("/files", FieldCode::TooMany).with("max", MAX_IMAGES))
            } else {
                (file.size() > bytes(MAX_IMAGE_BYTES))
                    .then(|| FieldError::new("/files", FieldCode::TooManyBytes).with("max_bytes", MAX_IMAGE_BYTES))
            };
            let failure = refused.map(|error| field_error_text(locale, &error));
            let make = || Sending {
                key: key.unwrap_or_default(),
                name: file.name(),
                preview: Url::create_object_url_with_blob(&file).unwrap_or_default(),
                percent: RwSignal::new(0),
                failure: RwSignal::new(failure),
                can_retry: RwSignal::new(false),
                under_way: RwSignal::new(false),
                file: SendWrapper::new(file.clone()),
            };
            // The signals live as long as the editor, not as the event.
            let item = match self.owner.get_value() {
                Some(owner) => owner.with(make),
                None => make(),
            };
            self.items.update(|items| items.push(item));
        }
        self.go_on();
    }

    /// Sends a file again.
    pub(super) fn retry(self, key: u32) {
        if let Some(item) = self.find(key) {
            item.failure.set(None);
            item.percent.set(0);
            self.go_on();
        }
    }

    /// Takes a file out.
    pub(super) fn drop(self, key: u32) {
        if let Some(item) = self.find(key) {
            let _ = Url::revoke_object_url(&item.preview);
        }
        self.items.try_update(|items| items.retain(|item| item.key != key));
    }

    /// Lets go of the previews; the page is left.
    pub(super) fn forget(self) {
        for item in self.items.try_get_untracked().into_iter().flatten() {
            let _ = Url::revoke_object_url(&item.preview);
        }
    }

    fn find(self, key: u32) -> Option<Sending> {
        self.items.try_get_untracked()?.into_iter().find(|item| item.key == key)
    }

    /// Sends what waits, as far as there are hands.
    fn go_on(self) {
        let Some(product) = self.gallery.desk.id_now().map(|id| id.to_string()) else { return };
        let items = self.items.get_untracked();
        let busy = items.iter().filter(|item| item.under_way.get_untracked()).count();
        let waiting =
            items.into_iter().filter(|item| !item.under_way.get_untracked() && item.failure.with_untracked(Option::is_none));
        for item in waiting.take(AT_ONCE.saturating_sub(busy)) {
            item.under_way.set(true);
            self.gallery.begin();
            let product = product.clone();
            leptos::task::spawn_local(async move {
                let percent = item.percent;
                let sent = products::add_product_images(&product, &item.file, move |sent| {
                    percent.try_set(sent);
                });
                let answer = sent.await;
                let newest = self.gallery.arrived();
                // The page may be gone by now.
                if item.under_way.try_set(false).is_some() {
                    return;
                }
                match answer {
                    Ok(images) => {
                        self.gallery.put(images, newest);
                        self.drop(item.key);
                    }
                    Err(error) => {
                        let locale = i18n::current();
                        let text = match error.fields() {
                            [field, ..] => field_error_text(locale, field),
                            [] => error_text(locale, &error),
                        };
                        item.can_retry.set(error.is_passing());
                        item.failure.set(Some(text));
                    }
                }
                self.go_on();
                self.gallery.calm_down();
            });
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few million")]
fn bytes(most: usize) -> f64 {
    most as f64
}
