//! Accounts: registration, signing in, sessions, profile, address book.
//!
//! A signed-in person holds two things: an access token (a JWT that lives for minutes, kept in the
//! page's memory) and a refresh token (random, rotating, in an HttpOnly cookie). Every request
//! looks the session up in an exact cache, so a revoked session or a deactivated account is out at
//! once, however long its token would still live.
//!
//! Who turned a second factor on (`two_factor`, `totp`, `recovery`) signs in in two steps, with a
//! `challenge` between them. Where staff need one, those without can sign in only to set it up.
//!
//! Whoever goes takes their data along (`data`) and deletes the account (`delete`).
//!
//! What a stolen session must not reach asks for the password again (`confirm`).
//!
//! Email addresses are confirmed, and forgotten passwords set anew, by one-use links (`links`).

mod addresses;
mod challenge;
mod change_password;
mod confirm;
mod cookie;
mod data;
mod delete;
mod delete_routes;
mod forget;
mod identify;
mod invite;
mod links;
mod passwords;
mod profile;
mod recovery;
mod register;
mod routes;
mod sessions;
mod sign_in;
mod store;
mod throttle;
pub mod tokens;
mod totp;
mod two_factor;
mod two_factor_routes;
mod verify;

pub use addresses::{OwnAddress, own_address};
pub use change_password::SendResetLink;
pub use confirm::confirmed;
pub use delete_routes::OwnDataRoutes;
pub use forget::Forget;
pub use identify::{identify, people};
pub use invite::{invitation_link, invite};
pub use passwords::Passwords;
pub use routes::AccountRoutes;
pub use sessions::of as sessions_of;
pub use store::{NewUser, create_user};
pub use totp::SEALED;
pub use two_factor::{Change as SecondFactorChange, clear as clear_second_factor, tell as tell_of_second_factor};
pub use two_factor_routes::TwoFactorRoutes;
