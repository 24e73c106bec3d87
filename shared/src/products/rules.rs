//! What a product must be like.

use std::collections::HashSet;

use super::names::{MAX_SKU, MAX_SLUG, is_sku, is_slug, normalize_sku};
use super::price::MAX_PRICE;
use super::{SaveProductRequest, SaveVariant};
use crate::catalog::{OptionValue, ProductStatus};
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// Most options of a product.
pub const MAX_OPTIONS: usize = 3;
/// Most variants of a product.
pub const MAX_VARIANTS: usize = 250;
/// Most lines of specifications.
pub const MAX_SPECIFICATIONS: usize = 60;

const MAX_DESCRIPTION: usize = 20_000;
const MAX_BARCODE: usize = 48;
/// The longest side of a parcel, in centimetres.
const MAX_SIDE_CM: i64 = 500;
/// The heaviest parcel, in grams.
const MAX_WEIGHT_G: i64 = 500_000;
/// The most pieces that stock is counted to.
const MAX_PIECES: i64 = 100_000;

impl Validate for SaveProductRequest {
    fn check(&self, faults: &mut Faults) {
        faults.text("/name", &self.name, 1, 160);
        if let Some(slug) = &self.slug
            && !slug.is_empty()
        {
            if slug.len() > MAX_SLUG {
                faults.add(FieldError::new("/slug", FieldCode::TooLong).with("max", MAX_SLUG));
            } else if !is_slug(slug) {
                faults.add(FieldError::new("/slug", FieldCode::InvalidFormat));
            }
        }
        faults.text("/brand", &self.brand, 1, 60);
        faults.text("/model", &self.model, 0, 80);
        faults.text("/description", &self.description, 0, MAX_DESCRIPTION);
        faults.text("/description_en", &self.description_en, 0, MAX_DESCRIPTION);
        faults.text("/seo_title", self.seo_title.as_deref().unwrap_or_default(), 0, 120);
        faults.text("/seo_description", self.seo_description.as_deref().unwrap_or_default(), 0, 320);
        self.check_option_names(faults);
        self.check_specifications(faults);
        self.check_variants(faults);
    }
}

impl SaveProductRequest {
    fn check_option_names(&self, faults: &mut Faults) {
        if self.option_names.len() > MAX_OPTIONS {
            faults.add(FieldError::new("/option_names", FieldCode::TooMany).with("max", MAX_OPTIONS));
            return;
        }
        let mut seen = HashSet::new();
        for (index, name) in self.option_names.iter().enumerate() {
            let pointer = format!("/option_names/{index}");
            faults.text(&pointer, name, 1, 40);
            // Filters in the URL are `name=value`.
            if name.contains('=') {
                faults.add(FieldError::new(&pointer, FieldCode::InvalidFormat));
            }
            if !seen.insert(name.trim().to_lowercase()) {
                faults.add(FieldError::new(&pointer, FieldCode::Duplicate));
            }
        }
    }

    fn check_specifications(&self, faults: &mut Faults) {
        if self.specifications.len() > MAX_SPECIFICATIONS {
            faults.add(FieldError::new("/specifications", FieldCode::TooMany).with("max", MAX_SPECIFICATIONS));
            return;
        }
        for (index, line) in self.specifications.iter().enumerate() {
            faults.text(&format!("/specifications/{index}/name"), &line.name, 1, 80);
            faults.text(&format!("/specifications/{index}/name_en"), &line.name_en, 0, 80);
            faults.text(&format!("/specifications/{index}/value"), &line.value, 1, 500);
            faults.text(&format!("/specifications/{index}/value_en"), &line.value_en, 0, 500);
        }
    }

    fn check_variants(&self, faults: &mut Faults) {
        if self.variants.is_empty() {
            faults.add(FieldError::new("/variants", FieldCode::Required));
            return;
        }
        if self.variants.len() > MAX_VARIANTS {
            faults.add(FieldError::new("/variants", FieldCode::TooMany).with("max", MAX_VARIANTS));
            return;
        }
        let for_sale = self.variants.iter().filter(|variant| variant.active).count();
        if self.status == ProductStatus::Active && for_sale == 0 {
            faults.add(FieldError::new("/variants", FieldCode::TooSmall).with("min", 1));
        }
        let (mut ids, mut skus, mut barcodes, mut rows) = (HashSet::new(), HashSet::new(), HashSet::new(), HashSet::new());
        for (index, variant) in self.variants.iter().enumerate() {
            let at = |field: &str| format!("/variants/{index}/{field}");
            variant.check(&at, &self.option_names, faults);
            if variant.id.is_some_and(|id| !ids.insert(id)) {
                faults.add(FieldError::new(at("id"), FieldCode::Duplicate));
            }
            if !skus.insert(normalize_sku(&variant.sku)) {
                faults.add(FieldError::new(at("sku"), FieldCode::Duplicate));
            }
            if let Some(barcode) = &variant.barcode
                && !barcode.trim().is_empty()
                && !barcodes.insert(barcode.trim())
            {
                faults.add(FieldError::new(at("barcode"), FieldCode::Duplicate));
            }
            let row: Vec<(&str, &str)> = variant.options.iter().map(|option| (option.name.trim(), option.value.trim())).collect();
            if !rows.insert(row) {
                faults.add(FieldError::new(at("options"), FieldCode::Duplicate));
            }
        }
    }
}

impl SaveVariant {
    fn check(&self, at: &impl Fn(&str) -> String, option_names: &[String], faults: &mut Faults) {
        let sku = normalize_sku(&self.sku);
        if sku.is_empty() {
            faults.add(FieldError::new(at("sku"), FieldCode::Required));
        } else if sku.len() > MAX_SKU {
            faults.add(FieldError::new(at("sku"), FieldCode::TooLong).with("max", MAX_SKU));
        } else if !is_sku(&sku) {
            faults.add(FieldError::new(at("sku"), FieldCode::InvalidFormat));
        }
        self.check_options(at, option_names, faults);
        faults.range(&at("price"), self.price.0, 1, MAX_PRICE.0);
        if let Some(compare_at) = self.compare_at {
            faults.range(&at("compare_at"), compare_at.0, self.price.0.saturating_add(1), MAX_PRICE.0);
        }
        if let Some(cost) = self.cost {
            faults.range(&at("cost"), cost.0, 0, MAX_PRICE.0);
        }
        faults.range(&at("weight_g"), self.weight_g.into(), 1, MAX_WEIGHT_G);
        for (field, side) in [("length_cm", self.length_cm), ("width_cm", self.width_cm), ("height_cm", self.height_cm)] {
            faults.range(&at(field), side.into(), 1, MAX_SIDE_CM);
        }
        if let Some(barcode) = self.barcode.as_deref().map(str::trim)
            && !barcode.is_empty()
        {
            if barcode.len() > MAX_BARCODE {
                faults.add(FieldError::new(at("barcode"), FieldCode::TooLong).with("max", MAX_BARCODE));
            } else if !barcode.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
                faults.add(FieldError::new(at("barcode"), FieldCode::InvalidFormat));
            }
        }
        faults.range(&at("minimum_stock"), self.minimum_stock.into(), 0, MAX_PIECES);
        faults.range(&at("low_stock_threshold"), self.low_stock_threshold.into(), 0, MAX_PIECES);
        if let Some(pieces) = self.initial_stock {
            faults.range(&at("initial_stock"), pieces.into(), 0, MAX_PIECES);
            if self.id.is_some() {
                faults.add(FieldError::new(at("initial_stock"), FieldCode::UnknownField));
            }
        }
    }

    /// A variant for sale has a value for each of the product's options. One that is not may be of a
    /// time when the product had others.
    fn check_options(&self, at: &impl Fn(&str) -> String, option_names: &[String], faults: &mut Faults) {
        if self.active {
            let named = self.options.iter().map(|option| option.name.trim()).eq(option_names.iter().map(|name| name.trim()));
            if !named {
                faults.add(FieldError::new(at("options"), FieldCode::InvalidFormat));
                return;
            }
        } else if self.options.len() > MAX_OPTIONS {
            faults.add(FieldError::new(at("options"), FieldCode::TooMany).with("max", MAX_OPTIONS));
            return;
        }
        for (index, OptionValue { name, value }) in self.options.iter().enumerate() {
            faults.text(&at(&format!("options/{index}/name")), name, 1, 40);
            faults.text(&at(&format!("options/{index}/value")), value, 1, 60);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::CategoryId;
    use crate::money::Rupiah;

    fn variant(sku: &str, finish: &str) -> SaveVariant {
        SaveVariant {
            id: None,
            sku: sku.into(),
            options: vec![OptionValue { name: "Warna".into(), value: finish.into() }],
            price: Rupiah(1_000_000),
            compare_at: None,
            cost: None,
            weight_g: 3_500,
            length_cm: 105,
            width_cm: 40,
            height_cm: 12,
            barcode: None,
            minimum_stock: 0,
            low_stock_threshold: 3,
            image_id: None,
            active: true,
            initial_stock: None,
        }
    }

    fn product(variants: Vec<SaveVariant>) -> SaveProductRequest {
        SaveProductRequest {
            name: "RG550".into(),
            slug: None,
            description: String::new(),
            description_en: String::new(),
            brand: "Ibanez".into(),
            model: "RG550".into(),
            category_id: CategoryId::generate(),
            supplier_id: None,
            featured: false,
            status: ProductStatus::Active,
            seo_title: None,
            seo_description: None,
            option_names: vec!["Warna".into()],
            specifications: Vec::new(),
            variants,
        }
    }

    fn faults(request: &SaveProductRequest) -> Vec<(String, FieldCode)> {
        request.validate().err().unwrap_or_default().into_iter().map(|error| (error.pointer, error.code)).collect()
    }

    #[test]
    fn a_product_needs_something_to_sell() {
        assert_eq!(faults(&product(vec![variant("A", "Hitam")])), []);
        assert_eq!(faults(&product(Vec::new())), [("/variants".into(), FieldCode::Required)]);
        let mut hidden = product(vec![variant("A", "Hitam")]);
        hidden.variants[0].active = false;
        assert_eq!(faults(&hidden), [("/variants".into(), FieldCode::TooSmall)]);
        hidden.status = ProductStatus::Draft;
        assert_eq!(faults(&hidden), []);
    }

    #[test]
    fn variants_differ_and_fit_the_options() {
        let mut twice = product(vec![variant("a-1", "Hitam"), variant("A-1 ", "Hitam ")]);
        assert_eq!(
            faults(&twice),
            [("/variants/1/sku".into(), FieldCode::Duplicate), ("/variants/1/options".into(), FieldCode::Duplicate)]
        );
        twice.option_names.push("Tangan".into());
        assert!(faults(&twice).contains(&("/variants/0/options".into(), FieldCode::InvalidFormat)));
        // A variant of another time may stay as it was, off sale.
        let mut old = product(vec![variant("A", "Hitam"), variant("B", "Merah")]);
        old.variants[1].options = Vec::new();
        old.variants[1].active = false;
        assert_eq!(faults(&old), []);
    }

    #[test]
    fn figures_have_bounds() {
        let mut request = product(vec![variant("A", "Hitam")]);
        request.slug = Some("RG 550".into());
        request.variants[0] = SaveVariant {
            sku: "A B".into(),
            price: Rupiah(0),
            compare_at: Some(Rupiah(0)),
            weight_g: 0,
            height_cm: 501,
            barcode: Some("12 34".into()),
            minimum_stock: -1,
            ..request.variants[0].clone()
        };
        let codes: Vec<(String, FieldCode)> = faults(&request);
        for (field, code) in [
            ("/slug", FieldCode::InvalidFormat),
            ("/variants/0/sku", FieldCode::InvalidFormat),
            ("/variants/0/price", FieldCode::TooSmall),
            ("/variants/0/compare_at", FieldCode::TooSmall),
            ("/variants/0/weight_g", FieldCode::TooSmall),
            ("/variants/0/height_cm", FieldCode::TooLarge),
            ("/variants/0/barcode", FieldCode::InvalidFormat),
            ("/variants/0/minimum_stock", FieldCode::TooSmall),
        ] {
            assert!(codes.contains(&(field.into(), code)), "{field}: {codes:?}");
        }
    }
}
