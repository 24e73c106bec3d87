//! Which variant is meant: by the URL, and by what is pressed.

use std::cmp::Reverse;

use crate::catalog::{OptionValue, Product, StockState, Variant};

/// How a value of an option stands to what else is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is such a variant, in stock.
    InStock,
    /// There is such a variant, sold out.
    SoldOut,
    /// Not together with the other options; choosing it changes those.
    Elsewhere,
}

/// The variant with this SKU, or the one that has most of the options wished for; of equal ones the first that can be
/// bought, or the first.
///
/// What is wished for weighs more than what is there: a left-handed guitar that is sold out says so, and a right-handed one
/// in its place would be ordered by mistake.
#[must_use]
pub fn variant<'a>(product: &'a Product, sku: Option<&str>, wished: &[(String, String)]) -> Option<&'a Variant> {
    let asked = sku.and_then(|sku| product.variants.iter().find(|variant| variant.sku == sku));
    let met =
        |variant: &Variant| wished.iter().filter(|(name, value)| self::value(variant, name) == Some(value.as_str())).count();
    let best = || product.variants.iter().min_by_key(|variant| (Reverse(met(variant)), variant.stock == StockState::Out));
    asked.or_else(best)
}

/// What the variant has for an option.
#[must_use]
pub fn value<'a>(variant: &'a Variant, option: &str) -> Option<&'a str> {
    variant.options.iter().find(|other| other.name == option).map(|other| other.value.as_str())
}

/// How `value` of `option` stands when everything else stays as `now` has it.
#[must_use]
pub fn standing(product: &Product, now: &Variant, option: &str, value: &str) -> Standing {
    match product.variants.iter().find(|variant| differs_only_in(variant, now, option, value)) {
        Some(variant) if variant.stock == StockState::Out => Standing::SoldOut,
        Some(_) => Standing::InStock,
        None => Standing::Elsewhere,
    }
}

/// The variant to go to when `value` of `option` is chosen: everything else as it is if there is
/// such a one, or else the one that keeps most, in stock before sold out.
#[must_use]
pub fn choose<'a>(product: &'a Product, now: &Variant, option: &str, value: &str) -> Option<&'a Variant> {
    product.variants.iter().filter(|variant| self::value(variant, option) == Some(value)).max_by_key(|variant| {
        (differs_only_in(variant, now, option, value), variant.stock != StockState::Out, kept(variant, now))
    })
}

fn kept(variant: &Variant, now: &Variant) -> usize {
    variant.options.iter().filter(|option| now.options.contains(option)).count()
}

fn differs_only_in(variant: &Variant, now: &Variant, option: &str, value: &str) -> bool {
    variant.options.iter().all(
        |OptionValue { name, value: own }| {
            if name == option { own == value } else { self::value(now, name) == Some(own.as_str()) }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{ProductId, VariantId};
    use crate::money::Rupiah;

    fn variant_of(sku: &str, colour: &str, hand: &str, stock: StockState) -> Variant {
        let option = |name: &str, value: &str| OptionValue { name: name.into(), value: value.into() };
        Variant {
            id: VariantId::generate(),
            sku: sku.into(),
            options: vec![option("Warna", colour), option("Tangan", hand)],
            price: Rupiah(1),
            compare_at: None,
            stock,
            available: 1,
            parcel: crate::shipping::Parcel::default(),
            image_id: None,
        }
    }

    fn guitar() -> Product {
        Product {
            id: ProductId::generate(),
            slug: String::new(),
            name: String::new(),
            brand: String::new(),
            model: String::new(),
            description: String::new(),
            description_en: String::new(),
            breadcrumbs: Vec::new(),
            options: Vec::new(),
            variants: vec![
                variant_of("A", "Black", "Kanan", StockState::Out),
                variant_of("B", "Black", "Kiri", StockState::InStock),
                variant_of("C", "Red", "Kanan", StockState::InStock),
            ],
            images: Vec::new(),
            specifications: Vec::new(),
            rating_hundredths: 0,
            rating_count: 0,
            histogram: Vec::new(),
            seo_title: None,
            seo_description: None,
        }
    }

    #[test]
    fn without_a_wish_it_is_the_first_that_can_be_bought() {
        let guitar = guitar();
        assert_eq!(variant(&guitar, None, &[]).map(|variant| variant.sku.as_str()), Some("B"));
        assert_eq!(variant(&guitar, Some("A"), &[]).map(|variant| variant.sku.as_str()), Some("A"));
        assert_eq!(variant(&guitar, Some("gone"), &[]).map(|variant| variant.sku.as_str()), Some("B"));
    }

    #[test]
    fn what_was_filtered_for_is_what_one_gets() {
        let mut guitar = guitar();
        guitar.variants.push(variant_of("D", "Red", "Kiri", StockState::InStock));
        let wished = |pairs: &[(&str, &str)], sku: Option<&str>| {
            let pairs: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            variant(&guitar, sku, &pairs).map(|variant| variant.sku.clone()).unwrap_or_default()
        };
        assert_eq!(wished(&[("Tangan", "Kiri")], None), "B");
        assert_eq!(wished(&[("Tangan", "Kiri"), ("Warna", "Red")], None), "D");
        // Any of several values will do.
        assert_eq!(wished(&[("Tangan", "Kanan"), ("Warna", "Black"), ("Warna", "Red")], None), "C");
        assert_eq!(wished(&[("Tangan", "Kanan"), ("Warna", "Black")], None), "A", "sold out, but what was wished for");
        assert_eq!(wished(&[("Warna", "Blue")], None), "B", "what nothing has means nothing");
        assert_eq!(wished(&[("Warna", "Red")], Some("A")), "A", "a variant was chosen since");
    }

    #[test]
    fn values_tell_how_they_stand() {
        let guitar = guitar();
        let [_, left, red] = guitar.variants.as_slice() else { return };
        assert_eq!(standing(&guitar, left, "Tangan", "Kanan"), Standing::SoldOut);
        assert_eq!(standing(&guitar, left, "Warna", "Red"), Standing::Elsewhere);
        assert_eq!(standing(&guitar, red, "Warna", "Red"), Standing::InStock);
        assert_eq!(choose(&guitar, left, "Warna", "Red").map(|variant| variant.sku.as_str()), Some("C"));
    }
}
