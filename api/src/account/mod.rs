//! Accounts: registration, signing in, sessions, profile, address book.
//!
//! A signed-in person holds two things: an access token (a JWT that lives for minutes, kept in the
//! page's memory) and a refresh token (random, rotating, in an HttpOnly cookie). Every request
//! looks the session up in an exact cache, so a revoked session or a deactivated account is out at
//! once, however long its token would still live.
//!
//! Email addresses are confirmed, and forgotten passwords set anew, by one-use links (`links`).

mod addresses;
mod change_password;
mod cookie;
mod identify;
mod links;
mod passwords;
mod profile;
mod register;
mod routes;
mod sessions;
mod sign_in;
mod store;
mod throttle;
pub mod tokens;
mod verify;

pub use addresses::{OwnAddress, own_address};
pub use change_password::SendResetLink;
pub use identify::{identify, people};
pub use passwords::Passwords;
pub use routes::AccountRoutes;
pub use store::create_user;
