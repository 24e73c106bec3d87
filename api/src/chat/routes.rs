//! `/chat`: a buyer's own chat, and files for both sides.

use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use shared::chat::{
    ATTACHMENT_MAX_BYTES, ChatAttachment, ChatHistory, ChatMessage, ChatRating, ChatRoom, ChatSeen, ChatState, NewChatMessage,
};
use shared::ids::{ChatAttachmentId, ChatMessageId, ChatRoomId};

use super::file::ChatFile;
use super::{attachments, buyer, history, seen, send};
use crate::context::Ctx;
use crate::http::{ApiError, ApiResult, Area, Body, Created, NoContent, OneFile, SignedIn};

/// The chat as buyers see it.
pub struct ChatRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/chat", tag = "Area::Chat")]
impl ChatRoutes {
    /// Get the latest room, and who is there.
    #[oai(path = "/", method = "get", operation_id = "chat_state")]
    async fn chat_state(&self, me: SignedIn) -> ApiResult<Body<ChatState>> {
        Ok(Body(buyer::state(&self.ctx, me.0.user_id).await?))
    }

    /// List what was said in all of one's rooms, the newest first, without what one cleared away.
    #[oai(path = "/messages", method = "get", operation_id = "chat_history")]
    async fn chat_history(
        &self,
        me: SignedIn,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
        /// How many, 1 to 100.
        limit: Query<Option<u32>>,
    ) -> ApiResult<Body<ChatHistory>> {
        Ok(Body(history::of_buyer(&self.ctx, me.0.user_id, cursor.0.as_deref(), limit.0).await?))
    }

    /// Send a message: to one's open room, or to one that this opens.
    ///
    /// Sent again with the same `client_id`, it is the same message. `conflict`: the `client_id` stands for another one.
    #[oai(path = "/messages", method = "post", operation_id = "send_chat_message")]
    async fn send_chat_message(&self, me: SignedIn, ask: Body<NewChatMessage>) -> ApiResult<Created<ChatMessage>> {
        Ok(Created(send::say(&self.ctx, me.0.user_id, ask.0).await?))
    }

    /// Delete a message of one's own: nothing of what it said is told any more.
    #[oai(path = "/messages/:message_id", method = "delete", operation_id = "delete_chat_message")]
    async fn delete_chat_message(
        &self,
        me: SignedIn,
        /// The message.
        message_id: Path<ChatMessageId>,
    ) -> ApiResult<NoContent> {
        send::delete_own(&self.ctx, me.0.user_id, message_id.0).await?;
        Ok(NoContent)
    }

    /// Send a file, to be named in a message within a day.
    ///
    /// Pictures as JPEG, PNG or WebP, documents as PDF or plain text, found by their content; 10 MiB at most.
    #[oai(path = "/attachments", method = "post", operation_id = "upload_chat_attachment")]
    async fn upload_chat_attachment(
        &self,
        me: SignedIn,
        file: OneFile<ATTACHMENT_MAX_BYTES>,
    ) -> ApiResult<Created<ChatAttachment>> {
        Ok(Created(attachments::upload(&self.ctx, me.0.user_id, file.0).await?))
    }

    /// Get a file by a link that a message holds.
    ///
    /// The signature is the right: no token is needed, and the link holds for an hour at most.
    #[oai(path = "/attachments/:attachment_id", method = "get", operation_id = "get_chat_attachment")]
    async fn get_chat_attachment(
        &self,
        /// The file.
        attachment_id: Path<ChatAttachmentId>,
        /// When the link ends, in seconds since 1970.
        expires: Query<i64>,
        /// The shop's signature.
        signature: Query<String>,
        /// Of a picture, a small rendition.
        preview: Query<Option<bool>>,
    ) -> ApiResult<ChatFile> {
        attachments::get(&self.ctx, attachment_id.0, expires.0, &signature.0, preview.0.unwrap_or_default()).await
    }

    /// Note what came and what was read in a room of one's own.
    #[oai(path = "/rooms/:room_id/seen", method = "post", operation_id = "mark_chat_seen")]
    async fn mark_chat_seen(
        &self,
        me: SignedIn,
        /// The room.
        room_id: Path<ChatRoomId>,
        ask: Body<ChatSeen>,
    ) -> ApiResult<NoContent> {
        if seen::mark(&self.ctx, me.0.user_id, room_id.0, ask.0, false).await? {
            Ok(NoContent)
        } else {
            Err(ApiError::not_found())
        }
    }

    /// Rate a room that is settled; for a week one may think again.
    #[oai(path = "/rooms/:room_id/rating", method = "post", operation_id = "rate_chat")]
    async fn rate_chat(
        &self,
        me: SignedIn,
        /// The room.
        room_id: Path<ChatRoomId>,
        ask: Body<ChatRating>,
    ) -> ApiResult<Body<ChatRoom>> {
        Ok(Body(buyer::rate(&self.ctx, me.0.user_id, room_id.0, ask.0).await?))
    }

    /// Hide all that is there from one's own view.
    #[oai(path = "/clear", method = "post", operation_id = "clear_chat")]
    async fn clear_chat(&self, me: SignedIn) -> ApiResult<NoContent> {
        buyer::clear(&self.ctx, me.0.user_id).await?;
        Ok(NoContent)
    }
}
