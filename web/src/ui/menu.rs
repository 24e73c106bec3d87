//! A button with a list of links and actions under it.

use leptos::html;
use leptos::prelude::*;
use leptos_router::components::A;
use wasm_bindgen::JsCast;

use super::icon::Icon;
use super::ids;

/// An entry of a menu.
#[derive(Clone)]
pub struct MenuItem {
    label: TextProp,
    icon: Option<icondata::Icon>,
    what: What,
}

#[derive(Clone)]
enum What {
    Go(String),
    Do(Callback<()>),
}

impl MenuItem {
    /// Goes to a page.
    pub fn link(label: impl Into<TextProp>, href: impl Into<String>) -> Self {
        Self { label: label.into(), icon: None, what: What::Go(href.into()) }
    }

    /// Does something.
    pub fn action(label: impl Into<TextProp>, act: impl Fn() + Send + Sync + 'static) -> Self {
        Self { label: label.into(), icon: None, what: What::Do(Callback::new(move |()| act())) }
    }

    /// With an icon.
    #[must_use]
    pub const fn icon(mut self, icon: icondata::Icon) -> Self {
        self.icon = Some(icon);
        self
    }
}

/// A disclosure menu: Tab and arrows move, Esc closes and returns the focus, leaving closes.
#[component]
pub fn Menu(
    /// Names the button.
    #[prop(into)]
    label: TextProp,
    /// What the button shows; the label stays for screen readers.
    #[prop(into)]
    trigger: ViewFn,
    /// The entries.
    #[prop(into)]
    items: Signal<Vec<MenuItem>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let id = ids::unique("menu");
    let entries = move || -> Vec<web_sys::HtmlElement> {
        let Some(list) = root.get_untracked().and_then(|root| root.query_selector_all(".menu__item").ok()) else {
            return Vec::new();
        };
        (0..list.length()).filter_map(|index| list.item(index)?.dyn_into().ok()).collect()
    };
    let step = move |by: isize| {
        let entries = entries();
        let active = document().active_element();
        let now = entries.iter().position(|entry| active.as_ref() == Some(entry.as_ref()));
        let count = isize::try_from(entries.len()).unwrap_or(0);
        if count == 0 {
            return;
        }
        let now = now.and_then(|now| isize::try_from(now).ok()).unwrap_or(if by > 0 { -1 } else { count });
        if let Some(entry) = usize::try_from((now + by).rem_euclid(count)).ok().and_then(|next| entries.get(next)) {
            let _ = entry.focus();
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Escape" if open.get_untracked() => {
            open.set(false);
            if let Some(button) = button.get_untracked() {
                let _ = button.focus();
            }
        }
        "ArrowDown" | "ArrowUp" => {
            event.prevent_default();
            let by = if event.key() == "ArrowDown" { 1 } else { -1 };
            if open.get_untracked() {
                step(by);
            } else {
                open.set(true);
                request_animation_frame(move || step(by));
            }
        }
        _ => {}
    };
    // Closes when the focus goes elsewhere; a click on nothing focusable counts too.
    let leave = move |event: leptos::ev::FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        if !root.get_untracked().is_some_and(|root| root.contains(to.as_ref())) {
            open.set(false);
        }
    };
    let hide = id.clone();
    view! {
        <div class="menu" node_ref=root on:keydown=on_key on:focusout=leave>
            <button
                type="button"
                class="menu__button"
                node_ref=button
                aria-label=move || label.get()
                aria-haspopup="true"
                aria-controls=id.clone()
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {trigger.run()}
            </button>
            <Show when=move || open.get()>
                // Keeps the focus in the menu when its floor is pressed, so that it stays open.
                <ul class="menu__list" id=hide.clone() on:pointerdown=|event| event.prevent_default()>
                    {move || items.get().into_iter().map(|item| view! { <li><Entry item open/></li> }).collect_view()}
                </ul>
            </Show>
        </div>
    }
    .into_any()
}

#[component]
fn Entry(item: MenuItem, open: RwSignal<bool>) -> impl IntoView {
    let MenuItem { label, icon, what } = item;
    let inside = view! {
        {icon.map(|icon| view! { <Icon icon/> })}
        {move || label.get()}
    };
    match what {
        What::Go(href) => {
            view! { <A href=href attr:class="menu__item" on:click=move |_| open.set(false)>{inside}</A> }.into_any()
        }
        What::Do(act) => view! {
            <button
                type="button"
                class="menu__item"
                on:click=move |_| {
                    open.set(false);
                    act.run(());
                }
            >
                {inside}
            </button>
        }
        .into_any(),
    }
}
