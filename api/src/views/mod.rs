//! Ways of looking at a list that staff have given a name: one's own, and those that are shared with
//! everybody in the back office.

mod routes;
mod store;
mod write;

pub use routes::ViewRoutes;
