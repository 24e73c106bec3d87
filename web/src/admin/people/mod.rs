//! People, and what their roles allow.

mod detail;
mod list;
mod new;
mod roles;
mod side;
pub mod words;

pub use detail::UserPage;
pub use list::UsersPage;
pub use roles::RolesPage;
