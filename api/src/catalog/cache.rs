//! What is remembered of the catalogue, and what a change makes untrue.

use std::sync::Arc;

use chrono::{DateTime, Datelike, Utc};
use shared::catalog::{Home, Product, ProductCard, Suggestions};
use shared::ids::ProductId;

use super::counters::Counters;
use super::list::{KeptList, ListQuery};
use super::tree::Tree;
use crate::cache::{Change, Keyed, Looks, Single};
use crate::clock;
use crate::http::Cached;

/// Bytes of lists, of products, and of everything else that is kept.
const LIST_BYTES: u64 = 16 << 20;
const PRODUCT_BYTES: u64 = 16 << 20;
const OTHER_BYTES: u64 = 4 << 20;
/// What an entry costs besides its bytes.
const ENTRY: usize = 512;

/// The day in the shop: what is new changes with it.
pub(super) type Day = i32;

/// A product page as it is kept.
#[derive(Clone)]
pub(super) struct KeptProduct {
    pub slug: Arc<str>,
    pub body: Cached<Product>,
}

/// Answers ready to be sent, until the database says that they changed.
pub struct CatalogCache {
    pub(super) tree: Single<Tree>,
    pub(super) home: Keyed<Day, Cached<Home>>,
    pub(super) lists: Keyed<(ListQuery, Option<String>, Day), KeptList>,
    pub(super) suggestions: Keyed<(String, Day), Cached<Suggestions>>,
    pub(super) related: Keyed<(String, Day), Cached<Vec<ProductCard>>>,
    /// Products by their name in the URL. A name may pass to another product, so the kept product's
    /// own name decides.
    pub(super) slugs: Keyed<String, ProductId>,
    pub(super) products: Keyed<ProductId, KeptProduct>,
    /// Not remembered but still to be written: views and searches.
    pub(super) counters: Counters,
}

fn weight(bytes: usize) -> u32 {
    u32::try_from(bytes + ENTRY).unwrap_or(u32::MAX)
}

impl Default for CatalogCache {
    fn default() -> Self {
        Self {
            tree: Single::default(),
            home: Keyed::new(2),
            lists: Keyed::weighed(LIST_BYTES, |list: &KeptList| weight(list.body.len())),
            suggestions: Keyed::weighed(OTHER_BYTES, |body: &Cached<Suggestions>| weight(body.len())),
            related: Keyed::weighed(OTHER_BYTES, |body: &Cached<Vec<ProductCard>>| weight(body.len())),
            slugs: Keyed::new(50_000),
            products: Keyed::weighed(PRODUCT_BYTES, |product: &KeptProduct| weight(product.body.len())),
            counters: Counters::default(),
        }
    }
}

impl CatalogCache {
    /// Forgets what the change makes untrue.
    pub fn apply(&self, change: &Change) {
        match change {
            Change::Listing(id) => {
                self.products.forget(id);
                self.forget_lists();
            }
            Change::Stock(id) => self.products.forget(id),
            Change::Categories | Change::Everything => {
                self.products.clear();
                self.slugs.clear();
                self.forget_lists();
            }
            Change::Session(_)
            | Change::User(_)
            | Change::Roles
            | Change::Settings
            | Change::ApiKey(_)
            | Change::Notification(..)
            | Change::Read(_)
            | Change::Order(..)
            | Change::Payment(_)
            | Change::Import(_)
            | Change::Shelf(_)
            | Change::Chat(..)
            | Change::ChatRoom(..)
            | Change::ChatRead(..)
            | Change::ChatTyping(_)
            | Change::ChatPresence(..) => {}
        }
    }

    /// How often each was of use.
    pub fn looks(&self) -> [(&'static str, Looks); 7] {
        [
            ("categories", self.tree.looks()),
            ("home", self.home.looks()),
            ("lists", self.lists.looks()),
            ("suggestions", self.suggestions.looks()),
            ("related", self.related.looks()),
            ("slugs", self.slugs.looks()),
            ("products", self.products.looks()),
        ]
    }

    /// Forgets everything and keeps nothing: changes go unheard.
    pub fn suspend(&self) {
        self.products.suspend();
        self.slugs.suspend();
        self.tree.suspend();
        self.home.suspend();
        self.lists.suspend();
        self.suggestions.suspend();
        self.related.suspend();
    }

    /// Keeps answers again.
    pub fn resume(&self) {
        self.products.resume();
        self.slugs.resume();
        self.tree.resume();
        self.home.resume();
        self.lists.resume();
        self.suggestions.resume();
        self.related.resume();
    }

    fn forget_lists(&self) {
        self.tree.clear();
        self.home.clear();
        self.lists.clear();
        self.suggestions.clear();
        self.related.clear();
    }

    /// The day for the keys of what shows which products are new.
    pub(super) fn day(&self, now: DateTime<Utc>) -> Day {
        clock::shop_day(now).num_days_from_ce()
    }
}
