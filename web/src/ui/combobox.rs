//! Typing with suggestions, after the ARIA combobox pattern: the focus stays in the field, arrows
//! move through the list, Enter takes, Esc closes.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::choice::Choice;
use super::field::{FieldFrame, Wiring};
use super::icon::Icon;
use super::ids;
use crate::i18n::{t_string, use_i18n};

/// A suggestion.
#[derive(Clone)]
pub struct ComboOption {
    /// Identifies it.
    pub key: String,
    /// What it is called; goes into the field when taken.
    pub label: String,
    /// A heading over it and its neighbours of the same group.
    pub group: Option<String>,
    /// Drawn instead of the label, such as a card with a picture.
    pub view: Option<ViewFn>,
}

impl ComboOption {
    /// A suggestion of plain text.
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Self {
        Self { key: key.into(), label: label.into(), group: None, view: None }
    }

    /// Under a heading.
    #[must_use]
    pub fn group(mut self, group: impl Into<String>) -> Self {
        self.group = Some(group.into());
        self
    }

    /// Drawn in its own way.
    #[must_use]
    pub fn view(mut self, view: impl Into<ViewFn>) -> Self {
        self.view = Some(view.into());
        self
    }
}

/// What the field and the list of a combobox share. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Combo {
    /// The text typed.
    pub query: RwSignal<String>,
    /// Whether the list was asked for.
    pub open: RwSignal<bool>,
    /// The suggestion that the arrows came to.
    active: RwSignal<Option<usize>>,
    list_id: StoredValue<String>,
}

impl Combo {
    /// Closed.
    #[must_use]
    pub fn new(query: RwSignal<String>) -> Self {
        Self { query, open: RwSignal::new(false), active: RwSignal::new(None), list_id: StoredValue::new(ids::unique("list")) }
    }

    /// Whether so many characters are typed at least; followed.
    #[must_use]
    pub fn is_long(self, least: usize) -> bool {
        self.query.with(|query| query.trim().chars().count() >= least)
    }

    /// For `aria-controls`.
    #[must_use]
    pub fn list_id(self) -> String {
        self.list_id.get_value()
    }

    /// For `aria-activedescendant`, while the list is seen; followed.
    #[must_use]
    pub fn active_id(self) -> Option<String> {
        self.active.get().map(|index| self.option_id(index))
    }

    fn option_id(self, index: usize) -> String {
        format!("{}-{index}", self.list_id())
    }

    fn take(self, option: ComboOption, on_pick: Callback<ComboOption>) {
        self.open.set(false);
        self.active.set(None);
        self.query.set(option.label.clone());
        on_pick.run(option);
    }

    /// Does to the list what a key means there. What it did nothing about is not prevented.
    pub fn key(
        self,
        event: &KeyboardEvent,
        options: Signal<Vec<ComboOption>>,
        visible: Signal<bool>,
        on_pick: Callback<ComboOption>,
    ) {
        let count = options.with_untracked(Vec::len);
        let now = self.active.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" if count > 0 => now.map_or(0, |now| (now + 1) % count),
            "ArrowUp" if count > 0 => now.map_or(count - 1, |now| (now + count - 1) % count),
            "Enter" => {
                let picked = now.filter(|_| visible.get_untracked());
                if let Some(option) = picked.and_then(|index| options.with_untracked(|options| options.get(index).cloned())) {
                    event.prevent_default();
                    self.take(option, on_pick);
                }
                return;
            }
            "Escape" if visible.get_untracked() => {
                // Only the list closes, not the dialog around it.
                event.prevent_default();
                event.stop_propagation();
                self.open.set(false);
                self.active.set(None);
                return;
            }
            _ => return,
        };
        event.prevent_default();
        self.open.set(true);
        self.active.set(Some(next));
        if let Some(option) = document().get_element_by_id(&self.option_id(next)) {
            let nearest = web_sys::ScrollIntoViewOptions::new();
            nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    }
}

/// The list of a combobox, below its field.
#[component]
pub fn ComboList(
    /// What it shares with the field.
    combo: Combo,
    /// What fits.
    options: Signal<Vec<ComboOption>>,
    /// Whether it is seen.
    visible: Signal<bool>,
    /// Whether suggestions are on their way.
    loading: Signal<bool>,
    /// Why there are none, where it is not that nothing fits.
    #[prop(optional, into)]
    failure: MaybeProp<String>,
    /// One was taken.
    on_pick: Callback<ComboOption>,
) -> impl IntoView {
    let i18n = use_i18n();
    let active = combo.active;
    // New suggestions, new beginning.
    Effect::new(move |_| {
        options.track();
        active.set(None);
    });
    let rows = move || {
        let mut last_group = None;
        options
            .get()
            .into_iter()
            .enumerate()
            .map(|(index, option)| {
                let heading = option.group.clone().filter(|group| last_group.as_ref() != Some(group));
                last_group.clone_from(&option.group);
                let taken = option.clone();
                let is_active = move || active.get() == Some(index);
                view! {
                    {heading.map(|heading| view! { <li class="combo__group" role="presentation">{heading}</li> })}
                    <li
                        class="combo__option"
                        role="option"
                        id=combo.option_id(index)
                        class:is-active=is_active
                        aria-selected=move || if is_active() { "true" } else { "false" }
                        // Before the field loses the focus.
                        on:pointerdown=|event| event.prevent_default()
                        on:click=move |_| combo.take(taken.clone(), on_pick)
                    >
                        {option.view.map_or_else(|| option.label.into_any(), |view| view.run())}
                    </li>
                }
            })
            .collect_view()
    };
    let is_empty = move || options.with(Vec::is_empty) && !loading.get();
    let failed = move || failure.get().filter(|_| is_empty());
    view! {
        <ul class="combo__list" role="listbox" id=combo.list_id() hidden=move || !visible.get()>
            {rows}
            {move || {
                is_empty().then(|| match failure.get() {
                    Some(failure) => view! { <li class="combo__empty combo__empty--failed" role="presentation">{failure}</li> }.into_any(),
                    None => view! { <li class="combo__empty" role="presentation">{t_string!(i18n, common.list.nothing_fits)}</li> }.into_any(),
                })
            }}
        </ul>
        <span class="visually-hidden" role="status">
            {move || {
                visible.get().then(|| {
                    failed().unwrap_or_else(|| t_string!(i18n, common.list.suggestions, count = options.with(Vec::len)))
                })
            }}
        </span>
    }
    .into_any()
}

/// A field with suggestions that come from outside while one types.
#[component]
pub fn Combobox(
    /// JSON pointer of the value, or the name of the query parameter.
    #[prop(into)]
    pointer: String,
    /// What to enter.
    #[prop(into)]
    label: TextProp,
    /// The text typed; follow it (debounced) to fetch `options`.
    query: RwSignal<String>,
    /// What fits.
    #[prop(into)]
    options: Signal<Vec<ComboOption>>,
    /// One was taken.
    #[prop(into)]
    on_pick: Callback<ComboOption>,
    /// Enter without a suggestion taken, such as a full search.
    #[prop(optional, into)]
    on_enter: Option<Callback<String>>,
    /// The field was left without taking one.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
    /// Whether suggestions are on their way.
    #[prop(optional, into)]
    loading: Signal<bool>,
    /// Why there are none, where it is not that nothing fits.
    #[prop(optional, into)]
    failure: MaybeProp<String>,
    /// Shown in the empty field.
    #[prop(optional, into)]
    placeholder: Option<TextProp>,
    /// In front, such as a magnifying glass.
    #[prop(optional)]
    icon: Option<icondata::Icon>,
    /// Fewest characters before the list opens.
    #[prop(default = 0)]
    min_chars: usize,
    /// Cannot be used now, such as a regency before its province.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// It has to be one of them: Enter takes what fits, and does nothing else while the list is seen.
    #[prop(optional)]
    one_of_them: bool,
    /// `data-test` of the input.
    #[prop(optional)]
    test: Option<&'static str>,
) -> impl IntoView {
    let wiring = Wiring::new(&pointer, false);
    let (touched, invalid, described_by, id) = (wiring.touched(), wiring.invalid(), wiring.described_by(), wiring.id.clone());
    let combo = Combo::new(query);
    let open = combo.open;
    let visible = Signal::from(Memo::new(move |_| open.get() && combo.is_long(min_chars) && !disabled.get()));
    let on_key = move |event: KeyboardEvent| {
        combo.key(&event, options, visible, on_pick);
        if one_of_them && event.key() == "Enter" && !event.default_prevented() && visible.get_untracked() {
            event.prevent_default();
            if let Some(option) = fitting(&options.read_untracked(), &query.read_untracked()) {
                combo.take(option, on_pick);
            }
        }
        if let Some(on_enter) = on_enter
            && event.key() == "Enter"
            && !event.default_prevented()
        {
            event.prevent_default();
            open.set(false);
            on_enter.run(query.get_untracked());
        }
    };
    let control = view! {
        <div class="combo">
            <span class="control">
                {icon.map(|icon| view! { <Icon icon/> })}
                <input
                    class="control__input"
                    type="text"
                    role="combobox"
                    data-test=test
                    id=id
                    name=pointer.trim_start_matches('/').to_owned()
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    enterkeyhint=on_enter.map(|_| "search")
                    aria-autocomplete="list"
                    aria-controls=combo.list_id()
                    aria-expanded=move || if visible.get() { "true" } else { "false" }
                    aria-activedescendant=move || visible.get().then(|| combo.active_id()).flatten()
                    aria-invalid=invalid
                    aria-describedby=described_by
                    placeholder=move || placeholder.as_ref().map(|text| text.get().to_string())
                    disabled=move || disabled.get()
                    prop:value=move || query.get()
                    on:input=move |event| {
                        query.set(event_target_value(&event));
                        open.set(true);
                        touched();
                    }
                    on:click=move |_| open.set(true)
                    on:keydown=on_key
                    on:blur=move |_| {
                        open.set(false);
                        if let Some(on_leave) = on_leave {
                            on_leave.run(());
                        }
                    }
                />
                <span class="combo__spin" class:is-on=move || loading.get() aria-hidden="true"></span>
            </span>
            <ComboList combo options visible loading failure on_pick/>
        </div>
    }
    .into_any();
    view! { <FieldFrame wiring label>{control}</FieldFrame> }.into_any()
}

/// The one that was typed: by its whole name, or because nothing else fits.
fn fitting(options: &[ComboOption], typed: &str) -> Option<ComboOption> {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() {
        return None;
    }
    let named = options.iter().find(|option| option.label.to_lowercase() == typed);
    named.or(if let [only] = options { Some(only) } else { None }).cloned()
}

/// One of many known choices, found by typing: provinces, cities, districts.
#[component]
pub fn SelectOnly(
    /// JSON pointer of the value in the request.
    #[prop(into)]
    pointer: String,
    /// What to choose.
    #[prop(into)]
    label: TextProp,
    /// What was chosen.
    picked: RwSignal<Option<Choice>>,
    /// What there is to choose.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// Whether the choices are on their way.
    #[prop(optional, into)]
    loading: Signal<bool>,
    /// Whether they could not be had.
    #[prop(optional, into)]
    failed: Signal<bool>,
    /// Shown while nothing is chosen.
    #[prop(optional, into)]
    placeholder: Option<TextProp>,
    /// Cannot be used now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let failure = Signal::derive(move || failed.get().then(|| t_string!(i18n, common.list.failed).to_owned()));
    let query = RwSignal::new(String::new());
    let chosen_label = move || picked.with(|picked| picked.as_ref().map(|choice| choice.label.clone()).unwrap_or_default());
    // The field shows what is chosen, also when that is changed or cleared from outside.
    Effect::new(move |_| query.set(chosen_label()));
    let options = Signal::derive(move || {
        let typed = query.get().trim().to_lowercase();
        // What is chosen fits itself only; opening the list again shows all.
        let all = typed.is_empty() || typed == chosen_label().to_lowercase();
        choices.with(|choices| {
            choices
                .iter()
                .filter(|choice| all || choice.label.to_lowercase().contains(&typed))
                .map(|choice| ComboOption::new(choice.value.clone(), choice.label.clone()))
                .collect::<Vec<_>>()
        })
    });
    let pick = move |option: ComboOption| picked.set(Some(Choice::new(option.key, option.label)));
    // What was typed out is meant, also by who did not press it in the list.
    let leave = move || {
        let chosen = untrack(chosen_label);
        let typed = query.get_untracked();
        let fits = if typed.trim() == chosen { None } else { fitting(&options.read_untracked(), &typed) };
        match fits {
            Some(option) => {
                query.set(option.label.clone());
                pick(option);
            }
            None => query.set(chosen),
        }
    };
    match placeholder {
        Some(placeholder) => {
            view! { <Combobox pointer label query options on_pick=pick on_leave=leave loading failure placeholder disabled one_of_them=true icon=icondata::LuMapPin/> }
                .into_any()
        }
        None => view! { <Combobox pointer label query options on_pick=pick on_leave=leave loading failure disabled one_of_them=true icon=icondata::LuMapPin/> }.into_any(),
    }
}
