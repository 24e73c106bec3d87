//! The menu of a list's views.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use shared::views::SavedView;

use super::columns::Columns;
use super::manage::Manage;
use super::save::SaveDialog;
use crate::api::views;
use crate::i18n::{t_string, use_i18n};
use crate::ui::{Icon, Menu, MenuItem, use_load};

/// What a view is to be kept of.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Look {
    /// Filters and order.
    pub query: String,
    /// The columns in sight.
    pub columns: Option<Vec<String>>,
}

/// The parameters in one order, so that the same filters are the same.
fn sorted(query: &str) -> String {
    let mut pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
    pairs.sort_unstable();
    pairs.join("&")
}

impl Look {
    fn is(&self, view: &SavedView) -> bool {
        sorted(&self.query) == sorted(&view.query) && self.columns == view.columns
    }
}

/// The views of a list: go to one, keep this one, look after them.
#[component]
pub fn ViewsMenu(
    /// The list's name on the server.
    list: &'static str,
    /// The list's address.
    path: &'static str,
    /// Its columns in sight.
    columns: Columns,
) -> impl IntoView {
    let i18n = use_i18n();
    let location = use_location();
    let kept = use_load(move || views::list_views(list));
    let (saving, managing) = (RwSignal::new(None), RwSignal::new(false));
    let look = Signal::derive(move || Look { query: location.search.get(), columns: columns.shown().get() });
    let current = Signal::derive(move || {
        let views = kept.get().unwrap_or_default();
        look.with(|look| views.into_iter().find(|view| look.is(view))).map(|view| view.name)
    });
    let navigate = use_navigate();
    let go = Callback::new(move |(query, keys): (String, Option<Vec<String>>)| {
        columns.set(keys);
        let address = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
        navigate(&address, NavigateOptions::default());
    });
    let items = Signal::derive(move || {
        let mut items =
            vec![MenuItem::action(move || t_string!(i18n, office.views.everything), move || go.run((String::new(), None)))];
        for view in kept.get().unwrap_or_default() {
            let icon = if view.shared { icondata::LuUsers } else { icondata::LuBookmark };
            let (query, keys) = (view.query, view.columns);
            items.push(MenuItem::action(view.name, move || go.run((query.clone(), keys.clone()))).icon(icon));
        }
        let keep = move || saving.set(Some(None));
        items.push(MenuItem::action(move || t_string!(i18n, office.views.save), keep).icon(icondata::LuBookmarkPlus));
        if kept.get().is_some_and(|views| views.iter().any(|view| view.mine)) {
            items.push(
                MenuItem::action(move || t_string!(i18n, office.views.manage), move || managing.set(true))
                    .icon(icondata::LuSettings2),
            );
        }
        items
    });
    view! {
        <div class="views" data-test="views">
            <Menu
                label=move || t_string!(i18n, office.views.label)
                trigger=move || {
                    view! {
                        <Icon icon=icondata::LuBookmark/>
                        <span data-test="view-name">{move || current.get().unwrap_or_else(|| t_string!(i18n, office.views.label).to_owned())}</span>
                        <Icon icon=icondata::LuChevronDown/>
                    }
                }
                items
            />
            <SaveDialog list look saving kept/>
            <Manage look kept open=managing saving/>
        </div>
    }
    .into_any()
}
