//! Trading the refresh cookie for a new access token: once for all calls that wait, and one tab at
//! a time, because the server takes a refresh token that comes twice for stolen.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;

use futures_util::FutureExt;
use futures_util::future::Shared;
use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use shared::account::SignedIn;
use shared::ids::UserId;
use shared::problem::Problem;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::client::Call;
use super::error::ApiError;
use crate::{session, storage};

type Running = Shared<Pin<Box<dyn Future<Output = Option<String>>>>>;

thread_local! {
    static RUNNING: RefCell<Option<Running>> = const { RefCell::new(None) };
}

/// A token newer than `refused`, or `None` when nobody is signed in (any more).
pub async fn refresh(refused: Option<&str>) -> Option<String> {
    let refused = refused.map(str::to_owned);
    let running = RUNNING.with_borrow_mut(|slot| {
        slot.get_or_insert_with(|| {
            let work: Pin<Box<dyn Future<Output = Option<String>>>> = Box::pin(exclusive(refused));
            work.shared()
        })
        .clone()
    });
    let token = running.await;
    RUNNING.with_borrow_mut(|slot| *slot = None);
    token
}

/// A token newer than `refused`, for the one who asked with that.
///
/// # Errors
/// What the server said, when the session is over, or another person's by now: what one asked for is not asked for in the name
/// of another, who signed in in another tab. Where no answer came, for all that is known the line failed, not the session.
pub async fn fresh(refused: &str, asker: Option<UserId>, problem: Box<Problem>) -> Result<String, ApiError> {
    match refresh(Some(refused)).await {
        Some(fresh) if session::person() == asker => Ok(fresh),
        None if session::person().is_some() && window().navigator().on_line() => Err(ApiError::Timeout),
        None if session::person().is_some() => Err(ApiError::Offline),
        _ => Err(ApiError::Problem(problem)),
    }
}

/// Waits for the trade that is under way, if one is.
pub async fn settled() {
    if let Some(running) = RUNNING.with_borrow(Clone::clone) {
        running.await;
    }
}

/// Runs under a lock that all tabs of the site share, where the browser has such locks.
async fn exclusive(refused: Option<String>) -> Option<String> {
    let work = Closure::once_into_js(move || {
        future_to_promise(async move { Ok(trade(refused).await.map_or(JsValue::NULL, |token| JsValue::from_str(&token))) })
    });
    let work: Function = work.unchecked_into();
    let promise = lock(&work).or_else(|| work.call0(&JsValue::NULL).ok()?.dyn_into::<Promise>().ok())?;
    JsFuture::from(promise).await.ok()?.as_string()
}

/// `navigator.locks.request(…)`, by name because `web-sys` still calls it unstable.
fn lock(work: &Function) -> Option<Promise> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    let request = Reflect::get(&locks, &"request".into()).ok()?.dyn_into::<Function>().ok()?;
    request.call2(&locks, &"hurtrock-refresh".into(), work).ok()?.dyn_into().ok()
}

async fn trade(refused: Option<String>) -> Option<String> {
    // Another tab may have done it while this one waited for the lock.
    if let Some(token) = session::access_token().filter(|token| Some(token) != refused.as_ref()) {
        return Some(token);
    }
    let sent = storage::get(storage::CART);
    match Call::post("/auth/refresh").plain().send::<SignedIn>().await {
        Ok(signed_in) => {
            let token = signed_in.access_token.clone();
            let later = storage::get(storage::CART).filter(|cart| Some(cart) != sent.as_ref());
            session::begin(signed_in);
            // Begun while this was under way: the next trade has it merged.
            if let Some(cart) = later {
                storage::set(storage::CART, &cart);
            }
            Some(token)
        }
        Err(ApiError::Problem(problem)) if problem.status < 500 && problem.status != 429 => {
            session::expire();
            None
        }
        // Not reachable: still signed in, for all that is known.
        Err(_) => None,
    }
}
