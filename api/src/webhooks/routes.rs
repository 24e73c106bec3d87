//! The endpoints of this room.

use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use shared::ids::{WebhookDeliveryId, WebhookId};
use shared::integrations::{
    NewWebhook, RotateSecretRequest, Webhook, WebhookDelivery, WebhookDeliveryDetail, WebhookDeliveryStatus, WebhookDetails,
    WebhookReplay,
};
use shared::page::Page;

use super::{endpoints, log};
use crate::context::Ctx;
use crate::http;
use crate::http::grants::IntegrationsManage;
use crate::http::{ApiResult, Area, Body, Can, Created, IfMatch, NoContent, Revised, Tagged};

/// Webhooks in the back office.
pub struct WebhookRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin", tag = "Area::AdminIntegrations")]
impl WebhookRoutes {
    /// List the webhooks, the newest first, without their secrets.
    #[oai(path = "/webhooks", method = "get", operation_id = "list_webhooks")]
    async fn list_webhooks(&self, _staff: Can<IntegrationsManage>) -> ApiResult<Body<Vec<Webhook>>> {
        Ok(Body(endpoints::list(&self.ctx).await?))
    }

    /// Make a webhook. Its secret is in this answer and nowhere else.
    ///
    /// Events are sent by POST as Standard Webhooks: `webhook-id`, `webhook-timestamp` and `webhook-signature` sign the body.
    #[oai(path = "/webhooks", method = "post", operation_id = "create_webhook")]
    async fn create_webhook(&self, staff: Can<IntegrationsManage>, ask: Body<WebhookDetails>) -> ApiResult<Created<NewWebhook>> {
        Ok(Created(endpoints::create(&self.ctx, staff.caller(), ask.0).await?))
    }

    /// Read a webhook.
    #[oai(path = "/webhooks/:webhook_id", method = "get", operation_id = "get_webhook")]
    async fn get_webhook(
        &self,
        _staff: Can<IntegrationsManage>,
        /// The webhook.
        webhook_id: Path<WebhookId>,
    ) -> ApiResult<Revised<Webhook>> {
        Ok(Revised(endpoints::get(&self.ctx, webhook_id.0).await?))
    }

    /// Change a webhook, or switch it off and on.
    ///
    /// `stale`: somebody else changed it since the revision in `If-Match`.
    #[oai(path = "/webhooks/:webhook_id", method = "put", operation_id = "update_webhook")]
    async fn update_webhook(
        &self,
        staff: Can<IntegrationsManage>,
        /// The webhook.
        webhook_id: Path<WebhookId>,
        /// The revision that was changed, as in `ETag`: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
        ask: Body<WebhookDetails>,
    ) -> ApiResult<Revised<Webhook>> {
        Ok(Revised(endpoints::update(&self.ctx, staff.caller(), webhook_id.0, if_match, ask.0).await?))
    }

    /// Remove a webhook with its log.
    #[oai(path = "/webhooks/:webhook_id", method = "delete", operation_id = "delete_webhook")]
    async fn delete_webhook(
        &self,
        staff: Can<IntegrationsManage>,
        /// The webhook.
        webhook_id: Path<WebhookId>,
    ) -> ApiResult<NoContent> {
        endpoints::remove(&self.ctx, staff.caller(), webhook_id.0).await?;
        Ok(NoContent)
    }

    /// Give a webhook another secret; for `grace_minutes` events carry a signature by the one before as well.
    #[oai(path = "/webhooks/:webhook_id/rotation", method = "post", operation_id = "rotate_webhook_secret")]
    async fn rotate_webhook_secret(
        &self,
        staff: Can<IntegrationsManage>,
        /// The webhook.
        webhook_id: Path<WebhookId>,
        ask: Body<RotateSecretRequest>,
    ) -> ApiResult<Created<NewWebhook>> {
        Ok(Created(endpoints::rotate(&self.ctx, staff.caller(), webhook_id.0, ask.0).await?))
    }

    /// Send a webhook an event that means nothing, `webhook.test`.
    #[oai(path = "/webhooks/:webhook_id/test", method = "post", operation_id = "test_webhook")]
    async fn test_webhook(
        &self,
        staff: Can<IntegrationsManage>,
        /// The webhook.
        webhook_id: Path<WebhookId>,
    ) -> ApiResult<Created<WebhookDeliveryDetail>> {
        Ok(Created(log::test(&self.ctx, staff.caller(), webhook_id.0).await?))
    }

    /// Send again what was given up of a webhook, at most a thousand events at a time.
    ///
    /// Only what it is still told, and one may see.
    #[oai(path = "/webhooks/:webhook_id/replay", method = "post", operation_id = "replay_webhook")]
    async fn replay_webhook(
        &self,
        staff: Can<IntegrationsManage>,
        /// The webhook.
        webhook_id: Path<WebhookId>,
    ) -> ApiResult<Body<WebhookReplay>> {
        Ok(Body(log::replay(&self.ctx, staff.caller(), webhook_id.0).await?))
    }

    /// List what a webhook was told, the latest first.
    #[oai(path = "/webhooks/:webhook_id/deliveries", method = "get", operation_id = "list_webhook_deliveries")]
    async fn list_webhook_deliveries(
        &self,
        _staff: Can<IntegrationsManage>,
        /// The webhook.
        webhook_id: Path<WebhookId>,
        /// Only those that stand here.
        status: Query<Option<WebhookDeliveryStatus>>,
        /// How many, 1 to 100; 20 when left out.
        limit: Query<Option<u32>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
    ) -> ApiResult<Body<Page<WebhookDelivery>>> {
        let limit = http::limit(limit.0)?;
        Ok(Body(log::page(&self.ctx, webhook_id.0, status.0, limit, cursor.0.as_deref()).await?))
    }

    /// Read what was sent, and what was answered.
    ///
    /// `forbidden`: it tells what one may not see.
    #[oai(path = "/webhook-deliveries/:delivery_id", method = "get", operation_id = "get_webhook_delivery")]
    async fn get_webhook_delivery(
        &self,
        staff: Can<IntegrationsManage>,
        /// The delivery.
        delivery_id: Path<WebhookDeliveryId>,
    ) -> ApiResult<Tagged<WebhookDeliveryDetail>> {
        Ok(Tagged(log::detail(&self.ctx, staff.caller(), delivery_id.0).await?))
    }

    /// Send an event again, with the same id.
    ///
    /// `forbidden`: it tells what one may not see. `conflict`: the webhook is switched off, or not told such events any more.
    #[oai(path = "/webhook-deliveries/:delivery_id/redelivery", method = "post", operation_id = "redeliver_webhook")]
    async fn redeliver_webhook(
        &self,
        staff: Can<IntegrationsManage>,
        /// The delivery.
        delivery_id: Path<WebhookDeliveryId>,
    ) -> ApiResult<Body<WebhookDeliveryDetail>> {
        Ok(Body(log::redeliver(&self.ctx, staff.caller(), delivery_id.0).await?))
    }
}
