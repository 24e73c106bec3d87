//! People and roles: the operations of `/admin/users` and `/admin/roles`.

use serde::Serialize;
use shared::export::ExportFormat;
use shared::ids::{RoleId, SessionId, UserId};
use shared::page::Page;
use shared::users::{
    AddUserNoteRequest, CreateUserRequest, Role, RoleDetails, SetActiveRequest, SetRoleRequest, StaffUser, StaffUserRow,
    UserSegment, UserSort,
};

use super::client::Call;
use super::error::ApiError;
use super::query::{As, encode};

/// Rows of a page.
const PAGE: u32 = 40;

/// Which people; what is `None` or empty does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct UserFilter {
    /// Part of a name, an email, a username or a phone number.
    pub q: String,
    /// Their role.
    pub role: String,
    /// Whether they may sign in.
    pub active: Option<bool>,
    /// Their segment.
    pub segment: Option<UserSegment>,
    /// Their order.
    pub sort: Option<UserSort>,
}

#[derive(Serialize)]
struct PageAsk<'a> {
    limit: u32,
    cursor: Option<&'a str>,
}

/// Lists people.
///
/// # Errors
/// See [`ApiError`].
pub fn list_users(
    filter: &UserFilter,
    cursor: Option<String>,
) -> impl Future<Output = Result<Page<StaffUserRow>, ApiError>> + use<> {
    Call::get("/admin/users").query(filter).query(&PageAsk { limit: PAGE, cursor: cursor.as_deref() }).send()
}

/// The list as a file.
#[must_use]
pub fn export_users(filter: &UserFilter, format: ExportFormat) -> Call {
    // Files have an order of their own.
    Call::get("/admin/users/export").query(&UserFilter { sort: None, ..filter.clone() }).query(&As { format })
}

/// Reads a person.
///
/// # Errors
/// See [`ApiError`].
pub fn get_user(id: &str) -> impl Future<Output = Result<StaffUser, ApiError>> + use<> {
    Call::get(format!("/admin/users/{}", encode(id))).send()
}

/// Makes an account and sends the invitation.
///
/// # Errors
/// See [`ApiError`]; `email_taken`.
pub fn create_user(request: &CreateUserRequest) -> impl Future<Output = Result<StaffUser, ApiError>> + use<> {
    Call::post("/admin/users").json(request).send()
}

/// Sends the invitation again.
///
/// # Errors
/// See [`ApiError`].
pub fn invite_user(id: UserId) -> impl Future<Output = Result<StaffUser, ApiError>> + use<> {
    Call::post(format!("/admin/users/{id}/invitation")).send()
}

/// Lets somebody in or puts them out.
///
/// # Errors
/// See [`ApiError`]; `last_admin`, `not_oneself`.
pub fn set_user_active(id: UserId, active: bool) -> impl Future<Output = Result<StaffUser, ApiError>> + use<> {
    Call::put(format!("/admin/users/{id}/active")).json(&SetActiveRequest { active }).send()
}

/// Gives somebody another role.
///
/// # Errors
/// See [`ApiError`]; `last_admin`, `not_oneself`.
pub fn set_user_role(id: UserId, role: &str) -> impl Future<Output = Result<StaffUser, ApiError>> + use<> {
    Call::put(format!("/admin/users/{id}/role")).json(&SetRoleRequest { role: role.to_owned() }).send()
}

/// Notes something down.
///
/// # Errors
/// See [`ApiError`].
pub fn add_user_note(id: UserId, request: &AddUserNoteRequest) -> impl Future<Output = Result<StaffUser, ApiError>> + use<> {
    Call::post(format!("/admin/users/{id}/notes")).json(request).send()
}

/// Signs somebody out everywhere.
///
/// # Errors
/// See [`ApiError`].
pub fn end_user_sessions(id: UserId) -> impl Future<Output = Result<StaffUser, ApiError>> + use<> {
    Call::delete(format!("/admin/users/{id}/sessions")).send()
}

/// Signs somebody out on one device.
///
/// # Errors
/// See [`ApiError`].
pub fn end_user_session(id: UserId, session: SessionId) -> impl Future<Output = Result<StaffUser, ApiError>> + use<> {
    Call::delete(format!("/admin/users/{id}/sessions/{session}")).send()
}

/// Takes somebody's second factor away.
///
/// # Errors
/// See [`ApiError`].
pub fn reset_user_two_factor(id: UserId) -> impl Future<Output = Result<StaffUser, ApiError>> + use<> {
    Call::delete(format!("/admin/users/{id}/two-factor")).send()
}

/// Lists roles.
///
/// # Errors
/// See [`ApiError`].
pub fn list_roles() -> impl Future<Output = Result<Vec<Role>, ApiError>> + use<> {
    Call::get("/admin/roles").send()
}

/// Makes a role.
///
/// # Errors
/// See [`ApiError`].
pub fn create_role(details: &RoleDetails) -> impl Future<Output = Result<Role, ApiError>> + use<> {
    Call::post("/admin/roles").json(details).send()
}

/// Changes a role; `revision` is the one that was changed.
///
/// # Errors
/// See [`ApiError`]; `stale` when somebody else was faster.
pub fn update_role(id: RoleId, details: &RoleDetails, revision: i32) -> impl Future<Output = Result<Role, ApiError>> + use<> {
    Call::put(format!("/admin/roles/{id}")).if_match(revision).json(details).send()
}

/// Removes a role.
///
/// # Errors
/// See [`ApiError`]; `role_in_use`.
pub fn delete_role(id: RoleId) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::delete(format!("/admin/roles/{id}")).send_empty()
}
