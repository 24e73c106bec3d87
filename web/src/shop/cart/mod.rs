//! The cart.

use leptos::prelude::*;
use shared::ids::VariantId;

/// The cart, for whoever puts something into it. Cheap to copy.
#[derive(Clone, Copy)]
pub struct CartHandle {
    busy: RwSignal<bool>,
}

/// Makes the cart available to the app; once, by the shop's shell.
pub fn provide() {
    provide_context(CartHandle { busy: RwSignal::new(false) });
}

/// The cart.
#[must_use]
pub fn use_cart() -> CartHandle {
    use_context().unwrap_or_else(|| CartHandle { busy: RwSignal::new(false) })
}

impl CartHandle {
    /// Puts pieces of a variant into the cart, on top of those that are in it, and opens the drawer.
    /// What goes wrong is told by a toast.
    pub fn add(self, variant_id: VariantId, quantity: i32) {
        let _ = (variant_id, quantity);
    }

    /// Whether a change is on its way.
    #[must_use]
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }
}

/// Opens the drawer; shows how many pieces are in the cart.
#[component]
pub fn CartButton() -> impl IntoView {}

/// The cart at the side of every page; once, by the shop's shell.
#[component]
pub fn CartDrawer() -> impl IntoView {}

/// The cart as a page of its own.
#[component]
pub fn CartPage() -> impl IntoView {}
