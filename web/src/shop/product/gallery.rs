//! The pictures of a product: swiped, thumbed through, walked through by keyboard, zoomed.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use shared::catalog::Image;
use wasm_bindgen::JsCast;
use web_logic::slides;

use super::lightbox::Lightbox;
use super::page::Shown;
use crate::i18n::{t_string, use_i18n};
use crate::ui::{IconButton, Picture, motion};

/// CSS `sizes` of the large picture.
pub(super) const SIZES: &str = "(min-width: 1280px) 46rem, (min-width: 992px) 58vw, 100vw";
/// A row that was not scrolled for so long has come to rest, wherever that is.
const REST: Duration = Duration::from_millis(300);

/// A row that snaps to its pictures, with thumbnails under it.
#[component]
pub(super) fn Gallery(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let images = shown.product.with_value(|product| product.images.clone());
    let count = images.len();
    let current = RwSignal::new(0_usize);
    let zoomed = RwSignal::new(false);
    let row = NodeRef::<html::Div>::new();
    // The picture to which the row is being scrolled; until it is there, what it passes by is not the current one.
    let wanted = StoredValue::new(None::<usize>);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let look = move || {
        if let Some(row) = row.get_untracked()
            && let Some(at) = slides::shown(row.scroll_left(), row.client_width(), count, wanted.get_value())
        {
            wanted.set_value(None);
            if at != current.get_untracked() {
                current.set(at);
            }
        }
    };
    // Somebody may have held the row on its way.
    let rest = move || {
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
        let rested = move || {
            // The page may be gone by now.
            if wanted.try_set_value(None).is_none() {
                look();
            }
        };
        timer.set_value(set_timeout_with_handle(rested, REST).ok());
    };
    let show = move |index: usize, smooth: bool| {
        if let Some(row) = row.get_untracked()
            && let Ok(left) = i32::try_from(index)
        {
            let options = web_sys::ScrollToOptions::new();
            options.set_left(f64::from(row.client_width() * left));
            options.set_behavior(if smooth { motion::smooth() } else { web_sys::ScrollBehavior::Instant });
            row.scroll_to_with_scroll_to_options(&options);
            wanted.set_value(Some(index));
            rest();
        }
        current.set(index);
    };
    // The chosen finish shows itself; on arrival without a sliding picture.
    let ids: Vec<_> = images.iter().map(|image| image.id).collect();
    Effect::new(move |before: Option<()>| {
        let chosen = shown.variant.with(|variant| variant.as_ref().and_then(|variant| variant.image_id));
        if row.get().is_some()
            && let Some(index) = chosen.and_then(|chosen| ids.iter().position(|id| *id == chosen))
            && index != current.get_untracked()
        {
            show(index, before.is_some());
        }
    });
    let scrolled = move |_| {
        look();
        if wanted.get_value().is_some() {
            rest();
        }
    };
    let step = move |forward: bool| {
        if count > 0 {
            let now = current.get_untracked();
            show(if forward { (now + 1) % count } else { (now + count - 1) % count }, true);
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "ArrowRight" => {
            event.prevent_default();
            step(true);
        }
        "ArrowLeft" => {
            event.prevent_default();
            step(false);
        }
        _ => {}
    };
    let slides = images
        .iter()
        .enumerate()
        .map(|(index, image)| {
            let label = move || t_string!(i18n, shop.gallery.enlarge, number = index + 1, count = count);
            view! {
                <button
                    type="button"
                    class="gallery__slide"
                    aria-label=label
                    tabindex=move || if current.get() == index { "0" } else { "-1" }
                    on:click=move |_| zoomed.set(true)
                    on:pointermove=follow
                >
                    <Picture image=image.clone() ratio="1 / 1" sizes=SIZES eager=index == 0/>
                </button>
            }
        })
        .collect_view();
    let several = count > 1;
    let thumbs = several.then(|| view! { <Thumbs images=images.clone() current on_pick=move |index| show(index, true)/> });
    let arrows = several.then(|| {
        view! {
            <div class="gallery__arrows">
                <IconButton icon=icondata::LuChevronLeft label=move || t_string!(i18n, shop.gallery.previous) on_click=move || step(false)/>
                <IconButton icon=icondata::LuChevronRight label=move || t_string!(i18n, shop.gallery.next) on_click=move || step(true)/>
            </div>
            <span class="gallery__count" aria-hidden="true">{move || format!("{} / {count}", current.get() + 1)}</span>
        }
    });
    view! {
        <section class="gallery" aria-label=move || t_string!(i18n, shop.gallery.label) on:keydown=on_key>
            <div class="gallery__stage is-morphing">
                <div class="gallery__row" node_ref=row on:scroll=scrolled>{slides}</div>
                {arrows}
            </div>
            {thumbs}
            <Lightbox images open=zoomed current on_step=step/>
        </section>
    }
    .into_any()
}

#[component]
fn Thumbs(images: Vec<Image>, current: RwSignal<usize>, #[prop(into)] on_pick: Callback<usize>) -> impl IntoView {
    let i18n = use_i18n();
    let count = images.len();
    view! {
        <ul class="gallery__thumbs" role="list">
            {images
                .into_iter()
                .enumerate()
                .map(|(index, image)| {
                    view! {
                        <li>
                            <button
                                type="button"
                                class="gallery__thumb"
                                aria-label=move || t_string!(i18n, shop.gallery.show, number = index + 1, count = count)
                                aria-current=move || (current.get() == index).then_some("true")
                                on:click=move |_| on_pick.run(index)
                            >
                                <Picture image ratio="1 / 1" sizes="80px" alt=""/>
                            </button>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
    .into_any()
}

/// Tells CSS where the pointer is, for the magnified picture under it.
fn follow(event: leptos::ev::PointerEvent) {
    if event.pointer_type() != "mouse" {
        return;
    }
    let slide = event.current_target().and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(slide) = slide {
        let frame = slide.get_bounding_client_rect();
        let share = |at: i32, from: f64, size: f64| {
            if size > 0.0 { ((f64::from(at) - from) / size * 100.0).clamp(0.0, 100.0) } else { 50.0 }
        };
        let style = slide.style();
        let _ = style.set_property("--x", &format!("{:.1}%", share(event.client_x(), frame.left(), frame.width())));
        let _ = style.set_property("--y", &format!("{:.1}%", share(event.client_y(), frame.top(), frame.height())));
    }
}
