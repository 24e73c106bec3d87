//! Every request of the web app is made here.
//!
//! ```ignore
//! Call::get("/products").query(&filter).send::<Page<ProductCard>>().await
//! Call::post("/orders").json(&request).idempotent(&key).send::<Order>().await
//! Call::delete(format!("/cart/items/{id}")).send_empty().await
//! Call::get("/orders/HRT-…/invoice.pdf").send_file().await
//! ```

use std::cell::Cell;
use std::rc::Rc;

use gloo_net::http::{Method, RequestBuilder, Response};
use gloo_timers::callback::Timeout;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, FormData, Headers, RequestInit};

use super::answer::{Content, Download, Progress, read, read_file};
use super::error::ApiError;
use super::first_view;
use super::query::to_query;
use super::refresh;
use crate::{i18n, session, storage};

pub(super) const BASE: &str = "/api/v1";
const CART_TOKEN: &str = "X-Cart-Token";
/// Long enough for a slow phone, short enough that nobody thinks the page is dead.
const TIMEOUT_MS: u32 = 20_000;
const RETRY_AFTER_MS: u32 = 400;
/// A year of orders over a slow line.
const DOWNLOAD_MS: u32 = 600_000;

#[derive(Clone)]
enum Payload {
    Nothing,
    Json(String),
    Form(FormData),
}

/// A request being put together. Nothing happens before `send`.
#[derive(Clone)]
pub struct Call {
    method: Method,
    path: String,
    payload: Payload,
    headers: Vec<(&'static str, String)>,
    timeout_ms: u32,
    /// Answers 401 as they come: for the calls that sign in or refresh.
    plain: bool,
    /// Sent to its end also when the page is left meanwhile.
    outlives: bool,
    /// A good answer is a file.
    file: bool,
    /// Told how many bytes of the file have come.
    progress: Option<Progress>,
}

impl Call {
    fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            payload: Payload::Nothing,
            headers: Vec::new(),
            timeout_ms: TIMEOUT_MS,
            plain: false,
            outlives: false,
            file: false,
            progress: None,
        }
    }

    /// Reads. Aborted when the component that asked is gone; retried once when the network fails.
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    /// Creates or commands.
    pub fn post(path: impl Into<String>) -> Self {
        Self::new(Method::POST, path)
    }

    /// Replaces.
    pub fn put(path: impl Into<String>) -> Self {
        Self::new(Method::PUT, path)
    }

    /// Changes in part.
    pub fn patch(path: impl Into<String>) -> Self {
        Self::new(Method::PATCH, path)
    }

    /// Removes.
    pub fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::DELETE, path)
    }

    /// Adds the fields of `filter` to the query string; see [`to_query`].
    #[must_use]
    pub fn query<T: Serialize>(mut self, filter: &T) -> Self {
        let query = to_query(filter);
        if !query.is_empty() {
            self.path.push(if self.path.contains('?') { '&' } else { '?' });
            self.path.push_str(&query);
        }
        self
    }

    /// Sends `body` as JSON.
    #[must_use]
    pub fn json<T: Serialize>(mut self, body: &T) -> Self {
        // The types of `shared` always serialise: string keys, no failing parts.
        self.payload = Payload::Json(serde_json::to_string(body).unwrap_or_default());
        self
    }

    /// Sends files and fields as `multipart/form-data`.
    #[must_use]
    pub fn form(mut self, form: FormData) -> Self {
        self.payload = Payload::Form(form);
        self
    }

    /// Makes a repetition with the same key harmless; see [`idempotency_key`].
    #[must_use]
    pub fn idempotent(self, key: &str) -> Self {
        self.header("Idempotency-Key", key)
    }

    /// Sends a change made to this revision: it is refused (`stale`) when there is another one by now.
    #[must_use]
    pub fn if_match(self, revision: i32) -> Self {
        self.header("If-Match", shared::revision::to_tag(revision))
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Gives up after `timeout_ms` milliseconds instead of 20 seconds.
    #[must_use]
    pub const fn timeout(mut self, timeout_ms: u32) -> Self {
        self.timeout_ms = timeout_ms;
        self
    }

    /// Has the browser send it to its end also when the page is left meanwhile: for what is small and was ordered before.
    #[must_use]
    pub const fn outliving_the_page(mut self) -> Self {
        self.outlives = true;
        self
    }

    /// Leaves out the access token and answers a 401 as it is.
    #[must_use]
    pub(crate) const fn plain(mut self) -> Self {
        self.plain = true;
        self
    }

    /// Sends it and reads the answer as JSON.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub fn send<T: DeserializeOwned>(self) -> impl Future<Output = Result<T, ApiError>> + use<T> {
        let came_along = if self.method == Method::GET { first_view::take(&self.path) } else { None };
        let exchange = self.exchange();
        async move {
            if let Some(value) = came_along.and_then(|text| serde_json::from_str(&text).ok()) {
                return Ok(value);
            }
            match exchange.await? {
                (status, Content::Text(text)) => serde_json::from_str(&text).map_err(|_| ApiError::Unreadable(status)),
                (status, Content::File(_)) => Err(ApiError::Unreadable(status)),
            }
        }
    }

    /// Tells how many bytes of the file have come, as they come. It may take ten minutes.
    #[must_use]
    pub fn progress(mut self, told: impl Fn(f64) + 'static) -> Self {
        self.progress = Some(Rc::new(told));
        self.timeout(DOWNLOAD_MS)
    }

    /// Sends it; the answer is a file.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub fn send_file(mut self) -> impl Future<Output = Result<Download, ApiError>> + use<> {
        self.file = true;
        let exchange = self.exchange();
        async move {
            match exchange.await? {
                (_, Content::File(file)) => Ok(file),
                (status, Content::Text(_)) => Err(ApiError::Unreadable(status)),
            }
        }
    }

    /// Sends it; the answer has no body.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub fn send_empty(self) -> impl Future<Output = Result<(), ApiError>> + use<> {
        let exchange = self.exchange();
        async move { exchange.await.map(drop) }
    }

    /// Not `async` itself, so that the abort belongs to the component that asks, not to the moment
    /// the future first runs.
    fn exchange(self) -> impl Future<Output = Result<(u16, Content), ApiError>> {
        let gone = Rc::new(Cell::new(false));
        let controller = Rc::new(AbortController::new().ok());
        if self.method == Method::GET && Owner::current().is_some() {
            let watched = SendWrapper::new((gone.clone(), controller.clone()));
            on_cleanup(move || {
                let (gone, controller) = watched.take();
                gone.set(true);
                if let Some(controller) = &*controller {
                    controller.abort();
                }
            });
        }
        async move {
            let retries = u8::from(self.method == Method::GET);
            let mut attempt = 0;
            loop {
                let answer = self.authorised(controller.as_ref().as_ref()).await;
                if gone.get() {
                    return Err(ApiError::Aborted);
                }
                match answer {
                    Err(ApiError::Unreachable) if attempt < retries => {
                        attempt += 1;
                        TimeoutFuture::new(RETRY_AFTER_MS).await;
                    }
                    answer => return answer,
                }
            }
        }
    }

    /// Once with the token at hand, and once more with a fresh one when that was refused.
    async fn authorised(&self, controller: Option<&AbortController>) -> Result<(u16, Content), ApiError> {
        // A change waits until it is known who makes it; what is sent on leaving cannot.
        let before = session::person();
        if !self.plain && !self.outlives && self.method != Method::GET {
            refresh::settled().await;
        }
        let asker = session::person();
        if !self.plain && before.is_some() && asker.is_some() && asker != before {
            return Err(ApiError::Aborted);
        }
        let token = if self.plain { None } else { session::access_token() };
        let answer = self.once(controller, token.as_deref()).await;
        match (answer, token) {
            (Err(ApiError::Problem(problem)), Some(refused)) if problem.status == 401 => {
                let fresh = refresh::fresh(&refused, asker, problem).await?;
                self.once(controller, Some(&fresh)).await
            }
            (answer, _) => answer,
        }
    }

    async fn once(&self, page: Option<&AbortController>, token: Option<&str>) -> Result<(u16, Content), ApiError> {
        // A controller of its own: a timeout must not abort the retry that follows.
        let controller = AbortController::new().ok();
        let signal = controller.as_ref().map(AbortController::signal);
        if let (Some(page), Some(own)) = (page, controller.clone()) {
            if page.signal().aborted() {
                return Err(ApiError::Aborted);
            }
            page.signal()
                .set_onabort(Some(&js_sys::Function::from(wasm_bindgen::closure::Closure::once_into_js(move || own.abort()))));
        }
        let late = Rc::new(Cell::new(false));
        let timer = {
            let late = late.clone();
            Timeout::new(self.timeout_ms, move || {
                late.set(true);
                if let Some(controller) = controller {
                    controller.abort();
                }
            })
        };
        let url = format!("{BASE}{}", self.path);
        let answer = match self.request(signal.as_ref(), token) {
            Ok(request) => JsFuture::from(window().fetch_with_str_and_init(&url, &request)).await,
            Err(error) => Err(error),
        };
        let answer = answer.and_then(|answer| answer.dyn_into::<web_sys::Response>()).map(Response::from);
        let read = match answer {
            Ok(response) if self.file && response.ok() => read_file(response, self.progress.as_ref()).await,
            Ok(response) => read(&response).await,
            Err(_) if late.get() => Err(ApiError::Timeout),
            Err(_) if !window().navigator().on_line() => Err(ApiError::Offline),
            Err(_) => Err(ApiError::Unreachable),
        };
        timer.cancel();
        match read {
            // It began in time, and stopped in the middle.
            Err(ApiError::Unreachable) if late.get() => Err(ApiError::Timeout),
            read => read,
        }
    }

    /// The request as the browser takes it.
    fn request(&self, signal: Option<&AbortSignal>, token: Option<&str>) -> Result<RequestInit, JsValue> {
        let headers = Headers::new()?;
        headers.set("Accept", if self.file { "application/pdf, application/problem+json" } else { "application/json" })?;
        headers.set("Accept-Language", i18n::name(i18n::current()))?;
        if let Some(token) = token {
            headers.set("Authorization", &format!("Bearer {token}"))?;
        } else if let Some(cart) = storage::get(storage::CART) {
            headers.set(CART_TOKEN, &cart)?;
        }
        for (name, value) in &self.headers {
            headers.set(name, value)?;
        }
        let request = RequestInit::new();
        request.set_method(self.method.as_str());
        match &self.payload {
            Payload::Nothing => {}
            Payload::Json(text) => {
                headers.set("Content-Type", "application/json")?;
                request.set_body(&JsValue::from_str(text));
            }
            Payload::Form(form) => request.set_body(form.as_ref()),
        }
        request.set_headers(headers.as_ref());
        request.set_signal(signal);
        if self.outlives {
            // By name, because `web-sys` does not know it yet.
            js_sys::Reflect::set(&request, &"keepalive".into(), &JsValue::TRUE)?;
        }
        Ok(request)
    }
}

/// Whether the server has another build of the app by now than the one that runs. What cannot be asked is not
/// known to be old.
pub async fn is_outdated() -> bool {
    let script = document().query_selector("meta[name=app]").ok().flatten().and_then(|meta| meta.get_attribute("data-js"));
    let Some(script) = script else { return false };
    let Ok(answer) = RequestBuilder::new("/shell").header("Cache-Control", "no-cache").send().await else { return false };
    match answer.text().await {
        Ok(page) if answer.ok() => !page.contains(&script),
        _ => false,
    }
}

/// A fresh key for [`Call::idempotent`]. Make it once per intention (an order, a refund), not per click.
#[must_use]
pub fn idempotency_key() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Takes up the session that the refresh cookie stands for, if it still does.
pub async fn boot_refresh() {
    refresh::refresh(None).await;
}
