//! Puts the rooms together: routes, documentation, health, the web app.

use std::sync::OnceLock;
use std::time::Duration;

use bytes::Bytes;
use poem::endpoint::make_sync;
use poem::http::StatusCode;
use poem::middleware::{AddData, CookieJarManager};
use poem::{Endpoint, EndpointExt, IntoResponse, Response, Route, handler};
use poem_openapi::{ExternalDocumentObject, OpenApi, OpenApiService};

use crate::account::{AccountRoutes, OwnDataRoutes, TwoFactorRoutes};
use crate::audit::AuditRoutes;
use crate::bus::PassesOn;
use crate::cart::CartRoutes;
use crate::catalog::{
    CatalogRoutes, CategoryEditRoutes, ImportRoutes, ProductImageRoutes, ReviewRoutes, StaffProductRoutes, StaffReviewRoutes,
};
use crate::chat::{CannedResponseRoutes, ChatDeskRoutes, ChatRoutes};
use crate::checkout::CheckoutRoutes;
use crate::context::Ctx;
use crate::http::{Answered, ApiError, ApiResult, Compressed, Observed, TellsMethods, only_read};
use crate::inventory::{InventoryRoutes, RestockRoutes, SupplierRoutes};
use crate::jobs::JobRoutes;
use crate::keys::{ApiKeyRoutes, KeyEdge};
use crate::live::{self, LiveRoutes};
use crate::mail::{MailRoutes, MailSettingsRoutes};
use crate::maintenance::{MaintenanceGate, MaintenanceRoutes};
use crate::metrics::{self, Measured};
use crate::notifications::{NotificationRoutes, StaffNotificationRoutes};
use crate::orders::{AdminOrderRoutes, OrderRoutes};
use crate::pages::{PageRoutes, StaffPageRoutes};
use crate::papers::PaperRoutes;
use crate::payments::{AdminPaymentRoutes, PaymentRoutes, PaymentSettingsRoutes};
use crate::regions::RegionRoutes;
use crate::reports::ReportRoutes;
use crate::shipping::{ShippingRoutes, ShippingSettingsRoutes};
use crate::store::{self, AdminStoreRoutes, StoreRoutes};
use crate::users::{RoleRoutes, UserRoutes};
use crate::views::ViewRoutes;
use crate::webhooks::WebhookRoutes;
use crate::{demo_shop, document, files, web};

/// Where the REST interface lives.
pub const PREFIX: &str = "/api/v1";

fn routes(ctx: &Ctx) -> impl OpenApi + 'static {
    let ctx = || ctx.clone();
    (
        (AccountRoutes { ctx: ctx() }, TwoFactorRoutes { ctx: ctx() }, OwnDataRoutes { ctx: ctx() }),
        RegionRoutes { ctx: ctx() },
        (CatalogRoutes { ctx: ctx() }, ReviewRoutes { ctx: ctx() }),
        CartRoutes { ctx: ctx() },
        ShippingRoutes { ctx: ctx() },
        CheckoutRoutes { ctx: ctx() },
        OrderRoutes { ctx: ctx() },
        PaymentRoutes { ctx: ctx() },
        NotificationRoutes { ctx: ctx() },
        (StoreRoutes { ctx: ctx() }, PageRoutes { ctx: ctx() }),
        (
            (
                StaffProductRoutes { ctx: ctx() },
                ProductImageRoutes { ctx: ctx() },
                CategoryEditRoutes { ctx: ctx() },
                ImportRoutes { ctx: ctx() },
                StaffReviewRoutes { ctx: ctx() },
            ),
            (InventoryRoutes { ctx: ctx() }, SupplierRoutes { ctx: ctx() }, RestockRoutes { ctx: ctx() }),
            AdminOrderRoutes { ctx: ctx() },
            AdminPaymentRoutes { ctx: ctx() },
            PaperRoutes { ctx: ctx() },
            ReportRoutes { ctx: ctx() },
            (MailRoutes { ctx: ctx() }, JobRoutes { ctx: ctx() }),
            AuditRoutes { ctx: ctx() },
            (AdminStoreRoutes { ctx: ctx() }, StaffPageRoutes { ctx: ctx() }),
            StaffNotificationRoutes { ctx: ctx() },
            LiveRoutes { ctx: ctx() },
            ViewRoutes { ctx: ctx() },
            (ChatRoutes { ctx: ctx() }, ChatDeskRoutes { ctx: ctx() }, CannedResponseRoutes { ctx: ctx() }),
            (
                (UserRoutes { ctx: ctx() }, RoleRoutes { ctx: ctx() }),
                PaymentSettingsRoutes { ctx: ctx() },
                ShippingSettingsRoutes { ctx: ctx() },
                MailSettingsRoutes { ctx: ctx() },
                (ApiKeyRoutes { ctx: ctx() }, WebhookRoutes { ctx: ctx() }),
                MaintenanceRoutes { ctx: ctx() },
            ),
        ),
    )
}

fn service(ctx: &Ctx) -> OpenApiService<impl OpenApi + 'static, ()> {
    OpenApiService::new(routes(ctx), "Hurtrock Music Store", "1")
        .description(
            "Everything the shop's own web app does goes through these endpoints.\n\n\
             Amounts are whole rupiah. Times are RFC 3339 in UTC. Lists are read forward with `cursor`. \
             Errors are `application/problem+json` (RFC 9457) with a stable `code`.\n\n\
             People sign in by `POST /auth/sign-in` and send the access token as `Authorization: Bearer …`; programs send \
             an API key (`hrk_…`) the same way. Answers to a key tell its pace by `RateLimit-Limit`, `RateLimit-Remaining` \
             and `RateLimit-Reset`.\n\n\
             What webhooks are told is described in `x-webhooks`.",
        )
        .server(PREFIX)
        .external_document(
            ExternalDocumentObject::new("/api/asyncapi.json").description("The WebSocket, as an AsyncAPI document."),
        )
}

/// The OpenAPI document, as it is committed in `openapi/hurtrock.json`.
///
/// # Errors
/// When the document or its examples are not JSON, which a test would have seen.
pub fn openapi(ctx: &Ctx) -> anyhow::Result<String> {
    let mut whole: serde_json::Value = serde_json::from_str(&service(ctx).spec())?;
    document::complete(&mut whole)?;
    Ok(serde_json::to_string_pretty(&sorted(whole))? + "\n")
}

/// The same with every object's keys in order, whatever order the JSON library of this build keeps.
pub(crate) fn sorted(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Object(map) => {
            let ordered: std::collections::BTreeMap<String, Value> =
                map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            Value::Object(ordered.into_iter().collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

/// The whole site.
///
/// # Errors
/// When the built web app cannot be read.
pub fn endpoint(ctx: &Ctx) -> anyhow::Result<impl Endpoint<Output = Response> + 'static> {
    let (described, refused) = (ctx.clone(), ctx.clone());
    let tells_methods = TellsMethods::new(PREFIX, move || service(&refused).spec());
    Ok(Route::new()
        .nest(PREFIX, service(ctx).with(tells_methods).with(KeyEdge).with(MaintenanceGate(PREFIX)).with(PassesOn(ctx.clone())))
        .at("/api/docs", only_read(web::reference_page))
        .at("/api/docs/:file", only_read(web::reference_file))
        .at("/api/openapi.json", only_read(written_once(move || openapi(&described))))
        .at("/api/asyncapi.json", only_read(written_once(live::asyncapi)))
        .at("/api/*path", no_interface)
        .nest("/files", only_read(files::endpoint(ctx.clone())))
        .at("/brand.css", only_read(store::stylesheet(ctx.clone())))
        .nest("/dev/mail", only_read(demo_shop::mailbox(ctx)))
        .at("/metrics", only_read(metrics::guarded(ctx.clone())))
        .at("/healthz", only_read(healthz))
        .at("/readyz", only_read(readyz))
        .at("/robots.txt", only_read(web::robots))
        .at("/sitemap.xml", only_read(web::sitemap_index))
        .at("/sitemaps/:part", only_read(web::sitemap_part))
        .nest("/", only_read(web::endpoint(&ctx.config)?))
        .with(Answered)
        .with(CookieJarManager::new())
        .with(AddData::new(ctx.clone()))
        .with(Compressed)
        .with(Measured(ctx.clone()))
        .with(Observed))
}

/// Answers with a document, which is written when it is asked for first: most processes are never asked.
fn written_once(
    write: impl Fn() -> anyhow::Result<String> + Send + Sync + 'static,
) -> impl Endpoint<Output = Response> + 'static {
    let written: OnceLock<anyhow::Result<Bytes>> = OnceLock::new();
    make_sync(move |_| match written.get_or_init(|| write().map(Bytes::from)) {
        Ok(document) => Ok(document.clone().with_content_type("application/json").into_response()),
        Err(error) => Err(ApiError::internal(format!("{error:#}"))),
    })
}

/// Below `/api` there is what is named, and no page of the web app.
#[handler]
fn no_interface() -> ApiResult<Response> {
    Err(ApiError::not_found())
}

/// What those who watch the server ask, at an address that only they reach.
pub fn watched(ctx: &Ctx) -> impl Endpoint<Output = Response> + 'static {
    Route::new()
        .at("/metrics", only_read(metrics::open(ctx.clone())))
        .at("/healthz", only_read(healthz))
        .at("/readyz", only_read(readyz))
        .with(AddData::new(ctx.clone()))
        .with(Observed)
}

/// Whoever asks whether the process is ready does not want to wait.
const READY_WITHIN: Duration = Duration::from_secs(2);

/// The process lives.
#[handler]
fn healthz() -> &'static str {
    "ok"
}

/// The process can serve: the database answers.
#[handler]
async fn readyz(ctx: poem::web::Data<&Ctx>) -> Response {
    match tokio::time::timeout(READY_WITHIN, ctx.ping()).await {
        Ok(Ok(())) => "ready".into_response(),
        _ => "the database does not answer".with_status(StatusCode::SERVICE_UNAVAILABLE).into_response(),
    }
}
