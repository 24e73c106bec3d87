//! The buyer's side of the chat: the button in the corner of every page, the panel it opens, and the
//! buttons elsewhere that ask about a product or an order.

mod ask;
mod buyer;
mod card;
mod frame;
mod guest;
mod rating;
mod topics;
mod widget;

pub use ask::{AskAboutOrder, AskAboutProduct, AskHere};
pub use widget::ChatWidget;

pub(super) use buyer::Buyer;

use leptos::prelude::*;
use shared::chat::{ChatProduct, ChatSide};

use crate::chat;

/// What is to be asked about.
#[derive(Clone, Debug, PartialEq)]
enum Question {
    /// A product.
    Product(Box<ChatProduct>),
    /// An order, by its number.
    Order(String),
}

/// The chat, for whoever wants to open it. Cheap to copy.
#[derive(Clone, Copy)]
pub struct ChatHandle {
    open: RwSignal<bool>,
    question: RwSignal<Option<Question>>,
    /// The app; nobody any more, once it sends what was written earlier.
    app: StoredValue<Option<Owner>>,
}

impl ChatHandle {
    fn new() -> Self {
        let app = StoredValue::new(Owner::current());
        Self { open: RwSignal::new(false), question: RwSignal::new(None), app }
    }

    /// Opens the chat.
    pub fn show(self) {
        self.open.set(true);
    }

    /// Opens the chat with a product tagged.
    pub fn ask_about_product(self, product: ChatProduct) {
        self.ask(Question::Product(Box::new(product)));
    }

    /// Opens the chat with the order's number written.
    pub fn ask_about_order(self, number: String) {
        self.ask(Question::Order(number));
    }

    fn ask(self, question: Question) {
        self.question.set(Some(question));
        self.show();
    }
}

/// Makes the chat available to the app; once, by the shop's shell.
pub fn provide() {
    provide_context(ChatHandle::new());
}

/// Sends what was written earlier, from the first time on that somebody is signed in until the app ends.
pub(super) fn begin() {
    if let Some(app) = use_chat().app.try_update_value(Option::take).flatten() {
        app.with(|| chat::provide(ChatSide::Buyer));
    }
}

/// The chat.
#[must_use]
pub fn use_chat() -> ChatHandle {
    use_context().unwrap_or_else(ChatHandle::new)
}
