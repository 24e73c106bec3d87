//! `/admin/chats` and what is beside it, for those who answer.

use chrono::NaiveDate;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use shared::chat::{
    ChatAgent, ChatAssignment, ChatCartFill, ChatFigures, ChatHistory, ChatListStatus, ChatMessage, ChatPriority, ChatRoomChange,
    ChatRoomDetail, ChatRoomRow, ChatSeen, ChatSort, NewChatMessage, NewChatRoom,
};
use shared::ids::{ChatMessageId, ChatRoomId, UserId};
use shared::page::Page;

use super::list::{self, Assignee, Wanted};
use super::{agents, cart, change, detail};
use crate::chat::{figures, history, seen, send};
use crate::context::Ctx;
use crate::http::grants::ChatAnswer;
use crate::http::{ApiError, ApiResult, Area, Body, Can, Created, IfMatch, NoContent, Revised};

/// The chat in the back office.
pub struct ChatDeskRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin", tag = "Area::Chat")]
impl ChatDeskRoutes {
    /// List rooms.
    #[oai(path = "/chats", method = "get", operation_id = "list_chats")]
    #[expect(clippy::too_many_arguments, reason = "each filter is a parameter of the query")]
    async fn list_chats(
        &self,
        staff: Can<ChatAnswer>,
        /// Where they stand; open ones when not given.
        status: Query<Option<ChatListStatus>>,
        /// Who answers: `me`, `nobody`, or an id.
        assignee: Query<Option<String>>,
        /// Only the rooms of this buyer.
        buyer_id: Query<Option<UserId>>,
        /// Only rooms with messages of the buyer that nobody read.
        unread: Query<Option<bool>>,
        /// Only rooms whose buyer waits for an answer.
        waiting: Query<Option<bool>>,
        /// Only rooms whose answer is overdue, or that should have been settled by now.
        overdue: Query<Option<bool>>,
        /// Only rooms of this priority.
        priority: Query<Option<ChatPriority>>,
        /// Part of the buyer's name or email, or words of a message.
        q: Query<Option<String>>,
        /// Their order; the latest activity first when not given. A cursor belongs to the order it came with.
        sort: Query<Option<ChatSort>>,
        /// How many, 1 to 100.
        limit: Query<Option<u32>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
    ) -> ApiResult<Body<Page<ChatRoomRow>>> {
        let me = staff.caller().user_id;
        let wanted = Wanted {
            status: status.0,
            assignee: assignee.0.as_deref().map(|word| Assignee::read(word, me)).transpose()?,
            buyer: buyer_id.0,
            unread: unread.0.unwrap_or_default(),
            waiting: waiting.0.unwrap_or_default(),
            overdue: overdue.0.unwrap_or_default(),
            priority: priority.0,
            text: q.0,
        };
        Ok(Body(list::page(&self.ctx, wanted, sort.0.unwrap_or(ChatSort::Activity), limit.0, cursor.0.as_deref()).await?))
    }

    /// Begin a chat with a buyer, or find the one that is open.
    ///
    /// With a `message`, it is said there: sent again with the same `client_id`, it is the same message. `conflict`: the
    /// `client_id` stands for another message.
    #[oai(path = "/chats", method = "post", operation_id = "open_chat")]
    async fn open_chat(&self, staff: Can<ChatAnswer>, ask: Body<NewChatRoom>) -> ApiResult<Created<ChatRoomDetail>> {
        Ok(Created(change::open(&self.ctx, staff.caller(), ask.0).await?))
    }

    /// Read a room with its buyer and its revision.
    #[oai(path = "/chats/:room_id", method = "get", operation_id = "get_chat")]
    async fn get_chat(
        &self,
        staff: Can<ChatAnswer>,
        /// The room.
        room_id: Path<ChatRoomId>,
    ) -> ApiResult<Revised<ChatRoomDetail>> {
        Ok(Revised(detail::get(&self.ctx, staff.caller(), room_id.0).await?))
    }

    /// Settle a room, open it again or put it away; change its priority, topic or notes.
    ///
    /// `stale`: somebody else changed it since the revision in `If-Match`. `conflict`: the status does not allow it,
    /// or the buyer waits for an answer to what was not `seen`; then `unseen` is when the first of it came.
    #[oai(path = "/chats/:room_id", method = "patch", operation_id = "change_chat")]
    async fn change_chat(
        &self,
        staff: Can<ChatAnswer>,
        /// The room.
        room_id: Path<ChatRoomId>,
        /// The revision that was changed, as in `ETag`: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
        ask: Body<ChatRoomChange>,
    ) -> ApiResult<Revised<ChatRoomDetail>> {
        Ok(Revised(change::change(&self.ctx, staff.caller(), room_id.0, if_match, ask.0).await?))
    }

    /// Give a room to somebody to answer, or to nobody.
    #[oai(path = "/chats/:room_id/assignee", method = "put", operation_id = "assign_chat")]
    async fn assign_chat(
        &self,
        staff: Can<ChatAnswer>,
        /// The room.
        room_id: Path<ChatRoomId>,
        /// The revision that was changed, as in `ETag`: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
        ask: Body<ChatAssignment>,
    ) -> ApiResult<Revised<ChatRoomDetail>> {
        Ok(Revised(change::assign(&self.ctx, staff.caller(), room_id.0, if_match, ask.0).await?))
    }

    /// List what was said in a room, the newest first, or look for it.
    #[oai(path = "/chats/:room_id/messages", method = "get", operation_id = "list_chat_messages")]
    async fn list_chat_messages(
        &self,
        _staff: Can<ChatAnswer>,
        /// The room.
        room_id: Path<ChatRoomId>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
        /// How many, 1 to 100.
        limit: Query<Option<u32>>,
        /// The number of a message: it and those around it.
        around: Query<Option<i64>>,
        /// Only those that hold this text: what was said, or the name of the product or the file.
        q: Query<Option<String>>,
    ) -> ApiResult<Body<ChatHistory>> {
        let (cursor, text) = (cursor.0.as_deref(), q.0.as_deref());
        Ok(Body(history::of_room(&self.ctx, room_id.0, cursor, limit.0, around.0, text).await?))
    }

    /// Answer in a room that is open.
    ///
    /// Sent again with the same `client_id`, it is the same message. `conflict`: the room is settled, or the `client_id`
    /// stands for another message.
    #[oai(path = "/chats/:room_id/messages", method = "post", operation_id = "answer_chat")]
    async fn answer_chat(
        &self,
        staff: Can<ChatAnswer>,
        /// The room.
        room_id: Path<ChatRoomId>,
        ask: Body<NewChatMessage>,
    ) -> ApiResult<Created<ChatMessage>> {
        Ok(Created(send::answer(&self.ctx, staff.caller().user_id, room_id.0, ask.0).await?))
    }

    /// Delete an answer of one's own: nothing of what it said is told any more.
    #[oai(path = "/chats/:room_id/messages/:message_id", method = "delete", operation_id = "delete_chat_answer")]
    async fn delete_chat_answer(
        &self,
        staff: Can<ChatAnswer>,
        /// The room.
        room_id: Path<ChatRoomId>,
        /// The message.
        message_id: Path<ChatMessageId>,
    ) -> ApiResult<NoContent> {
        send::delete_answer(&self.ctx, staff.caller(), room_id.0, message_id.0).await?;
        Ok(NoContent)
    }

    /// Note what came and what was read in a room.
    #[oai(path = "/chats/:room_id/seen", method = "post", operation_id = "mark_chat_answered_seen")]
    async fn mark_chat_answered_seen(
        &self,
        staff: Can<ChatAnswer>,
        /// The room.
        room_id: Path<ChatRoomId>,
        ask: Body<ChatSeen>,
    ) -> ApiResult<NoContent> {
        if seen::mark(&self.ctx, staff.caller().user_id, room_id.0, ask.0, true).await? {
            Ok(NoContent)
        } else {
            Err(ApiError::not_found())
        }
    }

    /// Fill the buyer's cart and send it as a card.
    ///
    /// Quantities replace what the cart has of a variant. Nothing is filled when one of the lines is not to be had;
    /// `errors` names it, and `max` how many are left.
    #[oai(path = "/chats/:room_id/cart", method = "post", operation_id = "fill_chat_cart")]
    async fn fill_chat_cart(
        &self,
        staff: Can<ChatAnswer>,
        /// The room.
        room_id: Path<ChatRoomId>,
        ask: Body<ChatCartFill>,
    ) -> ApiResult<Created<ChatMessage>> {
        Ok(Created(cart::fill(&self.ctx, staff.caller(), room_id.0, ask.0).await?))
    }

    /// List everybody who may answer.
    #[oai(path = "/chat-agents", method = "get", operation_id = "list_chat_agents")]
    async fn list_chat_agents(&self, _staff: Can<ChatAnswer>) -> ApiResult<Body<Vec<ChatAgent>>> {
        Ok(Body(agents::list(&self.ctx).await?))
    }

    /// Get how the chat goes: now, and within a span of days.
    #[oai(path = "/chat-figures", method = "get", operation_id = "chat_figures")]
    async fn chat_figures(
        &self,
        _staff: Can<ChatAnswer>,
        /// The first day; 29 days before the last when not given.
        from: Query<Option<NaiveDate>>,
        /// The last day, included; today when not given.
        to: Query<Option<NaiveDate>>,
    ) -> ApiResult<Body<ChatFigures>> {
        Ok(Body(figures::get(&self.ctx, from.0, to.0).await?))
    }
}
