//! What is being written: kept in the browser until it is sent, also when the page is loaded anew.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::chat::{ChatProduct, ChatTopic, NewChatMessage};
use uuid::Uuid;

use super::files::ChatFiles;
use super::outbox::{self, Outgoing};
use super::thread::Source;
use crate::storage;

#[derive(Default, Serialize, Deserialize)]
struct Kept {
    text: String,
    #[serde(default)]
    product: Option<ChatProduct>,
    #[serde(default)]
    topic: Option<ChatTopic>,
}

/// A draft. Cheap to copy; lives as long as the component that made it.
#[derive(Clone, Copy)]
pub struct ChatDraft {
    /// The text.
    pub text: RwSignal<String>,
    /// The product it is about.
    pub product: RwSignal<Option<ChatProduct>>,
    /// What it is about; counts when it opens a room.
    pub topic: RwSignal<Option<ChatTopic>>,
    /// The files that go with it; these are not kept.
    pub files: ChatFiles,
}

impl ChatDraft {
    /// The draft of this name, such as the id of a person and a room.
    #[must_use]
    pub fn load(name: &str) -> Self {
        let key = format!("{}:{name}", storage::CHAT_DRAFT);
        let Kept { text, product, topic } =
            storage::get(&key).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let draft = Self {
            text: RwSignal::new(text),
            product: RwSignal::new(product),
            topic: RwSignal::new(topic),
            files: ChatFiles::new(),
        };
        Effect::new(move |_| {
            let kept = Kept { text: draft.text.get(), product: draft.product.get(), topic: draft.topic.get() };
            if kept.text.is_empty() && kept.product.is_none() && kept.topic.is_none() {
                storage::remove(&key);
            } else if let Ok(text) = serde_json::to_string(&kept) {
                storage::set(&key, &text);
            }
        });
        draft
    }

    /// Whether there is nothing to send, followed.
    #[must_use]
    pub fn is_blank(self) -> bool {
        self.text.with(|text| text.trim().is_empty()) && self.product.with(Option::is_none) && self.files.is_empty()
    }

    /// Sends it to where `source` reads from, and begins a new one. Each file after the first is a
    /// message of its own. `seen` is the last message that was shown, to those who answer.
    pub fn send(self, source: Source, seen: Option<i64>) {
        let body = self.text.with_untracked(|text| text.trim().to_owned());
        let product = self.product.get_untracked();
        let topic = self.topic.get_untracked().or_else(|| product.as_ref().map(|_| ChatTopic::Product));
        let mut files = self.files.take().into_iter();
        let first = files.next();
        let write = |body: String, product: Option<ChatProduct>, attachment: Option<shared::chat::ChatAttachment>| {
            let message = NewChatMessage {
                client_id: Uuid::now_v7(),
                body,
                product_id: product.as_ref().map(|product| product.id),
                attachment_id: attachment.as_ref().map(|attachment| attachment.id),
                topic,
                seen,
            };
            outbox::push(Outgoing::new(source, message, product, attachment));
        };
        if !body.is_empty() || product.is_some() || first.is_some() {
            write(body, product, first);
        }
        for file in files {
            write(String::new(), None, Some(file));
        }
        self.text.set(String::new());
        self.product.set(None);
        self.topic.set(None);
    }
}
