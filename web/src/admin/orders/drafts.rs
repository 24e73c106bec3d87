//! What was typed on an order's page and not sent yet: it stays when the page is drawn anew.

use leptos::prelude::*;
use shared::ids::ShipmentId;
use shared::orders::{AddOrderNoteRequest, RecordParcelRequest, WriteToBuyerRequest};

use crate::api::client::idempotency_key;

/// A parcel that is about to be handed over.
#[derive(Clone, Copy)]
pub(super) struct ShipDraft {
    pub courier: RwSignal<String>,
    pub service: RwSignal<String>,
    pub tracking_number: RwSignal<String>,
}

impl ShipDraft {
    /// As the buyer chose it.
    pub(super) fn new(courier: &str, service: &str) -> Self {
        Self {
            courier: RwSignal::new(courier.to_owned()),
            service: RwSignal::new(service.to_owned()),
            tracking_number: RwSignal::new(String::new()),
        }
    }
}

/// The key of what is sent: the same for as long as just this is sent, so that an answer that was lost is not a second
/// letter.
pub(super) struct Once<T: 'static>(StoredValue<Option<(T, String)>>);

impl<T> Clone for Once<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Once<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Once<T> {
    /// Nothing is sent yet.
    pub(super) fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// Its key.
    pub(super) fn key(self, request: &T) -> String {
        let known = self.0.with_value(|sent| sent.as_ref().filter(|(sent, _)| sent == request).map(|(_, key)| key.clone()));
        known.unwrap_or_else(|| {
            let key = idempotency_key();
            self.0.set_value(Some((request.clone(), key.clone())));
            key
        })
    }

    /// It was answered: the same once more is meant so.
    pub(super) fn done(self) {
        self.0.set_value(None);
    }
}

/// All that is typed on the page of an order.
#[derive(Clone, Copy)]
pub(super) struct Drafts {
    order: StoredValue<String>,
    pub ship: ShipDraft,
    pub note: RwSignal<String>,
    pub note_key: Once<AddOrderNoteRequest>,
    pub subject: RwSignal<String>,
    pub text: RwSignal<String>,
    pub letter_key: Once<WriteToBuyerRequest>,
    pub parcel_key: Once<(ShipmentId, RecordParcelRequest)>,
}

impl Drafts {
    /// Nothing is typed yet.
    pub(super) fn new() -> Self {
        Self {
            order: StoredValue::new(String::new()),
            ship: ShipDraft::new("", ""),
            note: RwSignal::new(String::new()),
            note_key: Once::new(),
            subject: RwSignal::new(String::new()),
            text: RwSignal::new(String::new()),
            letter_key: Once::new(),
            parcel_key: Once::new(),
        }
    }

    /// Those of this order: what was typed for another one is none of its business.
    pub(super) fn of(self, order: &str, courier: &str, service: &str) -> Self {
        if self.order.with_value(|shown| shown != order) {
            self.order.set_value(order.to_owned());
            self.ship.courier.set(courier.to_owned());
            self.ship.service.set(service.to_owned());
            for text in [self.ship.tracking_number, self.note, self.subject, self.text] {
                text.set(String::new());
            }
            self.note_key.done();
            self.letter_key.done();
            self.parcel_key.done();
        }
        self
    }
}
