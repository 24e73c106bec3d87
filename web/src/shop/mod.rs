//! The shop: everything a customer sees.

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

use crate::i18n::{t_string, use_i18n};
use crate::ui::kitchen_sink::KitchenSink;
use crate::ui::{Brand, ConfirmHost, LanguageSwitch, OfflineBar, PageHead, RouteAnnouncer, SkipLink, ThemeSwitch, ToastHost};

/// The shop.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <SkipLink/>
            <OfflineBar/>
            <header class="navbar">
                <div class="navbar__row container">
                    <Brand href="/"/>
                    <span class="navbar__space"></span>
                    <LanguageSwitch/>
                    <ThemeSwitch/>
                </div>
            </header>
            <main id="main" tabindex="-1">
                <Routes fallback=|| view! { <Home/> }>
                    <Route path=path!("/") view=Home/>
                    <Route path=path!("/dev/ui") view=KitchenSink/>
                </Routes>
            </main>
            <RouteAnnouncer/>
            <ToastHost/>
            <ConfirmHost/>
        </Router>
    }
    .into_any()
}

#[component]
fn Home() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHead title=move || t_string!(i18n, shop.home.title)/>
        <div class="container"><h1 class="display">{move || t_string!(i18n, shop.home.title)}</h1></div>
    }
    .into_any()
}
