//! The first HTML of the shop's pages: what a crawler, a slow phone or a browser without scripts reads, and what
//! the app would ask for first, so that it draws without a second trip.
//!
//! Only what everybody may see is in it, and it is exact: it is written from the answers that the API gives,
//! out of the same memory, and kept as long as those are the same; of categories that a page does not show it brings the
//! names. The language is in the address: `?lang=en` is English, everything else Indonesian, unless the reader chose English
//! before (the app says so by a cookie).

mod content;
mod filters;
mod head;
mod linked_data;
mod place;
mod question;
mod render;
mod words;

use std::sync::Arc;

use moka::sync::Cache;
use poem::http::{HeaderValue, StatusCode, header};
use poem::{IntoResponse, Response};
use shared::account::Locale;
use shared::maintenance::MaintenanceDetails;
use shared::store::StoreProfile;

use self::content::{Around, Content};
use self::place::Place;
use self::question::Question;
pub(super) use self::question::encode;
use self::render::{Renderer, Written};
use super::shell::Shell;
use crate::context::Ctx;
use crate::http::{ApiResult, CachedHtml};

/// Bytes of pages that are kept.
const KEPT: u64 = 24 << 20;
/// What an entry costs besides its bytes.
const ENTRY: usize = 1024;

/// Writes the pages of the shop.
pub(super) struct FirstPages {
    shell: Shell,
    house: Shell,
    renderer: Renderer,
    kept: Cache<String, Arc<Kept>>,
}

/// A page that was written, and what from.
struct Kept {
    from: Source,
    status: StatusCode,
    html: CachedHtml,
}

/// What a page was written from: as long as it is the same, so is the page.
#[derive(PartialEq)]
struct Source {
    content: Option<HeaderValue>,
    status: Option<StatusCode>,
    categories: HeaderValue,
    store: StoreProfile,
}

impl FirstPages {
    /// Pages in `shell`; `origin` is where the shop is.
    ///
    /// # Errors
    /// When a template has a fault.
    pub(super) fn new(shell: Shell, origin: &str) -> anyhow::Result<Self> {
        let weigh = |key: &String, page: &Arc<Kept>| u32::try_from(key.len() + page.html.size() + ENTRY).unwrap_or(u32::MAX);
        let kept = Cache::builder().max_capacity(KEPT).weigher(weigh).build();
        Ok(Self { house: shell.in_house(), shell, renderer: Renderer::new(origin)?, kept })
    }

    /// The page at `path` with the pairs of its query, for somebody who chose a language before, or did not.
    ///
    /// # Errors
    /// What the database says: the app then says so in its own words, if it comes that far.
    pub(super) async fn page(
        &self,
        ctx: &Ctx,
        path: &str,
        pairs: Vec<(String, String)>,
        chosen: Option<Locale>,
    ) -> ApiResult<Response> {
        let question = Question::new(path, pairs).by_reader(chosen);
        if matches!(question.place, Place::Private | Place::Shell) {
            return self.app(&question);
        }
        let around = Around::load(ctx).await?;
        let content = Content::load(ctx, &question, &around).await?;
        if let Content::Moved(slug) = &content {
            return Ok(moved(&question, slug));
        }
        if matches!(content, Content::Bare) {
            return self.app(&question);
        }
        let from = Source {
            content: content.tag(),
            status: matches!(content, Content::Lost(_)).then_some(StatusCode::NOT_FOUND),
            categories: around.categories.tag().clone(),
            store: around.store.clone(),
        };
        // Anybody can think up addresses of pages that are not there.
        let key = from.status.is_none().then(|| question.key());
        if let Some(kept) = key.as_ref().and_then(|key| self.kept.get(key)).filter(|kept| kept.from == from) {
            return Ok(respond(kept.html.clone(), kept.status));
        }
        let Written { status, head, view } = self.renderer.write(&question, &content, &around)?;
        let shell = if around.store.brand.is_house() { &self.house } else { &self.shell };
        let html = shell.fill(question.locale, &head, &view, &content.answers(&around, &question)?);
        let html = CachedHtml::of(html).map_err(crate::http::ApiError::internal)?;
        if let Some(key) = key {
            self.kept.insert(key, Arc::new(Kept { from, status, html: html.clone() }));
        }
        Ok(respond(html, status))
    }

    /// What is said while the shop is closed. The app comes with it: staff get in.
    pub(super) fn closed(
        &self,
        path: &str,
        pairs: Vec<(String, String)>,
        chosen: Option<Locale>,
        standing: &MaintenanceDetails,
    ) -> ApiResult<Response> {
        let question = Question::new(path, pairs).by_reader(chosen);
        let Written { status, head, view } = self.renderer.closed(question.locale, standing)?;
        let html = self.shell.fill(question.locale, &head, &view, "");
        Ok(respond(CachedHtml::of(html).map_err(crate::http::ApiError::internal)?, status))
    }

    /// The app and nothing else.
    fn app(&self, question: &Question) -> ApiResult<Response> {
        let Written { head, .. } = self.renderer.bare(question.locale)?;
        let html = self.shell.fill(question.locale, &head, "", "");
        Ok(respond(CachedHtml::of(html).map_err(crate::http::ApiError::internal)?, StatusCode::OK))
    }
}

fn respond(html: CachedHtml, status: StatusCode) -> Response {
    let mut response = html.into_response();
    response.set_status(status);
    response.headers_mut().append(header::VARY, HeaderValue::from_static("cookie"));
    response
}

/// Sends on to the address of now. Not to be kept: a name may pass to another product.
fn moved(question: &Question, slug: &str) -> Response {
    let now = Question { place: Place::Unknown, path: format!("/products/{slug}"), ..Question::new("", question.pairs.clone()) };
    Response::builder()
        .status(StatusCode::MOVED_PERMANENTLY)
        .header(header::LOCATION, now.address())
        .header(header::CACHE_CONTROL, "no-cache")
        .finish()
}
