//! What the browser knows of the cart, and the ways to change it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::cart::{AddToCartRequest, Cart, CartItem, ReplaceCartRequest};
use shared::ids::VariantId;
use shared::problem::ErrorCode;

use crate::api::{ApiError, cart};
use crate::i18n::{tu_string, use_i18n};
use crate::session::use_session;
use crate::storage;
use crate::ui::toast;

/// The cart, for whoever puts something into it. Cheap to copy.
#[derive(Clone, Copy)]
pub struct CartHandle {
    cart: RwSignal<Option<Result<Cart, ApiError>>>,
    busy: RwSignal<bool>,
    open: RwSignal<bool>,
}

/// Makes the cart available to the app; once, by the shop's shell.
pub fn provide() {
    let handle = CartHandle { cart: RwSignal::new(None), busy: RwSignal::new(false), open: RwSignal::new(false) };
    provide_context(handle);
    let session = use_session();
    // Signing in or out changes whose cart it is.
    let who = Memo::new(move |_| match session.get() {
        crate::session::Session::Loading => None,
        other => Some(other.me().map(|me| me.id)),
    });
    Effect::new(move |_| {
        if who.get().is_some() {
            handle.reload();
        }
    });
    // What could not be read without a connection is read when there is one. For as long as the app runs.
    window_event_listener_untyped("online", move |_| {
        if who.get_untracked().is_some() && !handle.cart.with_untracked(|cart| matches!(cart, Some(Ok(_)))) {
            handle.reload();
        }
    });
}

/// The cart.
#[must_use]
pub fn use_cart() -> CartHandle {
    use_context().unwrap_or_else(|| CartHandle {
        cart: RwSignal::new(None),
        busy: RwSignal::new(false),
        open: RwSignal::new(false),
    })
}

impl CartHandle {
    /// What is known: nothing yet, the cart, or why it could not be read.
    #[must_use]
    pub fn state(self) -> Signal<Option<Result<Cart, ApiError>>> {
        self.cart.into()
    }

    /// How many pieces are in it.
    #[must_use]
    pub fn count(self) -> Signal<u32> {
        Signal::derive(move || {
            self.cart.with(|cart| match cart {
                Some(Ok(cart)) => u32::try_from(cart.count).unwrap_or(0),
                _ => 0,
            })
        })
    }

    /// Whether a change is on its way.
    #[must_use]
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// Whether the drawer is open.
    pub(super) fn open(self) -> RwSignal<bool> {
        self.open
    }

    /// Reads it from the server.
    pub fn reload(self) {
        // Asked within the task, which no component owns: a read ends with its owner, and the cart
        // outlives every page.
        spawn_local(async move {
            let answer = cart::get_cart().await;
            if answer != Err(ApiError::Aborted) {
                self.cart.set(Some(answer));
            }
        });
    }

    /// Takes in what a command answered.
    pub fn put(self, cart: Cart) {
        if let Some(token) = &cart.token {
            storage::set(storage::CART, token);
        }
        self.cart.set(Some(Ok(cart)));
    }

    /// Puts pieces of a variant into the cart, on top of those that are in it, and opens the drawer.
    /// What goes wrong is told by a toast.
    pub fn add(self, variant_id: VariantId, quantity: i32) {
        self.change(cart::add_to_cart(&AddToCartRequest { variant_id, quantity }), move || self.open.set(true));
    }

    /// Sets how many pieces of a line there shall be.
    pub(super) fn set_quantity(self, variant: VariantId, quantity: i32) {
        self.change(cart::set_cart_quantity(variant, quantity), || ());
    }

    /// Removes a line, and offers to take that back.
    pub(super) fn remove(self, item: &CartItem) {
        let i18n = use_i18n();
        let before = self.wanted();
        let text = tu_string!(i18n, buy.cart.removed, name = item.name.clone()).to_string();
        self.change(cart::set_cart_quantity(item.variant_id, 0), move || {
            toast::undo(text.clone(), tu_string!(i18n, common.action.undo).to_string(), move || self.restore(before.clone()));
        });
    }

    /// Empties it, and offers to take that back.
    pub(super) fn clear(self) {
        let i18n = use_i18n();
        let before = self.wanted();
        self.change(cart::replace_cart(&ReplaceCartRequest { items: Vec::new() }), move || {
            let text = tu_string!(i18n, buy.cart.cleared).to_string();
            toast::undo(text, tu_string!(i18n, common.action.undo).to_string(), move || self.restore(before.clone()));
        });
    }

    fn restore(self, items: Vec<AddToCartRequest>) {
        self.change(cart::replace_cart(&ReplaceCartRequest { items }), || ());
    }

    fn wanted(self) -> Vec<AddToCartRequest> {
        self.cart.with_untracked(|cart| match cart {
            Some(Ok(cart)) => {
                cart.items.iter().map(|item| AddToCartRequest { variant_id: item.variant_id, quantity: item.quantity }).collect()
            }
            _ => Vec::new(),
        })
    }

    fn change(self, call: impl Future<Output = Result<Cart, ApiError>> + 'static, done: impl FnOnce() + 'static) {
        self.busy.set(true);
        spawn_local(async move {
            let answer = call.await;
            self.busy.set(false);
            match answer {
                Ok(cart) => {
                    self.put(cart);
                    done();
                }
                Err(error) => {
                    explain(&error);
                    // What is shown may be old; the truth is on the server.
                    self.reload();
                }
            }
        });
    }
}

/// Tells how many are left when that is the reason, else what the error says.
pub(in crate::shop) fn explain(error: &ApiError) {
    if let ApiError::Problem(problem) = error
        && problem.code == ErrorCode::OutOfStock
        && let Some(item) = problem.params.get("items").and_then(|items| items.get(0))
    {
        let name = item["name"].as_str().unwrap_or_default().to_owned();
        let count = item["available"].as_i64().unwrap_or(0);
        let locale = crate::i18n::current();
        toast::failure(crate::i18n::td_string!(locale, buy.cart.short, name = name, count = count).to_string());
    } else {
        toast::error(error);
    }
}
