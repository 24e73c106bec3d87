//! The endpoints of roles, and of how staff sign in.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::ids::RoleId;
use shared::two_factor::{SecurityDetails, SecuritySettings};
use shared::users::{Role, RoleDetails};

use super::{roles, security};
use crate::context::Ctx;
use crate::http::grants::{UsersManage, UsersRead};
use crate::http::{ApiResult, Area, Body, Can, Confirmed, Created, IfMatch, NoContent, Revised};

/// Roles in the back office.
pub struct RoleRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin", tag = "Area::AdminUsers")]
impl RoleRoutes {
    /// List all roles with what they allow.
    #[oai(path = "/roles", method = "get", operation_id = "list_roles")]
    async fn list_roles(&self, _staff: Can<UsersRead>) -> ApiResult<Body<Vec<Role>>> {
        Ok(Body(roles::list(&self.ctx).await?))
    }

    /// Make a role. It must not allow more than one's own.
    ///
    /// `person_required`: no key does this. `confirmation_required`: give the password again (`confirm_password`).
    #[oai(path = "/roles", method = "post", operation_id = "create_role")]
    async fn create_role(&self, staff: Confirmed<UsersManage>, ask: Body<RoleDetails>) -> ApiResult<Created<Role>> {
        Ok(Created(roles::create(&self.ctx, staff.caller(), ask.0).await?))
    }

    /// Change what a role allows, at once for everybody who has it.
    ///
    /// `admin` always allows everything and `buyer` nothing. Nobody changes the role they hold.
    /// `stale`: somebody else changed it since the revision in `If-Match`.
    /// `person_required`: no key does this. `confirmation_required`: give the password again (`confirm_password`).
    #[oai(path = "/roles/:role_id", method = "put", operation_id = "update_role")]
    async fn update_role(
        &self,
        staff: Confirmed<UsersManage>,
        /// The role.
        role_id: Path<RoleId>,
        /// The revision that was changed, as in `ETag`: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
        ask: Body<RoleDetails>,
    ) -> ApiResult<Revised<Role>> {
        Ok(Revised(roles::update(&self.ctx, staff.caller(), role_id.0, if_match, ask.0).await?))
    }

    /// Remove a role that nobody has.
    #[oai(path = "/roles/:role_id", method = "delete", operation_id = "delete_role")]
    async fn delete_role(
        &self,
        staff: Can<UsersManage>,
        /// The role.
        role_id: Path<RoleId>,
    ) -> ApiResult<NoContent> {
        roles::delete(&self.ctx, staff.caller(), role_id.0).await?;
        Ok(NoContent)
    }

    /// Read how staff sign in.
    #[oai(path = "/settings/security", method = "get", operation_id = "get_security_settings")]
    async fn get_security_settings(&self, _staff: Can<UsersManage>) -> ApiResult<Revised<SecuritySettings>> {
        Ok(Revised(security::get(&self.ctx).await?))
    }

    /// Change how staff sign in.
    ///
    /// `second_factor_first`: whoever demands a second factor of staff has one. Staff without are signed out at once and can
    /// sign in only to set one up. Only admins demand it no longer.
    /// `person_required`: no key does this. `confirmation_required`: give the password again (`confirm_password`).
    #[oai(path = "/settings/security", method = "put", operation_id = "update_security_settings")]
    async fn update_security_settings(
        &self,
        staff: Confirmed<UsersManage>,
        /// The revision that was changed, as in `ETag`: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
        ask: Body<SecurityDetails>,
    ) -> ApiResult<Revised<SecuritySettings>> {
        Ok(Revised(security::update(&self.ctx, staff.caller(), if_match, ask.0).await?))
    }
}
