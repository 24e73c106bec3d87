//! The fields of the editor, from a product to signals and back.

use leptos::prelude::*;
use shared::catalog::{OptionValue, ProductStatus, Specification};
use shared::ids::{CategoryId, ImageId, SupplierId, VariantId};
use shared::money::Rupiah;
use shared::products::{SaveProductRequest, SaveVariant};
use web_logic::numbers;

/// An option and the values that are offered of it.
#[derive(Clone, Copy)]
pub struct OptionRow {
    /// Tells it apart while it is there.
    pub key: u32,
    /// Name.
    pub name: RwSignal<String>,
    /// Values, in order.
    pub values: RwSignal<Vec<String>>,
}

/// A variant's fields. Numbers are texts of digits while they are typed.
#[derive(Clone, Copy)]
pub struct Row {
    /// Tells it apart while it is there.
    pub key: u32,
    /// Its id once it is saved.
    pub id: RwSignal<Option<VariantId>>,
    /// Its values, in the order of the options.
    pub values: RwSignal<Vec<String>>,
    /// Its options of a time when the product had others; then `values` mean nothing.
    pub former: RwSignal<Option<Vec<OptionValue>>>,
    /// SKU.
    pub sku: RwSignal<String>,
    /// Price.
    pub price: RwSignal<String>,
    /// Price before.
    pub compare_at: RwSignal<String>,
    /// What the shop pays.
    pub cost: RwSignal<String>,
    /// Grams.
    pub weight: RwSignal<String>,
    /// Centimetres.
    pub length: RwSignal<String>,
    /// Centimetres.
    pub width: RwSignal<String>,
    /// Centimetres.
    pub height: RwSignal<String>,
    /// Barcode.
    pub barcode: RwSignal<String>,
    /// Pieces wanted at least.
    pub minimum: RwSignal<String>,
    /// Low at so many.
    pub low: RwSignal<String>,
    /// Pieces at the beginning.
    pub initial: RwSignal<String>,
    /// Picture.
    pub image: RwSignal<Option<ImageId>>,
    /// For sale.
    pub active: RwSignal<bool>,
}

/// A line of the specifications.
#[derive(Clone, Copy)]
pub struct SpecRow {
    /// Tells it apart while it is there.
    pub key: u32,
    /// Indonesian name.
    pub name: RwSignal<String>,
    /// English name.
    pub name_en: RwSignal<String>,
    /// Value.
    pub value: RwSignal<String>,
    /// English value.
    pub value_en: RwSignal<String>,
}

/// All fields. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Draft {
    owner: StoredValue<Option<Owner>>,
    keys: StoredValue<u32>,
    /// Name.
    pub name: RwSignal<String>,
    /// Name in the URL; empty to have it made.
    pub slug: RwSignal<String>,
    /// Description.
    pub description: RwSignal<String>,
    /// English description.
    pub description_en: RwSignal<String>,
    /// Brand.
    pub brand: RwSignal<String>,
    /// Model.
    pub model: RwSignal<String>,
    /// Category, as its id; empty for none yet.
    pub category: RwSignal<String>,
    /// Supplier, as its id; empty for none.
    pub supplier: RwSignal<String>,
    /// Featured.
    pub featured: RwSignal<bool>,
    /// Status, as its word.
    pub status: RwSignal<String>,
    /// Title for search engines.
    pub seo_title: RwSignal<String>,
    /// Description for search engines.
    pub seo_description: RwSignal<String>,
    /// Options.
    pub options: RwSignal<Vec<OptionRow>>,
    /// Variants.
    pub rows: RwSignal<Vec<Row>>,
    /// Specifications.
    pub specs: RwSignal<Vec<SpecRow>>,
}

/// Sets a signal where that changes something, so that nothing is drawn anew without need.
fn put<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|now| *now != value) {
        signal.set(value);
    }
}

fn text(number: i64) -> String {
    number.to_string()
}

fn optional(number: Option<Rupiah>) -> String {
    number.map(|number| number.0.to_string()).unwrap_or_default()
}

/// The number that a text of digits is; nothing is 0, which the rules then speak of.
fn whole(text: RwSignal<String>) -> i32 {
    text.with(|text| text.parse::<i64>().unwrap_or(0).try_into().unwrap_or(i32::MAX))
}

fn rupiah(text: RwSignal<String>) -> Option<Rupiah> {
    text.with(|text| numbers::typed(text).map(Rupiah))
}

fn present(text: RwSignal<String>) -> Option<String> {
    text.with(|text| Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
}

impl Draft {
    /// Fields that are filled from `request`.
    #[must_use]
    pub fn new(request: SaveProductRequest) -> Self {
        let draft = Self {
            owner: StoredValue::new(Owner::current()),
            keys: StoredValue::new(0),
            name: RwSignal::default(),
            slug: RwSignal::default(),
            description: RwSignal::default(),
            description_en: RwSignal::default(),
            brand: RwSignal::default(),
            model: RwSignal::default(),
            category: RwSignal::default(),
            supplier: RwSignal::default(),
            featured: RwSignal::default(),
            status: RwSignal::default(),
            seo_title: RwSignal::default(),
            seo_description: RwSignal::default(),
            options: RwSignal::default(),
            rows: RwSignal::default(),
            specs: RwSignal::default(),
        };
        draft.write(request);
        draft
    }

    fn key(self) -> u32 {
        self.keys
            .try_update_value(|key| {
                *key += 1;
                *key
            })
            .unwrap_or_default()
    }

    /// Makes signals that live as long as the editor, whoever asks for them.
    fn owned<T>(self, make: impl FnOnce() -> T) -> T {
        match self.owner.get_value() {
            Some(owner) => owner.with(make),
            None => make(),
        }
    }

    /// A new option without values.
    #[must_use]
    pub fn new_option(self, name: &str, values: Vec<String>) -> OptionRow {
        let key = self.key();
        self.owned(|| OptionRow { key, name: RwSignal::new(name.to_owned()), values: RwSignal::new(values) })
    }

    /// A new line of specifications.
    #[must_use]
    pub fn new_spec(self, line: Specification) -> SpecRow {
        let key = self.key();
        self.owned(|| SpecRow {
            key,
            name: RwSignal::new(line.name),
            name_en: RwSignal::new(line.name_en),
            value: RwSignal::new(line.value),
            value_en: RwSignal::new(line.value_en),
        })
    }

    /// A new variant with these values, and the price, weight and size of another one.
    #[must_use]
    pub fn new_row(self, values: Vec<String>, like: Option<Row>) -> Row {
        let key = self.key();
        let copied = |of: fn(&Row) -> RwSignal<String>, otherwise: &str| {
            RwSignal::new(like.map_or_else(|| otherwise.to_owned(), |row| of(&row).get_untracked()))
        };
        self.owned(|| Row {
            key,
            id: RwSignal::new(None),
            values: RwSignal::new(values),
            former: RwSignal::new(None),
            sku: RwSignal::default(),
            price: copied(|row| row.price, ""),
            compare_at: copied(|row| row.compare_at, ""),
            cost: copied(|row| row.cost, ""),
            weight: copied(|row| row.weight, ""),
            length: copied(|row| row.length, ""),
            width: copied(|row| row.width, ""),
            height: copied(|row| row.height, ""),
            barcode: RwSignal::default(),
            minimum: copied(|row| row.minimum, "0"),
            low: copied(|row| row.low, "3"),
            initial: RwSignal::default(),
            image: RwSignal::new(None),
            active: RwSignal::new(true),
        })
    }

    /// What the fields say, followed.
    #[must_use]
    pub fn read(self) -> SaveProductRequest {
        let names: Vec<String> = self.options.with(|options| options.iter().map(|option| option.name.get()).collect());
        SaveProductRequest {
            name: self.name.get(),
            slug: present(self.slug),
            description: self.description.get(),
            description_en: self.description_en.get(),
            brand: self.brand.get(),
            model: self.model.get(),
            category_id: self.category.with(|id| id.parse().unwrap_or(CategoryId(uuid::Uuid::nil()))),
            supplier_id: self.supplier.with(|id| id.parse::<SupplierId>().ok()),
            featured: self.featured.get(),
            status: self.status.with(|word| word.parse().unwrap_or(ProductStatus::Draft)),
            seo_title: present(self.seo_title),
            seo_description: present(self.seo_description),
            specifications: self.specs.with(|specs| specs.iter().map(SpecRow::read).collect()),
            variants: self.rows.with(|rows| rows.iter().map(|row| row.read(&names)).collect()),
            option_names: names,
        }
    }

    /// Fills the fields. Rows that are there already stay, and so does the focus in them.
    pub fn write(self, request: SaveProductRequest) {
        put(self.name, request.name);
        put(self.slug, request.slug.unwrap_or_default());
        put(self.description, request.description);
        put(self.description_en, request.description_en);
        put(self.brand, request.brand);
        put(self.model, request.model);
        put(self.category, if request.category_id.0.is_nil() { String::new() } else { request.category_id.to_string() });
        put(self.supplier, request.supplier_id.map(|id| id.to_string()).unwrap_or_default());
        put(self.featured, request.featured);
        put(self.status, request.status.as_str().to_owned());
        put(self.seo_title, request.seo_title.unwrap_or_default());
        put(self.seo_description, request.seo_description.unwrap_or_default());
        self.write_options(&request.option_names, &request.variants);
        self.write_rows(request.variants, &request.option_names);
        self.write_specs(request.specifications);
    }

    fn write_options(self, names: &[String], variants: &[SaveVariant]) {
        let offered = |index: usize, name: &String| {
            let mut values: Vec<String> = Vec::new();
            for option in variants.iter().filter_map(|variant| variant.options.get(index)) {
                if option.name == *name && !values.contains(&option.value) {
                    values.push(option.value.clone());
                }
            }
            values
        };
        let there = self.options.get_untracked();
        let same = there.len() == names.len();
        let next: Vec<OptionRow> = names
            .iter()
            .enumerate()
            .map(|(index, name)| match there.get(index).filter(|_| same) {
                Some(option) => {
                    put(option.name, name.clone());
                    put(option.values, offered(index, name));
                    *option
                }
                None => self.new_option(name, offered(index, name)),
            })
            .collect();
        if !same {
            self.options.set(next);
        }
    }

    fn write_rows(self, variants: Vec<SaveVariant>, names: &[String]) {
        let mut there = self.rows.get_untracked();
        let before: Vec<u32> = there.iter().map(|row| row.key).collect();
        let next: Vec<Row> = variants
            .into_iter()
            .map(|variant| {
                let values: Vec<String> = variant.options.iter().map(|option| option.value.clone()).collect();
                let by_id = there.iter().position(|row| variant.id.is_some() && row.id.get_untracked() == variant.id);
                let found = by_id.or_else(|| {
                    there
                        .iter()
                        .position(|row| row.id.get_untracked().is_none() && row.values.with_untracked(|own| *own == values))
                });
                let row = found.map_or_else(|| self.new_row(Vec::new(), None), |at| there.swap_remove(at));
                row.write(variant, values, names);
                row
            })
            .collect();
        if next.iter().map(|row| row.key).ne(before) {
            self.rows.set(next);
        }
    }

    fn write_specs(self, lines: Vec<Specification>) {
        let there = self.specs.get_untracked();
        let same = there.len() == lines.len();
        let next: Vec<SpecRow> = lines
            .into_iter()
            .enumerate()
            .map(|(index, line)| match there.get(index).filter(|_| same) {
                Some(row) => {
                    put(row.name, line.name);
                    put(row.name_en, line.name_en);
                    put(row.value, line.value);
                    put(row.value_en, line.value_en);
                    *row
                }
                None => self.new_spec(line),
            })
            .collect();
        if !same {
            self.specs.set(next);
        }
    }
}

impl Row {
    fn read(&self, names: &[String]) -> SaveVariant {
        let values = self.values.get();
        let of_now = || {
            names
                .iter()
                .enumerate()
                .map(|(index, name)| OptionValue { name: name.clone(), value: values.get(index).cloned().unwrap_or_default() })
        };
        SaveVariant {
            id: self.id.get(),
            sku: self.sku.get(),
            options: self.former.get().unwrap_or_else(|| of_now().collect()),
            price: rupiah(self.price).unwrap_or_default(),
            compare_at: rupiah(self.compare_at),
            cost: rupiah(self.cost),
            weight_g: whole(self.weight),
            length_cm: whole(self.length),
            width_cm: whole(self.width),
            height_cm: whole(self.height),
            barcode: present(self.barcode),
            minimum_stock: whole(self.minimum),
            low_stock_threshold: whole(self.low),
            image_id: self.image.get(),
            active: self.active.get(),
            initial_stock: self.initial.with(|text| text.parse().ok()).filter(|_| self.id.get().is_none()),
        }
    }

    fn write(&self, variant: SaveVariant, values: Vec<String>, names: &[String]) {
        let of_now = variant.options.iter().map(|option| &option.name).eq(names.iter());
        put(self.id, variant.id);
        put(self.values, if of_now { values } else { Vec::new() });
        put(self.former, (!of_now).then_some(variant.options));
        put(self.sku, variant.sku);
        put(self.price, if variant.price == Rupiah::ZERO { String::new() } else { text(variant.price.0) });
        put(self.compare_at, optional(variant.compare_at));
        put(self.cost, optional(variant.cost));
        let size = |number: i32| if number == 0 { String::new() } else { text(number.into()) };
        put(self.weight, size(variant.weight_g));
        put(self.length, size(variant.length_cm));
        put(self.width, size(variant.width_cm));
        put(self.height, size(variant.height_cm));
        put(self.barcode, variant.barcode.unwrap_or_default());
        put(self.minimum, text(variant.minimum_stock.into()));
        put(self.low, text(variant.low_stock_threshold.into()));
        put(self.initial, variant.initial_stock.map(|pieces| text(pieces.into())).unwrap_or_default());
        put(self.image, variant.image_id);
        put(self.active, variant.active);
    }
}

impl SpecRow {
    fn read(&self) -> Specification {
        Specification {
            name: self.name.get(),
            name_en: self.name_en.get(),
            value: self.value.get(),
            value_en: self.value_en.get(),
        }
    }
}

/// A product that is not there yet.
#[must_use]
pub fn blank() -> SaveProductRequest {
    SaveProductRequest { variants: vec![SaveVariant::blank(String::new())], ..SaveProductRequest::blank() }
}
