//! The web app in the browser: the shop and the back office over one set of modules.
//!
//! `shop` and `admin` build pages from `ui` (the kit, which knows no room), `api` (the only door to
//! the server), `live` (what the server says by itself), `session` and `routes`; the notifications of
//! both are `inbox`, what a chat is made of on both sides is `chat`. Each has its own binary, so shoppers never download `admin`.

pub mod admin;
pub mod api;
pub mod chat;
pub mod i18n;
pub mod inbox;
pub mod live;
pub mod maintenance;
pub mod routes;
pub mod security;
pub mod session;
pub mod shop;
pub mod storage;
pub mod theme;
pub mod ui;

use leptos::prelude::*;

/// Mounts `app` in place of what the HTML page shows until then: the boot picture, or the page's own text.
pub fn start<A, V>(app: A)
where
    A: Fn() -> V + 'static,
    V: IntoView + 'static,
{
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    api::first_view::take_up();
    mount_to_body(move || {
        if let Some(boot) = document().get_element_by_id("boot") {
            boot.remove();
        }
        i18n::provide();
        ui::paging::watch_history();
        ui::keep_focus();
        session::provide();
        app().into_any()
    });
}
