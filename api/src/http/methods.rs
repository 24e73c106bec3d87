//! Tells with every 405 what the path can be asked for instead (RFC 9110 section 15.5.6). Of an interface the framework
//! knows it and does not say; the document does. Everything else can only be read.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use poem::error::MethodNotAllowedError;
use poem::http::Method;
use poem::{Endpoint, EndpointExt, IntoResponse, Middleware, PathPattern, Request, Response};
use serde_json::Value;

use super::ApiError;

/// What pages and files can be asked for.
const READING: &str = "GET, HEAD";

/// What can only be read: a page or a file. It never hears of any other request.
pub fn only_read<E: Endpoint + 'static>(inner: E) -> impl Endpoint<Output = E::Output> + 'static {
    inner.before(reading)
}

async fn reading(request: Request) -> poem::Result<Request> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        Ok(request)
    } else {
        Err(ApiError::method_not_allowed(READING).into())
    }
}

type Document = Arc<dyn Fn() -> String + Send + Sync>;

/// The middleware, around an interface.
pub struct TellsMethods {
    prefix: &'static str,
    document: Document,
}

impl TellsMethods {
    /// Around the interface that has this prefix and this OpenAPI document, which is written when the first request
    /// is refused: most processes refuse none.
    #[must_use]
    pub fn new(prefix: &'static str, document: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self { prefix, document: Arc::new(document) }
    }
}

impl<E: Endpoint> Middleware<E> for TellsMethods {
    type Output = TellingEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        TellingEndpoint { prefix: self.prefix, document: self.document.clone(), paths: OnceLock::new(), inner }
    }
}

/// An endpoint that tells its methods.
pub struct TellingEndpoint<E> {
    prefix: &'static str,
    document: Document,
    paths: OnceLock<Paths>,
    inner: E,
}

impl<E: Endpoint> Endpoint for TellingEndpoint<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let uri = request.original_uri().clone();
        match self.inner.call(request).await {
            Err(error) if error.is::<MethodNotAllowedError>() => {
                let path = uri.path().strip_prefix(self.prefix).unwrap_or_default();
                let methods = self.paths.get_or_init(|| Paths::of(&(self.document)())).methods(path);
                let mut refused = poem::Error::from(ApiError::method_not_allowed(methods));
                // By which it is measured.
                if let Some(pattern) = error.data::<PathPattern>() {
                    refused.set_data(pattern.clone());
                }
                Err(refused)
            }
            answer => answer.map(IntoResponse::into_response),
        }
    }
}

/// The methods of each path, as the document writes it.
struct Paths(BTreeMap<String, String>);

impl Paths {
    fn of(document: &str) -> Self {
        let document: Value = serde_json::from_str(document).unwrap_or_default();
        let paths = document["paths"].as_object().into_iter().flatten();
        Self(paths.map(|(path, item)| (path.clone(), allowed(item))).collect())
    }

    /// What the path can be asked for. Where several are written that it may be, the one with the most words in it is meant.
    fn methods(&self, path: &str) -> &str {
        let fitting = self.0.iter().filter_map(|(template, methods)| Some((words_in_common(template, path)?, methods)));
        fitting.max_by_key(|(words, _)| *words).map_or("", |(_, methods)| methods.as_str())
    }
}

/// As the header `Allow` has it. Who answers GET answers HEAD.
fn allowed(item: &Value) -> String {
    let methods = item.as_object().into_iter().flatten().map(|(method, _)| method.to_uppercase());
    let mut methods: Vec<String> = methods.collect();
    if methods.iter().any(|method| method == "GET") {
        methods.push("HEAD".to_owned());
    }
    methods.sort();
    methods.join(", ")
}

/// How many words of the template stand in the path; `None` when the path is not one of its.
fn words_in_common(template: &str, path: &str) -> Option<usize> {
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    let mut words = 0;
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(words),
            (Some(wanted), Some(given)) if wanted == given => words += 1,
            (Some(wanted), Some(given)) if wanted.starts_with('{') && !given.is_empty() => {}
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_found_however_it_is_written() {
        let document = r#"{ "paths": {
            "/guitars": { "get": {}, "post": {} },
            "/guitars/{id}": { "delete": {} },
            "/guitars/choices": { "get": {} },
            "/guitars/{id}/strings/{number}": { "put": {} }
        } }"#;
        let paths = Paths::of(document);
        for (path, methods) in [
            ("/guitars", "GET, HEAD, POST"),
            ("/guitars/7", "DELETE"),
            ("/guitars/choices", "GET, HEAD"),
            ("/guitars/7/strings/1", "PUT"),
            ("/guitars/7/strings", ""),
            ("/drums", ""),
        ] {
            assert_eq!(paths.methods(path), methods, "{path}");
        }
    }
}
