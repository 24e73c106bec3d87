//! The ticket that opens a WebSocket. What is said over it is `crate::live`'s.

use shared::live::LiveTicket;

use super::client::Call;
use super::error::ApiError;

/// Gets a ticket.
///
/// # Errors
/// See [`ApiError`]; `unauthenticated` when nobody is signed in any more.
pub fn create_live_ticket() -> impl Future<Output = Result<LiveTicket, ApiError>> + use<> {
    Call::post("/live/ticket").send()
}
