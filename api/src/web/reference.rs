//! The reference of the REST interface at `/api/docs`, where every operation can be tried: Swagger UI as
//! poem-openapi brings it, taken out of its page into files, so that the policy of ours lets in no script
//! but these.

use std::sync::LazyLock;

use poem::http::header;
use poem::web::Path;
use poem::{Response, handler};
use poem_openapi::OpenApiService;

use super::{headers, policy};
use crate::http::{ApiError, ApiResult};

const PAGE: &str = include_str!("reference.html");
const START: &str = include_str!("reference.js");

static KIT: LazyLock<Kit> = LazyLock::new(Kit::unpack);
static POLICY: LazyLock<String> = LazyLock::new(|| policy::of(PAGE));

/// Swagger UI.
struct Kit {
    script: String,
    style: String,
}

impl Kit {
    fn unpack() -> Self {
        let page = OpenApiService::new((), "", "").swagger_ui_html();
        let within = |tag: &str| {
            let (_, after) = page.split_once(&format!("<{tag} charset=\"UTF-8\">"))?;
            after.split_once(&format!("</{tag}>")).map(|(inside, _)| inside.to_owned())
        };
        Self { script: within("script").unwrap_or_default(), style: within("style").unwrap_or_default() }
    }
}

/// The page.
#[handler]
pub fn reference_page() -> Response {
    let mut response = respond("text/html; charset=utf-8", PAGE);
    headers::secure(&mut response, &POLICY);
    response
}

/// A file of the page.
#[handler]
pub fn reference_file(Path(file): Path<String>) -> ApiResult<Response> {
    match file.as_str() {
        "swagger-ui.js" => Ok(respond("text/javascript; charset=utf-8", KIT.script.as_str())),
        "swagger-ui.css" => Ok(respond("text/css; charset=utf-8", KIT.style.as_str())),
        "start.js" => Ok(respond("text/javascript; charset=utf-8", START)),
        _ => Err(ApiError::not_found()),
    }
}

fn respond(content_type: &'static str, text: &'static str) -> Response {
    Response::builder()
        .content_type(content_type)
        .header(header::CACHE_CONTROL, "public, max-age=3600")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .body(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kit_is_whole() {
        assert!(KIT.script.contains("SwaggerUIBundle") && KIT.script.len() > 1_000_000);
        assert!(KIT.style.contains(".swagger-ui") && KIT.style.len() > 100_000);
        assert!(PAGE.contains("/api/docs/swagger-ui.js") && !PAGE.contains("https://"));
        assert!(!POLICY.contains("sha256-"), "nothing stands in the page itself");
    }
}
