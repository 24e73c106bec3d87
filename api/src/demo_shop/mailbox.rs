//! The mailbox page: what the shop would have sent.

use chrono::{DateTime, Utc};
use minijinja::value::Serde;
use minijinja::{Environment as Templates, UndefinedBehavior};
use poem::http::header;
use poem::web::{Data, Path, Query};
use poem::{Endpoint, EndpointExt, Response, Route, handler};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use shared::account::Locale;
use shared::ids::{EmailId, OrderId};
use shared::mail::EmailTemplate;
use uuid::Uuid;

use crate::clock::shop_time;
use crate::config::Environment;
use crate::context::Ctx;
use crate::db::{all, one};
use crate::http::{ApiError, ApiResult, Pdf};
use crate::{mail, papers};

/// How many emails the list shows.
const SHOWN: i64 = 200;

/// The pages below `/dev/mail`. They are there in the demo environment only.
pub fn mailbox(ctx: &Ctx) -> impl Endpoint<Output = Response> + use<> {
    Route::new()
        .at("/", list)
        .at("/mailbox.css", style)
        .at("/:id", show)
        .at("/:id/html", html_part)
        .at("/:id/invoice.pdf", invoice)
        .data(ctx.clone())
        .map_to_response()
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    template: String,
    locale: String,
    recipient: String,
    recipient_name: String,
    subject: String,
    body_text: String,
    state: String,
    attempts: i32,
    last_error: Option<String>,
    dedupe_key: String,
    order_number: Option<String>,
    created_at: DateTime<Utc>,
    sent_at: Option<DateTime<Utc>>,
    sealed: Option<Vec<u8>>,
}

/// An email as the pages show it.
#[derive(Serialize)]
struct Shown {
    id: Uuid,
    template: String,
    locale: String,
    to: String,
    to_name: String,
    subject: String,
    text: String,
    state: String,
    attempts: i32,
    last_error: Option<String>,
    dedupe_key: String,
    order_number: Option<String>,
    attachment: Option<String>,
    written: String,
    sent: Option<String>,
}

impl Shown {
    fn of(ctx: &Ctx, row: Row) -> Self {
        let text = unsealed(ctx, row.id, row.sealed).map_or(row.body_text, |(_, text)| text);
        let attachment = row.order_number.as_deref().filter(|_| carries_invoice(&row.template)).map(papers::invoice_name);
        Self {
            id: row.id,
            attachment,
            template: row.template,
            locale: row.locale,
            to: row.recipient,
            to_name: row.recipient_name,
            subject: row.subject,
            text,
            state: row.state,
            attempts: row.attempts,
            last_error: row.last_error,
            dedupe_key: row.dedupe_key,
            order_number: row.order_number,
            written: in_words(row.created_at),
            sent: row.sent_at.map(in_words),
        }
    }
}

/// What an email really says, where that is sealed: HTML and text.
fn unsealed(ctx: &Ctx, id: Uuid, sealed: Option<Vec<u8>>) -> Option<(String, String)> {
    mail::open_sealed(&ctx.vault, EmailId(id), &sealed?).ok()
}

fn in_words(at: DateTime<Utc>) -> String {
    shop_time(at).format("%-d %b %Y, %H.%M WIB").to_string()
}

const COLUMNS: &str = "m.id, m.template, m.locale, m.recipient, m.recipient_name, m.subject, m.body_text, m.state, m.attempts, m.last_error,
    m.dedupe_key, o.number AS order_number, m.created_at, m.sent_at, m.sealed FROM email_messages m LEFT JOIN orders o ON o.id = m.order_id";

#[derive(Deserialize)]
struct Search {
    #[serde(default)]
    to: String,
}

#[handler]
async fn list(ctx: Data<&Ctx>, search: Query<Search>) -> ApiResult<Response> {
    #[derive(Serialize)]
    struct Page {
        to: String,
        emails: Vec<Shown>,
        shown: i64,
    }
    in_demo_only(&ctx)?;
    let to = search.0.to.trim().to_lowercase();
    let sql = format!("SELECT {COLUMNS} WHERE strpos(lower(m.recipient), $1) > 0 ORDER BY m.created_at DESC, m.id DESC LIMIT $2");
    let rows: Vec<Row> = all(&ctx.db, &sql, [to.as_str().into(), SHOWN.into()]).await?;
    page(LIST, &Page { to, emails: rows.into_iter().map(|row| Shown::of(&ctx, row)).collect(), shown: SHOWN })
}

#[handler]
async fn show(ctx: Data<&Ctx>, id: Path<Uuid>) -> ApiResult<Response> {
    #[derive(Serialize)]
    struct Page<'a> {
        email: Shown,
        from: &'a str,
    }
    in_demo_only(&ctx)?;
    let row: Option<Row> = one(&ctx.db, &format!("SELECT {COLUMNS} WHERE m.id = $1"), [id.0.into()]).await?;
    let email = Shown::of(&ctx, row.ok_or_else(ApiError::not_found)?);
    page(SHOW, &Page { email, from: &ctx.config.mail_from })
}

/// The invoice that goes along, as it would be sent now.
#[handler]
async fn invoice(ctx: Data<&Ctx>, id: Path<Uuid>) -> ApiResult<Pdf> {
    #[derive(FromQueryResult)]
    struct About {
        order_id: Option<Uuid>,
        template: String,
        locale: Locale,
    }
    in_demo_only(&ctx)?;
    let sql = "SELECT order_id, template, locale FROM email_messages WHERE id = $1";
    let about: About = one(&ctx.db, sql, [id.0.into()]).await?.ok_or_else(ApiError::not_found)?;
    let order = about.order_id.filter(|_| carries_invoice(&about.template)).ok_or_else(ApiError::not_found)?;
    papers::mailed_invoice(&ctx, OrderId(order), about.locale).await.map_err(ApiError::internal)
}

fn carries_invoice(template: &str) -> bool {
    template.parse().is_ok_and(EmailTemplate::carries_invoice)
}

/// The HTML part as a document of its own: no scripts, and links open in the whole window.
#[handler]
async fn html_part(ctx: Data<&Ctx>, id: Path<Uuid>) -> ApiResult<Response> {
    #[derive(FromQueryResult)]
    struct Html {
        html: String,
        sealed: Option<Vec<u8>>,
    }
    in_demo_only(&ctx)?;
    let found: Option<Html> = one(&ctx.db, "SELECT html, sealed FROM email_messages WHERE id = $1", [id.0.into()]).await?;
    let found = found.ok_or_else(ApiError::not_found)?;
    let html = unsealed(&ctx, id.0, found.sealed).map_or(found.html, |(html, _)| html).replacen(
        "<head>",
        "<head><base target=\"_top\">",
        1,
    );
    let policy = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; font-src 'self'; frame-ancestors 'self'; \
                  sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";
    Ok(respond("text/html; charset=utf-8", policy, html))
}

#[handler]
async fn style(ctx: Data<&Ctx>) -> ApiResult<Response> {
    in_demo_only(&ctx)?;
    Ok(respond("text/css; charset=utf-8", "default-src 'none'", include_str!("pages/mailbox.css").to_owned()))
}

fn in_demo_only(ctx: &Ctx) -> ApiResult<()> {
    if ctx.config.environment == Environment::Demo { Ok(()) } else { Err(ApiError::not_found()) }
}

const LIST: &str = "list.html";
const SHOW: &str = "show.html";

/// Fills a page. The names end in `.html`, so all that is filled in is escaped.
fn page(name: &str, scope: &impl Serialize) -> ApiResult<Response> {
    let fill = || -> Result<String, minijinja::Error> {
        let mut templates = Templates::new();
        templates.set_undefined_behavior(UndefinedBehavior::Strict);
        templates.add_template("layout.html", include_str!("pages/layout.html"))?;
        templates.add_template(LIST, include_str!("pages/list.html"))?;
        templates.add_template(SHOW, include_str!("pages/show.html"))?;
        templates.get_template(name)?.render(Serde(scope))
    };
    let html = fill().map_err(ApiError::internal)?;
    let policy = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; \
                  base-uri 'none'; frame-ancestors 'none'";
    Ok(respond("text/html; charset=utf-8", policy, html))
}

fn respond(content_type: &str, policy: &str, content: String) -> Response {
    Response::builder()
        .content_type(content_type)
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::CONTENT_SECURITY_POLICY, policy)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::REFERRER_POLICY, "no-referrer")
        .header("x-robots-tag", "noindex")
        .body(content)
}
