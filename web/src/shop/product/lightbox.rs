//! One picture over the whole screen, and closer still.

use leptos::html;
use leptos::prelude::*;
use shared::catalog::Image;

use crate::i18n::{t_string, use_i18n};
use crate::ui::{IconButton, Picture, ToastsInside};

/// How far a finger goes to the next picture, in pixels.
const SWIPE: i32 = 48;

/// A native dialog: Esc closes, arrows walk on, a press on the picture goes closer.
#[component]
pub(super) fn Lightbox(
    /// The pictures.
    images: Vec<Image>,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Which picture.
    current: RwSignal<usize>,
    /// To the next picture, or the one before.
    #[prop(into)]
    on_step: Callback<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let element = NodeRef::<html::Dialog>::new();
    let floor = NodeRef::<html::Div>::new();
    let close_up = RwSignal::new(false);
    let images = StoredValue::new(images);
    let count = images.with_value(Vec::len);
    let several = count > 1;
    Effect::new(move |_| {
        let Some(dialog) = element.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                close_up.set(false);
                // Fails only when the element left the page in the meantime.
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let walk = move |forward: bool| {
        close_up.set(false);
        on_step.run(forward);
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let forward = event.key() == "ArrowRight";
        if several && !close_up.get_untracked() && (forward || event.key() == "ArrowLeft") {
            event.prevent_default();
            event.stop_propagation();
            walk(forward);
        }
    };
    // Where a finger came down, and whether it went on from there: no press, then.
    let (down, swiped) = (StoredValue::new(None::<i32>), StoredValue::new(false));
    let touch = move |event: leptos::ev::PointerEvent| {
        down.set_value(Some(event.client_x()));
        swiped.set_value(false);
    };
    let lift = move |event: leptos::ev::PointerEvent| {
        let Some(from) = down.try_update_value(Option::take).flatten() else { return };
        let way = event.client_x() - from;
        if several && !close_up.get_untracked() && way.abs() > SWIPE {
            swiped.set_value(true);
            walk(way < 0);
        }
    };
    // Closer to where it was pressed.
    let press = move |event: leptos::ev::MouseEvent| {
        if swiped.try_update_value(std::mem::take).unwrap_or_default() {
            return;
        }
        let Some(floor) = floor.get_untracked() else { return };
        let (width, height) = (f64::from(floor.client_width()), f64::from(floor.client_height()));
        let frame = floor.get_bounding_client_rect();
        let (x, y) = (f64::from(event.client_x()) - frame.left(), f64::from(event.client_y()) - frame.top());
        close_up.update(|close_up| *close_up = !*close_up);
        if close_up.get_untracked() {
            request_animation_frame(move || {
                let (far_x, far_y) = (f64::from(floor.scroll_width()) - width, f64::from(floor.scroll_height()) - height);
                floor.scroll_to_with_x_and_y(far_x * x / width.max(1.0), far_y * y / height.max(1.0));
            });
        }
    };
    view! {
        <dialog
            class="lightbox stage"
            node_ref=element
            aria-label=move || t_string!(i18n, shop.gallery.label)
            on:close=move |_| open.set(false)
            on:keydown=on_key
        >
            <Show when=move || open.get()>
                <div class="lightbox__floor" class:is-close=move || close_up.get() node_ref=floor on:pointerdown=touch on:pointerup=lift on:click=press>
                    {move || {
                        images
                            .with_value(|images| images.get(current.get()).cloned())
                            .map(|image| view! { <Picture image ratio="1 / 1" sizes="200vmin" eager=true/> })
                    }}
                </div>
                <div class="lightbox__tools">
                    {several.then(|| view! { <span class="row num small" aria-hidden="true">{move || current.get() + 1} " / " {count}</span> })}
                    <IconButton
                        icon=Signal::derive(move || if close_up.get() { icondata::LuZoomOut } else { icondata::LuZoomIn })
                        label=move || if close_up.get() { t_string!(i18n, shop.gallery.away) } else { t_string!(i18n, shop.gallery.closer) }
                        on_click=move || close_up.update(|close_up| *close_up = !*close_up)
                    />
                    {several
                        .then(|| {
                            view! {
                                <IconButton icon=icondata::LuChevronLeft label=move || t_string!(i18n, shop.gallery.previous) on_click=move || walk(false)/>
                                <IconButton icon=icondata::LuChevronRight label=move || t_string!(i18n, shop.gallery.next) on_click=move || walk(true)/>
                            }
                        })}
                    <IconButton icon=icondata::LuX label=move || t_string!(i18n, common.action.close) on_click=move || open.set(false)/>
                </div>
                <ToastsInside/>
            </Show>
        </dialog>
    }
    .into_any()
}
