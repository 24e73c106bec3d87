//! The shop: everything a customer sees.

pub mod account;
pub mod auth;
pub mod cart;
pub mod catalog;
pub mod chat;
pub mod checkout;
pub mod home;
pub mod hours;
pub mod layout;
pub mod orders;
pub mod page;
pub mod product;
pub mod reviews;
pub mod words;

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

use self::account::{AccountPage, AddressesPage, NotificationsPage, OwnDataPage, PasswordPage, SecurityPage, SessionsPage};
use self::auth::{ForgotPasswordPage, RegisterPage, ResetPasswordPage, SignInPage, VerifyEmailPage};
use self::cart::{CartDrawer, CartPage};
use self::catalog::{CategoryPage, ProductsPage, SearchPage};
use self::chat::ChatWidget;
use self::checkout::CheckoutPage;
use self::home::HomePage;
use self::layout::{Footer, Navbar, NotFoundPage};
use self::orders::{OrderPage, OrdersPage};
use self::page::ContentPageView;
use self::product::ProductPage;
use self::reviews::MyReviewsPage;
use crate::inbox::{Area, NotificationHost};
use crate::live;
use crate::maintenance::MaintenanceHost;
use crate::ui::kitchen_sink::KitchenSink;
use crate::ui::{ConfirmHost, OfflineBar, RouteAnnouncer, SkipLink, ToastHost, UpdateBar};

/// The shop.
#[component]
pub fn App() -> impl IntoView {
    layout::provide();
    live::provide();
    cart::provide();
    chat::provide();
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
            <main id="main" tabindex="-1">
                <Routes transition=true fallback=|| view! { <NotFoundPage/> }>
                    <Route path=path!("/") view=HomePage/>
                    <Route path=path!("/products") view=ProductsPage/>
                    <Route path=path!("/categories/:slug") view=CategoryPage/>
                    <Route path=path!("/search") view=SearchPage/>
                    <Route path=path!("/products/:slug") view=ProductPage/>
                    <Route path=path!("/pages/:slug") view=ContentPageView/>
                    <Route path=path!("/cart") view=CartPage/>
                    <Route path=path!("/checkout") view=CheckoutPage/>
                    <Route path=path!("/orders") view=OrdersPage/>
                    <Route path=path!("/orders/:number") view=OrderPage/>
                    <Route path=path!("/account") view=AccountPage/>
                    <Route path=path!("/account/addresses") view=AddressesPage/>
                    <Route path=path!("/account/sessions") view=SessionsPage/>
                    <Route path=path!("/account/security") view=SecurityPage/>
                    <Route path=path!("/account/password") view=PasswordPage/>
                    <Route path=path!("/account/notifications") view=NotificationsPage/>
                    <Route path=path!("/account/reviews") view=MyReviewsPage/>
                    <Route path=path!("/account/data") view=OwnDataPage/>
                    <Route path=path!("/forgot-password") view=ForgotPasswordPage/>
                    <Route path=path!("/reset-password") view=ResetPasswordPage/>
                    <Route path=path!("/verify-email") view=VerifyEmailPage/>
                    <Route path=path!("/sign-in") view=SignInPage/>
                    <Route path=path!("/register") view=RegisterPage/>
                    <Route path=path!("/dev/ui") view=KitchenSink/>
                </Routes>
            </main>
            <Footer/>
            <CartDrawer/>
            <ChatWidget/>
            <RouteAnnouncer/>
            <NotificationHost area=Area::Shop/>
            <ToastHost/>
            <ConfirmHost/>
        </Router>
    }
    .into_any()
}
