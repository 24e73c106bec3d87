//! What the tables of keys, webhooks and deliveries have in common.

use leptos::prelude::*;

use crate::i18n::{Locale, t_string, use_i18n};
use crate::ui::{Column, DataTable, EmptyState, Status, Tone};

/// A table, or what to say while there is nothing.
#[component]
pub(super) fn ProgramTable<T>(
    /// What it lists.
    #[prop(into)]
    caption: TextProp,
    /// The columns.
    columns: Vec<Column<T>>,
    /// The rows.
    #[prop(into)]
    rows: Signal<Vec<T>>,
    /// What tells rows apart.
    key: fn(&T) -> String,
    /// A picture of what is missing.
    icon: icondata::Icon,
    /// What is not there.
    #[prop(into)]
    empty: TextProp,
    /// What to do about it.
    #[prop(into)]
    empty_text: TextProp,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let nothing = move || {
        let (title, text) = (empty.clone(), empty_text.clone());
        view! { <EmptyState icon=icon title=title text=text/> }
    };
    view! { <DataTable caption=caption columns=columns rows=rows key=key empty=nothing/> }.into_any()
}

/// The column that says how a row stands.
pub(super) fn standing<T: 'static, S: Copy + Send + Sync + 'static>(
    test: &'static str,
    of: fn(&T) -> S,
    word: fn(S) -> &'static str,
    tone: fn(S) -> Tone,
    name: fn(Locale, S) -> &'static str,
) -> Column<T> {
    let i18n = use_i18n();
    Column::new(
        "state",
        move || t_string!(i18n, programs.keys.state),
        move |row: &T| {
            let now = of(row);
            view! {
                <span data-test=test data-state=word(now)>
                    <Status tone=tone(now)>{move || name(i18n.get_locale(), now)}</Status>
                </span>
            }
        },
    )
}
