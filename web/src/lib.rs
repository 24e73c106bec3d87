//! The web app in the browser: the shop and the back office over one set of modules.
//!
//! `shop` and `admin` build pages from `ui` (the kit, which knows no room), `api` (the only door to
//! the server), `live` (what the server says by itself), `session`, `begun` and `routes`; the notifications of
//! both are `inbox`, what a chat is made of on both sides is `chat`. Each has its own binary, so shoppers never download `admin`.

pub mod admin;
pub mod api;
pub mod begun;
pub mod chat;
pub mod clipboard;
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

use std::time::Duration;

use leptos::prelude::*;

/// Mounts `app`, which takes the [place](ui::take_place) of what the HTML page shows until then: the boot picture, or the
/// page's own text. `provide` makes what the app works with, before it is drawn and in a task of its own, as whoever presses
/// something waits for a task's end.
pub fn start<A, V>(provide: fn(), app: A)
where
    A: Fn() -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    api::first_view::take_up();
    mount_to_body(move || {
        i18n::provide();
        ui::memory::watch();
        ui::keep_focus();
        session::provide();
        provide();
        let provided = RwSignal::new(false);
        set_timeout(move || provided.set(true), Duration::ZERO);
        move || provided.get().then(|| app().into_any())
    });
}
