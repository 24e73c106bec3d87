//! The settings, by the address of the room.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Redirect;

use super::super::layout::NoAccess;
use super::super::rooms;
use crate::session;

/// Leads on to the first page of the settings that the person may enter.
#[component]
pub fn FirstSettings() -> impl IntoView {
    match rooms::open_to(&session::current(), rooms::settings()).first() {
        Some(first) => {
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            view! { <Redirect path=first.href options/> }.into_any()
        }
        None => view! { <NoAccess/> }.into_any(),
    }
}
