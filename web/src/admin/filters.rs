//! Filters above lists. The URL is their only home; these parts read it and change it.

use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use chrono::NaiveDate;
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;

use crate::api::query::encode;
use crate::i18n::{Locale, t_string, use_i18n};
use crate::ui::{Button, ButtonKind, Choice, ErrorState, Icon, Paged, SkeletonText, ids};

/// Long enough to type a word, short enough to feel at once.
const TYPING: Duration = Duration::from_millis(300);

/// How a changed filter goes into the URL: the list stays where it is, Back skips the steps.
#[must_use]
pub fn in_place() -> NavigateOptions {
    NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() }
}

/// What changes a list's filter.
pub type Change<F> = Callback<Box<dyn FnOnce(&mut F)>>;

/// The page's query, read by the names in it.
pub struct Asked<'a>(&'a ParamsMap);

impl Asked<'_> {
    /// What stands there, if anything does.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get_str(name)
    }

    /// The text there, without blanks around it; empty when there is none.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().trim().to_owned()
    }

    /// One of the words that `T` knows, a day, a number.
    #[must_use]
    pub fn word<T: FromStr>(&self, name: &str) -> Option<T> {
        self.get(name).and_then(|word| word.parse().ok())
    }
}

/// The filter that the page's address holds, and what changes it there.
#[must_use]
pub fn use_filter<F>(read: fn(&Asked<'_>) -> F, url: fn(&F) -> String) -> (Memo<F>, Change<F>)
where
    F: Clone + PartialEq + Send + Sync + 'static,
{
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(|query| read(&Asked(query))));
    let go = use_navigate();
    let change = Callback::new(move |change: Box<dyn FnOnce(&mut F)>| {
        let mut next = filter.get_untracked();
        change(&mut next);
        go(&url(&next), in_place());
    });
    (filter, change)
}

/// `path` with what of `pairs` is not empty as its query.
#[must_use]
pub fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let query: Vec<String> =
        pairs.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={}", encode(value))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// A search field; asks once typing pauses.
#[component]
pub fn SearchBox(
    /// What can be searched.
    #[prop(into)]
    label: TextProp,
    /// What the URL says.
    #[prop(into)]
    text: Signal<String>,
    /// Asks for another text.
    #[prop(into)]
    on_search: Callback<String>,
) -> impl IntoView {
    let id = ids::unique("search");
    let typed = RwSignal::new(text.get_untracked());
    let asked = StoredValue::new(text.get_untracked());
    // Back, or a link that clears: the URL changed without this field.
    Effect::new(move |_| {
        let text = text.get();
        if asked.get_value() != text {
            asked.set_value(text.clone());
            typed.set(text);
        }
    });
    let ask = move |text: String| {
        if asked.try_get_value().is_some_and(|asked| asked != text) {
            asked.set_value(text.clone());
            on_search.run(text);
        }
    };
    let mut later = debounce(TYPING, move |text: String| ask(text));
    let name = label.clone();
    view! {
        <form
            class="find"
            role="search"
            on:submit=move |event| {
                event.prevent_default();
                ask(typed.get_untracked().trim().to_owned());
            }
        >
            <label class="visually-hidden" for=id.clone()>{move || label.get()}</label>
            <span class="control">
                <Icon icon=icondata::LuSearch/>
                <input
                    class="control__input"
                    id=id
                    type="search"
                    maxlength="100"
                    autocomplete="off"
                    placeholder=move || name.get()
                    prop:value=move || typed.get()
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        typed.set(text.clone());
                        later(text.trim().to_owned());
                    }
                />
            </span>
        </form>
    }
    .into_any()
}

/// The search and the filters above a list. On phones those that let everything through wait behind a button.
#[component]
pub fn FilterBar(children: Children) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    view! {
        <div class="filters filters--folded" class:is-open=move || open.get()>
            <button
                type="button"
                class="filters__more"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <Icon icon=icondata::LuSlidersHorizontal/>
                {move || t_string!(i18n, office.filter.more)}
            </button>
            {children()}
        </div>
    }
    .into_any()
}

/// A filter by one of a few words.
#[component]
pub fn FilterSelect(
    /// What it filters by.
    #[prop(into)]
    label: TextProp,
    /// What the URL says; empty for all.
    #[prop(into)]
    value: Signal<String>,
    /// What can be chosen, "all" with the empty value included.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// Asks for another.
    #[prop(into)]
    on_pick: Callback<String>,
) -> impl IntoView {
    let id = ids::unique("filter");
    // The first choice is what a list begins with.
    let set = move || choices.with(|choices| choices.first().is_some_and(|first| value.with(|value| *value != first.value)));
    view! {
        <span class="pick-one" class:is-set=set>
            <label for=id.clone()>{move || label.get()}</label>
            <span class="control control--select">
                <select
                    class="control__input"
                    id=id
                    prop:value=move || {
                        choices.track();
                        value.get()
                    }
                    on:change=move |event| on_pick.run(event_target_value(&event))
                >
                    {move || {
                        choices
                            .get()
                            .into_iter()
                            .map(|choice| {
                                let own = choice.value.clone();
                                view! { <option value=choice.value selected=move || value.with(|value| *value == own)>{choice.label}</option> }
                            })
                            .collect_view()
                    }}
                </select>
                <Icon icon=icondata::LuChevronDown/>
            </span>
        </span>
    }
    .into_any()
}

/// A link among the words of a filter, for several of them at once.
#[derive(Clone, Copy)]
pub struct SeveralChip {
    /// What they are called together.
    pub name: fn(Locale) -> &'static str,
    /// Whether the URL says so.
    pub here: Signal<bool>,
    /// Where it leads to.
    pub href: Signal<String>,
    /// Names the link for tests.
    pub test: &'static str,
}

/// The words of a filter side by side, all of them first, each a link with the other filters kept.
#[component]
pub fn FilterChips<T>(
    /// What it filters by.
    #[prop(into)]
    label: TextProp,
    /// The words.
    all: &'static [T],
    /// What one is called.
    name: fn(Locale, T) -> &'static str,
    /// The one that the URL says.
    #[prop(into)]
    here: Signal<Option<T>>,
    /// Where one leads to.
    href: Callback<Option<T>, String>,
    /// Names the links for tests, before the word.
    test: &'static str,
    /// After all of them.
    #[prop(optional)]
    several: Option<SeveralChip>,
) -> impl IntoView
where
    T: Copy + PartialEq + Display + Send + Sync + 'static,
{
    let i18n = use_i18n();
    let chip = move |word: Option<T>| {
        let link = move || href.run(word);
        let current = move || (here.get() == word && several.is_none_or(|several| !several.here.get())).then_some("true");
        let text = move || word.map_or_else(|| t_string!(i18n, admin.all), |word| name(i18n.get_locale(), word));
        let test = word.map_or_else(|| format!("{test}-all"), |word| format!("{test}-{word}"));
        // Not `A`, which takes every query of this page for the page itself.
        view! { <li><a href=link class="chip" aria-current=current data-test=test>{text}</a></li> }
    };
    let several = several.map(|several| {
        let SeveralChip { name, here, href, test } = several;
        let current = move || here.get().then_some("true");
        view! { <li><a href=move || href.get() class="chip" aria-current=current data-test=test>{move || name(i18n.get_locale())}</a></li> }
    });
    view! {
        <nav aria-label=move || label.get()>
            <ul class="chips" role="list">{chip(None)} {several} {all.iter().map(|&word| chip(Some(word))).collect_view()}</ul>
        </nav>
    }
    .into_any()
}

/// A filter by a day of the shop's calendar.
#[component]
pub fn DateFilter(
    /// What it filters by.
    #[prop(into)]
    label: TextProp,
    /// What the URL says.
    #[prop(into)]
    value: Signal<Option<NaiveDate>>,
    /// Asks for another day, or for none.
    #[prop(into)]
    on_pick: Callback<Option<NaiveDate>>,
) -> impl IntoView {
    let id = ids::unique("day");
    view! {
        <span class="pick-one" class:is-set=move || value.with(Option::is_some)>
            <label for=id.clone()>{move || label.get()}</label>
            <span class="control">
                <input
                    class="control__input"
                    id=id
                    type="date"
                    max="9999-12-31"
                    prop:value=move || value.get().map(|day| day.to_string()).unwrap_or_default()
                    on:change=move |event| on_pick.run(event_target_value(&event).parse().ok())
                />
            </span>
        </span>
    }
    .into_any()
}

/// A growing list around its table: shapes first, then rows, then more of them.
#[component]
pub fn Growing<T>(
    /// The list.
    list: Paged<T>,
    /// The table with its rows.
    children: ChildrenFn,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let i18n = use_i18n();
    // A read ends with the part of the page that asked for it, and the button that asks is drawn anew
    // while it runs: the whole list asks instead.
    let owner = Owner::current();
    let more = Callback::new(move |()| match &owner {
        Some(owner) => owner.with(|| list.load_more()),
        None => list.load_more(),
    });
    let begun = Memo::new(move |_| list.total().with(Option::is_some));
    view! {
        <div class="growing" aria-busy=move || list.busy().get().then_some("true")>
            <Show when=move || begun.get() fallback=move || view! {
                <Show when=move || list.error().with(Option::is_none)><SkeletonText lines=12/></Show>
            }>
                {children()}
            </Show>
            {move || match list.error().get() {
                Some(error) => view! { <ErrorState error on_retry=more/> }.into_any(),
                None if list.has_more().get() => {
                    view! {
                        <div class="growing__end">
                            <Button kind=ButtonKind::Secondary loading=list.busy() on_click=more>
                                {move || t_string!(i18n, common.list.more)}
                            </Button>
                        </div>
                    }
                    .into_any()
                }
                None => ().into_any(),
            }}
        </div>
    }
    .into_any()
}
