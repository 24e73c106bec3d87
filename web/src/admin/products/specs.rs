//! Specifications: lines of a name and a value, in order.

use leptos::html;
use leptos::prelude::*;
use shared::catalog::Specification;
use shared::products::MAX_SPECIFICATIONS;
use wasm_bindgen::JsCast;

use super::desk::use_desk;
use super::draft::SpecRow;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::cell::Cell;
use crate::ui::{Button, ButtonKind, ButtonSize, Card, Icon, IconButton, ids};

fn empty() -> Specification {
    Specification { name: String::new(), name_en: String::new(), value: String::new(), value_en: String::new() }
}

/// The lines, with a hand on each to move it: dragged, or by Alt and the arrows.
#[component]
pub fn Specifications() -> impl IntoView {
    let i18n = use_i18n();
    let desk = use_desk();
    let draft = desk.draft;
    let names = ids::unique("specs");
    let known = desk.choices.with_value(|choices| {
        choices.specifications.iter().map(|line| view! { <option value=line.name.clone()></option> }).collect_view()
    });
    let datalist = names.clone();
    let list = NodeRef::<html::Ul>::new();
    let (dragged, over) = (RwSignal::new(None::<u32>), RwSignal::new(None::<u32>));
    let told = RwSignal::new(String::new());
    let place = move |key: u32| draft.specs.with_untracked(|specs| specs.iter().position(|row| row.key == key));
    let shift = move |from: usize, to: usize| {
        let count = draft.specs.with_untracked(Vec::len);
        if from == to || from >= count || to >= count {
            return;
        }
        draft.specs.update(|specs| {
            let row = specs.remove(from);
            specs.insert(to, row);
        });
        told.set(tu_string!(i18n, goods.specs.moved, place = to + 1, count = count));
    };
    let focus = move |at: usize, what: &'static str| {
        request_animation_frame(move || {
            let row = list.get_untracked().and_then(|list| list.children().item(u32::try_from(at).ok()?));
            let field = row.and_then(|row| row.query_selector(what).ok().flatten());
            if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = field.focus();
            }
        });
    };
    let add = move || {
        let row = draft.new_spec(empty());
        draft.specs.update(|specs| specs.push(row));
        focus(draft.specs.with_untracked(Vec::len).saturating_sub(1), "input");
    };
    let desk_keys = move |event: leptos::ev::KeyboardEvent, key: u32| {
        let Some(at) = place(key) else { return };
        match event.key().as_str() {
            "ArrowUp" if event.alt_key() && at > 0 => {
                event.prevent_default();
                shift(at, at - 1);
                focus(at - 1, ".grip");
            }
            "ArrowDown" if event.alt_key() => {
                event.prevent_default();
                shift(at, at + 1);
                focus((at + 1).min(draft.specs.with_untracked(Vec::len).saturating_sub(1)), ".grip");
            }
            _ => {}
        }
    };
    let remove = move |key: u32| draft.specs.update(|specs| specs.retain(|row| row.key != key));
    // A name in use brings its English one along.
    let translate = move |row: SpecRow| {
        let name = row.name.get_untracked();
        let english = desk
            .choices
            .with_value(|choices| choices.specifications.iter().find(|line| line.name == name).map(|line| line.name_en.clone()));
        if let Some(english) = english
            && row.name_en.with_untracked(String::is_empty)
        {
            row.name_en.set(english);
        }
    };
    let line = move |row: SpecRow| {
        let at =
            Memo::new(move |_| draft.specs.with(|specs| specs.iter().position(|other| other.key == row.key)).unwrap_or_default());
        let pointer = move |field: &'static str| Signal::derive(move || format!("/specifications/{}/{field}", at.get()));
        let names = names.clone();
        let last = move || at.get_untracked() + 1 == draft.specs.with_untracked(Vec::len);
        view! {
            <li
                class="spec"
                class:is-dragged=move || dragged.get() == Some(row.key)
                class:is-over=move || over.get() == Some(row.key) && dragged.get().is_some_and(|key| key != row.key)
                data-test="spec"
                on:keydown=move |event| desk_keys(event, row.key)
                on:dragover=move |event| {
                    if dragged.with_untracked(Option::is_some) {
                        event.prevent_default();
                        over.set(Some(row.key));
                    }
                }
                on:drop=move |event| {
                    if let (Some(from), Some(to)) = (dragged.get_untracked().and_then(place), place(row.key)) {
                        event.prevent_default();
                        shift(from, to);
                    }
                    dragged.set(None);
                    over.set(None);
                }
            >
                <button
                    type="button"
                    class="grip"
                    draggable="true"
                    title=move || t_string!(i18n, goods.specs.grip)
                    on:dragstart=move |event| {
                        dragged.set(Some(row.key));
                        if let Some(data) = event.data_transfer() {
                            let _ = data.set_data("text/plain", "");
                        }
                    }
                    on:dragend=move |_| {
                        dragged.set(None);
                        over.set(None);
                    }
                >
                    <Icon icon=icondata::LuGripVertical/>
                    <span class="visually-hidden">{move || t_string!(i18n, goods.specs.grip)}</span>
                </button>
                <span class="spec__fields" on:focusout=move |_| translate(row)>
                    <Cell pointer=pointer("name") label=move || t_string!(i18n, goods.specs.name) value=row.name list=names placeholder=move || t_string!(i18n, goods.specs.name) maxlength=80/>
                    <Cell pointer=pointer("value") label=move || t_string!(i18n, goods.specs.value) value=row.value placeholder=move || t_string!(i18n, goods.specs.value) maxlength=500/>
                    <Cell pointer=pointer("name_en") label=move || t_string!(i18n, goods.specs.name_en) value=row.name_en placeholder=move || t_string!(i18n, goods.specs.name_en) maxlength=80/>
                    <Cell
                        pointer=pointer("value_en")
                        label=move || t_string!(i18n, goods.specs.value_en)
                        value=row.value_en
                        placeholder=move || t_string!(i18n, goods.specs.value_en)
                        maxlength=500
                        on_key=Callback::new(move |event: leptos::ev::KeyboardEvent| {
                            if event.key() == "Enter" && !event.ctrl_key() {
                                event.prevent_default();
                                if last() { add() } else { focus(at.get_untracked() + 1, "input") }
                            }
                        })
                    />
                </span>
                <IconButton icon=icondata::LuTrash2 label=move || t_string!(i18n, goods.specs.remove, name = row.name.get()).to_string() on_click=move || remove(row.key)/>
            </li>
        }
    };
    view! {
        <datalist id=datalist>{known}</datalist>
        <Card title=move || t_string!(i18n, goods.specs.title)>
            <div class="stack" data-pointer="/specifications">
                <Show when=move || draft.specs.with(Vec::is_empty)>
                    <p class="muted">{move || t_string!(i18n, goods.specs.empty)}</p>
                </Show>
                <ul class="specs-edit" role="list" node_ref=list>
                    <For each=move || draft.specs.get() key=|row| row.key children=line/>
                </ul>
                <span class="visually-hidden" role="status">{move || told.get()}</span>
                <Show when=move || draft.specs.with(Vec::len) < MAX_SPECIFICATIONS>
                    <Button size=ButtonSize::Small kind=ButtonKind::Secondary icon=icondata::LuPlus on_click=add attr:data-test="add-spec">
                        {move || t_string!(i18n, goods.specs.add)}
                    </Button>
                </Show>
            </div>
        </Card>
    }
    .into_any()
}
