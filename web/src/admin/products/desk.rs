//! What the sections of the editor share.

use leptos::prelude::*;
use shared::catalog::{Image, StockState};
use shared::categories::StaffCategory;
use shared::ids::{ImageId, ProductId};
use shared::products::{ProductChoices, StaffProduct};

use super::draft::{Draft, Row};

/// The product on the desk. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The fields.
    pub draft: Draft,
    /// The product as the server knows it; `None` before it is saved first.
    pub product: RwSignal<Option<StaffProduct>>,
    /// Its pictures, in order.
    pub images: RwSignal<Vec<Image>>,
    /// The one that stands for it.
    pub thumbnail: RwSignal<Option<ImageId>>,
    /// How they were arranged when they were read or saved last.
    pub images_revision: StoredValue<i32>,
    /// What is in use already.
    pub choices: StoredValue<ProductChoices>,
    /// The category tree.
    pub tree: StoredValue<Vec<StaffCategory>>,
}

/// What is known of a variant besides its fields.
#[derive(Clone, Copy)]
pub struct Facts {
    /// Pieces in the store.
    pub on_hand: i32,
    /// Of these, held for orders.
    pub reserved: i32,
    /// What shoppers are told.
    pub stock: StockState,
    /// Whether it can go for good.
    pub removable: bool,
}

impl Desk {
    /// A desk with the product on it.
    #[must_use]
    pub fn new(draft: Draft, product: Option<StaffProduct>, choices: ProductChoices, tree: Vec<StaffCategory>) -> Self {
        let (images, thumbnail) =
            product.as_ref().map(|product| (product.images.clone(), product.thumbnail_id)).unwrap_or_default();
        Self {
            draft,
            images: RwSignal::new(images),
            thumbnail: RwSignal::new(thumbnail),
            images_revision: StoredValue::new(product.as_ref().map_or(0, |product| product.images_revision)),
            product: RwSignal::new(product),
            choices: StoredValue::new(choices),
            tree: StoredValue::new(tree),
        }
    }

    /// Its id, once it has one.
    #[must_use]
    pub fn id(self) -> Option<ProductId> {
        self.product.with(|product| product.as_ref().map(|product| product.id))
    }

    /// The same, without following it.
    #[must_use]
    pub fn id_now(self) -> Option<ProductId> {
        self.product.try_with_untracked(|product| product.as_ref().map(|product| product.id)).flatten()
    }

    /// What is known of a variant that is saved.
    #[must_use]
    pub fn facts(self, row: Row) -> Option<Facts> {
        let id = row.id.get()?;
        self.product.with(|product| {
            let variant = product.as_ref()?.variants.iter().find(|variant| variant.id == id)?;
            Some(Facts {
                on_hand: variant.on_hand,
                reserved: variant.reserved,
                stock: variant.stock,
                removable: variant.removable,
            })
        })
    }
}

/// The desk of the editor around.
#[must_use]
pub fn use_desk() -> Desk {
    expect_context::<Desk>()
}
