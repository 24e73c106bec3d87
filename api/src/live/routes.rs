//! `/live`: a ticket, and the WebSocket.

use poem::http::StatusCode;
use poem::web::websocket::{BoxWebSocketUpgraded, WebSocket, WebSocketConfig};
use poem::{IntoResponse, Response};
use poem_openapi::param::Query;
use poem_openapi::registry::{MetaResponse, MetaResponses, Registry};
use poem_openapi::{ApiResponse, OpenApi};
use shared::live::{LiveTicket, MAX_MESSAGE};
use shared::problem::ErrorCode;

use super::{socket, ticket};
use crate::context::Ctx;
use crate::http::{ApiError, ApiResult, Area, Created, SignedIn};

/// What is read into memory of a message before it is refused, in bytes: enough to read the end of one
/// that is somewhat too large, and to close in good order.
const READ_AT_MOST: usize = 4 * MAX_MESSAGE;
/// A socket's buffer for reading, which it keeps as long as it lives.
const READ_BUFFER: usize = 2 * 1024;
/// What may wait to be written; a message is written at once.
const WRITE_AT_MOST: usize = 256 * 1024;

/// The endpoints of this room.
pub struct LiveRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

/// The connection becomes a WebSocket.
pub(super) struct Upgrade(BoxWebSocketUpgraded);

impl IntoResponse for Upgrade {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

impl ApiResponse for Upgrade {
    fn meta() -> MetaResponses {
        let switching = MetaResponse {
            description: "The connection is a WebSocket from here on.",
            status: Some(101),
            status_range: None,
            content: vec![],
            headers: vec![],
        };
        MetaResponses { responses: vec![switching] }
    }

    fn register(_: &mut Registry) {}
}

#[OpenApi(tag = "Area::Live")]
impl LiveRoutes {
    /// Get a ticket to open a WebSocket.
    ///
    /// It is good for one connection and half a minute.
    #[oai(path = "/live/ticket", method = "post", operation_id = "create_live_ticket")]
    async fn create_live_ticket(&self, me: SignedIn) -> ApiResult<Created<LiveTicket>> {
        Ok(Created(ticket::issue(&self.ctx, &me.0).await?))
    }

    /// Open a WebSocket.
    ///
    /// What is said over it is described by the AsyncAPI document `/api/asyncapi.json`.
    #[oai(path = "/live", method = "get", operation_id = "open_live")]
    async fn open_live(
        &self,
        /// A ticket that was not used.
        ticket: Query<String>,
        socket: WebSocket,
    ) -> ApiResult<Upgrade> {
        if !self.ctx.live.has_room() {
            return Err(ApiError::retry_later(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, 10));
        }
        let pass = ticket::redeem(&self.ctx, &ticket.0).await?;
        let ctx = self.ctx.clone();
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            .write_buffer_size(0)
            .max_write_buffer_size(WRITE_AT_MOST)
            .max_message_size(Some(READ_AT_MOST))
            .max_frame_size(Some(READ_AT_MOST));
        Ok(Upgrade(socket.config(config).on_upgrade(move |stream| socket::run(ctx, pass, stream)).boxed()))
    }
}
