//! The endpoints of people, all for staff.

use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use shared::export::ExportFormat;
use shared::ids::{SessionId, UserId};
use shared::page::Page;
use shared::users::{
    AddUserNoteRequest, CreateUserRequest, SetActiveRequest, SetRoleRequest, StaffUser, StaffUserRow, UserSegment, UserSort,
};

use super::list::{self, UserFilter};
use super::{create, detail, export, manage, notes};
use crate::context::Ctx;
use crate::http::grants::{UsersManage, UsersRead};
use crate::http::{ApiResult, Area, Body, Can, Confirmed, Created, Export, ExportAsk, Tagged};

/// People in the back office.
pub struct UserRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin/users", tag = "Area::AdminUsers")]
impl UserRoutes {
    /// List all people.
    ///
    /// Segments: `new` registered within 30 days; `repeat` paid two orders or more; `high_value` paid 25 million rupiah or
    /// more, less refunds; `dormant` bought before, but nothing within 180 days.
    #[oai(path = "/", method = "get", operation_id = "list_users")]
    #[expect(clippy::too_many_arguments, reason = "each filter is a parameter of the query")]
    async fn list_users(
        &self,
        _staff: Can<UsersRead>,
        /// Part of a name, an email, a username or a phone number.
        q: Query<Option<String>>,
        /// Only people with this role.
        role: Query<Option<String>>,
        /// Only people who may sign in, or who may not.
        active: Query<Option<bool>>,
        /// Only people of this segment.
        segment: Query<Option<UserSegment>>,
        /// Their order; the latest account first when not given. A cursor belongs to the order it came with.
        sort: Query<Option<UserSort>>,
        /// How many, 1 to 100; 20 when left out.
        limit: Query<Option<u32>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
    ) -> ApiResult<Body<Page<StaffUserRow>>> {
        let filter = UserFilter { text: q.0, role: role.0, active: active.0, segment: segment.0 };
        let limit = crate::http::limit(limit.0)?;
        Ok(Body(list::page(&self.ctx, filter, sort.0.unwrap_or(UserSort::Newest), limit, cursor.0.as_deref()).await?))
    }

    /// Download all people, the latest account first, with the filters of the list.
    #[oai(path = "/export", method = "get", operation_id = "export_users")]
    #[expect(clippy::too_many_arguments, reason = "each filter is a parameter of the query")]
    async fn export_users(
        &self,
        staff: Can<UsersRead>,
        /// CSV or XLSX.
        format: Query<ExportFormat>,
        /// Whether CSV begins with a byte order mark, by which Excel knows UTF-8; it does unless this is `false`.
        bom: Query<Option<bool>>,
        /// Part of a name, an email, a username or a phone number.
        q: Query<Option<String>>,
        /// Only people with this role.
        role: Query<Option<String>>,
        /// Only people who may sign in, or who may not.
        active: Query<Option<bool>>,
        /// Only people of this segment.
        segment: Query<Option<UserSegment>>,
    ) -> ApiResult<Export> {
        let filter = UserFilter { text: q.0, role: role.0, active: active.0, segment: segment.0 };
        let ask = ExportAsk::new(staff.caller(), format.0, bom.0, self.ctx.clock.now());
        export::export(&self.ctx, staff.caller(), &ask, filter).await
    }

    /// Make an account for somebody, who is sent a link to choose a password.
    ///
    /// `email_taken`: there is one already. The role must not allow more than one's own.
    /// `person_required`: no key does this. `confirmation_required`: give the password again (`confirm_password`).
    #[oai(path = "/", method = "post", operation_id = "create_user")]
    async fn create_user(&self, staff: Confirmed<UsersManage>, ask: Body<CreateUserRequest>) -> ApiResult<Created<StaffUser>> {
        Ok(Created(create::create(&self.ctx, staff.caller(), ask.0).await?))
    }

    /// Read a person: figures, latest orders, notes, devices.
    #[oai(path = "/:user_id", method = "get", operation_id = "get_user")]
    async fn get_user(
        &self,
        staff: Can<UsersRead>,
        /// The person.
        user_id: Path<UserId>,
    ) -> ApiResult<Tagged<StaffUser>> {
        Ok(Tagged(detail::get(&self.ctx, staff.caller(), user_id.0).await?))
    }

    /// Send the link to choose a password again.
    ///
    /// `person_required`: no key does this. `confirmation_required`: give the password again (`confirm_password`).
    #[oai(path = "/:user_id/invitation", method = "post", operation_id = "invite_user")]
    async fn invite_user(
        &self,
        staff: Confirmed<UsersManage>,
        /// The person.
        user_id: Path<UserId>,
    ) -> ApiResult<Body<StaffUser>> {
        Ok(Body(manage::invite(&self.ctx, staff.caller(), user_id.0).await?))
    }

    /// Let somebody in or put them out, at once and on all devices.
    ///
    /// `not_oneself`, `last_admin`. To let in somebody whose role allows anything takes a person who gave their password of late:
    /// `person_required`, `confirmation_required` (`confirm_password`). Keys put anybody out, and let buyers in.
    #[oai(path = "/:user_id/active", method = "put", operation_id = "set_user_active")]
    async fn set_user_active(
        &self,
        staff: Can<UsersManage>,
        /// The person.
        user_id: Path<UserId>,
        ask: Body<SetActiveRequest>,
    ) -> ApiResult<Body<StaffUser>> {
        Ok(Body(manage::set_active(&self.ctx, staff.caller(), user_id.0, ask.0.active).await?))
    }

    /// Give somebody another role, which counts at once.
    ///
    /// `not_oneself`, `last_admin`. Neither role may allow more than one's own.
    /// `person_required`: no key does this. `confirmation_required`: give the password again (`confirm_password`).
    #[oai(path = "/:user_id/role", method = "put", operation_id = "set_user_role")]
    async fn set_user_role(
        &self,
        staff: Confirmed<UsersManage>,
        /// The person.
        user_id: Path<UserId>,
        ask: Body<SetRoleRequest>,
    ) -> ApiResult<Body<StaffUser>> {
        Ok(Body(manage::set_role(&self.ctx, staff.caller(), user_id.0, &ask.0.role).await?))
    }

    /// Note something down about a person, for other staff.
    #[oai(path = "/:user_id/notes", method = "post", operation_id = "add_user_note")]
    async fn add_user_note(
        &self,
        staff: Can<UsersRead>,
        /// The person.
        user_id: Path<UserId>,
        ask: Body<AddUserNoteRequest>,
    ) -> ApiResult<Body<StaffUser>> {
        Ok(Body(notes::add(&self.ctx, staff.caller(), user_id.0, &ask.0.text).await?))
    }

    /// Sign somebody out on all devices.
    #[oai(path = "/:user_id/sessions", method = "delete", operation_id = "end_user_sessions")]
    async fn end_user_sessions(
        &self,
        staff: Can<UsersManage>,
        /// The person.
        user_id: Path<UserId>,
    ) -> ApiResult<Body<StaffUser>> {
        Ok(Body(manage::sign_out(&self.ctx, staff.caller(), user_id.0, None).await?))
    }

    /// Sign somebody out on one device.
    #[oai(path = "/:user_id/sessions/:session_id", method = "delete", operation_id = "end_user_session")]
    async fn end_user_session(
        &self,
        staff: Can<UsersManage>,
        /// The person.
        user_id: Path<UserId>,
        /// The session.
        session_id: Path<SessionId>,
    ) -> ApiResult<Body<StaffUser>> {
        Ok(Body(manage::sign_out(&self.ctx, staff.caller(), user_id.0, Some(session_id.0)).await?))
    }

    /// Take somebody's second factor away; they are signed out everywhere and told by email.
    ///
    /// `person_required`: no key does this. `confirmation_required`: give the password again (`confirm_password`).
    #[oai(path = "/:user_id/two-factor", method = "delete", operation_id = "reset_user_two_factor")]
    async fn reset_user_two_factor(
        &self,
        staff: Confirmed<UsersManage>,
        /// The person.
        user_id: Path<UserId>,
    ) -> ApiResult<Body<StaffUser>> {
        Ok(Body(manage::reset_second_factor(&self.ctx, staff.caller(), user_id.0).await?))
    }
}
