//! Which columns a list shows: remembered in this browser, and part of a saved view.

use leptos::prelude::*;

use crate::i18n::{t_string, use_i18n};
use crate::storage;
use crate::ui::{Button, ButtonKind, Checkbox, Dialog};

/// The columns of a list in sight. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Columns {
    list: &'static str,
    shown: RwSignal<Option<Vec<String>>>,
}

/// The columns of a list as they were chosen here last.
#[must_use]
pub fn use_columns(list: &'static str) -> Columns {
    let chosen = storage::get(&place(list)).map(|keys| keys.split(',').map(str::to_owned).collect());
    Columns { list, shown: RwSignal::new(chosen) }
}

fn place(list: &str) -> String {
    format!("hurtrock.columns.{list}")
}

impl Columns {
    /// The keys of the columns in sight, for the table; `None` for all.
    #[must_use]
    pub fn shown(self) -> Signal<Option<Vec<String>>> {
        self.shown.into()
    }

    /// Shows others; `None` for all.
    pub fn set(self, keys: Option<Vec<String>>) {
        match &keys {
            Some(keys) => storage::set(&place(self.list), &keys.join(",")),
            None => storage::remove(&place(self.list)),
        }
        self.shown.set(keys);
    }
}

/// The button that lets one choose. The first column tells what a row is and stays.
#[component]
pub fn ColumnsButton(
    /// The list's columns in sight.
    columns: Columns,
    /// Key and heading of every column.
    all: Vec<(&'static str, TextProp)>,
) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    let all = StoredValue::new(all);
    let ticks = move || {
        all.get_value()
            .into_iter()
            .enumerate()
            .map(|(index, (key, label))| {
                let shown =
                    columns.shown.with_untracked(|shown| shown.as_ref().is_none_or(|keys| keys.iter().any(|own| own == key)));
                let ticked = RwSignal::new(shown || index == 0);
                if index == 0 {
                    return view! { <li><span class="check muted">{move || label.get()}</span></li> }.into_any();
                }
                Effect::new(move |before: Option<bool>| {
                    let now = ticked.get();
                    if before.is_some_and(|before| before != now) {
                        toggle(columns, &all.get_value(), key, now);
                    }
                    now
                });
                view! { <li data-test=format!("column-{key}")><Checkbox checked=ticked>{move || label.get()}</Checkbox></li> }
                    .into_any()
            })
            .collect_view()
    };
    view! {
        <Button kind=ButtonKind::Quiet icon=icondata::LuColumns3 on_click=move || open.set(true) attr:data-test="columns">
            {move || t_string!(i18n, office.columns.label)}
        </Button>
        <Dialog
            open
            title=move || t_string!(i18n, office.columns.label)
            footer=move || {
                view! {
                    <Button
                        kind=ButtonKind::Quiet
                        on_click=move || {
                            columns.set(None);
                            open.set(false);
                        }
                    >
                        {move || t_string!(i18n, office.columns.all)}
                    </Button>
                    <Button kind=ButtonKind::Primary on_click=move || open.set(false)>{move || t_string!(i18n, common.action.done)}</Button>
                }
            }
        >
            <ul class="columns" role="list">{ticks()}</ul>
        </Dialog>
    }
    .into_any()
}

/// Shows a column or hides it; the table keeps its own order.
fn toggle(columns: Columns, all: &[(&'static str, TextProp)], key: &str, show: bool) {
    let shown = columns.shown.get_untracked();
    let now = |own: &str| shown.as_ref().is_none_or(|keys| keys.iter().any(|known| known == own));
    let keys: Vec<String> =
        all.iter().map(|(own, _)| *own).filter(|own| if *own == key { show } else { now(own) }).map(str::to_owned).collect();
    columns.set((keys.len() < all.len()).then_some(keys));
}
