//! The shop: everything a customer sees.

pub mod account;
pub mod auth;
pub mod cart;
pub mod catalog;
pub mod chat;
pub mod checkout;
pub mod home;
pub mod later;
pub mod layout;
pub mod orders;
pub mod page;
pub mod product;
pub mod reviews;
pub mod words;

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

use self::cart::CartDrawer;
use self::chat::ChatWidget;
use self::home::HomePage;
use self::later::{Goods, Page, Parts};
use self::layout::{Footer, Navbar, NotFoundPage};
use crate::inbox::{Area, NotificationHost};
use crate::live;
use crate::maintenance::MaintenanceHost;
use crate::ui::{self, ConfirmHost, Later, OfflineBar, Opening, RouteAnnouncer, SkipLink, ToastHost, UpdateBar};

/// What all of the shop works with; `parts` are fetched when they are wanted.
pub fn provide(parts: Parts) {
    provide_context(parts);
    ui::open();
    layout::provide();
    live::provide(parts.keep);
    cart::provide();
    chat::provide();
}

/// The shop, where it was [provided](provide).
#[component]
pub fn App() -> impl IntoView {
    let around = layout::use_around();
    let known = Signal::derive(move || around.store.get().and_then(|store| store.maintenance));
    let let_in = Callback::new(move |()| {
        around.categories.reload();
        around.store.reload();
    });
    view! {
        <Router>
            <SkipLink/>
            <OfflineBar/>
            <UpdateBar/>
            <MaintenanceHost known let_in page=true/>
            <Navbar/>
            <Opening>
                <main id="main" tabindex="-1">
                    <Routes transition=true fallback=|| view! { <NotFoundPage/> }>
                        <Route path=path!("/") view=at(|| view! { <HomePage/> }.into_any())/>
                        <Route path=path!("/products") view=at(|| later::goods(Goods::Products))/>
                        <Route path=path!("/categories/:slug") view=at(|| later::goods(Goods::Category))/>
                        <Route path=path!("/search") view=at(|| later::goods(Goods::Search))/>
                        <Route path=path!("/products/:slug") view=at(|| later::goods(Goods::Product))/>
                        <Route path=path!("/pages/:slug") view=at(|| later::goods(Goods::Content))/>
                        <Route path=path!("/cart") view=at(|| later::goods(Goods::Cart))/>
                        <Route path=path!("/checkout") view=at(|| later::page(Page::Checkout))/>
                        <Route path=path!("/orders") view=at(|| later::page(Page::Orders))/>
                        <Route path=path!("/orders/:number") view=at(|| later::page(Page::Order))/>
                        <Route path=path!("/account") view=at(|| later::page(Page::Account))/>
                        <Route path=path!("/account/addresses") view=at(|| later::page(Page::Addresses))/>
                        <Route path=path!("/account/sessions") view=at(|| later::page(Page::Sessions))/>
                        <Route path=path!("/account/security") view=at(|| later::page(Page::Security))/>
                        <Route path=path!("/account/password") view=at(|| later::page(Page::Password))/>
                        <Route path=path!("/account/notifications") view=at(|| later::page(Page::Notifications))/>
                        <Route path=path!("/account/reviews") view=at(|| later::page(Page::Reviews))/>
                        <Route path=path!("/account/data") view=at(|| later::page(Page::OwnData))/>
                        <Route path=path!("/forgot-password") view=at(|| later::page(Page::ForgotPassword))/>
                        <Route path=path!("/reset-password") view=at(|| later::page(Page::ResetPassword))/>
                        <Route path=path!("/verify-email") view=at(|| later::page(Page::VerifyEmail))/>
                        <Route path=path!("/sign-in") view=at(|| later::page(Page::SignIn))/>
                        <Route path=path!("/register") view=at(|| later::page(Page::Register))/>
                        <Route path=path!("/dev/ui") view=at(kit)/>
                    </Routes>
                </main>
                <Later><Footer/></Later>
                <Later><CartDrawer/></Later>
                <Later><ChatWidget/></Later>
            </Opening>
            <RouteAnnouncer/>
            <NotificationHost area=Area::Shop/>
            <ToastHost/>
            <ConfirmHost/>
        </Router>
    }
    .into_any()
}

/// All views of one type, so that the router is not compiled for each of them.
const fn at(draw: fn() -> AnyView) -> fn() -> AnyView {
    draw
}

/// The kit on one page, while working on it.
#[cfg(debug_assertions)]
fn kit() -> AnyView {
    use crate::ui::kitchen_sink::KitchenSink;

    view! { <KitchenSink/> }.into_any()
}

/// Not in a release.
#[cfg(not(debug_assertions))]
fn kit() -> AnyView {
    view! { <NotFoundPage/> }.into_any()
}
