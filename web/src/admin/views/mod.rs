//! Above a list: the views of it that were given a name, and which columns it shows.

mod columns;
mod manage;
mod menu;
mod save;

use leptos::prelude::*;

pub use self::columns::{Columns, ColumnsButton, use_columns};
pub use self::menu::ViewsMenu;

/// Views and columns of a list, for a line above its filters.
#[component]
pub fn ListTools(
    /// The list's name on the server.
    list: &'static str,
    /// The list's address.
    path: &'static str,
    /// Its columns in sight.
    columns: Columns,
    /// Key and heading of every column, by `Column::choice`.
    all: Vec<(&'static str, TextProp)>,
    /// What else belongs there.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="list-tools">
            <ViewsMenu list path columns/>
            <ColumnsButton columns all/>
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}
