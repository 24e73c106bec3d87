//! Categories by their path and suppliers by their name, and the other way round.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::ids::{CategoryId, SupplierId};

use crate::db::all;
use crate::http::ApiResult;

/// Between the names of a path.
const BELOW: &str = " > ";

/// What cells may name.
#[derive(Debug, Default)]
pub(super) struct Lookups {
    category_texts: HashMap<CategoryId, Arc<str>>,
    /// Paths that name one category, and slugs.
    categories: HashMap<String, CategoryId>,
    supplier_texts: HashMap<SupplierId, Arc<str>>,
    suppliers: HashMap<String, SupplierId>,
}

#[derive(FromQueryResult)]
struct CategoryRow {
    id: CategoryId,
    parent_id: Option<CategoryId>,
    slug: String,
    name: String,
}

#[derive(FromQueryResult)]
struct SupplierRow {
    id: SupplierId,
    name: String,
}

impl Lookups {
    /// Reads all categories and suppliers.
    pub async fn load(db: &impl ConnectionTrait) -> ApiResult<Self> {
        let categories: Vec<CategoryRow> = all(db, "SELECT id, parent_id, slug, name FROM categories", []).await?;
        let suppliers: Vec<SupplierRow> = all(db, "SELECT id, name FROM suppliers", []).await?;
        Ok(Self::new(&categories, suppliers))
    }

    fn new(categories: &[CategoryRow], suppliers: Vec<SupplierRow>) -> Self {
        let mut lookups = Self::default();
        let by_id: HashMap<CategoryId, &CategoryRow> = categories.iter().map(|row| (row.id, row)).collect();
        let path = |row| path(row, &by_id);
        let mut paths: HashMap<String, Vec<CategoryId>> = HashMap::new();
        for row in categories {
            paths.entry(folded(&path(row).join(BELOW))).or_default().push(row.id);
        }
        for row in categories {
            let names = path(row);
            let text = names.join(BELOW);
            let is_one = paths.get(&folded(&text)).is_some_and(|ids| ids.len() == 1);
            let is_plain = is_one && !names.iter().any(|name| name.contains('>'));
            lookups.category_texts.insert(row.id, if is_plain { text.into() } else { row.slug.as_str().into() });
        }
        // A path is preferred to a slug that reads the same.
        lookups.categories.extend(categories.iter().map(|row| (row.slug.clone(), row.id)));
        lookups.categories.extend(paths.into_iter().filter_map(|(path, ids)| match ids.as_slice() {
            [id] => Some((path, *id)),
            _ => None,
        }));
        for SupplierRow { id, name } in suppliers {
            lookups.suppliers.insert(folded(&name), id);
            lookups.supplier_texts.insert(id, name.as_str().into());
        }
        lookups
    }

    /// The category that a path or slug names.
    pub fn category(&self, text: &str) -> Option<CategoryId> {
        let path = folded(&text.split('>').map(str::trim).collect::<Vec<_>>().join(BELOW));
        self.categories.get(&path).copied()
    }

    /// How a file names a category.
    pub fn category_text(&self, id: CategoryId) -> Arc<str> {
        self.category_texts.get(&id).cloned().unwrap_or_else(|| "".into())
    }

    /// The supplier of a name.
    pub fn supplier(&self, text: &str) -> Option<SupplierId> {
        self.suppliers.get(&folded(text)).copied()
    }

    /// How a file names a supplier.
    pub fn supplier_text(&self, id: Option<SupplierId>) -> Arc<str> {
        id.and_then(|id| self.supplier_texts.get(&id)).cloned().unwrap_or_else(|| "".into())
    }
}

/// The names from the top of the tree down to a category.
fn path<'a>(row: &'a CategoryRow, by_id: &HashMap<CategoryId, &'a CategoryRow>) -> Vec<&'a str> {
    let mut names = vec![row.name.trim()];
    let mut above = row.parent_id;
    // The tree has no circles; should it, names end.
    while let Some(row) = above.and_then(|id| by_id.get(&id)).filter(|_| names.len() < 20) {
        names.push(row.name.trim());
        above = row.parent_id;
    }
    names.reverse();
    names
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_is_named_by_its_path_or_where_that_is_no_name_by_its_slug() {
        let row = |parent: Option<&CategoryRow>, slug: &str, name: &str| CategoryRow {
            id: CategoryId::generate(),
            parent_id: parent.map(|row| row.id),
            slug: slug.into(),
            name: name.into(),
        };
        let guitars = row(None, "gitar", "Gitar");
        let electric = row(Some(&guitars), "gitar-elektrik", "Elektrik");
        let (twin, other) = (row(Some(&guitars), "senar-1", "Senar"), row(Some(&guitars), "senar-2", "Senar"));
        let odd = row(None, "efek-pedal", "Efek > pedal");
        let ids = [guitars.id, electric.id, twin.id, other.id, odd.id];
        let lookups = Lookups::new(&[guitars, electric, twin, other, odd], Vec::new());
        let texts: Vec<String> = ids.iter().map(|id| lookups.category_text(*id).to_string()).collect();
        assert_eq!(texts, ["Gitar", "Gitar > Elektrik", "senar-1", "senar-2", "efek-pedal"]);
        for (id, text) in ids.iter().zip(&texts) {
            assert_eq!(lookups.category(text), Some(*id), "{text}");
        }
        assert_eq!(lookups.category("gitar>ELEKTRIK"), Some(ids[1]));
        assert_eq!(lookups.category("Gitar > Senar"), None);
    }
}
