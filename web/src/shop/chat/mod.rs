//! The buyer's side of the chat: the button in the corner of every page, the panel it opens, and the
//! buttons elsewhere that ask about a product or an order.

mod ask;
mod buyer;
mod frame;
mod guest;
mod rating;
mod topics;
mod widget;

pub use ask::{AskAboutOrder, AskAboutProduct, AskHere};
pub use widget::ChatWidget;

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
}

impl ChatHandle {
    fn new() -> Self {
        Self { open: RwSignal::new(false), question: RwSignal::new(None) }
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
    chat::provide(ChatSide::Buyer);
    provide_context(ChatHandle::new());
}

/// The chat.
#[must_use]
pub fn use_chat() -> ChatHandle {
    use_context().unwrap_or_else(ChatHandle::new)
}
