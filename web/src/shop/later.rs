//! What the shop fetches when it is wanted, so that a first visit does not pay for it: the pages on which one looks for goods
//! and gathers them; those on which one signs in, checks out and sees to one's account and orders; and what there is for
//! somebody who is signed in, the live connection and the chat.
//!
//! Each part is a WASM file of its own in a release, cut off at the functions of `bin/shop.rs`, and can be reached through
//! them only: what is named elsewhere in the shop is part of the first visit.

use std::pin::Pin;

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use shared::ids::UserId;

use super::account::{AccountPage, AddressesPage, NotificationsPage, OwnDataPage, PasswordPage, SecurityPage, SessionsPage};
use super::auth::{ForgotPasswordPage, RegisterPage, ResetPasswordPage, SignInPage, VerifyEmailPage};
use super::cart::{CartPage, CartPiece};
use super::catalog::{CategoryPage, ProductsPage, SearchPage};
use super::chat::{self, Buyer};
use super::checkout::CheckoutPage;
use super::layout::{AccountMenu, Person, Search, SearchSuggestions};
use super::orders::{OrderPage, OrdersPage};
use super::page::ContentPageView;
use super::product::ProductPage;
use super::reviews::MyReviewsPage;
use crate::api::{ApiError, client};
use crate::inbox::{Area, DrawPanel};
use crate::live::FetchKeep;
use crate::storage;
use crate::ui::{ErrorState, Load, SkeletonText, use_load};

/// How long a part may take, in milliseconds; the largest take some seconds on a poor line.
const PATIENCE: u32 = 40_000;

/// What draws something, once it is there.
pub type Draw<P> = fn(P) -> AnyView;
/// What draws a page of goods.
pub type DrawGoods = Draw<Goods>;
/// What draws a page of one's own.
pub type DrawPage = Draw<Page>;
/// What draws what the drawer shows of the cart.
pub type DrawCart = Draw<CartPiece>;
/// What draws the suggestions of the search box.
pub type DrawSuggestions = Draw<Search>;
/// What draws the menu of an account.
pub type DrawAccount = Draw<Person>;
/// What draws the chat.
pub type DrawChat = Draw<UserId>;
/// A part on its way; nothing where it cannot be had.
pub type Coming<T> = Pin<Box<dyn Future<Output = Option<T>>>>;

/// The parts, each a function that fetches it once.
#[derive(Clone, Copy)]
pub struct Parts {
    /// The pages of [`Goods`].
    pub goods: fn() -> Coming<DrawGoods>,
    /// What the drawer shows of the cart; it comes with the pages of goods, of which the cart is one.
    pub cart: fn() -> Coming<DrawCart>,
    /// The suggestions of the search box; they come with the pages of goods, where whoever searches goes.
    pub suggestions: fn() -> Coming<DrawSuggestions>,
    /// The pages of [`Page`].
    pub pages: fn() -> Coming<DrawPage>,
    /// The live connection.
    pub keep: FetchKeep,
    /// The panel of notifications; comes with the connection.
    pub news: fn() -> Coming<DrawPanel>,
    /// The menu of one's account; comes with the connection.
    pub account: fn() -> Coming<DrawAccount>,
    /// The chat; comes with the connection.
    pub chat: fn() -> Coming<DrawChat>,
}

/// A page of goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goods {
    /// The cart.
    Cart,
    /// A category.
    Category,
    /// What the shop says in its own words.
    Content,
    /// A product.
    Product,
    /// All products.
    Products,
    /// Search results.
    Search,
}

/// A page of one's own, or on the way there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Profile.
    Account,
    /// Address book.
    Addresses,
    /// Checkout.
    Checkout,
    /// Asking for a link to set a new password.
    ForgotPassword,
    /// Notifications.
    Notifications,
    /// An order.
    Order,
    /// One's orders.
    Orders,
    /// One's data.
    OwnData,
    /// Changing the password.
    Password,
    /// Creating an account.
    Register,
    /// Setting a new password.
    ResetPassword,
    /// One's reviews.
    Reviews,
    /// The second factor.
    Security,
    /// Devices.
    Sessions,
    /// Signing in.
    SignIn,
    /// Confirming an email address.
    VerifyEmail,
}

/// Draws a page of goods. For the part itself: named elsewhere, all of it comes with the first visit.
#[must_use]
pub fn draw_goods(page: Goods) -> AnyView {
    match page {
        Goods::Cart => view! { <CartPage/> }.into_any(),
        Goods::Category => view! { <CategoryPage/> }.into_any(),
        Goods::Content => view! { <ContentPageView/> }.into_any(),
        Goods::Product => view! { <ProductPage/> }.into_any(),
        Goods::Products => view! { <ProductsPage/> }.into_any(),
        Goods::Search => view! { <SearchPage/> }.into_any(),
    }
}

/// Draws a page of one's own. For the part itself, as [`draw_goods`].
#[must_use]
pub fn draw_page(page: Page) -> AnyView {
    match page {
        Page::Account => view! { <AccountPage/> }.into_any(),
        Page::Addresses => view! { <AddressesPage/> }.into_any(),
        Page::Checkout => view! { <CheckoutPage/> }.into_any(),
        Page::ForgotPassword => view! { <ForgotPasswordPage/> }.into_any(),
        Page::Notifications => view! { <NotificationsPage/> }.into_any(),
        Page::Order => view! { <OrderPage/> }.into_any(),
        Page::Orders => view! { <OrdersPage/> }.into_any(),
        Page::OwnData => view! { <OwnDataPage/> }.into_any(),
        Page::Password => view! { <PasswordPage/> }.into_any(),
        Page::Register => view! { <RegisterPage/> }.into_any(),
        Page::ResetPassword => view! { <ResetPasswordPage/> }.into_any(),
        Page::Reviews => view! { <MyReviewsPage/> }.into_any(),
        Page::Security => view! { <SecurityPage/> }.into_any(),
        Page::Sessions => view! { <SessionsPage/> }.into_any(),
        Page::SignIn => view! { <SignInPage/> }.into_any(),
        Page::VerifyEmail => view! { <VerifyEmailPage/> }.into_any(),
    }
}

/// Draws the suggestions of the search box. For the part itself, as [`draw_goods`].
#[must_use]
pub fn draw_suggestions(search: Search) -> AnyView {
    view! { <SearchSuggestions search/> }.into_any()
}

/// Draws the menu of an account. For the part itself, as [`draw_goods`].
#[must_use]
pub fn draw_account(person: Person) -> AnyView {
    view! { <AccountMenu person/> }.into_any()
}

/// Draws the chat. For the part itself, as [`draw_goods`].
#[must_use]
pub fn draw_chat(person: UserId) -> AnyView {
    chat::begin();
    view! { <Buyer person/> }.into_any()
}

/// A page of goods.
pub(super) fn goods(page: Goods) -> AnyView {
    use_context::<Parts>().map(|parts| drawn(parts.goods, page)).into_any()
}

/// A page of one's own.
pub(super) fn page(page: Page) -> AnyView {
    use_context::<Parts>().map(|parts| drawn(parts.pages, page)).into_any()
}

/// What the drawer shows of the cart, from when it is first open.
pub(super) fn cart(open: RwSignal<bool>) -> Load<Option<DrawCart>> {
    let parts = use_context::<Parts>();
    let wanted = Memo::new(move |before: Option<&bool>| before == Some(&true) || open.get());
    use_load(move || perhaps(parts.filter(|_| wanted.get()).map(|parts| fetch(parts.cart))))
}

/// A piece of that, once it is there.
pub(super) fn cart_piece(part: Load<Option<DrawCart>>, piece: CartPiece) -> AnyView {
    view! {
        {move || match (part.state(), piece) {
            (Some(Ok(Some(draw))), _) => draw(piece),
            (_, CartPiece::Foot) => ().into_any(),
            (Some(Err(error)), CartPiece::Lines) => view! { <ErrorState error on_retry=move || part.reload()/> }.into_any(),
            (_, CartPiece::Lines) => view! { <SkeletonText/> }.into_any(),
        }}
    }
    .into_any()
}

/// The suggestions of the search box, once they are wanted and there. Asked for anew each time that `wanted` changes; nothing
/// is said where they cannot be had, and no page is loaded anew under somebody who types: Enter finds all the same.
pub(super) fn suggestions(search: Search, wanted: RwSignal<u32>) -> AnyView {
    let Some(parts) = use_context::<Parts>() else { return ().into_any() };
    let part = use_load(move || perhaps((wanted.get() > 0).then(|| come(parts.suggestions))));
    view! {
        {move || match part.state() {
            Some(Ok(Some(draw))) => draw(search),
            _ => ().into_any(),
        }}
    }
    .into_any()
}

/// The menu of one's account. No page is loaded anew for it.
pub(super) fn account() -> Load<Option<DrawAccount>> {
    let parts = use_context::<Parts>();
    use_load(move || perhaps(parts.map(|parts| come(parts.account))))
}

/// The panel of notifications.
pub(super) fn news(area: Area, open: RwSignal<bool>, marked: RwSignal<u32>) -> AnyView {
    let Some(parts) = use_context::<Parts>() else { return ().into_any() };
    let part = use_load(move || fetch(parts.news));
    view! {
        {move || match part.state() {
            None => view! { <SkeletonText lines=8/> }.into_any(),
            Some(Ok(draw)) => draw(area, open, marked),
            Some(Err(error)) => view! { <ErrorState error on_retry=move || part.reload()/> }.into_any(),
        }}
    }
    .into_any()
}

/// A page, drawn when its part is there.
fn drawn<P: Copy + Send + Sync + 'static>(part: fn() -> Coming<Draw<P>>, page: P) -> AnyView {
    let part = use_load(move || fetch(part));
    view! {
        {move || match part.state() {
            None => view! { <div class="container section coming"><SkeletonText lines=10/></div> }.into_any(),
            Some(Ok(draw)) => draw(page),
            Some(Err(error)) => view! { <div class="container section"><ErrorState error on_retry=move || part.reload()/></div> }.into_any(),
        }}
    }
    .into_any()
}

/// Fetches a part.
///
/// # Errors
/// When it cannot be had, as of a call.
pub(super) async fn fetch<T>(part: fn() -> Coming<T>) -> Result<T, ApiError> {
    let error = match come(part).await {
        Ok(part) => return Ok(part),
        Err(error) => error,
    };
    if !window().navigator().on_line() {
        return Err(ApiError::Offline);
    }
    // The parts of a build are gone with it: the page that was wanted is had from the new one.
    if error == ApiError::Unreachable && client::is_outdated().await && storage::may_reload() {
        let _ = window().location().reload();
    }
    Err(error)
}

/// Waits for what is on its way, if anything is.
async fn perhaps<T>(coming: Option<impl Future<Output = Result<T, ApiError>>>) -> Result<Option<T>, ApiError> {
    match coming {
        Some(coming) => coming.await.map(Some),
        None => Ok(None),
    }
}

/// Waits for a part, but not for ever.
async fn come<T>(part: fn() -> Coming<T>) -> Result<T, ApiError> {
    match select(part(), TimeoutFuture::new(PATIENCE)).await {
        Either::Left((Some(part), _)) => Ok(part),
        Either::Left((None, _)) => Err(ApiError::Unreachable),
        // It goes on coming meanwhile: who tries again waits for the same.
        Either::Right(_) => Err(ApiError::Timeout),
    }
}

/// Fetches what the page needs that was opened, if it is one that is fetched.
pub async fn fetch_first(parts: Parts) {
    let path = window().location().pathname().unwrap_or_default();
    // `public/boot.js` asks for the same while the shop itself is on its way. What fails is said by the page.
    match path.split('/').nth(1).unwrap_or_default() {
        "products" | "categories" | "search" | "pages" | "cart" => {
            let _ = come(parts.goods).await;
        }
        "account" | "orders" | "checkout" | "sign-in" | "register" | "forgot-password" | "reset-password" | "verify-email" => {
            let _ = come(parts.pages).await;
        }
        _ => {}
    }
}
