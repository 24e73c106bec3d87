//! The palette: go to a page, an order or a product by typing a part of its name.

use std::time::Duration;

use leptos::html;
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::dashboard::StaffProductRow;
use shared::orders::StaffOrderRow;
use shared::permission::Permission;

use super::{rooms, words};
use crate::api::{ApiError, admin};
use crate::i18n::{Locale, t_string, td_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{Icon, ToastsInside, ids, may_leave, money, use_load};

/// Long enough to type a word, short enough to feel at once.
const TYPING: Duration = Duration::from_millis(200);
/// Fewer characters find too much.
const ENOUGH: usize = 2;

/// The headings of what was found, in their order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Pages,
    Orders,
    Products,
    More,
}

impl Group {
    fn name(self, locale: Locale) -> &'static str {
        match self {
            Self::Pages => td_string!(locale, office.palette.pages),
            Self::Orders => td_string!(locale, admin.nav.orders),
            Self::Products => td_string!(locale, admin.nav.products),
            Self::More => td_string!(locale, office.palette.more),
        }
    }
}

#[derive(Clone)]
enum Act {
    /// To a page of the back office.
    Go(String),
    /// To the shop, which is another app.
    Shop,
    /// To the sheet of keys.
    Sheet,
}

#[derive(Clone)]
struct Entry {
    group: Group,
    icon: icondata::Icon,
    title: String,
    note: String,
    act: Act,
}

/// Every word of `typed` is in `text`.
fn fits(text: &str, typed: &str) -> bool {
    let text = text.to_lowercase();
    typed.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

/// The palette; closed until `open`.
#[component]
pub fn Palette(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The sheet of keys, which is one of its entries.
    sheet: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog
            class="palette"
            node_ref=dialog
            aria-label=move || t_string!(i18n, office.palette.label)
            data-test="palette"
            on:close=move |_| open.set(false)
            on:click=move |event| {
                // On the backdrop.
                if dialog.get_untracked().is_some_and(|dialog| event.target().as_ref() == Some(dialog.as_ref())) {
                    open.set(false);
                }
            }
        >
            // Built only while open: it starts afresh each time.
            <Show when=move || open.get()>
                <Finder open sheet/>
                <ToastsInside/>
            </Show>
        </dialog>
    }
    .into_any()
}

/// What is found for a text on the server, as far as one may see it.
fn found<T, F>(asked: RwSignal<String>, may: bool, find: fn(&str) -> F) -> (Signal<Vec<T>>, Signal<bool>)
where
    T: Clone + Send + Sync + 'static,
    F: Future<Output = Result<Vec<T>, ApiError>> + 'static,
{
    let load = use_load(move || {
        let call = asked.with(|text| (may && text.chars().count() >= ENOUGH).then(|| find(text)));
        async move {
            match call {
                Some(call) => call.await,
                None => Ok(Vec::new()),
            }
        }
    });
    (Signal::derive(move || load.get().unwrap_or_default()), load.busy())
}

fn order_entry(locale: Locale, row: StaffOrderRow) -> Entry {
    let status = words::order_status(locale, row.status);
    Entry {
        group: Group::Orders,
        icon: icondata::LuPackage,
        title: row.number,
        note: format!("{} · {} · {status}", row.buyer, money(locale, row.total)),
        act: Act::Go(routes::admin::order(&row.id.to_string())),
    }
}

fn product_entry(locale: Locale, row: StaffProductRow) -> Entry {
    let skus = row.variants.iter().map(|variant| variant.sku.as_str()).take(3).collect::<Vec<_>>().join(", ");
    Entry {
        group: Group::Products,
        icon: icondata::LuGuitar,
        note: format!("{skus} · {}", words::product_status(locale, row.status)),
        act: Act::Go(routes::admin::products_like(&row.name)),
        title: row.name,
    }
}

#[component]
fn Finder(open: RwSignal<bool>, sheet: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session().get_untracked();
    let (typed, asked) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let active = RwSignal::new(0_usize);
    let (orders, orders_busy) = found(asked, session.can(Permission::OrdersRead), admin::find_orders);
    let (products, products_busy) = found(asked, session.can(Permission::CatalogRead), admin::find_products);
    let pages: Vec<rooms::Room> =
        [rooms::all(), rooms::settings(), rooms::inner()].into_iter().flat_map(|rooms| rooms::open_to(&session, rooms)).collect();
    let pages = StoredValue::new(pages);
    let entries = Signal::derive(move || {
        let locale = i18n.get_locale();
        let text = typed.get();
        let text = text.trim();
        let page = |room: &rooms::Room| Entry {
            group: Group::Pages,
            icon: room.icon,
            title: (room.name)(locale).to_owned(),
            note: String::new(),
            act: Act::Go(room.href.to_owned()),
        };
        let more = [
            (icondata::LuStore, td_string!(locale, admin.to_shop), Act::Shop),
            (icondata::LuKeyboard, td_string!(locale, office.keys.title), Act::Sheet),
        ];
        let mut entries: Vec<Entry> = pages.with_value(|pages| pages.iter().map(page).collect());
        entries.extend(orders.get().into_iter().map(|row| order_entry(locale, row)));
        entries.extend(products.get().into_iter().map(|row| product_entry(locale, row)));
        entries.extend(more.into_iter().map(|(icon, title, act)| Entry {
            group: Group::More,
            icon,
            title: title.to_owned(),
            note: String::new(),
            act,
        }));
        // What the server found fits by its own rules.
        entries.retain(|entry| matches!(entry.group, Group::Orders | Group::Products) || fits(&entry.title, text));
        entries
    });
    let busy = move || orders_busy.get() || products_busy.get();
    let navigate = use_navigate();
    let run = Callback::new(move |entry: Entry| {
        open.set(false);
        let navigate = navigate.clone();
        leptos::task::spawn_local(async move {
            match entry.act {
                Act::Sheet => sheet.set(true),
                Act::Go(path) => {
                    if may_leave().await {
                        navigate(&path, NavigateOptions::default());
                    }
                }
                Act::Shop => {
                    if may_leave().await {
                        let _ = window().location().set_href(routes::shop::HOME);
                    }
                }
            }
        });
    });
    let mut later = debounce(TYPING, move |text: String| drop(asked.try_set(text)));
    let list_id = ids::unique("found");
    let option_id = {
        let list_id = list_id.clone();
        move |index: usize| format!("{list_id}-{index}")
    };
    let reveal = {
        let option_id = option_id.clone();
        move |index: usize| {
            if let Some(option) = document().get_element_by_id(&option_id(index)) {
                let nearest = web_sys::ScrollIntoViewOptions::new();
                nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
                option.scroll_into_view_with_scroll_into_view_options(&nearest);
            }
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let count = entries.with_untracked(Vec::len);
        let now = active.get_untracked().min(count.saturating_sub(1));
        let next = match event.key().as_str() {
            "ArrowDown" if count > 0 => (now + 1) % count,
            "ArrowUp" if count > 0 => (now + count - 1) % count,
            "Enter" => {
                event.prevent_default();
                if let Some(entry) = entries.with_untracked(|entries| entries.get(now).cloned()) {
                    run.run(entry);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        active.set(next);
        reveal(next);
    };
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            let _ = input.focus();
        }
    });
    let selected = move || entries.with(|entries| active.get().min(entries.len().saturating_sub(1)));
    let rows = {
        let option_id = option_id.clone();
        move || {
            let locale = i18n.get_locale();
            let mut last = None;
            entries
                .get()
                .into_iter()
                .enumerate()
                .map(|(index, entry)| {
                    let heading = (last != Some(entry.group)).then(|| entry.group.name(locale));
                    last = Some(entry.group);
                    let Entry { icon, title, note, .. } = entry.clone();
                    view! {
                        {heading.map(|heading| view! { <li class="combo__group" role="presentation">{heading}</li> })}
                        <li
                            class="combo__option palette__entry"
                            role="option"
                            id=option_id(index)
                            class:is-active=move || selected() == index
                            aria-selected=move || if selected() == index { "true" } else { "false" }
                            // The focus stays in the field.
                            on:pointerdown=|event| event.prevent_default()
                            on:click=move |_| run.run(entry.clone())
                        >
                            <Icon icon/>
                            <span class="palette__title">{title}</span>
                            <span class="muted small palette__note">{note}</span>
                        </li>
                    }
                })
                .collect_view()
        }
    };
    view! {
        <div class="palette__head">
            <Icon icon=icondata::LuSearch/>
            <input
                node_ref=input
                class="palette__input"
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                maxlength="100"
                aria-label=move || t_string!(i18n, office.palette.hint)
                placeholder=move || t_string!(i18n, office.palette.hint)
                aria-autocomplete="list"
                aria-expanded="true"
                aria-controls=list_id.clone()
                aria-activedescendant=move || entries.with(|entries| !entries.is_empty()).then(|| option_id(selected()))
                prop:value=move || typed.get()
                on:input=move |event| {
                    let text = event_target_value(&event);
                    typed.set(text.clone());
                    active.set(0);
                    later(text.trim().to_owned());
                }
                on:keydown=on_key
            />
            <span class="combo__spin" class:is-on=busy aria-hidden="true"></span>
        </div>
        <ul class="palette__list" role="listbox" id=list_id.clone() aria-label=move || t_string!(i18n, office.palette.label)>
            {rows}
        </ul>
        <p class="palette__none muted" hidden=move || busy() || entries.with(|entries| !entries.is_empty())>
            {move || t_string!(i18n, common.list.nothing_fits)}
        </p>
        <span class="visually-hidden" role="status">
            {move || (!busy()).then(|| t_string!(i18n, common.list.suggestions, count = entries.with(Vec::len)))}
        </span>
    }
    .into_any()
}
