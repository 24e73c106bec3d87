//! The back office: everything staff see.

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

use crate::i18n::{t_string, use_i18n};
use crate::ui::{ConfirmHost, PageHead, RouteAnnouncer, ToastHost};

/// The back office.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <main id="main" tabindex="-1">
                <Routes fallback=|| view! { <Home/> }>
                    <Route path=path!("/admin") view=Home/>
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
        <PageHead title=move || t_string!(i18n, admin.title)/>
        <div class="container"><h1>{move || t_string!(i18n, admin.title)}</h1></div>
    }
    .into_any()
}
