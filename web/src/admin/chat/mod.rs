//! The chat as those who answer have it: the rooms, one of them open, and its buyer beside it; the
//! texts that are written often; how it goes. What both sides of a chat share is `crate::chat`.

mod alerts;
mod buyer;
mod canned;
mod canned_menu;
mod cart;
mod clock;
mod figures;
mod find;
mod head;
mod list;
mod notes;
mod open;
mod opened;
mod page;
mod room;
mod sound;
mod view;
mod words;

pub use alerts::{ChatAlerts, UnreadChats};
pub use buyer::ChatsOf;
pub use canned::CannedPage;
pub use figures::ChatFiguresPage;
pub use open::OpenChat;
pub use page::ChatsPage;
