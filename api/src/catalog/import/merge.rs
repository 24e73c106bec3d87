//! A product as the file wants it: what the shop has, with what the rows say put over it.
//!
//! A column that the file does not have leaves things as they are, and so does an empty cell where
//! there must be something; an empty cell of what may be absent takes it away. Variants that the file
//! does not name stay.

use shared::catalog::{OptionValue, Specification};
use shared::money::Rupiah;
use shared::products::{MAX_OPTIONS, SaveProductRequest, SaveVariant, StaffProduct, normalize_sku};
use shared::typed;
use shared::validate::{FieldCode, FieldError, Validate};

use super::cells::{self, Columns};
use super::lookups::Lookups;
use super::{columns::INITIAL_STOCK, specifications};
use crate::catalog::edit::tidy;

/// A product as the file wants it.
#[derive(Debug)]
pub(super) struct Draft {
    /// All of it, tidied.
    pub ask: SaveProductRequest,
    /// Which of its variants each row is.
    pub variants: Vec<usize>,
    /// What is wrong with each row; the pointer is the column.
    pub faults: Vec<Vec<FieldError>>,
}

impl Draft {
    /// Whether no rule is broken so far.
    pub fn is_sound(&self) -> bool {
        self.faults.iter().all(Vec::is_empty)
    }

    /// Puts faults of the request where the file has what they are about.
    pub fn blame(&mut self, faults: Vec<FieldError>) {
        for fault in faults {
            let (row, column) = self.place(&fault.pointer);
            let known = |other: &FieldError| other.pointer == column;
            if let Some(row) = self.faults.get_mut(row)
                && !row.iter().any(known)
            {
                row.push(FieldError { pointer: column, ..fault });
            }
        }
    }

    /// The row and the column that a pointer into the request is about.
    fn place(&self, pointer: &str) -> (usize, String) {
        let parts: Vec<&str> = pointer.split('/').skip(1).collect();
        let option = |at: &str, what: &str| format!("option_{}_{what}", at.parse::<usize>().map_or(1, |at| at + 1));
        match parts.as_slice() {
            ["category_id"] => (0, "category".to_owned()),
            ["supplier_id"] => (0, "supplier".to_owned()),
            ["option_names", at] => (0, option(at, "name")),
            ["option_names"] => (0, option("0", "name")),
            ["specifications", ..] => (0, "specifications".to_owned()),
            ["variants", at, field @ ..] => {
                let variant = at.parse::<usize>().ok();
                let row = self.variants.iter().position(|row| Some(*row) == variant).unwrap_or(0);
                let column = match field {
                    ["options", at, "name"] => option(at, "name"),
                    ["options", at, _] => option(at, "value"),
                    ["options"] => option("0", "value"),
                    ["id" | "image_id"] | [] => "sku".to_owned(),
                    [field, ..] => (*field).to_owned(),
                };
                (row, column)
            }
            ["variants"] => (0, "sku".to_owned()),
            [field, ..] => (0, (*field).to_owned()),
            [] => (0, String::new()),
        }
    }
}

/// Puts the rows of one product over it, or makes it of them.
pub(super) fn merge(before: Option<&StaffProduct>, columns: Columns<'_>, rows: &[&[String]], lookups: &Lookups) -> Draft {
    let ask = before.map_or_else(SaveProductRequest::blank, StaffProduct::save_request);
    let mut merging =
        Merging { is_new: before.is_none(), columns, rows, lookups, ask, faults: rows.iter().map(|_| Vec::new()).collect() };
    merging.product();
    merging.option_names();
    let variants = rows.iter().enumerate().map(|(at, row)| merging.variant(at, row)).collect();
    let Merging { ask, faults, .. } = merging;
    let mut draft = Draft { ask: tidy(ask), variants, faults };
    if let Err(faults) = draft.ask.validate() {
        draft.blame(faults);
    }
    draft
}

/// A field of something.
type Field<T, V> = fn(&mut T) -> &mut V;

struct Merging<'a> {
    is_new: bool,
    columns: Columns<'a>,
    rows: &'a [&'a [String]],
    lookups: &'a Lookups,
    ask: SaveProductRequest,
    faults: Vec<Vec<FieldError>>,
}

impl<'a> Merging<'a> {
    fn fault(&mut self, row: usize, column: &str, code: FieldCode) {
        if let Some(faults) = self.faults.get_mut(row) {
            faults.push(FieldError::new(column, code));
        }
    }

    /// What the product's rows say in a column, and on which row: the first that says something. Others
    /// say the same or nothing. `None` when the file does not have the column.
    fn said(&mut self, column: &str) -> Option<(usize, &'a str)> {
        let mut said: Option<(usize, &'a str)> = None;
        let mut differing = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let cell = self.columns.get(row, column)?;
            match said {
                _ if cell.is_empty() => {}
                None => said = Some((at, cell)),
                Some((_, first)) if first != cell => differing.push(at),
                Some(_) => {}
            }
        }
        for at in differing {
            self.fault(at, column, FieldCode::Differs);
        }
        Some(said.unwrap_or((0, "")))
    }

    /// What is said in a column of something that there always is; an empty cell leaves it as it is.
    fn needed<T>(&mut self, column: &str, read: impl FnOnce(&Self, &str) -> Result<T, FieldCode>) -> Option<T> {
        let (at, text) = self.said(column).filter(|(_, text)| !text.is_empty())?;
        match read(self, text) {
            Ok(value) => Some(value),
            Err(code) => {
                self.fault(at, column, code);
                None
            }
        }
    }

    fn product(&mut self) {
        let text = |_: &Self, text: &str| Ok(text.to_owned());
        if let Some(name) = self.needed("name", text) {
            self.ask.name = name;
        }
        if let Some(brand) = self.needed("brand", text) {
            self.ask.brand = brand;
        }
        if let Some(slug) = self.needed("slug", text) {
            self.ask.slug = Some(slug);
        }
        match self.needed("category", |this, text| this.lookups.category(text).ok_or(FieldCode::UnknownChoice)) {
            Some(category) => self.ask.category_id = category,
            None if self.is_new && !self.is_at_fault("category") => self.fault(0, "category", FieldCode::Required),
            None => {}
        }
        if let Some(status) = self.needed("status", |_, text| cells::status(text)) {
            self.ask.status = status;
        }
        if let Some(featured) = self.needed("featured", |_, text| cells::flag(text)) {
            self.ask.featured = featured;
        }
        let said = |this: &mut Self, column| this.said(column).map(|(_, text)| text.to_owned());
        let texts: [(&str, Field<SaveProductRequest, String>); 3] = [
            ("model", |ask| &mut ask.model),
            ("description", |ask| &mut ask.description),
            ("description_en", |ask| &mut ask.description_en),
        ];
        for (column, field) in texts {
            if let Some(text) = said(self, column) {
                *field(&mut self.ask) = text;
            }
        }
        if let Some(text) = said(self, "seo_title") {
            self.ask.seo_title = Some(text);
        }
        if let Some(text) = said(self, "seo_description") {
            self.ask.seo_description = Some(text);
        }
        if let Some((at, name)) = self.said("supplier") {
            match (name.is_empty(), self.lookups.supplier(name)) {
                (true, _) => self.ask.supplier_id = None,
                (false, Some(supplier)) => self.ask.supplier_id = Some(supplier),
                (false, None) => self.fault(at, "supplier", FieldCode::UnknownChoice),
            }
        }
        if let Some((at, text)) = self.said("specifications") {
            match specifications::read(text) {
                Some(lines) => self.ask.specifications = self.kept(lines),
                None => self.fault(at, "specifications", FieldCode::InvalidFormat),
            }
        }
    }

    /// The lines, or those that the shop has if they say the same: an absent text and a repeated one
    /// are one in a file.
    fn kept(&self, lines: Vec<Specification>) -> Vec<Specification> {
        if specifications::write(&lines) == specifications::write(&self.ask.specifications) {
            return self.ask.specifications.clone();
        }
        lines
    }

    fn is_at_fault(&self, column: &str) -> bool {
        self.faults.iter().flatten().any(|fault| fault.pointer == column)
    }

    fn option_names(&mut self) {
        let mut names = Vec::new();
        for number in 1..=MAX_OPTIONS {
            let (_, name) = self.said(&format!("option_{number}_name")).unwrap_or_default();
            names.push(name.to_owned());
        }
        while names.last().is_some_and(String::is_empty) {
            names.pop();
        }
        if !names.is_empty() {
            self.ask.option_names = names;
        }
    }

    /// Puts a row over its variant, and tells which of the request's that is.
    fn variant(&mut self, at: usize, row: &'a [String]) -> usize {
        let sku = normalize_sku(self.columns.get(row, "sku").unwrap_or_default());
        let found = self.ask.variants.iter().position(|variant| normalize_sku(&variant.sku) == sku);
        let is_new = found.is_none();
        let index = found.unwrap_or_else(|| {
            // Figures that must be said are at fault by then.
            self.ask.variants.push(SaveVariant::blank(sku));
            self.ask.variants.len() - 1
        });
        let Some(mut variant) = self.ask.variants.get(index).cloned() else { return index };
        self.options(at, row, &mut variant);
        self.figures(at, row, &mut variant, is_new);
        if let Some(barcode) = self.columns.get(row, "barcode") {
            variant.barcode = Some(barcode.to_owned());
        }
        if let Some(slot) = self.ask.variants.get_mut(index) {
            *slot = variant;
        }
        index
    }

    fn options(&mut self, at: usize, row: &[String], variant: &mut SaveVariant) {
        let names = self.ask.option_names.clone();
        let values: Vec<&str> = (1..=MAX_OPTIONS)
            .map(|number| self.columns.get(row, &format!("option_{number}_value")).unwrap_or_default())
            .collect();
        for (index, value) in values.iter().enumerate().skip(names.len()) {
            if !value.is_empty() {
                self.fault(at, &format!("option_{}_value", index + 1), FieldCode::UnknownField);
            }
        }
        if values.iter().all(|value| value.is_empty()) {
            return;
        }
        let had = std::mem::take(&mut variant.options);
        let value_of = |name: &String, value: &str| {
            let before = || had.iter().find(|option| option.name == *name).map(|option| option.value.clone());
            let value = if value.is_empty() { before().unwrap_or_default() } else { value.to_owned() };
            OptionValue { name: name.clone(), value }
        };
        variant.options = names.iter().zip(values).map(|(name, value)| value_of(name, value)).collect();
    }

    fn figures(&mut self, at: usize, row: &[String], variant: &mut SaveVariant, is_new: bool) {
        let numbers: [(&str, bool, Field<SaveVariant, i32>); 6] = [
            ("weight_g", true, |variant| &mut variant.weight_g),
            ("length_cm", true, |variant| &mut variant.length_cm),
            ("width_cm", true, |variant| &mut variant.width_cm),
            ("height_cm", true, |variant| &mut variant.height_cm),
            ("minimum_stock", false, |variant| &mut variant.minimum_stock),
            ("low_stock_threshold", false, |variant| &mut variant.low_stock_threshold),
        ];
        for (column, needed, field) in numbers {
            if let Some(number) = self.number(at, row, column, needed && is_new) {
                *field(variant) = i32::try_from(number).unwrap_or(i32::MAX);
            }
        }
        if let Some(price) = self.number(at, row, "price", is_new) {
            variant.price = Rupiah(price);
        }
        let amounts: [(&str, Field<SaveVariant, Option<Rupiah>>); 2] =
            [("compare_at", |variant| &mut variant.compare_at), ("cost", |variant| &mut variant.cost)];
        for (column, field) in amounts {
            if self.columns.get(row, column).is_some_and(str::is_empty) {
                *field(variant) = None;
            } else if let Some(amount) = self.number(at, row, column, false) {
                *field(variant) = Some(Rupiah(amount));
            }
        }
        if is_new && let Some(pieces) = self.number(at, row, INITIAL_STOCK, false) {
            variant.initial_stock = Some(i32::try_from(pieces).unwrap_or(i32::MAX));
        }
        match self.columns.get(row, "active").filter(|cell| !cell.is_empty()).map(cells::flag) {
            Some(Ok(active)) => variant.active = active,
            Some(Err(code)) => self.fault(at, "active", code),
            None => {}
        }
    }

    /// The number that a row says in a column, if it says one.
    fn number(&mut self, at: usize, row: &[String], column: &str, required: bool) -> Option<i64> {
        match self.columns.get(row, column).filter(|cell| !cell.is_empty()).map(typed::whole) {
            Some(Ok(number)) => Some(number),
            Some(Err(code)) => {
                self.fault(at, column, code);
                None
            }
            None if required => {
                self.fault(at, column, FieldCode::Required);
                None
            }
            None => None,
        }
    }
}
