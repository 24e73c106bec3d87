//! The chat: a buyer's own, and what those who answer do. What is said over the live connection is
//! `crate::chat`'s.

use chrono::NaiveDate;
use serde::Serialize;
use shared::chat::{
    CannedResponse, CannedResponseDetails, ChatAgent, ChatAssignment, ChatAttachment, ChatCartFill, ChatFigures, ChatHistory,
    ChatMessage, ChatPriority, ChatRating, ChatRoom, ChatRoomChange, ChatRoomDetail, ChatRoomRow, ChatSeen, ChatState,
    NewChatMessage, NewChatRoom,
};
use shared::ids::{CannedResponseId, ChatMessageId, ChatRoomId, UserId};
use shared::page::{MAX_LIMIT, Page};
use web_sys::File;

use super::client::Call;
use super::error::ApiError;
use super::upload::send_file_as;

/// Messages of a page of the history.
const PAGE: u32 = 40;

#[derive(Serialize)]
struct Step<'a> {
    limit: u32,
    cursor: Option<String>,
    q: Option<&'a str>,
}

/// Reads how one's chat stands.
///
/// # Errors
/// See [`ApiError`].
pub fn chat_state() -> impl Future<Output = Result<ChatState, ApiError>> + use<> {
    Call::get("/chat").send()
}

/// Lists the messages of one's chat, the newest first.
///
/// # Errors
/// See [`ApiError`].
pub fn chat_history(cursor: Option<String>) -> impl Future<Output = Result<ChatHistory, ApiError>> + use<> {
    Call::get("/chat/messages").query(&Step { limit: PAGE, cursor, q: None }).send()
}

/// Sends a message as a buyer; the same `client_id` is the same message.
///
/// # Errors
/// See [`ApiError`].
pub fn send_chat_message(message: &NewChatMessage) -> impl Future<Output = Result<ChatMessage, ApiError>> + use<> {
    Call::post("/chat/messages").json(message).send()
}

/// Deletes a message of one's own.
///
/// # Errors
/// See [`ApiError`].
pub fn delete_chat_message(id: ChatMessageId) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::delete(format!("/chat/messages/{id}")).send_empty()
}

/// Sends a file that a message is to carry; `progress` is told the percent that is sent.
///
/// # Errors
/// See [`ApiError`].
pub async fn upload_chat_attachment(file: &File, progress: impl Fn(u8) + 'static) -> Result<ChatAttachment, ApiError> {
    send_file_as("file", "POST", "/chat/attachments", file, progress).await
}

/// Says what came and what was read, as a buyer.
///
/// # Errors
/// See [`ApiError`].
pub fn mark_chat_seen(room: ChatRoomId, seen: &ChatSeen) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::post(format!("/chat/rooms/{room}/seen")).json(seen).send_empty()
}

/// Rates a room that is settled.
///
/// # Errors
/// See [`ApiError`].
pub fn rate_chat(room: ChatRoomId, rating: &ChatRating) -> impl Future<Output = Result<ChatRoom, ApiError>> + use<> {
    Call::post(format!("/chat/rooms/{room}/rating")).json(rating).send()
}

/// Hides what is there from one's own view.
///
/// # Errors
/// See [`ApiError`].
pub fn clear_chat() -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::post("/chat/clear").send_empty()
}

/// Which rooms; what is `None`, empty or false does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ChatFilter {
    /// `open` when left out; `all` for every status.
    pub status: Option<String>,
    /// `me`, `nobody`, or the id of one who answers.
    pub assignee: Option<String>,
    /// Only those with messages that nobody read.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unread: bool,
    /// Only those whose buyer waits.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub waiting: bool,
    /// Only those whose answer or end is overdue.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub overdue: bool,
    /// How soon to be answered.
    pub priority: Option<ChatPriority>,
    /// Names, email and texts.
    pub q: String,
    /// Of this buyer.
    pub buyer_id: Option<UserId>,
    /// `activity` or `due`.
    pub sort: Option<String>,
    /// Items per page.
    pub limit: Option<u32>,
    /// The `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Lists rooms.
///
/// # Errors
/// See [`ApiError`].
pub fn list_chats(filter: &ChatFilter) -> impl Future<Output = Result<Page<ChatRoomRow>, ApiError>> + use<> {
    Call::get("/admin/chats").query(filter).send()
}

/// Begins a chat with a buyer, or goes on with the open one.
///
/// # Errors
/// See [`ApiError`].
pub fn open_chat(room: &NewChatRoom) -> impl Future<Output = Result<ChatRoomDetail, ApiError>> + use<> {
    Call::post("/admin/chats").json(room).send()
}

fn chat(room: ChatRoomId, rest: &str) -> String {
    format!("/admin/chats/{room}{rest}")
}

/// Reads a room.
///
/// # Errors
/// See [`ApiError`].
pub fn get_chat(room: ChatRoomId) -> impl Future<Output = Result<ChatRoomDetail, ApiError>> + use<> {
    Call::get(chat(room, "")).send()
}

/// Changes a room: settles, archives, opens it again, says how soon, notes something.
///
/// # Errors
/// See [`ApiError`]; `stale` when somebody else changed it first.
pub fn change_chat(
    room: ChatRoomId,
    revision: i32,
    change: &ChatRoomChange,
) -> impl Future<Output = Result<ChatRoomDetail, ApiError>> + use<> {
    Call::patch(chat(room, "")).if_match(revision).json(change).send()
}

/// Says who is to answer.
///
/// # Errors
/// See [`ApiError`]; `stale` when somebody else changed it first.
pub fn assign_chat(
    room: ChatRoomId,
    revision: i32,
    assignment: &ChatAssignment,
) -> impl Future<Output = Result<ChatRoomDetail, ApiError>> + use<> {
    Call::put(chat(room, "/assignee")).if_match(revision).json(assignment).send()
}

/// Lists the messages of a room, the newest first: all, or those that hold a text.
///
/// # Errors
/// See [`ApiError`].
pub fn list_chat_messages(
    room: ChatRoomId,
    cursor: Option<String>,
    text: Option<&str>,
) -> impl Future<Output = Result<ChatHistory, ApiError>> + use<> {
    let limit = if text.is_some() { MAX_LIMIT } else { PAGE };
    Call::get(chat(room, "/messages")).query(&Step { limit, cursor, q: text }).send()
}

/// Answers; the same `client_id` is the same message.
///
/// # Errors
/// See [`ApiError`].
pub fn answer_chat(room: ChatRoomId, message: &NewChatMessage) -> impl Future<Output = Result<ChatMessage, ApiError>> + use<> {
    Call::post(chat(room, "/messages")).json(message).send()
}

/// Deletes an answer of one's own.
///
/// # Errors
/// See [`ApiError`].
pub fn delete_chat_answer(room: ChatRoomId, id: ChatMessageId) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::delete(chat(room, &format!("/messages/{id}"))).send_empty()
}

/// Says what came and what was read, as one who answers.
///
/// # Errors
/// See [`ApiError`].
pub fn mark_chat_answered_seen(room: ChatRoomId, seen: &ChatSeen) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::post(chat(room, "/seen")).json(seen).send_empty()
}

/// Fills the buyer's cart and sends it as a card.
///
/// # Errors
/// See [`ApiError`].
pub fn fill_chat_cart(room: ChatRoomId, fill: &ChatCartFill) -> impl Future<Output = Result<ChatMessage, ApiError>> + use<> {
    Call::post(chat(room, "/cart")).json(fill).send()
}

/// Lists those who answer.
///
/// # Errors
/// See [`ApiError`].
pub fn list_chat_agents() -> impl Future<Output = Result<Vec<ChatAgent>, ApiError>> + use<> {
    Call::get("/admin/chat-agents").send()
}

const CANNED: &str = "/admin/canned-responses";

/// Lists the texts that are written often.
///
/// # Errors
/// See [`ApiError`].
pub fn list_canned_responses() -> impl Future<Output = Result<Vec<CannedResponse>, ApiError>> + use<> {
    Call::get(CANNED).send()
}

/// Adds a text that is written often.
///
/// # Errors
/// See [`ApiError`].
pub fn create_canned_response(details: &CannedResponseDetails) -> impl Future<Output = Result<CannedResponse, ApiError>> + use<> {
    Call::post(CANNED).json(details).send()
}

/// Changes a text that is written often.
///
/// # Errors
/// See [`ApiError`]; `stale` when somebody else changed it since `revision`.
pub fn update_canned_response(
    id: CannedResponseId,
    revision: i32,
    details: &CannedResponseDetails,
) -> impl Future<Output = Result<CannedResponse, ApiError>> + use<> {
    Call::put(format!("{CANNED}/{id}")).if_match(revision).json(details).send()
}

/// Removes a text that is written often.
///
/// # Errors
/// See [`ApiError`].
pub fn delete_canned_response(id: CannedResponseId) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::delete(format!("{CANNED}/{id}")).send_empty()
}

#[derive(Serialize)]
struct Days {
    from: NaiveDate,
    to: NaiveDate,
}

/// Tells how the chat goes in the days from `from` up to and with `to`.
///
/// # Errors
/// See [`ApiError`].
pub fn chat_figures(from: NaiveDate, to: NaiveDate) -> impl Future<Output = Result<ChatFigures, ApiError>> + use<> {
    Call::get("/admin/chat-figures").query(&Days { from, to }).send()
}
