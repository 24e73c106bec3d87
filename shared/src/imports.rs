//! Products from a file: what an import is, and how its report tells of each row.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{ImportId, ProductId};
use crate::validate::FieldError;

/// Most bytes of a file.
pub const MAX_IMPORT_BYTES: usize = 20 * 1024 * 1024;
/// Most rows of a file, the heading apart.
pub const MAX_IMPORT_ROWS: usize = 20_000;

words!(
    /// Where an import stands.
    ImportStatus {
        /// Each row is being checked; nothing is written.
        Checking = "checking",
        /// Every row was checked; it waits for somebody to apply it.
        Checked = "checked",
        /// It is being written.
        Applying = "applying",
        /// It was written.
        Applied = "applied",
        /// It was called off. What was written before that stays.
        Cancelled = "cancelled",
    }
);

impl ImportStatus {
    /// Work goes on; another import has to wait.
    #[must_use]
    pub const fn is_busy(self) -> bool {
        matches!(self, Self::Checking | Self::Applying)
    }
}

words!(
    /// What becomes of a row, or became of it.
    ImportOutcome {
        /// A new variant.
        Created = "created",
        /// A variant, or its product, becomes other than before.
        Changed = "changed",
        /// All is so already.
        Unchanged = "unchanged",
        /// It breaks a rule; nothing of its product is written.
        Refused = "refused",
    }
);

/// How many rows there are of each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ImportCounts {
    /// New variants.
    pub created: i32,
    /// Variants that change, or whose product does.
    pub changed: i32,
    /// Rows that change nothing.
    pub unchanged: i32,
    /// Rows that break a rule.
    pub refused: i32,
}

/// A file of products on its way into the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Import {
    /// Id.
    pub id: ImportId,
    /// Where it stands.
    pub status: ImportStatus,
    /// What the file was called.
    pub file_name: String,
    /// The columns that it has.
    pub columns: Vec<String>,
    /// Rows in the file.
    pub rows: i32,
    /// Rows that were checked, or written, so far.
    pub done: i32,
    /// What becomes of the rows that are done.
    pub counts: ImportCounts,
    /// Who sent it.
    pub sent_by: String,
    /// When it was sent.
    pub created_at: DateTime<Utc>,
    /// When it was applied to the end, or called off.
    pub finished_at: Option<DateTime<Utc>>,
}

/// A row of the file, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ImportRow {
    /// The line of the file that it begins on; the heading is line 1.
    pub line: i32,
    /// The SKU, as far as there is one.
    pub sku: String,
    /// The product's name.
    pub product: String,
    /// The product, where there is one already.
    pub product_id: Option<ProductId>,
    /// What becomes of it; absent until it was checked.
    pub outcome: Option<ImportOutcome>,
    /// The rules it breaks; `pointer` is the column, or empty when it is about the row as a whole.
    pub faults: Vec<FieldError>,
    /// What changes.
    pub changes: Vec<ImportChange>,
}

/// A cell that becomes other than it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ImportChange {
    /// The column.
    pub column: String,
    /// What the shop has.
    pub before: String,
    /// What the file has.
    pub after: String,
}
