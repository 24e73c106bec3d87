//! Small words with a colour: badges and status dots.

use leptos::prelude::*;

/// What a colour stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Neutral,
    /// Worth a look: orange.
    Accent,
    /// Good.
    Success,
    /// Needs care.
    Warning,
    /// Bad.
    Danger,
    /// On its way.
    Info,
}

impl Tone {
    /// The CSS modifier.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tone-neutral",
            Self::Accent => "tone-accent",
            Self::Success => "tone-success",
            Self::Warning => "tone-warning",
            Self::Danger => "tone-danger",
            Self::Info => "tone-info",
        }
    }
}

/// A word on a tinted floor.
#[component]
pub fn Badge(
    /// What its colour says.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    children: Children,
) -> impl IntoView {
    view! { <span class=move || format!("badge {}", tone.get().class())>{children()}</span> }.into_any()
}

/// A status as a dot and its word, so that colour is never alone.
#[component]
pub fn Status(
    /// What its colour says.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    children: Children,
) -> impl IntoView {
    view! { <span class=move || format!("status {}", tone.get().class())><span class="status__dot" aria-hidden="true"></span>{children()}</span> }
        .into_any()
}
