//! The shop, as shoppers download it.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web::inbox::{self, DrawPanel};
use web::live::{self, Keep};
use web::shop::App;
use web::shop::cart;
use web::shop::later::{self, DrawAccount, DrawCart, DrawChat, DrawGoods, DrawPage, DrawSuggestions, Parts};

const PARTS: Parts = Parts {
    goods: || Box::pin(async { parts::goods().await.ok() }),
    cart: || Box::pin(async { parts::cart().await.ok() }),
    suggestions: || Box::pin(async { parts::suggestions().await.ok() }),
    pages: || Box::pin(async { parts::pages().await.ok() }),
    keep: || Box::pin(async { parts::keep().await.ok() }),
    news: || Box::pin(async { parts::news().await.ok() }),
    account: || Box::pin(async { parts::account().await.ok() }),
    chat: || Box::pin(async { parts::chat().await.ok() }),
};

/// Where a release is cut: what only these functions reach is fetched when they are called.
#[cfg(split)]
mod parts {
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    use super::{
        DrawAccount, DrawCart, DrawChat, DrawGoods, DrawPage, DrawPanel, DrawSuggestions, Keep, cart, inbox, later, live,
    };

    #[wasm_split(goods, fallible)]
    pub fn goods() -> Result<DrawGoods, SplitLoaderError> {
        Ok(later::draw_goods)
    }

    #[wasm_split(goods, fallible)]
    pub fn cart() -> Result<DrawCart, SplitLoaderError> {
        Ok(cart::draw_cart)
    }

    #[wasm_split(goods, fallible)]
    pub fn suggestions() -> Result<DrawSuggestions, SplitLoaderError> {
        Ok(later::draw_suggestions)
    }

    #[wasm_split(pages, fallible)]
    pub fn pages() -> Result<DrawPage, SplitLoaderError> {
        Ok(later::draw_page)
    }

    #[wasm_split(present, fallible)]
    pub fn keep() -> Result<Keep, SplitLoaderError> {
        Ok(live::keep)
    }

    #[wasm_split(present, fallible)]
    pub fn news() -> Result<DrawPanel, SplitLoaderError> {
        Ok(inbox::draw_panel)
    }

    #[wasm_split(present, fallible)]
    pub fn account() -> Result<DrawAccount, SplitLoaderError> {
        Ok(later::draw_account)
    }

    #[wasm_split(present, fallible)]
    pub fn chat() -> Result<DrawChat, SplitLoaderError> {
        Ok(later::draw_chat)
    }
}

/// In one piece while working on it.
#[cfg(not(split))]
mod parts {
    use std::convert::Infallible;

    use super::{
        DrawAccount, DrawCart, DrawChat, DrawGoods, DrawPage, DrawPanel, DrawSuggestions, Keep, cart, inbox, later, live,
    };

    pub async fn goods() -> Result<DrawGoods, Infallible> {
        Ok(later::draw_goods)
    }

    pub async fn cart() -> Result<DrawCart, Infallible> {
        Ok(cart::draw_cart)
    }

    pub async fn suggestions() -> Result<DrawSuggestions, Infallible> {
        Ok(later::draw_suggestions)
    }

    pub async fn pages() -> Result<DrawPage, Infallible> {
        Ok(later::draw_page)
    }

    pub async fn keep() -> Result<Keep, Infallible> {
        Ok(live::keep)
    }

    pub async fn news() -> Result<DrawPanel, Infallible> {
        Ok(inbox::draw_panel)
    }

    pub async fn account() -> Result<DrawAccount, Infallible> {
        Ok(later::draw_account)
    }

    pub async fn chat() -> Result<DrawChat, Infallible> {
        Ok(later::draw_chat)
    }
}

fn main() {
    // What the page itself says stays until there is something to take its place.
    spawn_local(async {
        later::fetch_first(PARTS).await;
        // What starts the program is a task already.
        TimeoutFuture::new(0).await;
        web::start(|| web::shop::provide(PARTS), || view! { <App/> });
    });
}
