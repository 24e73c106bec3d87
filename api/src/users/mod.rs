//! People and what they may do: the list of users, their roles, and how staff sign in.
//!
//! Nobody gives more than they have: a role is handed out, and a person changed, only by whoever
//! holds all that it allows, and admins only by admins (`rules`). An admin always remains.

mod admins;
mod create;
mod detail;
mod export;
mod found;
mod list;
mod manage;
mod notes;
mod rescue;
mod role_routes;
mod roles;
mod routes;
mod rules;
mod security;

pub use admins::another_than as another_admin_than;
pub use found::{Admin, FirstPassword, admins, create_admin};
pub use rescue::reset_second_factor;
pub use role_routes::RoleRoutes;
pub use routes::UserRoutes;
