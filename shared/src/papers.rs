//! The papers of orders: invoices, packing lists and labels.

use serde::{Deserialize, Serialize};

use crate::account::Locale;
use crate::ids::OrderId;
use crate::orders::OrderStatus;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

words!(
    /// A paper of an order.
    Paper {
        /// What was bought for how much, and whether it is paid (A4).
        Invoice = "invoice",
        /// What goes into the parcel (A4).
        PackingList = "packing_list",
        /// What goes onto the parcel (100 × 150 mm, for thermal printers).
        Label = "label",
    }
);

impl Paper {
    /// Whether an order that stands at `status` has this paper.
    ///
    /// An invoice says itself what it is worth, so every order has one. What is not paid, or is over
    /// without having been sent, must not be packed by mistake: it has neither list nor label.
    #[must_use]
    pub const fn is_for(self, status: OrderStatus) -> bool {
        match self {
            Self::Invoice => true,
            Self::PackingList | Self::Label => matches!(
                status,
                OrderStatus::Paid
                    | OrderStatus::Processing
                    | OrderStatus::Shipped
                    | OrderStatus::Delivered
                    | OrderStatus::Completed
            ),
        }
    }
}

/// The most orders in one document.
pub const MAX_ORDERS: usize = 200;

/// Print a paper of several orders as one document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object), oai(example))]
#[serde(deny_unknown_fields)]
pub struct PrintPapersRequest {
    /// Which.
    pub paper: Paper,
    /// The orders, in the order they are to be printed: 1 to 200, each once.
    pub order_ids: Vec<OrderId>,
    /// In which language; each buyer's own by default. Labels are in Indonesian by default, because
    /// couriers read them.
    #[serde(default)]
    pub locale: Option<Locale>,
}

#[cfg(feature = "openapi")]
impl poem_openapi::types::Example for PrintPapersRequest {
    fn example() -> Self {
        let id = |last: u128| OrderId(uuid::Uuid::from_u128(0x0193_5a6c_8f00_7c3e_9b1d_2f4a_6e80_0000 + last));
        Self { paper: Paper::Label, order_ids: vec![id(1), id(2)], locale: None }
    }
}

impl Validate for PrintPapersRequest {
    fn check(&self, faults: &mut Faults) {
        let pointer = "/order_ids";
        if self.order_ids.is_empty() {
            faults.add(FieldError::new(pointer, FieldCode::Required));
            return;
        }
        if self.order_ids.len() > MAX_ORDERS {
            faults.add(FieldError::new(pointer, FieldCode::TooMany).with("max", MAX_ORDERS));
            return;
        }
        let mut seen = std::collections::HashSet::new();
        for (index, id) in self.order_ids.iter().enumerate() {
            if !seen.insert(id) {
                faults.add(FieldError::new(format!("{pointer}/{index}"), FieldCode::Duplicate));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(order_ids: Vec<OrderId>) -> Result<(), Vec<FieldError>> {
        PrintPapersRequest { paper: Paper::Label, order_ids, locale: None }.validate()
    }

    #[test]
    fn one_to_two_hundred_orders_each_once() {
        let ids: Vec<OrderId> = (0..=MAX_ORDERS).map(|_| OrderId::generate()).collect();
        assert_eq!(ask(ids[1..].to_vec()), Ok(()));
        assert_eq!(ask(ids[..1].to_vec()), Ok(()));
        let first = |answer: Result<(), Vec<FieldError>>| answer.err().and_then(|faults| faults.into_iter().next());
        assert_eq!(first(ask(ids.clone())).map(|fault| fault.code), Some(FieldCode::TooMany));
        assert_eq!(first(ask(Vec::new())).map(|fault| fault.code), Some(FieldCode::Required));
        let twice = first(ask(vec![ids[0], ids[1], ids[0]]));
        assert_eq!(twice.map(|fault| (fault.pointer, fault.code)), Some(("/order_ids/2".to_owned(), FieldCode::Duplicate)));
    }

    #[test]
    fn only_what_is_paid_is_packed() {
        for &status in OrderStatus::ALL {
            assert!(Paper::Invoice.is_for(status));
            assert_eq!(Paper::Label.is_for(status), Paper::PackingList.is_for(status));
        }
        for status in [OrderStatus::Pending, OrderStatus::Cancelled, OrderStatus::Expired, OrderStatus::Refunded] {
            assert!(!Paper::Label.is_for(status), "{status}");
        }
    }
}
