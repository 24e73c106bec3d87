//! Signing in and registering.

use leptos::prelude::*;

/// Signing in.
#[component]
pub fn SignInPage() -> impl IntoView {}

/// Creating an account.
#[component]
pub fn RegisterPage() -> impl IntoView {}
