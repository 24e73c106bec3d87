//! What stands around every page of the shop.

mod account_button;
mod account_menu;
mod categories_menu;
mod footer;
mod menu_drawer;
mod navbar;
mod not_found;
mod search;
mod store_card;
mod suggestions;

pub use account_menu::Person;
pub use footer::Footer;
pub use navbar::Navbar;
pub use not_found::{CategoryWays, Lost, NotFoundPage};
pub use search::Search;
pub use store_card::StoreCard;

pub(super) use account_menu::AccountMenu;
pub(super) use suggestions::SearchSuggestions;

use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::catalog::Category;
use shared::store::StoreProfile;

use crate::api::{catalog, first_view, store};
use crate::ui::{Load, OwnLogo, now, use_load};

/// What the whole shop needs and fetches once. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Around {
    /// The category tree.
    pub categories: Load<Vec<Category>>,
    /// Whether that came with the page, which for most categories brings the names only.
    short: StoredValue<bool>,
    /// The shop itself.
    pub store: Load<StoreProfile>,
    /// The time, to the half minute.
    pub now: RwSignal<DateTime<Utc>>,
}

impl Around {
    fn new() -> Self {
        let clock = RwSignal::new(now());
        let tick = move || {
            clock.try_set(now());
        };
        let _ = set_interval_with_handle(tick, Duration::from_secs(30));
        let short = StoredValue::new(first_view::brings("/categories"));
        let (categories, store) = (use_load(catalog::list_categories), use_load(store::get_store));
        // What could not be had without a connection is asked for when there is one. For as long as the app runs.
        window_event_listener_untyped("online", move |_| {
            untrack(|| {
                if categories.get().is_none() {
                    categories.reload();
                }
                if store.get().is_none() {
                    store.reload();
                }
            });
        });
        Self { categories, short, store, now: clock }
    }

    /// Asks for all there is of the categories, once somebody goes on from the page that brought a part of it.
    fn complete(self) {
        if !self.short.get_value() {
            return;
        }
        self.short.set_value(false);
        spawn_local(async move {
            match catalog::list_categories().await {
                Ok(tree) => self.categories.put(tree),
                // Without a connection, say: the next step further asks again.
                Err(_) => drop(self.short.try_set_value(true)),
            }
        });
    }

    /// The shop's own logo, as far as it is known.
    #[must_use]
    pub fn logo(self) -> OwnLogo {
        match self.store.get() {
            Some(store) => store.brand.logo.map_or(OwnLogo::None, |image| OwnLogo::Shown(image, store.name)),
            None => OwnLogo::Unknown,
        }
    }

    /// The categories, as far as they are known.
    #[must_use]
    pub fn tree(self) -> Vec<Category> {
        self.categories.get().unwrap_or_default()
    }
}

/// Fetches what the whole shop needs; once, by its shell.
pub fn provide() {
    provide_context(Around::new());
}

/// What the whole shop needs.
#[must_use]
pub fn use_around() -> Around {
    use_context().unwrap_or_else(Around::new)
}

/// The categories right below `parent`, or the topmost ones; those without products are left out.
#[must_use]
pub fn below(tree: &[Category], parent: Option<&Category>) -> Vec<Category> {
    let parent = parent.map(|parent| parent.id);
    tree.iter().filter(|category| category.parent_id == parent && category.product_count > 0).cloned().collect()
}
