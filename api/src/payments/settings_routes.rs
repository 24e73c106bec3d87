//! The endpoints of payment settings, for staff.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::payments::PaymentProvider;
use shared::settings::{PaymentProviderDetails, PaymentProviderSettings, TestResult};

use super::settings;
use crate::context::Ctx;
use crate::http::grants::PaymentsConfigure;
use crate::http::{ApiResult, Area, Body, Can, IfMatch, Revised};

/// Payment settings in the back office.
pub struct PaymentSettingsRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin/settings/payments", tag = "Area::AdminSettings")]
impl PaymentSettingsRoutes {
    /// Read how payment providers are offered. Of keys only whether they are there, and how they end.
    #[oai(path = "/", method = "get", operation_id = "list_payment_settings")]
    async fn list_payment_settings(&self, _staff: Can<PaymentsConfigure>) -> ApiResult<Body<Vec<PaymentProviderSettings>>> {
        Ok(Body(settings::list(&self.ctx).await?))
    }

    /// Change how a payment provider is offered; it counts at once.
    ///
    /// Keys that are left out stay. The provider is asked whether it takes the keys: while it refuses them it is not offered
    /// (`not_offered`). `stale`: somebody else changed it since the revision in `If-Match`, which is `"0"` for a
    /// provider that was never changed. Other keys, no keys and another `sandbox` take a person who gave their password of late:
    /// `person_required`, `confirmation_required` (`confirm_password`).
    #[oai(path = "/:provider", method = "put", operation_id = "update_payment_settings")]
    async fn update_payment_settings(
        &self,
        staff: Can<PaymentsConfigure>,
        /// The provider.
        provider: Path<PaymentProvider>,
        /// The revision that was changed: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
        ask: Body<PaymentProviderDetails>,
    ) -> ApiResult<Revised<PaymentProviderSettings>> {
        Ok(Revised(settings::update(&self.ctx, staff.caller(), provider.0, if_match, ask.0).await?))
    }

    /// Ask a payment provider whether it takes the keys that are kept.
    ///
    /// One that refuses them is not offered until it takes them, or others are given.
    #[oai(path = "/:provider/test", method = "post", operation_id = "test_payment_settings")]
    async fn test_payment_settings(
        &self,
        staff: Can<PaymentsConfigure>,
        /// The provider.
        provider: Path<PaymentProvider>,
    ) -> ApiResult<Body<TestResult>> {
        Ok(Body(settings::test(&self.ctx, staff.caller(), provider.0).await?))
    }
}
