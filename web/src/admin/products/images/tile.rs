//! One picture: its place, its words, its tools.

use leptos::html;
use leptos::prelude::*;
use shared::catalog::Image;
use shared::ids::ImageId;
use wasm_bindgen::JsCast;

use super::Gallery;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::{Icon, IconButton, Picture};

/// A picture that can be dragged, or moved by the arrow keys while its picture has the focus.
#[component]
pub(super) fn Tile(
    image: Image,
    shown: Memo<Vec<Image>>,
    dragged: RwSignal<Option<ImageId>>,
    told: RwSignal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let gallery = expect_context::<Gallery>();
    let id = image.id;
    let own = NodeRef::<html::Li>::new();
    let at = Memo::new(move |_| shown.with(|images| images.iter().position(|image| image.id == id)).unwrap_or_default());
    let is_thumbnail = Memo::new(move |_| gallery.desk.thumbnail.get() == Some(id));
    // Written into the field only when it is another one, and never while somebody types: files arrive meanwhile.
    let typing = RwSignal::new(false);
    let alt = Memo::new(move |before: Option<&String>| match before {
        Some(before) if typing.get() => before.clone(),
        _ => shown.with(|images| images.iter().find(|image| image.id == id).map(|image| image.alt.clone())).unwrap_or_default(),
    });
    let over = RwSignal::new(false);
    let move_to = move |to: usize| {
        gallery.shift(id, to);
        let count = shown.with_untracked(Vec::len);
        told.set(tu_string!(i18n, goods.images.moved, place = to + 1, count = count));
        // The element is the same one at another place; the focus stays with it.
        request_animation_frame(move || {
            let grip = own.get_untracked().and_then(|own| own.query_selector(".tile-edit__picture").ok().flatten());
            if let Some(grip) = grip.and_then(|grip| grip.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = grip.focus();
            }
        });
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let (now, count) = (at.get_untracked(), shown.with_untracked(Vec::len));
        match event.key().as_str() {
            "ArrowLeft" | "ArrowUp" if now > 0 => {
                event.prevent_default();
                move_to(now - 1);
            }
            "ArrowRight" | "ArrowDown" if now + 1 < count => {
                event.prevent_default();
                move_to(now + 1);
            }
            "Home" if now > 0 => {
                event.prevent_default();
                move_to(0);
            }
            "End" if now + 1 < count => {
                event.prevent_default();
                move_to(count - 1);
            }
            "Delete" => {
                event.prevent_default();
                gallery.remove(id);
            }
            _ => {}
        }
    };
    let label = move || {
        let place = t_string!(i18n, goods.images.grip, place = at.get() + 1, count = shown.with(Vec::len)).to_string();
        if is_thumbnail.get() { format!("{}: {place}", t_string!(i18n, goods.images.thumbnail)) } else { place }
    };
    view! {
        <li
            class="tile-edit"
            node_ref=own
            class:is-dragged=move || dragged.get() == Some(id)
            class:is-over=move || over.get() && dragged.get().is_some_and(|other| other != id)
            class:is-thumbnail=is_thumbnail
            data-test="image"
            on:dragover=move |event| {
                if dragged.with_untracked(Option::is_some) {
                    event.prevent_default();
                    over.set(true);
                }
            }
            on:dragleave=move |_| over.set(false)
            on:drop=move |event| {
                if let Some(other) = dragged.get_untracked() {
                    event.prevent_default();
                    gallery.shift(other, at.get_untracked());
                }
                over.set(false);
                dragged.set(None);
            }
        >
            <button
                type="button"
                class="tile-edit__picture"
                draggable="true"
                title=move || t_string!(i18n, goods.images.grip_hint)
                aria-label=label
                on:keydown=on_key
                on:dragstart=move |event| {
                    dragged.set(Some(id));
                    if let Some(data) = event.data_transfer() {
                        let _ = data.set_data("text/plain", "");
                    }
                }
                on:dragend=move |_| dragged.set(None)
            >
                <Picture image sizes="12rem" ratio="1 / 1" alt=""/>
                <Show when=move || is_thumbnail.get()>
                    <span class="tile-edit__badge">{move || t_string!(i18n, goods.images.thumbnail)}</span>
                </Show>
            </button>
            <input
                class="cell__input tile-edit__alt"
                type="text"
                maxlength="200"
                placeholder=move || t_string!(i18n, goods.images.alt)
                aria-label=move || t_string!(i18n, goods.images.alt_of, place = at.get() + 1).to_string()
                prop:value=move || alt.get()
                on:focus=move |_| typing.set(true)
                on:blur=move |_| typing.set(false)
                on:change=move |event| gallery.describe(id, &event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Enter" {
                        event.prevent_default();
                        gallery.describe(id, &event_target_value(&event));
                    }
                }
            />
            <div class="tile-edit__tools">
                <IconButton
                    icon=icondata::LuArrowLeft
                    label=move || t_string!(i18n, goods.images.earlier)
                    disabled=Signal::derive(move || at.get() == 0)
                    on_click=move || move_to(at.get_untracked().saturating_sub(1))
                />
                <IconButton
                    icon=icondata::LuArrowRight
                    label=move || t_string!(i18n, goods.images.later)
                    disabled=Signal::derive(move || at.get() + 1 >= shown.with(Vec::len))
                    on_click=move || move_to(at.get_untracked() + 1)
                />
                <span class="tile-edit__gap"></span>
                <button
                    type="button"
                    class="icon-btn"
                    title=move || t_string!(i18n, goods.images.make_thumbnail)
                    aria-pressed=move || if is_thumbnail.get() { "true" } else { "false" }
                    data-test="make-thumbnail"
                    on:click=move |_| gallery.choose(id)
                >
                    <Icon icon=icondata::LuStar/>
                    <span class="visually-hidden">{move || t_string!(i18n, goods.images.make_thumbnail)}</span>
                </button>
                <IconButton
                    icon=icondata::LuTrash2
                    label=move || t_string!(i18n, goods.images.remove)
                    on_click=move || gallery.remove(id)
                    attr:data-test="remove-image"
                />
            </div>
        </li>
    }
    .into_any()
}
