//! The category tree as staff edit it.

use serde::{Deserialize, Serialize};

use crate::catalog::Image;
use crate::ids::CategoryId;
use crate::products::{MAX_SLUG, is_slug};
use crate::revision::Revision;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// Levels of the tree, the top one included.
pub const MAX_DEPTH: usize = 3;
/// Most categories.
pub const MAX_CATEGORIES: usize = 500;
/// Most characters of a description.
const MAX_DESCRIPTION: usize = 500;

/// A category with everything its editor shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StaffCategory {
    /// Id.
    pub id: CategoryId,
    /// Counts its changes; send it as `If-Match` with the next one.
    pub revision: i32,
    /// The category above, if any.
    pub parent_id: Option<CategoryId>,
    /// Name in the URL.
    pub slug: String,
    /// Indonesian name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// A sentence about it in Indonesian.
    pub description: String,
    /// A sentence about it in English.
    pub description_en: String,
    /// Picture.
    pub image: Option<Image>,
    /// Whether the shop's menus show it. Its products stay for sale either way.
    pub active: bool,
    /// Products in it, of any status; those below it are not counted.
    pub products: i64,
}

impl Revision for StaffCategory {
    fn revision(&self) -> i32 {
        self.revision
    }
}

/// A new category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct CreateCategoryRequest {
    /// The category above, if any; it becomes the last one there.
    pub parent_id: Option<CategoryId>,
    /// Indonesian name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Name in the URL; made from the Indonesian name when absent.
    pub slug: Option<String>,
    /// A sentence about it in Indonesian.
    pub description: String,
    /// A sentence about it in English.
    pub description_en: String,
    /// Whether the shop's menus show it.
    pub active: bool,
}

/// A category, as it shall be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct UpdateCategoryRequest {
    /// Indonesian name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Name in the URL. Links to the old one find nothing any more.
    pub slug: String,
    /// A sentence about it in Indonesian.
    pub description: String,
    /// A sentence about it in English.
    pub description_en: String,
    /// Whether the shop's menus show it.
    pub active: bool,
}

/// Where a category is to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct MoveCategoryRequest {
    /// The category above, if any.
    pub parent_id: Option<CategoryId>,
    /// How many stand before it there; beyond the last is last.
    pub position: i32,
}

impl Validate for CreateCategoryRequest {
    fn check(&self, faults: &mut Faults) {
        names(faults, &self.name, &self.name_en, &self.description, &self.description_en);
        if let Some(slug) = self.slug.as_deref().filter(|slug| !slug.is_empty()) {
            slug_rule(faults, slug);
        }
    }
}

impl Validate for UpdateCategoryRequest {
    fn check(&self, faults: &mut Faults) {
        names(faults, &self.name, &self.name_en, &self.description, &self.description_en);
        if self.slug.is_empty() {
            faults.add(FieldError::new("/slug", FieldCode::Required));
        } else {
            slug_rule(faults, &self.slug);
        }
    }
}

impl Validate for MoveCategoryRequest {
    fn check(&self, faults: &mut Faults) {
        faults.range("/position", self.position.into(), 0, 10_000);
    }
}

fn names(faults: &mut Faults, name: &str, name_en: &str, description: &str, description_en: &str) {
    faults.text("/name", name, 1, 60);
    faults.text("/name_en", name_en, 1, 60);
    faults.text("/description", description, 0, MAX_DESCRIPTION);
    faults.text("/description_en", description_en, 0, MAX_DESCRIPTION);
}

fn slug_rule(faults: &mut Faults, slug: &str) {
    if slug.len() > MAX_SLUG {
        faults.add(FieldError::new("/slug", FieldCode::TooLong).with("max", MAX_SLUG));
    } else if !is_slug(slug) {
        faults.add(FieldError::new("/slug", FieldCode::InvalidFormat));
    }
}

/// Why a category cannot stand below another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misplaced {
    /// That one is not there.
    Unknown,
    /// It is itself, or below it.
    Cycle,
    /// The tree would be deeper than [`MAX_DEPTH`].
    TooDeep,
}

impl Misplaced {
    /// The fault at `/parent_id`.
    #[must_use]
    pub fn error(self) -> FieldError {
        match self {
            Self::Unknown | Self::Cycle => FieldError::new("/parent_id", FieldCode::UnknownChoice),
            Self::TooDeep => FieldError::new("/parent_id", FieldCode::TooLarge).with("max", MAX_DEPTH),
        }
    }
}

/// Whether `id` (`None`: a new category) may stand below `parent`, in a tree of categories and those
/// above them.
///
/// # Errors
/// Why it may not.
pub fn may_stand(
    tree: &[(CategoryId, Option<CategoryId>)],
    id: Option<CategoryId>,
    parent: Option<CategoryId>,
) -> Result<(), Misplaced> {
    let above = |id: CategoryId| tree.iter().find(|(other, _)| *other == id).and_then(|(_, parent)| *parent);
    // Within the tree's size, should it ever hold a circle.
    let way_up = |from: CategoryId| std::iter::successors(Some(from), |&at| above(at)).take(tree.len() + 1);
    let mut levels = 1;
    if let Some(parent) = parent {
        if !tree.iter().any(|(other, _)| *other == parent) {
            return Err(Misplaced::Unknown);
        }
        if id.is_some_and(|id| way_up(parent).any(|at| at == id)) {
            return Err(Misplaced::Cycle);
        }
        levels += way_up(parent).count();
    }
    if let Some(id) = id {
        let below = |other: CategoryId| way_up(other).position(|at| at == id);
        levels += tree.iter().filter_map(|(other, _)| below(*other)).max().unwrap_or(0);
    }
    if levels > MAX_DEPTH { Err(Misplaced::TooDeep) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_stays_a_tree_of_bearable_depth() {
        let id = |number: u128| CategoryId(uuid::Uuid::from_u128(number));
        // 1 > 2 > 3, 4 > 5, 6
        let tree =
            [(id(1), None), (id(2), Some(id(1))), (id(3), Some(id(2))), (id(4), None), (id(5), Some(id(4))), (id(6), None)];
        let may = |which: Option<u128>, below: Option<u128>| may_stand(&tree, which.map(id), below.map(id));
        assert_eq!(may(Some(3), None), Ok(()));
        assert_eq!(may(Some(6), Some(2)), Ok(()));
        assert_eq!(may(Some(4), Some(1)), Ok(()));
        assert_eq!(may(Some(4), Some(2)), Err(Misplaced::TooDeep));
        assert_eq!(may(Some(1), Some(3)), Err(Misplaced::Cycle));
        assert_eq!(may(Some(1), Some(1)), Err(Misplaced::Cycle));
        assert_eq!(may(None, Some(3)), Err(Misplaced::TooDeep));
        assert_eq!(may(None, Some(2)), Ok(()));
        assert_eq!(may(None, Some(9)), Err(Misplaced::Unknown));
    }
}
