//! Puts the rooms together: routes, documentation, health, the web app.

use std::time::Duration;

use poem::endpoint::make_sync;
use poem::http::StatusCode;
use poem::middleware::{AddData, CookieJarManager};
use poem::web::Html;
use poem::{Endpoint, EndpointExt, IntoResponse, Response, Route, handler};
use poem_openapi::{ExternalDocumentObject, OpenApi, OpenApiService};

use crate::account::{AccountRoutes, OwnDataRoutes, TwoFactorRoutes};
use crate::audit::AuditRoutes;
use crate::cart::CartRoutes;
use crate::catalog::{
    CatalogRoutes, CategoryEditRoutes, ImportRoutes, ProductImageRoutes, ReviewRoutes, StaffProductRoutes, StaffReviewRoutes,
};
use crate::checkout::CheckoutRoutes;
use crate::context::Ctx;
use crate::http::{ApiError, Compressed, Observed};
use crate::inventory::{InventoryRoutes, RestockRoutes, SupplierRoutes};
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
use crate::{demo_shop, files, web};

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
            MailRoutes { ctx: ctx() },
            AuditRoutes { ctx: ctx() },
            (AdminStoreRoutes { ctx: ctx() }, StaffPageRoutes { ctx: ctx() }),
            StaffNotificationRoutes { ctx: ctx() },
            LiveRoutes { ctx: ctx() },
            ViewRoutes { ctx: ctx() },
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
             Errors are `application/problem+json` (RFC 9457) with a stable `code`.",
        )
        .server(PREFIX)
        .external_document(
            ExternalDocumentObject::new("/api/asyncapi.json").description("The WebSocket, as an AsyncAPI document."),
        )
}

/// The OpenAPI document, as it is committed in `openapi/hurtrock.json`.
///
/// # Errors
/// When the document is not JSON, which poem-openapi does not let happen.
pub fn openapi(ctx: &Ctx) -> anyhow::Result<String> {
    let mut document: serde_json::Value = serde_json::from_str(&service(ctx).spec())?;
    document["info"]["license"] = serde_json::json!({ "name": "MIT" });
    Ok(serde_json::to_string_pretty(&sorted(document))? + "\n")
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
    let service = service(ctx);
    let reference = service.swagger_ui_html().replace("<title>Swagger UI</title>", "<title>Hurtrock API</title>");
    let document = openapi(ctx)?;
    let live_document = live::asyncapi()?;
    Ok(Route::new()
        .nest(PREFIX, service.with(KeyEdge).with(MaintenanceGate(PREFIX)))
        .at("/api/docs", make_sync(move |_| Html(reference.clone())))
        .at("/api/openapi.json", make_sync(move |_| document.clone().with_content_type("application/json")))
        .at("/api/asyncapi.json", make_sync(move |_| live_document.clone().with_content_type("application/json")))
        .at("/api/*path", make_sync(|_| ApiError::not_found().respond("")))
        .nest("/files", files::endpoint(ctx.clone()))
        .at("/brand.css", store::stylesheet(ctx.clone()))
        .nest("/dev/mail", demo_shop::mailbox(ctx))
        .at("/metrics", metrics::guarded(ctx.clone()))
        .at("/healthz", healthz)
        .at("/readyz", readyz)
        .at("/robots.txt", web::robots)
        .at("/sitemap.xml", web::sitemap_index)
        .at("/sitemaps/:part", web::sitemap_part)
        .nest("/", web::endpoint(&ctx.config)?)
        .with(CookieJarManager::new())
        .with(AddData::new(ctx.clone()))
        .with(Compressed)
        .with(Measured(ctx.clone()))
        .with(Observed))
}

/// What those who watch the server ask, at an address that only they reach.
pub fn watched(ctx: &Ctx) -> impl Endpoint<Output = Response> + 'static {
    Route::new()
        .at("/metrics", metrics::open(ctx.clone()))
        .at("/healthz", healthz)
        .at("/readyz", readyz)
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
