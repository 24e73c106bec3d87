//! A buyer's account.

use leptos::prelude::*;

/// The profile.
#[component]
pub fn AccountPage() -> impl IntoView {}

/// The address book.
#[component]
pub fn AddressesPage() -> impl IntoView {}

/// The devices that are signed in.
#[component]
pub fn SessionsPage() -> impl IntoView {}
