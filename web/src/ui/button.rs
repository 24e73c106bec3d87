//! Buttons. A blocked button stays focusable and says why.

use leptos::either::Either;
use leptos::prelude::*;
use leptos_router::components::A;

use super::icon::Icon;
use super::ids;

/// How loud a button is. One `Primary` per view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do here: orange.
    Primary,
    /// Anything else worth a frame.
    #[default]
    Secondary,
    /// No frame until hovered.
    Quiet,
    /// Takes something away.
    Danger,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "btn--primary",
            Self::Secondary => "btn--secondary",
            Self::Quiet => "btn--quiet",
            Self::Danger => "btn--danger",
        }
    }
}

/// How large a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonSize {
    /// 32 px, for dense tables.
    Small,
    /// 44 px.
    #[default]
    Medium,
    /// 52 px, for the one that counts.
    Large,
}

impl ButtonSize {
    const fn class(self) -> &'static str {
        match self {
            Self::Small => "btn--sm",
            Self::Medium => "",
            Self::Large => "btn--lg",
        }
    }
}

fn classes(kind: ButtonKind, size: ButtonSize, wide: bool) -> String {
    format!("btn {} {}{}", kind.class(), size.class(), if wide { " btn--wide" } else { "" })
}

/// A button with a verb on it.
#[component]
pub fn Button(
    /// How loud.
    #[prop(optional)]
    kind: ButtonKind,
    /// How large.
    #[prop(optional)]
    size: ButtonSize,
    /// An icon before the text.
    #[prop(optional)]
    icon: Option<icondata::Icon>,
    /// Fills the width.
    #[prop(optional)]
    wide: bool,
    /// Submits the form around it.
    #[prop(optional)]
    submit: bool,
    /// Shows a spinner and ignores clicks.
    #[prop(optional, into)]
    loading: Signal<bool>,
    /// Why it cannot be pressed now; `None` when it can.
    #[prop(optional, into)]
    blocked: MaybeProp<String>,
    /// What a press does.
    #[prop(optional, into)]
    on_click: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let reason_id = ids::unique("why");
    let described_by = {
        let reason_id = reason_id.clone();
        move || blocked.get().map(|_| reason_id.clone())
    };
    let idle = move || !loading.get() && blocked.get().is_none();
    let press = move |event: leptos::ev::MouseEvent| {
        if !loading.get_untracked() && blocked.get_untracked().is_none() {
            if let Some(on_click) = on_click {
                on_click.run(());
            }
        } else {
            event.prevent_default();
        }
    };
    view! {
        <span class="btn-wrap" class:btn-wrap--wide=wide>
            <button
                type=if submit { "submit" } else { "button" }
                class=classes(kind, size, wide)
                class:is-loading=move || loading.get()
                aria-disabled=move || (!idle()).then_some("true")
                aria-busy=move || loading.get().then_some("true")
                aria-describedby=described_by
                on:click=press
            >
                {icon.map(|icon| view! { <Icon icon/> })}
                <span class="btn__text">{children()}</span>
            </button>
            {move || {
                blocked
                    .get()
                    .map(|reason| view! { <span class="btn__reason" role="tooltip" id=reason_id.clone()>{reason}</span> })
            }}
        </span>
    }
    .into_any()
}

/// A link that looks like a button. Goes somewhere; does nothing else.
#[component]
pub fn LinkButton(
    /// Where to, from `routes`.
    #[prop(into)]
    href: Signal<String>,
    /// How loud.
    #[prop(optional)]
    kind: ButtonKind,
    /// How large.
    #[prop(optional)]
    size: ButtonSize,
    /// An icon before the text.
    #[prop(optional)]
    icon: Option<icondata::Icon>,
    /// Fills the width.
    #[prop(optional)]
    wide: bool,
    /// Leaves the app: a plain link, for files and other sites.
    #[prop(optional)]
    external: bool,
    children: Children,
) -> impl IntoView {
    let class = classes(kind, size, wide);
    let inside = view! {
        {icon.map(|icon| view! { <Icon icon/> })}
        <span class="btn__text">{children()}</span>
    };
    if external {
        Either::Left(view! { <a class=class rel="external" href=move || href.get()>{inside}</a> })
    } else {
        Either::Right(view! { <A href=move || href.get() attr:class=class>{inside}</A> })
    }
    .into_any()
}

/// A square button with only an icon; `label` names it.
#[component]
pub fn IconButton(
    /// From `icondata::Lu…`.
    #[prop(into)]
    icon: Signal<icondata::Icon>,
    /// What it does, for those who cannot see it, and as a tooltip.
    #[prop(into)]
    label: TextProp,
    /// A number at its corner; 0 hides it.
    #[prop(optional, into)]
    count: MaybeProp<u32>,
    /// `Some(true)` while pressed in, for toggles.
    #[prop(optional, into)]
    pressed: MaybeProp<bool>,
    /// Cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What a press does.
    #[prop(into)]
    on_click: Callback<()>,
) -> impl IntoView {
    let title = label.clone();
    view! {
        <button
            type="button"
            class="icon-btn"
            title=move || title.get()
            aria-pressed=move || pressed.get().map(|pressed| if pressed { "true" } else { "false" })
            // Not `disabled`, which would take the focus from whoever has just pressed it.
            aria-disabled=move || disabled.get().then_some("true")
            on:click=move |_| {
                if !disabled.get_untracked() {
                    on_click.run(());
                }
            }
        >
            <Icon icon/>
            <span class="visually-hidden">{move || label.get()}</span>
            {move || {
                count.get().filter(|&count| count > 0).map(|count| view! { <span class="icon-btn__count">{count.min(99)}</span> })
            }}
        </button>
    }
    .into_any()
}
