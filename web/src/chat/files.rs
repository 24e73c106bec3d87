//! Files that go with a message: checked here, sent to the server at once, each with its progress.

use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use shared::chat::{ATTACHMENT_KINDS, ATTACHMENT_MAX_BYTES, ChatAttachment};
use shared::validate::{FieldCode, FieldError};
use web_sys::{File, FileList, Url};

use crate::api::chat;
use crate::i18n;
use crate::ui::{error_text, field_error_text};

/// The most files of a message.
const MOST: usize = 5;
/// What the file picker offers. The server looks into the file itself.
pub(super) const ACCEPT: &str = "image/jpeg,image/png,image/webp,application/pdf,text/plain";

/// A file of a draft.
#[derive(Clone)]
pub struct ChatFile {
    /// Tells it apart while it is there.
    pub key: u32,
    /// What it is called.
    pub name: String,
    /// Where the browser shows a picture from.
    pub preview: Option<String>,
    /// How much is sent, 0 to 100.
    pub percent: u8,
    /// The file as the server has it.
    pub stored: Option<ChatAttachment>,
    /// Why it is not taken.
    pub failure: Option<String>,
    /// Whether sending it again, unchanged, may help.
    pub can_retry: bool,
    file: SendWrapper<File>,
}

/// The files of a draft. Cheap to copy.
#[derive(Clone, Copy)]
pub struct ChatFiles {
    items: RwSignal<Vec<ChatFile>>,
    keys: StoredValue<u32>,
}

impl ChatFiles {
    pub(super) fn new() -> Self {
        let files = Self { items: RwSignal::new(Vec::new()), keys: StoredValue::new(0) };
        on_cleanup(move || {
            for item in files.items.try_get_untracked().into_iter().flatten() {
                forget(&item);
            }
        });
        files
    }

    /// The files, followed.
    #[must_use]
    pub fn items(self) -> Vec<ChatFile> {
        self.items.get()
    }

    pub(super) fn find(self, key: u32) -> Option<ChatFile> {
        self.items.with(|items| items.iter().find(|item| item.key == key).cloned())
    }

    /// Whether there are none, followed.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.items.with(Vec::is_empty)
    }

    /// Whether one is on its way still, or was not taken, followed.
    #[must_use]
    pub fn are_waited_for(self) -> bool {
        self.items.with(|items| items.iter().any(|item| item.stored.is_none()))
    }

    /// Takes files in and sends them.
    pub fn add(self, files: Option<FileList>) {
        let Some(files) = files else { return };
        let locale = i18n::current();
        for file in (0..files.length()).filter_map(|at| files.item(at)) {
            let refused = self.check(&file).map(|error| field_error_text(locale, &error));
            let key = self.keys.try_update_value(|key| {
                *key += 1;
                *key
            });
            let is_picture = file.type_().starts_with("image/");
            let item = ChatFile {
                key: key.unwrap_or_default(),
                name: file.name(),
                preview: if is_picture { Url::create_object_url_with_blob(&file).ok() } else { None },
                percent: 0,
                stored: None,
                failure: refused.clone(),
                can_retry: false,
                file: SendWrapper::new(file),
            };
            self.items.update(|items| items.push(item.clone()));
            if refused.is_none() {
                self.send(item.key, item.file);
            }
        }
    }

    fn check(self, file: &File) -> Option<FieldError> {
        if self.items.with_untracked(Vec::len) >= MOST {
            return Some(FieldError::new("/file", FieldCode::TooMany).with("max", MOST));
        }
        if file.size() > largest() {
            return Some(FieldError::new("/file", FieldCode::TooManyBytes).with("max_bytes", ATTACHMENT_MAX_BYTES));
        }
        let kind = file.type_();
        // Nothing is known of its content yet; but what says itself that it will not do need not be sent.
        let hopeless = kind.starts_with("video/") || kind.starts_with("audio/") || kind == "image/svg+xml" || file.size() < 1.0;
        hopeless.then(|| FieldError::new("/file", FieldCode::UnsupportedKind).with("taken", ATTACHMENT_KINDS))
    }

    /// Sends a file again.
    pub(super) fn retry(self, key: u32) {
        if let Some(item) = untrack(|| self.find(key)) {
            self.change(key, |item| {
                item.failure = None;
                item.percent = 0;
            });
            self.send(key, item.file);
        }
    }

    /// Takes a file out.
    pub(super) fn remove(self, key: u32) {
        if let Some(item) = untrack(|| self.find(key)) {
            forget(&item);
        }
        self.items.update(|items| items.retain(|item| item.key != key));
    }

    /// Takes out those that the server has.
    pub(super) fn take(self) -> Vec<ChatAttachment> {
        let items = self.items.try_update(std::mem::take).unwrap_or_default();
        items.iter().for_each(forget);
        items.into_iter().filter_map(|item| item.stored).collect()
    }

    fn change(self, key: u32, change: impl FnOnce(&mut ChatFile)) {
        self.items.try_update(|items| {
            if let Some(item) = items.iter_mut().find(|item| item.key == key) {
                change(item);
            }
        });
    }

    fn send(self, key: u32, file: SendWrapper<File>) {
        spawn_local(async move {
            let told = move |percent| self.change(key, |item| item.percent = percent);
            match chat::upload_chat_attachment(&file, told).await {
                Ok(stored) => self.change(key, |item| {
                    item.percent = 100;
                    item.stored = Some(stored);
                }),
                Err(error) => {
                    let locale = i18n::current();
                    let text = match error.fields() {
                        [field, ..] => field_error_text(locale, field),
                        [] => error_text(locale, &error),
                    };
                    self.change(key, |item| {
                        item.failure = Some(text);
                        item.can_retry = error.is_passing();
                    });
                }
            }
        });
    }
}

fn forget(item: &ChatFile) {
    if let Some(preview) = &item.preview {
        let _ = Url::revoke_object_url(preview);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few million")]
const fn largest() -> f64 {
    ATTACHMENT_MAX_BYTES as f64
}
