//! The category tree with its counts: small, and kept whole.

use std::collections::{BTreeMap, HashMap};

use sea_orm::FromQueryResult;
use serde::Deserialize;
use shared::catalog::{Brand, Category, Crumb};
use shared::ids::CategoryId;

use super::read_one;
use crate::context::Ctx;
use crate::files;
use crate::http::{ApiError, ApiResult, Cached};

/// The active categories, each below its parent in the order to show them, and how many products
/// each brand has in each.
pub(super) struct Tree {
    categories: Vec<Category>,
    by_id: HashMap<CategoryId, usize>,
    by_slug: HashMap<String, usize>,
    /// Category (a leaf mostly), brand, products.
    counted: Vec<(CategoryId, String, i64)>,
    categories_json: Cached<Vec<Category>>,
    brands_json: Cached<Vec<Brand>>,
}

#[derive(FromQueryResult)]
struct TreeRow {
    categories: Option<serde_json::Value>,
    counted: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct CategoryRow {
    id: CategoryId,
    parent_id: Option<CategoryId>,
    slug: String,
    name: String,
    name_en: String,
    description: String,
    description_en: String,
    image: Option<serde_json::Value>,
}

const TREE: &str = "SELECT
    (SELECT json_agg(c) FROM (
        SELECT id, parent_id, slug, name, name_en, description, description_en, image FROM categories WHERE active ORDER BY sort_order, name) c) AS categories,
    (SELECT json_agg(json_build_array(category_id, brand, products)) FROM listing_counts WHERE products > 0) AS counted";

/// The tree, from memory if it is still true.
pub(super) async fn tree(ctx: &Ctx) -> ApiResult<std::sync::Arc<Tree>> {
    let load = async || {
        let row: Option<TreeRow> = read_one(ctx, TREE, []).await?;
        let row = row.ok_or_else(|| ApiError::internal("no tree"))?;
        let categories = row.categories.map_or_else(|| Ok(Vec::new()), serde_json::from_value)?;
        let counted = row.counted.map_or_else(|| Ok(Vec::new()), serde_json::from_value)?;
        Ok::<_, ApiError>(Tree::new(categories, counted)?)
    };
    ctx.caches.catalog.tree.get_or_load(load).await
}

impl Tree {
    fn new(rows: Vec<CategoryRow>, counted: Vec<(CategoryId, String, i64)>) -> Result<Self, serde_json::Error> {
        let mut below: HashMap<Option<CategoryId>, Vec<CategoryRow>> = HashMap::new();
        for row in rows {
            below.entry(row.parent_id).or_default().push(row);
        }
        let mut categories = Vec::new();
        let mut open: Vec<CategoryRow> = below.remove(&None).unwrap_or_default().into_iter().rev().collect();
        while let Some(row) = open.pop() {
            open.extend(below.remove(&Some(row.id)).unwrap_or_default().into_iter().rev());
            categories.push(Category {
                id: row.id,
                parent_id: row.parent_id,
                slug: row.slug,
                name: row.name,
                name_en: row.name_en,
                description: row.description,
                description_en: row.description_en,
                product_count: 0,
                image: row.image.and_then(files::image_from_json),
            });
        }
        let mut tree = Self {
            by_id: categories.iter().enumerate().map(|(at, category)| (category.id, at)).collect(),
            by_slug: categories.iter().enumerate().map(|(at, category)| (category.slug.clone(), at)).collect(),
            categories,
            counted,
            categories_json: Cached::of(&Vec::new())?,
            brands_json: Cached::of(&Vec::new())?,
        };
        let counts = tree.counts(|_, _| true);
        for category in &mut tree.categories {
            category.product_count = counts.get(&category.id).copied().unwrap_or(0);
        }
        tree.categories_json = Cached::of(&tree.categories)?;
        let brands: BTreeMap<String, i64> = tree.brand_counts(None).into_iter().collect();
        let mut brands: Vec<Brand> = brands.into_iter().map(|(name, product_count)| Brand { name, product_count }).collect();
        brands.sort_by_cached_key(|brand| brand.name.to_lowercase());
        tree.brands_json = Cached::of(&brands)?;
        Ok(tree)
    }

    /// All categories, each below its parent.
    pub(super) fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// The category with this name in the URL.
    pub(super) fn find(&self, slug: &str) -> Option<&Category> {
        self.by_slug.get(slug).and_then(|&at| self.categories.get(at))
    }

    fn get(&self, id: CategoryId) -> Option<&Category> {
        self.by_id.get(&id).and_then(|&at| self.categories.get(at))
    }

    /// The category and those above it, nearest first.
    fn upwards(&self, id: CategoryId) -> impl Iterator<Item = &Category> {
        // A tree cannot be deeper than it is large.
        std::iter::successors(self.get(id), |category| category.parent_id.and_then(|parent| self.get(parent)))
            .take(self.categories.len())
    }

    /// The way to a category from the top.
    pub(super) fn breadcrumbs(&self, id: CategoryId) -> Vec<Crumb> {
        let mut crumbs: Vec<Crumb> = self.upwards(id).map(crumb).collect();
        crumbs.reverse();
        crumbs
    }

    /// The category and all below it.
    pub(super) fn within(&self, id: CategoryId) -> Vec<CategoryId> {
        self.categories
            .iter()
            .filter(|category| self.upwards(category.id).any(|above| above.id == id))
            .map(|category| category.id)
            .collect()
    }

    /// Products for sale in each category and below it, of those that `wanted` holds for.
    pub(super) fn counts(&self, wanted: impl Fn(CategoryId, &str) -> bool) -> HashMap<CategoryId, i64> {
        self.roll_up(self.counted.iter().filter(|(id, brand, _)| wanted(*id, brand)).map(|(id, _, count)| (*id, *count)))
    }

    /// Adds the counts of categories to those above them.
    pub(super) fn roll_up(&self, counts: impl Iterator<Item = (CategoryId, i64)>) -> HashMap<CategoryId, i64> {
        let mut sums = HashMap::new();
        for (id, count) in counts {
            for category in self.upwards(id) {
                *sums.entry(category.id).or_insert(0) += count;
            }
        }
        sums
    }

    /// Products for sale of each brand, in a category and below it, or in all.
    pub(super) fn brand_counts(&self, category: Option<&Category>) -> HashMap<String, i64> {
        let mut sums: HashMap<String, i64> = HashMap::new();
        for (id, brand, count) in &self.counted {
            if category.is_none_or(|category| self.upwards(*id).any(|above| above.id == category.id)) {
                *sums.entry(brand.clone()).or_insert(0) += count;
            }
        }
        sums
    }

    /// Whether something is for sale of a brand.
    pub(super) fn has_brand(&self, name: &str) -> bool {
        self.counted.iter().any(|(_, brand, _)| brand == name)
    }

    /// Products for sale in a category (or all) of any of the brands (or all).
    pub(super) fn total(&self, category: Option<&Category>, brands: &[String]) -> i64 {
        let sums = self.brand_counts(category);
        sums.iter().filter(|(name, _)| brands.is_empty() || brands.contains(name)).map(|(_, count)| count).sum()
    }

    /// The categories as `GET /categories` sends them.
    pub(super) fn categories_json(&self) -> Cached<Vec<Category>> {
        self.categories_json.clone()
    }

    /// The brands as `GET /brands` sends them.
    pub(super) fn brands_json(&self) -> Cached<Vec<Brand>> {
        self.brands_json.clone()
    }
}

pub(super) fn crumb(category: &Category) -> Crumb {
    Crumb { slug: category.slug.clone(), name: category.name.clone(), name_en: category.name_en.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: u128, parent: Option<u128>, slug: &str) -> CategoryRow {
        CategoryRow {
            id: CategoryId(uuid::Uuid::from_u128(id)),
            parent_id: parent.map(|id| CategoryId(uuid::Uuid::from_u128(id))),
            slug: slug.into(),
            name: slug.into(),
            name_en: slug.into(),
            description: String::new(),
            description_en: String::new(),
            image: None,
        }
    }

    fn id(id: u128) -> CategoryId {
        CategoryId(uuid::Uuid::from_u128(id))
    }

    fn tree() -> Tree {
        let rows = vec![
            row(1, None, "gitar"),
            row(2, None, "bass"),
            row(3, Some(1), "elektrik"),
            row(4, Some(3), "tujuh"),
            row(9, Some(8), "yatim"),
        ];
        let counted =
            vec![(id(4), "ESP".into(), 2), (id(3), "ESP".into(), 3), (id(3), "LTD".into(), 4), (id(2), "ESP".into(), 5)];
        Tree::new(rows, counted).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn categories_stand_below_their_parents() {
        let slugs: Vec<_> = tree().categories.iter().map(|category| (category.slug.clone(), category.product_count)).collect();
        assert_eq!(slugs, [("gitar".into(), 9), ("elektrik".into(), 9), ("tujuh".into(), 2), ("bass".into(), 5)]);
    }

    #[test]
    fn totals_follow_category_and_brand() {
        let tree = tree();
        assert_eq!(tree.total(None, &[]), 14);
        assert_eq!(tree.total(tree.find("gitar"), &["ESP".into()]), 5);
        assert_eq!(tree.total(tree.find("bass"), &["LTD".into()]), 0);
    }

    #[test]
    fn breadcrumbs_lead_from_the_top() {
        let slugs: Vec<String> = tree().breadcrumbs(id(4)).into_iter().map(|crumb| crumb.slug).collect();
        assert_eq!(slugs, ["gitar", "elektrik", "tujuh"]);
        assert_eq!(tree().within(id(1)), [id(1), id(3), id(4)]);
    }
}
