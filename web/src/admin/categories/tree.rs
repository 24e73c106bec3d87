//! The tree, after the ARIA tree pattern: one stop of the Tab key, arrows to walk, and with Alt to
//! move. Dragged, a category goes before, after or into the one it is dropped on.

use leptos::attr::custom::custom_attribute;
use leptos::html;
use leptos::prelude::*;
use shared::categories::StaffCategory;
use shared::ids::CategoryId;
use wasm_bindgen::JsCast;

use super::page::Shelf;
use crate::admin::words;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::{Icon, Picture};

/// Where a dragged category would go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spot {
    Before,
    Into,
    After,
}

/// What is dragged, and what it is over.
#[derive(Clone, Copy)]
struct Drag {
    what: RwSignal<Option<CategoryId>>,
    over: RwSignal<Option<(CategoryId, Spot)>>,
}

/// The tree.
#[component]
pub(super) fn Tree() -> impl IntoView {
    let i18n = use_i18n();
    let shelf = expect_context::<Shelf>();
    let drag = Drag { what: RwSignal::new(None), over: RwSignal::new(None) };
    let list = NodeRef::<html::Ul>::new();
    // The one stop of the Tab key: what was walked to last, or is chosen, or comes first.
    let stop = RwSignal::new(None::<CategoryId>);
    let current = Memo::new(move |_| {
        let there = |id: &CategoryId| shelf.tree.with(|tree| tree.iter().any(|category| category.id == *id));
        let first = || shelf.tree.with(|tree| tree.first().map(|category| category.id));
        stop.get().filter(there).or_else(|| shelf.chosen.get()).or_else(first)
    });
    let focus = move |id: CategoryId| {
        stop.set(Some(id));
        // Once it stands at its place.
        request_animation_frame(move || {
            let item = list.get_untracked().and_then(|list| list.query_selector(&format!("[data-id=\"{id}\"]")).ok().flatten());
            if let Some(item) = item.and_then(|item| item.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = item.focus();
            }
        });
    };
    let walk = move |from: CategoryId, by: isize| {
        let next = shelf.tree.with_untracked(|tree| {
            let at = tree.iter().position(|category| category.id == from)?;
            at.checked_add_signed(by).and_then(|at| tree.get(at)).map(|category| category.id)
        });
        if let Some(next) = next {
            focus(next);
        }
    };
    let moved = move |id: CategoryId, parent: Option<CategoryId>, position: usize| {
        if !shelf.may_stand(id, parent) {
            shelf.told.set(tu_string!(i18n, goods.categories.not_there).to_owned());
            return;
        }
        shelf.place(id, parent, position);
        let name = shelf.find(id).map(|category| category.name).unwrap_or_default();
        shelf.told.set(tu_string!(i18n, goods.categories.moved, name = name, place = position + 1));
        focus(id);
    };
    let on_key = move |event: leptos::ev::KeyboardEvent, id: CategoryId| {
        let Some(category) = untrack(|| shelf.find(id)) else { return };
        let siblings = untrack(|| shelf.below(category.parent_id));
        let at = siblings.iter().position(|other| *other == id).unwrap_or_default();
        let alt = event.alt_key() && shelf.may_write.get_untracked();
        match event.key().as_str() {
            "ArrowUp" if alt => {
                if at > 0 {
                    moved(id, category.parent_id, at - 1);
                }
            }
            "ArrowDown" if alt => {
                if at + 1 < siblings.len() {
                    moved(id, category.parent_id, at + 1);
                }
            }
            // Into the one before it, as its last.
            "ArrowRight" if alt => {
                if let Some(above) = at.checked_sub(1).and_then(|at| siblings.get(at).copied()) {
                    let last = untrack(|| shelf.below(Some(above))).len();
                    moved(id, Some(above), last);
                }
            }
            // Out, behind the one it was in.
            "ArrowLeft" if alt => {
                if let Some(parent) = category.parent_id.and_then(|parent| untrack(|| shelf.find(parent))) {
                    let behind = untrack(|| shelf.below(parent.parent_id)).iter().position(|other| *other == parent.id);
                    moved(id, parent.parent_id, behind.map_or(0, |at| at + 1));
                }
            }
            "ArrowUp" => walk(id, -1),
            "ArrowDown" => walk(id, 1),
            "ArrowLeft" => {
                if let Some(parent) = category.parent_id {
                    focus(parent);
                }
            }
            "ArrowRight" => {
                if let Some(child) = untrack(|| shelf.below(Some(id))).first() {
                    focus(*child);
                }
            }
            "Home" => {
                if let Some(first) = shelf.tree.with_untracked(|tree| tree.first().map(|category| category.id)) {
                    focus(first);
                }
            }
            "End" => {
                if let Some(last) = shelf.tree.with_untracked(|tree| tree.last().map(|category| category.id)) {
                    focus(last);
                }
            }
            "Enter" | " " => {
                shelf.making.set(None);
                shelf.choose.run(Some(id));
            }
            _ => return,
        }
        event.prevent_default();
    };
    let on_key = Callback::new(move |(event, id): (leptos::ev::KeyboardEvent, CategoryId)| on_key(event, id));
    let dropped = Callback::new(move |(target, spot): (CategoryId, Spot)| {
        let Some(id) = drag.what.get_untracked() else { return };
        let Some(onto) = untrack(|| shelf.find(target)) else { return };
        if spot == Spot::Into {
            let last = untrack(|| shelf.below(Some(target))).into_iter().filter(|other| *other != id).count();
            moved(id, Some(target), last);
            return;
        }
        let siblings: Vec<CategoryId> =
            untrack(|| shelf.below(onto.parent_id)).into_iter().filter(|other| *other != id).collect();
        let at = siblings.iter().position(|other| *other == target).unwrap_or_default();
        moved(id, onto.parent_id, if spot == Spot::After { at + 1 } else { at });
    });
    view! {
        <ul class="tree" role="tree" aria-label=move || t_string!(i18n, goods.categories.tree) node_ref=list data-test="category-tree">
            <For
                each=move || shelf.tree.get()
                key=|category| (category.id, category.parent_id, category.revision, category.products)
                let(category)
            >
                <Item category drag current on_key dropped/>
            </For>
        </ul>
        <Show when=move || shelf.tree.with(Vec::is_empty)>
            <p class="muted">{move || t_string!(i18n, goods.categories.none)}</p>
        </Show>
    }
    .into_any()
}

#[component]
fn Item(
    category: StaffCategory,
    drag: Drag,
    current: Memo<Option<CategoryId>>,
    on_key: Callback<(leptos::ev::KeyboardEvent, CategoryId)>,
    dropped: Callback<(CategoryId, Spot)>,
) -> impl IntoView {
    let i18n = use_i18n();
    let shelf = expect_context::<Shelf>();
    let id = category.id;
    let level = untrack(|| {
        let up = |id: CategoryId| shelf.find(id).and_then(|category| category.parent_id);
        std::iter::successors(Some(id), |&id| up(id)).take(shelf.tree.with(Vec::len) + 1).count()
    });
    let siblings = move || shelf.below(category.parent_id);
    let place = move || siblings().iter().position(|other| *other == id).map(|at| (at + 1).to_string());
    let (name, name_en) = (category.name.clone(), category.name_en.clone());
    let label = move || words::in_language(i18n.get_locale(), &name, &name_en).to_owned();
    let other = if category.name == category.name_en { String::new() } else { category.name_en.clone() };
    let slug = category.slug.clone();
    let products = category.products;
    let spot_at = move |event: &leptos::ev::DragEvent| {
        let bounds =
            event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok())?.get_bounding_client_rect();
        let part = (f64::from(event.client_y()) - bounds.top()) / bounds.height().max(1.0);
        let spot = if part < 0.28 {
            Spot::Before
        } else if part > 0.72 {
            Spot::After
        } else {
            Spot::Into
        };
        let what = drag.what.get_untracked()?;
        let parent = if spot == Spot::Into { Some(id) } else { untrack(|| shelf.find(id))?.parent_id };
        (what != id && shelf.may_stand(what, parent)).then_some(spot)
    };
    let over = move |spot: Spot| move || drag.over.get() == Some((id, spot));
    view! {
        <li
            class="tree__item"
            role="treeitem"
            class:is-chosen=move || shelf.chosen.get() == Some(id)
            class:is-hidden=!category.active
            class:is-dragged=move || drag.what.get() == Some(id)
            class:is-before=over(Spot::Before)
            class:is-into=over(Spot::Into)
            class:is-after=over(Spot::After)
            style=format!("--level: {}", level - 1)
            data-id=id.to_string()
            data-test="category"
            data-slug=slug.clone()
            tabindex=move || if current.get() == Some(id) { "0" } else { "-1" }
            {..custom_attribute("aria-level", level.to_string())}
            aria-posinset=place
            aria-setsize=move || siblings().len().to_string()
            aria-selected=move || if shelf.chosen.get() == Some(id) { "true" } else { "false" }
            aria-expanded=move || (!shelf.below(Some(id)).is_empty()).then_some("true")
            draggable=move || if shelf.may_write.get() { "true" } else { "false" }
            on:click=move |_| {
                shelf.making.set(None);
                shelf.choose.run(Some(id));
            }
            on:keydown=move |event| on_key.run((event, id))
            on:dragstart=move |event| {
                drag.what.set(Some(id));
                if let Some(data) = event.data_transfer() {
                    let _ = data.set_data("text/plain", "");
                }
            }
            on:dragend=move |_| {
                drag.what.set(None);
                drag.over.set(None);
            }
            on:dragover=move |event| {
                let spot = spot_at(&event);
                if spot.is_some() {
                    event.prevent_default();
                }
                let over = spot.map(|spot| (id, spot));
                if drag.over.get_untracked() != over {
                    drag.over.set(over);
                }
            }
            on:drop=move |event| {
                if let Some(spot) = spot_at(&event) {
                    event.prevent_default();
                    dropped.run((id, spot));
                }
                drag.what.set(None);
                drag.over.set(None);
            }
        >
            <span class="tree__grip" aria-hidden="true"><Icon icon=icondata::LuGripVertical/></span>
            <span class="thumb">
                {category.image.clone().map(|image| view! { <Picture image sizes="2.5rem" ratio="1 / 1" alt=""/> })}
            </span>
            <span class="two-lines tree__name">
                <strong>{label}</strong>
                <span class="muted">{if other.is_empty() { format!("/{slug}") } else { format!("{other} · /{slug}") }}</span>
            </span>
            {(!category.active)
                .then(|| view! {
                    <span class="tree__hidden" title=move || t_string!(i18n, goods.categories.hidden)>
                        <Icon icon=icondata::LuEyeOff/>
                        <span class="visually-hidden">{move || t_string!(i18n, goods.categories.hidden)}</span>
                    </span>
                })}
            <span class="tree__count num" title=move || t_string!(i18n, goods.categories.products, count = products).to_string()>{products}</span>
        </li>
    }
    .into_any()
}
