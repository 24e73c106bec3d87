//! What the filters have in common: a fold with a heading, and lists that start short.

use leptos::prelude::*;
use shared::catalog::FacetChoice;

use crate::i18n::{t_string, use_i18n};
use crate::ui::Icon;

/// How many choices are shown before "show all".
const SHORT: usize = 8;

/// A filter that can be folded away.
#[component]
pub(super) fn Facet(
    /// What it filters by.
    #[prop(into)]
    title: TextProp,
    children: Children,
) -> impl IntoView {
    let name = title.clone();
    view! {
        <details class="facet" open=true>
            <summary class="facet__title">{move || title.get()}<Icon icon=icondata::LuChevronDown/></summary>
            <div class="facet__body" role="group" aria-label=move || name.get()>{children()}</div>
        </details>
    }
    .into_any()
}

/// Choices, the first few at first.
#[component]
pub(super) fn LongList(
    /// All of them.
    #[prop(into)]
    choices: Signal<Vec<FacetChoice>>,
    /// Values that are chosen; they stay even when nothing is left of them, to be taken off again.
    #[prop(into)]
    chosen: Signal<Vec<String>>,
    /// Draws one.
    #[prop(into)]
    draw: Callback<FacetChoice, AnyView>,
) -> impl IntoView {
    let i18n = use_i18n();
    let all = RwSignal::new(false);
    // Those chosen when the list came up stand in front; later ones stay where they were found.
    let first = chosen.get_untracked();
    let shown = move || {
        let mut choices = choices.get();
        for value in chosen.get() {
            if choices.iter().all(|choice| choice.value != value) {
                choices.push(FacetChoice { label: value.clone(), value, count: 0 });
            }
        }
        if !all.get() {
            choices.sort_by_key(|choice| (!first.contains(&choice.value), choice.count == 0));
            let kept = chosen.with(Vec::len).max(SHORT);
            choices.truncate(kept);
        }
        choices
    };
    let hidden = move || choices.with(Vec::len).saturating_sub(SHORT);
    view! {
        <ul role="list" class="facet__list">
            <For each=shown key=|choice| (choice.value.clone(), choice.count) let(choice)>
                <li>{draw.run(choice)}</li>
            </For>
        </ul>
        <Show when=move || { hidden() > 0 }>
            <button type="button" class="facet__more" aria-expanded=move || if all.get() { "true" } else { "false" } on:click=move |_| all.update(|all| *all = !*all)>
                {move || if all.get() { t_string!(i18n, shop.facet.fewer).to_owned() } else { t_string!(i18n, shop.facet.more, count = hidden()) }}
            </button>
        </Show>
    }
    .into_any()
}
