//! The payment methods played, and how they differ.

/// What kind of thing the payer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Card,
    VirtualAccount { bank: &'static str, prefix: &'static str },
    Bill,
    Wallet,
    Qr,
    Counter { store: &'static str },
}

/// A method of `enabled_payments`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Method {
    /// In `enabled_payments`.
    pub code: &'static str,
    /// In notifications.
    pub payment_type: &'static str,
    pub label: &'static str,
    pub kind: Kind,
}

impl Method {
    /// Money can only go back by API where the payer has an account to receive it.
    pub fn is_refundable(self) -> bool {
        matches!(self.kind, Kind::Card | Kind::Wallet | Kind::Qr)
    }

    /// Paid elsewhere, later: the page shows a number.
    pub fn is_delayed(self) -> bool {
        matches!(self.kind, Kind::VirtualAccount { .. } | Kind::Bill | Kind::Counter { .. })
    }
}

pub(crate) const METHODS: [Method; 12] = [
    Method { code: "credit_card", payment_type: "credit_card", label: "Kartu kredit/debit", kind: Kind::Card },
    Method {
        code: "bca_va",
        payment_type: "bank_transfer",
        label: "BCA Virtual Account",
        kind: Kind::VirtualAccount { bank: "bca", prefix: "12345" },
    },
    Method { code: "echannel", payment_type: "echannel", label: "Mandiri Bill", kind: Kind::Bill },
    Method { code: "gopay", payment_type: "gopay", label: "GoPay", kind: Kind::Wallet },
    Method { code: "other_qris", payment_type: "qris", label: "QRIS", kind: Kind::Qr },
    Method { code: "indomaret", payment_type: "cstore", label: "Indomaret", kind: Kind::Counter { store: "indomaret" } },
    Method {
        code: "bni_va",
        payment_type: "bank_transfer",
        label: "BNI Virtual Account",
        kind: Kind::VirtualAccount { bank: "bni", prefix: "988" },
    },
    Method {
        code: "bri_va",
        payment_type: "bank_transfer",
        label: "BRI Virtual Account",
        kind: Kind::VirtualAccount { bank: "bri", prefix: "12321" },
    },
    Method {
        code: "permata_va",
        payment_type: "bank_transfer",
        label: "Permata Virtual Account",
        kind: Kind::VirtualAccount { bank: "permata", prefix: "8778" },
    },
    Method {
        code: "cimb_va",
        payment_type: "bank_transfer",
        label: "CIMB Niaga Virtual Account",
        kind: Kind::VirtualAccount { bank: "cimb", prefix: "1689" },
    },
    Method { code: "shopeepay", payment_type: "shopeepay", label: "ShopeePay", kind: Kind::Wallet },
    Method { code: "alfamart", payment_type: "cstore", label: "Alfamart", kind: Kind::Counter { store: "alfamart" } },
];

/// Offered when a transaction names no `enabled_payments`.
pub(crate) const USUAL: [&str; 6] = ["credit_card", "bca_va", "echannel", "gopay", "other_qris", "indomaret"];

/// Valid in `enabled_payments`, but not played: an account of this sandbox has them switched off.
pub(crate) const SWITCHED_OFF: [&str; 12] = [
    "other_va",
    "danamon_va",
    "bsi_va",
    "seabank_va",
    "saqu_va",
    "akulaku",
    "kredivo",
    "dana",
    "ovo",
    "uob_ezpay",
    "bca_klikpay",
    "bri_epay",
];

pub(crate) fn method(code: &str) -> Option<Method> {
    METHODS.into_iter().find(|method| method.code == code)
}
