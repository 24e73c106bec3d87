//! The endpoints of the mail server's settings, for staff.

use poem_openapi::OpenApi;
use shared::settings::{EmailDetails, EmailSettings, TestEmailRequest, TestResult};

use super::settings;
use crate::context::Ctx;
use crate::http::grants::SettingsManage;
use crate::http::{ApiResult, Area, Body, Can, Confirmed, IfMatch, Revised};

/// Email settings in the back office.
pub struct MailSettingsRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin/settings/email", tag = "Area::AdminSettings")]
impl MailSettingsRoutes {
    /// Read which mail server is used. Of its password only whether there is one.
    #[oai(path = "/", method = "get", operation_id = "get_email_settings")]
    async fn get_email_settings(&self, _staff: Can<SettingsManage>) -> ApiResult<Revised<EmailSettings>> {
        Ok(Revised(settings::get(&self.ctx).await?))
    }

    /// Change the mail server; the next email goes there.
    ///
    /// A password that is left out stays, unless host, port or username are others or the connection is protected less.
    /// `stale`: somebody else changed it since the revision in `If-Match`.
    /// `person_required`: no key does this. `confirmation_required`: give the password again (`confirm_password`).
    #[oai(path = "/", method = "put", operation_id = "update_email_settings")]
    async fn update_email_settings(
        &self,
        staff: Confirmed<SettingsManage>,
        /// The revision that was changed, as in `ETag`: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
        ask: Body<EmailDetails>,
    ) -> ApiResult<Revised<EmailSettings>> {
        Ok(Revised(settings::update(&self.ctx, staff.caller(), if_match, ask.0).await?))
    }

    /// Send an email to try the mail server that is set, and tell what it answered.
    #[oai(path = "/test", method = "post", operation_id = "test_email_settings")]
    async fn test_email_settings(&self, staff: Can<SettingsManage>, ask: Body<TestEmailRequest>) -> ApiResult<Body<TestResult>> {
        Ok(Body(settings::test(&self.ctx, staff.caller(), &ask.0.to).await?))
    }
}
