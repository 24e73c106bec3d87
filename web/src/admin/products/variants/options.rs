//! Options and their values.

use leptos::html;
use leptos::prelude::*;
use shared::products::MAX_OPTIONS;

use super::super::desk::use_desk;
use super::super::draft::OptionRow;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::cell::Cell;
use crate::ui::{Ask, Button, ButtonKind, ButtonSize, Icon, IconButton, ids};

/// The options, each with its values as chips.
#[component]
pub(super) fn Options() -> impl IntoView {
    let i18n = use_i18n();
    let desk = use_desk();
    let draft = desk.draft;
    let names = ids::unique("options");
    let known = desk.choices.with_value(|choices| {
        choices.options.iter().map(|option| view! { <option value=option.name.clone()></option> }).collect_view()
    });
    let list = StoredValue::new(names.clone());
    let missing = Memo::new(move |_| draft.missing().len());
    view! {
        <datalist id=names.clone()>{known}</datalist>
        <Show when=move || draft.options.with(|options| !options.is_empty())>
            <ul class="options" role="list">
                <For each=move || draft.options.get() key=|option| option.key let(option)>
                    <OneOption option names=list.get_value()/>
                </For>
            </ul>
            <div class="row">
                <Show when=move || draft.options.with(Vec::len) < MAX_OPTIONS>
                    <Button size=ButtonSize::Small kind=ButtonKind::Quiet icon=icondata::LuPlus on_click=move || draft.add_option("")>
                        {move || t_string!(i18n, goods.variants.add_option)}
                    </Button>
                </Show>
                <Show when=move || 0 < missing.get()>
                    <Button
                        size=ButtonSize::Small
                        icon=icondata::LuGrid3x3
                        on_click=move || draft.complete()
                        attr:data-test="complete-variants"
                    >
                        {move || t_string!(i18n, goods.variants.complete, count = missing.get())}
                    </Button>
                </Show>
            </div>
        </Show>
    }
    .into_any()
}

#[component]
fn OneOption(option: OptionRow, names: String) -> impl IntoView {
    let i18n = use_i18n();
    let desk = use_desk();
    let draft = desk.draft;
    let index = Memo::new(move |_| {
        draft.options.with(|options| options.iter().position(|other| other.key == option.key)).unwrap_or_default()
    });
    let typed = RwSignal::new(String::new());
    let input = NodeRef::<html::Input>::new();
    let add = move || {
        for value in typed.get_untracked().split(',') {
            draft.add_value(index.get_untracked(), value);
        }
        typed.set(String::new());
    };
    let remove = move || {
        let count = draft.rows.with_untracked(Vec::len);
        leptos::task::spawn_local(async move {
            let ask = Ask::new(
                tu_string!(i18n, goods.variants.remove_option_title, name = option.name.get_untracked()),
                tu_string!(i18n, goods.variants.remove_option_text),
                tu_string!(i18n, goods.remove),
            );
            if option.values.with_untracked(Vec::is_empty) || count <= 1 || ask.danger().await {
                draft.remove_option(index.get_untracked());
            }
        });
    };
    // Values that others of this name have, to be picked instead of typed.
    let offers = ids::unique("values");
    let offered = {
        let offers = offers.clone();
        move || {
            let name = option.name.get();
            let taken = option.values.get();
            let values = desk.choices.with_value(|choices| {
                choices.options.iter().find(|other| other.name == name).map(|other| other.values.clone()).unwrap_or_default()
            });
            let options = values
                .into_iter()
                .filter(|value| !taken.contains(value))
                .map(|value| view! { <option value=value></option> })
                .collect_view();
            view! { <datalist id=offers.clone()>{options}</datalist> }
        }
    };
    view! {
        <li class="option">
            <span class="option__name">
                <Cell
                    pointer=Signal::derive(move || format!("/option_names/{}", index.get()))
                    label=move || t_string!(i18n, goods.variants.option_name)
                    value=option.name
                    list=names
                    placeholder=move || t_string!(i18n, goods.variants.option_example)
                    maxlength=40
                    test="option-name"
                />
            </span>
            <span class="chips-input">
                <For each=move || option.values.get() key=String::clone let(value)>
                    <Value index value/>
                </For>
                {offered}
                <input
                    class="chips-input__new"
                    node_ref=input
                    type="text"
                    autocomplete="off"
                    maxlength="60"
                    list=offers
                    data-test="option-value"
                    aria-label=move || t_string!(i18n, goods.variants.new_value, name = option.name.get())
                    placeholder=move || t_string!(i18n, goods.variants.new_value_hint)
                    prop:value=move || typed.get()
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        typed.set(text);
                        if typed.with_untracked(|text| text.contains(',')) {
                            add();
                        }
                    }
                    on:keydown=move |event| {
                        match event.key().as_str() {
                            "Enter" => {
                                event.prevent_default();
                                add();
                            }
                            "Backspace" if typed.with_untracked(String::is_empty) => {
                                if let Some(last) = option.values.with_untracked(|values| values.last().cloned()) {
                                    draft.remove_value(index.get_untracked(), &last);
                                }
                            }
                            _ => {}
                        }
                    }
                    on:change=move |_| add()
                />
            </span>
            <IconButton icon=icondata::LuTrash2 label=move || t_string!(i18n, goods.variants.remove_option) on_click=remove/>
        </li>
    }
    .into_any()
}

/// A value: pressed to be called something else, with a cross to go.
#[component]
fn Value(index: Memo<usize>, value: String) -> impl IntoView {
    let i18n = use_i18n();
    let draft = use_desk().draft;
    let editing = RwSignal::new(false);
    let field = NodeRef::<html::Input>::new();
    let value = StoredValue::new(value);
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
            field.select();
        }
    });
    let done = move |text: String| {
        editing.set(false);
        value.with_value(|value| draft.rename_value(index.get_untracked(), value, &text));
    };
    let text = move || {
        if editing.get() {
            view! {
                <input
                    class="value__field"
                    node_ref=field
                    type="text"
                    maxlength="60"
                    size=value.with_value(|value| value.chars().count().clamp(4, 30)).to_string()
                    aria-label=move || t_string!(i18n, goods.variants.rename_value)
                    prop:value=value.get_value()
                    on:blur=move |event| done(event_target_value(&event))
                    on:keydown=move |event| {
                        match event.key().as_str() {
                            "Enter" => {
                                event.prevent_default();
                                done(event_target_value(&event));
                            }
                            "Escape" => editing.set(false),
                            _ => {}
                        }
                    }
                />
            }
            .into_any()
        } else {
            view! {
                <button
                    type="button"
                    class="value__text"
                    title=move || t_string!(i18n, goods.variants.rename_value)
                    on:click=move |_| editing.set(true)
                >
                    {value.get_value()}
                </button>
            }
            .into_any()
        }
    };
    view! {
        <span class="value">
            {text}
            <button
                type="button"
                class="value__drop"
                aria-label=move || t_string!(i18n, goods.variants.remove_value, value = value.get_value())
                on:click=move |_| value.with_value(|value| draft.remove_value(index.get_untracked(), value))
            >
                <Icon icon=icondata::LuX/>
            </button>
        </span>
    }
    .into_any()
}
