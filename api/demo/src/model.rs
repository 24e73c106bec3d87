//! The plain shapes of the catalogue.

use crate::finish::Finish;
use crate::look::Look;

/// The same words in the two languages of the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// Indonesian.
    pub id: &'static str,
    /// English.
    pub en: &'static str,
}

impl Text {
    /// Words that differ.
    pub const fn new(id: &'static str, en: &'static str) -> Self {
        Self { id, en }
    }

    /// Words that read the same in both languages: names, figures, units.
    pub const fn same(both: &'static str) -> Self {
        Self { id: both, en: both }
    }

    /// `"Kanan|Right"` is Indonesian and English; without a bar it is [`Text::same`].
    pub fn parse(words: &'static str) -> Self {
        match words.split_once('|') {
            Some((id, en)) => Self { id, en },
            None => Self::same(words),
        }
    }
}

/// Everything the demo shop starts with.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// Parents come before their children.
    pub categories: Vec<Category>,
    /// In alphabetical order.
    pub brands: Vec<Brand>,
    /// The distributors the shop buys from.
    pub suppliers: Vec<Supplier>,
    /// Grouped by category.
    pub products: Vec<Product>,
}

impl Catalogue {
    /// The categories products may sit in: those without children.
    pub fn leaves(&self) -> impl Iterator<Item = &Category> {
        self.categories.iter().filter(|c| !self.categories.iter().any(|d| d.parent == Some(c.slug)))
    }

    /// The product and variant behind a SKU.
    pub fn by_sku(&self, sku: &str) -> Option<(&Product, &Variant)> {
        self.products.iter().find_map(|p| {
            let variant = p.variants.iter().find(|v| v.sku == sku)?;
            Some((p, variant))
        })
    }

    /// The top-level category above (or equal to) `slug`.
    pub fn top_of(&self, slug: &str) -> Option<&Category> {
        let category = self.categories.iter().find(|c| c.slug == slug)?;
        match category.parent {
            Some(parent) => self.top_of(parent),
            None => Some(category),
        }
    }
}

/// A shelf of the shop. The tree has two levels.
#[derive(Clone, Copy, Debug)]
pub struct Category {
    /// Unique.
    pub slug: &'static str,
    /// Slug of the parent; `None` for a top-level category.
    pub parent: Option<&'static str>,
    /// Shown in menus and breadcrumbs.
    pub name: Text,
    /// One sentence.
    pub description: Text,
    /// Position among its siblings, from 0.
    pub sort_order: i32,
}

/// A maker.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Brand {
    /// As the maker writes it.
    pub name: &'static str,
    /// Unique.
    pub slug: String,
}

/// A distributor the shop orders from. Invented; the addresses exist only as streets do.
#[derive(Clone, Copy, Debug)]
pub struct Supplier {
    /// Unique short code.
    pub code: &'static str,
    /// What the staff call it.
    pub name: &'static str,
    /// Registered company.
    pub company: &'static str,
    /// Who answers.
    pub contact_person: &'static str,
    /// Under a domain reserved for examples.
    pub email: &'static str,
    /// E.164.
    pub phone: &'static str,
    /// Street and city.
    pub address: &'static str,
    /// Kemendagri regency code.
    pub regency: &'static str,
    /// Postal code.
    pub postal_code: &'static str,
    /// Internal remark.
    pub notes: Text,
}

/// One line of the specification table; order matters.
#[derive(Clone, Copy, Debug)]
pub struct Specification {
    /// What is specified.
    pub key: Text,
    /// Its value.
    pub value: Text,
}

/// An article of the shop.
#[derive(Clone, Debug)]
pub struct Product {
    /// Unique; made of brand and model.
    pub slug: String,
    /// Brand and model, the same in every language.
    pub name: String,
    /// Name of a [`Brand`].
    pub brand: &'static str,
    /// The maker's model name.
    pub model: &'static str,
    /// Slug of a leaf category.
    pub category: &'static str,
    /// Code of a [`Supplier`].
    pub supplier: &'static str,
    /// Two to four sentences.
    pub description: Text,
    /// In the order to show.
    pub specifications: Vec<Specification>,
    /// Names of the options; empty for a simple product.
    pub options: Vec<Text>,
    /// At least one; the first is the one to show.
    pub variants: Vec<Variant>,
    /// Belongs on the home page.
    pub featured: bool,
    /// `new`, `bestseller`, `beginner`, `metal`, `vintage`, `stage`, `studio`.
    pub tags: Vec<&'static str>,
    /// How many days ago the shop took it up; small numbers are new arrivals.
    pub listed_days_ago: u16,
    /// Relative share of past sales, 1..=100.
    pub popularity: u32,
    /// What [`crate::art`] draws.
    pub look: Look,
}

/// The sellable thing.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Unique.
    pub sku: String,
    /// EAN-13 from the range for use inside a shop (2xx), unique.
    pub barcode: String,
    /// One value per [`Product::options`], in their order.
    pub options: Vec<Text>,
    /// Retail price in whole rupiah, tax included.
    pub price: i64,
    /// Former price in whole rupiah, above `price`.
    pub compare_at: Option<i64>,
    /// What the shop pays, in whole rupiah.
    pub cost: i64,
    /// Packed weight in grams.
    pub weight_g: i32,
    /// Packed length, width and height in centimetres.
    pub size_cm: [i32; 3],
    /// Units on the shelf at the start.
    pub stock: i32,
    /// At or below this the shop calls the stock low.
    pub low_stock: i32,
    /// What the shop never wants to go below.
    pub minimum_stock: i32,
    /// What distinguishes its picture.
    pub art: VariantArt,
}

/// What a variant changes about the picture of its product.
#[derive(Clone, Copy, Debug, Default)]
pub struct VariantArt {
    /// Colour or wood of the main surface.
    pub finish: Option<Finish>,
    /// Drawn as a left-handed instrument.
    pub left_handed: bool,
    /// Size on the instrument: inches of a cymbal, number of strings.
    pub size: Option<u32>,
    /// A word on the pack: string gauge, pick thickness.
    pub label: Option<&'static str>,
}

/// The makers of `products`, sorted, each once.
pub(crate) fn brands_of(products: &[Product]) -> Vec<Brand> {
    let mut brands: Vec<Brand> = products.iter().map(|p| Brand { name: p.brand, slug: slug_of(p.brand) }).collect();
    brands.sort();
    brands.dedup();
    brands
}

/// Lower-case letters, digits and single hyphens.
pub(crate) fn slug_of(words: &str) -> String {
    let mut slug = String::with_capacity(words.len());
    for c in words.chars() {
        let c = match c {
            'é' | 'è' => 'e',
            'ö' | 'ø' => 'o',
            'ü' => 'u',
            other => other.to_ascii_lowercase(),
        };
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !matches!(c, '\'' | '’') && !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}
