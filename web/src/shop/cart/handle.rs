//! What the browser knows of the cart, and the ways to change it.

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::Date;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::cart::{AddToCartRequest, Cart, CartItem, CartLine, LineNotice, ReplaceCartRequest, RestoreCartRequest};
use shared::ids::VariantId;
use shared::problem::ErrorCode;
use shared::validate::FieldCode;
use web_logic::left_out;

use crate::api::{ApiError, cart};
use crate::i18n::{self, td_string};
use crate::session::use_session;
use crate::storage;
use crate::ui::toast;

/// What was read so recently, in milliseconds, is not read again by itself.
const FRESH: f64 = 3_000.0;
/// Presses that follow each other so closely, in milliseconds, are one change.
const PRESSES: u32 = 300;

/// The cart, for whoever puts something into it. Cheap to copy.
#[derive(Clone, Copy)]
pub struct CartHandle {
    cart: RwSignal<Option<Result<Cart, ApiError>>>,
    /// Why the last reading failed, where something is known all the same.
    failure: RwSignal<Option<ApiError>>,
    wanted: RwSignal<Vec<Wanted>>,
    /// Lines as they are on their way to the server.
    under_way: StoredValue<Vec<Wanted>>,
    /// Ends the pauses in which more presses may come.
    pauses: StoredValue<Vec<oneshot::Sender<()>>>,
    open: RwSignal<bool>,
    /// Changes that are on their way.
    pending: RwSignal<u32>,
    /// Whether some of them were so at the same time.
    crossed: StoredValue<bool>,
    /// Whether what is known is of whoever is here now.
    own: StoredValue<bool>,
    /// Counts what was asked for and taken in; an answer from before that has nothing to say any more.
    step: StoredValue<u32>,
    asked_at: StoredValue<f64>,
}

/// How many pieces of a line there shall be, until the server has said so.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Wanted {
    variant: VariantId,
    quantity: i32,
    presses: u32,
}

/// A line that was taken out.
#[derive(Clone)]
struct Removed {
    line: CartLine,
    name: String,
}

/// Makes the cart available to the app; once, by the shop's shell.
pub fn provide() {
    let handle = CartHandle::new();
    provide_context(handle);
    let session = use_session();
    // Signing in or out changes whose cart it is.
    let who = Memo::new(move |_| match session.get() {
        crate::session::Session::Loading => None,
        other => Some(other.me().map(|me| me.id)),
    });
    Effect::new(move |_| {
        if who.get().is_some() {
            handle.own.set_value(false);
            handle.reload();
        }
    });
    // It may have been changed on another device, or in another tab. For as long as the app runs. Whoever puts the page away
    // may never come back to it.
    window_event_listener_untyped("visibilitychange", move |_| {
        if document().hidden() {
            handle.hurry();
        } else {
            handle.refresh();
        }
    });
    window_event_listener_untyped("pagehide", move |_| handle.hurry());
    // What could not be read without a connection is read when there is one.
    window_event_listener_untyped("online", move |_| {
        if handle.failure.with_untracked(Option::is_some) {
            handle.reload();
        } else {
            handle.refresh();
        }
    });
}

/// The cart.
#[must_use]
pub fn use_cart() -> CartHandle {
    use_context().unwrap_or_else(CartHandle::new)
}

impl CartHandle {
    fn new() -> Self {
        Self {
            cart: RwSignal::new(None),
            failure: RwSignal::new(None),
            wanted: RwSignal::new(Vec::new()),
            under_way: StoredValue::new(Vec::new()),
            pauses: StoredValue::new(Vec::new()),
            open: RwSignal::new(false),
            pending: RwSignal::new(0),
            crossed: StoredValue::new(false),
            own: StoredValue::new(false),
            step: StoredValue::new(0),
            asked_at: StoredValue::new(0.0),
        }
    }

    /// What is known: nothing yet, the cart, or why it could not be read.
    #[must_use]
    pub fn state(self) -> Signal<Option<Result<Cart, ApiError>>> {
        self.cart.into()
    }

    /// Why what is known may be old: it could not be read anew.
    pub(super) fn failure(self) -> Signal<Option<ApiError>> {
        self.failure.into()
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
        Signal::derive(move || self.pending.get() > 0)
    }

    /// Whether the drawer is open.
    pub(super) fn open(self) -> RwSignal<bool> {
        self.open
    }

    /// Reads it from the server. What is known stays where that fails.
    pub fn reload(self) {
        let step = self.count_step();
        self.asked_at.set_value(Date::now());
        // Asked within the task, which no component owns: a read ends with its owner, and the cart
        // outlives every page.
        spawn_local(async move {
            let answer = cart::get_cart().await;
            if self.step.get_value() != step {
                return;
            }
            match answer {
                Ok(cart) => self.take(cart),
                Err(ApiError::Aborted) => {}
                Err(error) if self.own.get_value() => self.failure.set(Some(error)),
                Err(error) => self.cart.set(Some(Err(error))),
            }
        });
    }

    /// Reads it because somebody looks at it, unless that was done just now, or is about to be.
    pub fn refresh(self) {
        let Some(good) = self.cart.with_untracked(|cart| cart.as_ref().map(Result::is_ok)) else { return };
        let just_now = Date::now() - self.asked_at.get_value() < FRESH;
        if self.pending.get_untracked() == 0 && !(good && just_now) {
            self.reload();
        }
    }

    /// Takes in what a command answered.
    pub fn put(self, cart: Cart) {
        self.count_step();
        self.asked_at.set_value(Date::now());
        self.take(cart);
    }

    fn take(self, mut cart: Cart) {
        if let Some(token) = cart.token.take() {
            storage::set(storage::CART, &token);
        }
        self.own.set_value(true);
        if self.failure.with_untracked(Option::is_some) {
            self.failure.set(None);
        }
        let news = Some(Ok(cart));
        if self.cart.with_untracked(|known| *known != news) {
            self.cart.set(news);
        }
    }

    fn count_step(self) -> u32 {
        let count = |step: &mut u32| {
            *step = step.wrapping_add(1);
            *step
        };
        self.step.try_update_value(count).unwrap_or_default()
    }

    /// Puts pieces of a variant into the cart, on top of those that are in it, and opens the drawer.
    /// What goes wrong is told by a toast.
    pub fn add(self, variant_id: VariantId, quantity: i32) {
        let known = self.cart.with_untracked(|cart| cart.as_ref()?.as_ref().ok().map(|cart| pieces(cart, variant_id)));
        let call = cart::add_to_cart(&AddToCartRequest { variant_id, quantity });
        spawn_local(async move {
            let mut answer = self.settle(call).await;
            // Perhaps only the answer was lost: whoever then presses again would have twice as many. What took too long already
            // is told at once.
            if answer == Err(ApiError::Unreachable) && self.came_to(variant_id, known.map(|known| known + quantity)).await {
                answer = Ok(());
            }
            match answer {
                Ok(()) => self.open.set(true),
                Err(error) => self.refused(&error),
            }
        });
    }

    /// Whether the server has so many pieces of a variant.
    async fn came_to(self, variant: VariantId, wanted: Option<i32>) -> bool {
        if wanted.is_none() {
            return false;
        }
        let Ok(cart) = cart::get_cart().await else { return false };
        let there = pieces(&cart, variant);
        self.put(cart);
        wanted == Some(there)
    }

    /// How many pieces of a line were asked for and are not answered yet, followed.
    pub(super) fn wanted(self, variant: VariantId) -> Option<i32> {
        self.wanted.with(|wanted| wanted.iter().find(|line| line.variant == variant).map(|line| line.quantity))
    }

    /// Sets how many pieces of a line there shall be. It is shown at once, and sent when no more presses come.
    pub(super) fn set_quantity(self, variant: VariantId, quantity: i32) {
        let is_new = self.wanted.try_update(|wanted| match wanted.iter_mut().find(|line| line.variant == variant) {
            Some(line) => {
                line.quantity = quantity;
                line.presses += 1;
                false
            }
            None => {
                wanted.push(Wanted { variant, quantity, presses: 0 });
                true
            }
        });
        if is_new == Some(true) {
            spawn_local(self.send_wanted(variant));
        }
    }

    /// Whether the server has heard of everything that was pressed.
    pub(in crate::shop) fn settled(self) -> Signal<bool> {
        Signal::derive(move || self.pending.get() == 0 && self.wanted.with(Vec::is_empty))
    }

    /// Sends what is wanted of a line, one after the other, until the last of it is answered.
    async fn send_wanted(self, variant: VariantId) {
        let now = move || self.wanted.with_untracked(|wanted| wanted.iter().find(|line| line.variant == variant).copied());
        while let Some(line) = now() {
            let hurried = self.pause().await;
            let Some(last) = now() else { return };
            // Of a page that is left, what was pressed last is sent, whatever came within the pause.
            if last != line && !hurried {
                continue;
            }
            let line = last;
            self.under_way.update_value(|lines| lines.push(line));
            let answer = self.settle(cart::set_cart_quantity(variant, line.quantity)).await;
            self.under_way.update_value(|lines| lines.retain(|sent| sent.variant != variant));
            // What was pressed meanwhile is sent next, and a line that is gone wants nothing.
            if now() != Some(line) {
                continue;
            }
            self.forget(variant);
            if let Err(error) = answer {
                self.refused(&error);
            }
        }
    }

    /// Waits for more presses, unless there is no time for that any more; whether there was none.
    async fn pause(self) -> bool {
        let (sender, hurried) = oneshot::channel();
        self.pauses.update_value(|pauses| {
            pauses.retain(|pause| !pause.is_canceled());
            pauses.push(sender);
        });
        matches!(select(TimeoutFuture::new(PRESSES), hurried).await, Either::Right((Ok(()), _)))
    }

    /// Sends at once what was pressed: the page is left, and what is not sent by now would never be. The request is made
    /// before the page is gone, and outlives it.
    pub(super) fn hurry(self) {
        for pause in self.pauses.try_update_value(std::mem::take).unwrap_or_default() {
            // Nobody waits any more where that fails.
            let _ = pause.send(());
        }
        // What was pressed after the last was sent would wait for the answer to that.
        for sent in self.under_way.get_value() {
            let later = self.wanted.with_untracked(|wanted| wanted.iter().find(|line| line.variant == sent.variant).copied());
            if let Some(later) = later.filter(|later| later.quantity != sent.quantity) {
                let call = cart::set_cart_quantity(later.variant, later.quantity);
                spawn_local(async move {
                    // Told where it is sent once more, should the page stay after all.
                    let _ = self.settle(call).await;
                });
            }
        }
    }

    fn forget(self, variant: VariantId) {
        self.wanted.update(|wanted| wanted.retain(|line| line.variant != variant));
    }

    /// Removes a line, and offers to take that back.
    pub(super) fn remove(self, item: &CartItem) {
        let removed = self.removed(item);
        let can_return = !item.notices.contains(&LineNotice::Withdrawn);
        self.forget(item.variant_id);
        self.change(cart::set_cart_quantity(item.variant_id, 0), move || {
            let text = td_string!(i18n::current(), buy.cart.removed, name = removed.name.clone());
            if can_return {
                self.offer_back(text, vec![removed]);
            } else {
                toast::success(text);
            }
        });
    }

    /// Empties it, and offers to take that back.
    pub(super) fn clear(self) {
        let removed: Vec<Removed> = self.cart.with_untracked(|cart| match cart {
            Some(Ok(cart)) => cart.items.iter().map(|item| self.removed(item)).collect(),
            _ => Vec::new(),
        });
        self.wanted.set(Vec::new());
        self.change(cart::replace_cart(&ReplaceCartRequest { items: Vec::new() }), move || {
            self.offer_back(td_string!(i18n::current(), buy.cart.cleared).to_owned(), removed);
        });
    }

    /// The line as it is shown.
    fn removed(self, item: &CartItem) -> Removed {
        let quantity = untrack(|| self.wanted(item.variant_id)).unwrap_or(item.quantity);
        Removed { line: CartLine { variant_id: item.variant_id, quantity }, name: item.name.clone() }
    }

    fn offer_back(self, text: String, removed: Vec<Removed>) {
        toast::undo(text, td_string!(i18n::current(), common.action.undo), move || self.restore(removed.clone()));
    }

    /// Puts lines back, beside what is in the cart by now.
    fn restore(self, removed: Vec<Removed>) {
        let call = cart::restore_cart(&RestoreCartRequest { items: removed.iter().map(|removed| removed.line).collect() });
        let restored = async move {
            let restored = call.await?;
            let lines = removed.iter().map(|removed| (removed.line.variant_id, removed.name.as_str()));
            let names = left_out::names(&restored.left_out, lines);
            if !names.is_empty() {
                toast::failure(td_string!(i18n::current(), buy.cart.left_out, names = names.join(", ")));
            }
            Ok::<Cart, ApiError>(restored.cart)
        };
        self.change(restored, || ());
    }

    fn change(self, call: impl Future<Output = Result<Cart, ApiError>> + 'static, done: impl FnOnce() + 'static) {
        spawn_local(async move {
            match self.settle(call).await {
                Ok(()) => done(),
                Err(error) => self.refused(&error),
            }
        });
    }

    /// Waits for what a command answers, and takes that in.
    async fn settle(self, call: impl Future<Output = Result<Cart, ApiError>>) -> Result<(), ApiError> {
        if self.pending.get_untracked() > 0 {
            self.crossed.set_value(true);
        }
        self.pending.update(|pending| *pending += 1);
        let answer = call.await;
        self.pending.update(|pending| *pending = pending.saturating_sub(1));
        let taken = answer.map(|cart| self.put(cart));
        // Of changes that crossed nobody knows which answer is the later one.
        if self.pending.get_untracked() == 0 && self.crossed.get_value() {
            self.crossed.set_value(false);
            self.reload();
        }
        taken
    }

    fn refused(self, error: &ApiError) {
        explain(error);
        // What is shown may be old; the truth is on the server.
        self.reload();
    }
}

/// How many pieces of a variant are in a cart.
fn pieces(cart: &Cart, variant: VariantId) -> i32 {
    cart.items.iter().find(|item| item.variant_id == variant).map_or(0, |item| item.quantity)
}

/// Tells how many are left when that is the reason, else what the error says.
pub(in crate::shop) fn explain(error: &ApiError) {
    let ApiError::Problem(problem) = error else { return toast::error(error) };
    let locale = i18n::current();
    if problem.code == ErrorCode::OutOfStock
        && let Some(item) = problem.params.get("items").and_then(|items| items.get(0))
    {
        let name = item["name"].as_str().unwrap_or_default().to_owned();
        let count = item["available"].as_i64().unwrap_or(0);
        return toast::failure(td_string!(locale, buy.cart.short, name = name, count = count));
    }
    match problem.errors.first().map(|fault| (fault.code, fault.params.get("max"))) {
        Some((FieldCode::TooMany, Some(max))) => toast::failure(td_string!(locale, buy.cart.too_many, count = max.clone())),
        Some((FieldCode::UnknownChoice, _)) => toast::failure(td_string!(locale, buy.cart.withdrawn)),
        _ => toast::error(error),
    }
}
