//! The columns: what each holds of a product's variant.

use std::sync::Arc;

use shared::products::{SaveProductRequest, SaveVariant};

use super::specifications;
use crate::http::{Cell, Column, SheetRules};

/// One row: a variant with its product.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The product.
    pub product: Arc<SaveProductRequest>,
    /// Which of its variants.
    pub variant: usize,
    /// The category's path.
    pub category: Arc<str>,
    /// The supplier's name.
    pub supplier: Arc<str>,
}

impl Line {
    fn of<T>(&self, get: impl FnOnce(&SaveVariant) -> T) -> Option<T> {
        self.product.variants.get(self.variant).map(get)
    }

    fn number(&self, get: impl FnOnce(&SaveVariant) -> i32) -> Cell {
        self.of(get).map_or(Cell::Empty, |number| Cell::Integer(number.into()))
    }

    /// A name of an option and the variant's value for it. A variant of a time when the product had
    /// other options shows none.
    fn option(&self, at: usize) -> (&str, &str) {
        let Some(variant) = self.product.variants.get(self.variant) else { return ("", "") };
        if !variant.options.iter().map(|option| &option.name).eq(&self.product.option_names) {
            return ("", "");
        }
        variant.options.get(at).map_or(("", ""), |option| (&option.name, &option.value))
    }
}

/// What is told of the product on each of its rows.
pub(super) const PRODUCT_COLUMNS: usize = 13;

/// The columns of an export. An import takes these, and `initial_stock`.
pub(super) static COLUMNS: &[Column<Line>] = &[
    Column::new("slug", ["Nama di URL", "Name in the URL"], 28, |line| Cell::maybe(line.product.slug.as_deref())),
    Column::new("name", ["Nama", "Name"], 34, |line| Cell::text(&line.product.name)),
    Column::new("brand", ["Merek", "Brand"], 16, |line| Cell::text(&line.product.brand)),
    Column::new("model", ["Model", "Model"], 16, |line| Cell::text(&line.product.model)),
    Column::new("category", ["Kategori", "Category"], 30, |line| Cell::text(&*line.category)),
    Column::new("supplier", ["Pemasok", "Supplier"], 20, |line| Cell::text(&*line.supplier)),
    Column::new("status", ["Status", "Status"], 10, |line| Cell::text(line.product.status.as_str())),
    Column::new("featured", ["Unggulan", "Featured"], 10, |line| Cell::Flag(line.product.featured)),
    Column::new("description", ["Deskripsi", "Description"], 40, |line| Cell::text(&line.product.description)),
    Column::new("description_en", ["Deskripsi Inggris", "Description in English"], 40, |line| {
        Cell::text(&line.product.description_en)
    }),
    Column::new("seo_title", ["Judul SEO", "SEO title"], 30, |line| Cell::maybe(line.product.seo_title.as_deref())),
    Column::new("seo_description", ["Deskripsi SEO", "SEO description"], 40, |line| {
        Cell::maybe(line.product.seo_description.as_deref())
    }),
    Column::new("specifications", ["Spesifikasi", "Specifications"], 40, |line| {
        Cell::text(specifications::write(&line.product.specifications))
    }),
    Column::new("option_1_name", ["Opsi 1", "Option 1"], 12, |line| Cell::text(line.option(0).0)),
    Column::new("option_1_value", ["Nilai opsi 1", "Value of option 1"], 14, |line| Cell::text(line.option(0).1)),
    Column::new("option_2_name", ["Opsi 2", "Option 2"], 12, |line| Cell::text(line.option(1).0)),
    Column::new("option_2_value", ["Nilai opsi 2", "Value of option 2"], 14, |line| Cell::text(line.option(1).1)),
    Column::new("option_3_name", ["Opsi 3", "Option 3"], 12, |line| Cell::text(line.option(2).0)),
    Column::new("option_3_value", ["Nilai opsi 3", "Value of option 3"], 14, |line| Cell::text(line.option(2).1)),
    Column::new("sku", ["SKU", "SKU"], 22, |line| line.of(|variant| Cell::text(&variant.sku)).unwrap_or(Cell::Empty)),
    Column::new("price", ["Harga", "Price"], 14, |line| line.of(|variant| Cell::Money(variant.price)).unwrap_or(Cell::Empty)),
    Column::new("compare_at", ["Harga coret", "Price before"], 14, |line| {
        line.of(|variant| variant.compare_at).flatten().map_or(Cell::Empty, Cell::Money)
    }),
    Column::new("weight_g", ["Berat (g)", "Weight (g)"], 10, |line| line.number(|variant| variant.weight_g)),
    Column::new("length_cm", ["Panjang (cm)", "Length (cm)"], 10, |line| line.number(|variant| variant.length_cm)),
    Column::new("width_cm", ["Lebar (cm)", "Width (cm)"], 10, |line| line.number(|variant| variant.width_cm)),
    Column::new("height_cm", ["Tinggi (cm)", "Height (cm)"], 10, |line| line.number(|variant| variant.height_cm)),
    Column::new("barcode", ["Barcode", "Barcode"], 18, |line| {
        line.of(|variant| Cell::maybe(variant.barcode.as_deref())).unwrap_or(Cell::Empty)
    }),
    Column::new("minimum_stock", ["Stok minimum", "Minimum stock"], 10, |line| line.number(|variant| variant.minimum_stock)),
    Column::new("low_stock_threshold", ["Batas stok menipis", "Low stock at"], 10, |line| {
        line.number(|variant| variant.low_stock_threshold)
    }),
    Column::new("active", ["Dijual", "For sale"], 10, |line| {
        line.of(|variant| Cell::Flag(variant.active)).unwrap_or(Cell::Empty)
    }),
    Column::new("cost", ["Harga beli", "Cost"], 14, |line| {
        line.of(|variant| variant.cost).flatten().map_or(Cell::Empty, Cell::Money)
    }),
];

/// Those that whoever reads the catalogue may see: not the last, which is what things cost.
pub(super) fn without_cost() -> &'static [Column<Line>] {
    COLUMNS.split_last().map_or(COLUMNS, |(_, rest)| rest)
}

/// The first pieces of a new variant; only an import has it.
pub(super) const INITIAL_STOCK: &str = "initial_stock";

/// What a file may hold.
pub(super) const RULES: SheetRules = SheetRules {
    known: &[
        "slug",
        "name",
        "brand",
        "model",
        "category",
        "supplier",
        "status",
        "featured",
        "description",
        "description_en",
        "seo_title",
        "seo_description",
        "specifications",
        "option_1_name",
        "option_1_value",
        "option_2_name",
        "option_2_value",
        "option_3_name",
        "option_3_value",
        "sku",
        "price",
        "compare_at",
        "weight_g",
        "length_cm",
        "width_cm",
        "height_cm",
        "barcode",
        "minimum_stock",
        "low_stock_threshold",
        "active",
        "cost",
        INITIAL_STOCK,
    ],
    required: &["sku"],
    max_rows: shared::imports::MAX_IMPORT_ROWS,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_takes_what_an_export_writes() {
        let mut exported: Vec<&str> = COLUMNS.iter().map(Column::key).collect();
        exported.push(INITIAL_STOCK);
        assert_eq!(exported, RULES.known);
        assert!(without_cost().len() + 1 == COLUMNS.len() && !without_cost().iter().any(|column| column.key() == "cost"));
        assert_eq!(COLUMNS.get(PRODUCT_COLUMNS).map(Column::key), Some("option_1_name"));
    }
}
