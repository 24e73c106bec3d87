//! Writes a product down in few lines.

use crate::look::Look;
use crate::model::{Product, Specification, Text, Variant, VariantArt, slug_of};

/// A product being written. Weight, size and price set on it are what its variants get.
pub(crate) struct Draft {
    product: Product,
    sku: &'static str,
    price: i64,
    compare_at: Option<i64>,
    margin: i64,
    weight_g: i32,
    size_cm: [i32; 3],
}

impl Draft {
    /// `sku` is the whole SKU of a simple product and the stem of variant SKUs.
    pub(crate) fn new(category: &'static str, brand: &'static str, model: &'static str, sku: &'static str, look: Look) -> Self {
        let name = format!("{brand} {model}");
        Self {
            product: Product {
                slug: slug_of(&name),
                name,
                brand,
                model,
                category,
                supplier: "",
                description: Text::same(""),
                specifications: Vec::new(),
                options: Vec::new(),
                variants: Vec::new(),
                featured: false,
                tags: Vec::new(),
                listed_days_ago: 400,
                popularity: 10,
                look,
            },
            sku,
            price: 0,
            compare_at: None,
            margin: 25,
            weight_g: 0,
            size_cm: [0; 3],
        }
    }

    pub(crate) fn said(mut self, id: &'static str, en: &'static str) -> Self {
        self.product.description = Text::new(id, en);
        self
    }

    /// Values with a bar differ by language, see [`Text::parse`].
    pub(crate) fn specs(mut self, lines: &[(Text, &'static str)]) -> Self {
        self.product.specifications =
            lines.iter().map(|&(key, value)| Specification { key, value: Text::parse(value) }).collect();
        self
    }

    /// Supplier code and the shop's margin in percent of the price.
    pub(crate) fn from(mut self, supplier: &'static str, margin: i64) -> Self {
        self.product.supplier = supplier;
        self.margin = margin;
        self
    }

    pub(crate) fn price(mut self, rupiah: i64) -> Self {
        self.price = rupiah;
        self.compare_at = None;
        self
    }

    /// The former price.
    pub(crate) fn was(mut self, rupiah: i64) -> Self {
        self.compare_at = Some(rupiah);
        self
    }

    /// Packed weight in grams and length, width, height in centimetres.
    pub(crate) fn packed(mut self, weight_g: i32, size_cm: [i32; 3]) -> Self {
        self.weight_g = weight_g;
        self.size_cm = size_cm;
        self
    }

    pub(crate) fn popularity(mut self, weight: u32) -> Self {
        self.product.popularity = weight;
        self
    }

    pub(crate) fn featured(mut self) -> Self {
        self.product.featured = true;
        self
    }

    pub(crate) fn tags(mut self, tags: &[&'static str]) -> Self {
        self.product.tags.extend_from_slice(tags);
        self
    }

    /// Taken up this many days ago; within two months it is tagged `new`.
    pub(crate) fn listed(mut self, days_ago: u16) -> Self {
        self.product.listed_days_ago = days_ago;
        if days_ago <= 60 {
            self.product.tags.push("new");
        }
        self
    }

    pub(crate) fn options(mut self, names: &[Text]) -> Self {
        self.product.options = names.to_vec();
        self
    }

    /// A simple product: its one variant has the stem as SKU.
    pub(crate) fn stock(self, stock: i32, art: VariantArt) -> Product {
        let sku = self.sku.to_owned();
        let mut draft = self;
        let variant = draft.make(sku, Vec::new(), stock, art);
        draft.product.variants.push(variant);
        draft.product
    }

    /// A variant `stem-suffix` with the price, weight and size set so far.
    pub(crate) fn variant(mut self, suffix: &str, values: &[&'static str], stock: i32, art: VariantArt) -> Self {
        let values = values.iter().map(|v| Text::parse(v)).collect();
        let variant = self.make(format!("{}-{suffix}", self.sku), values, stock, art);
        self.product.variants.push(variant);
        self
    }

    pub(crate) fn done(self) -> Product {
        self.product
    }

    fn make(&self, sku: String, options: Vec<Text>, stock: i32, art: VariantArt) -> Variant {
        // The dearer the piece, the fewer stand in the shop.
        let (low_stock, minimum_stock) = match self.price {
            ..=500_000 => (12, 6),
            500_001..=3_000_000 => (4, 2),
            3_000_001..=15_000_000 => (2, 1),
            _ => (1, 1),
        };
        Variant {
            barcode: barcode(&sku),
            sku,
            options,
            price: self.price,
            compare_at: self.compare_at,
            cost: self.price * (100 - self.margin) / 100 / 500 * 500,
            weight_g: self.weight_g,
            size_cm: self.size_cm,
            stock,
            low_stock,
            minimum_stock,
            art,
        }
    }
}

/// An EAN-13 from the 21x range (GS1: restricted circulation inside a company), made from the
/// SKU so that it stays when products are added around it.
fn barcode(sku: &str) -> String {
    // FNV-1a, 64 bit.
    let hash = sku.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3));
    let body = format!("210{:09}", hash % 1_000_000_000);
    let check = check_digit(&body);
    format!("{body}{check}")
}

/// The check digit of an EAN-13: the weights 1 and 3 alternate from the left.
pub(crate) fn check_digit(first_twelve: &str) -> u32 {
    let sum: u32 = first_twelve
        .chars()
        .filter_map(|c| c.to_digit(10))
        .zip([1, 3].into_iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .sum();
    (10 - sum % 10) % 10
}
