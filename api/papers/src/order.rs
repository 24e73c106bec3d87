//! What the papers speak of.

use chrono::{DateTime, Utc};
use shared::account::Locale;
use shared::brand::Palette;
use shared::catalog::OptionValue;
use shared::money::Rupiah;
use shared::orders::{OrderStatus, ShippingAddress, ShippingChoice};
use shared::payments::{PaymentProvider, PaymentStatus, RefundStatus};
use shared::totals::Totals;

use crate::logo::Logo;

/// The seller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shop {
    /// Name.
    pub name: String,
    /// Branch, or empty.
    pub branch: String,
    /// Who runs the branch and signs its purchase orders, or empty.
    pub manager: String,
    /// Tagline, or empty.
    pub tagline: String,
    /// Street address.
    pub address: String,
    /// City.
    pub city: String,
    /// Postal code.
    pub postal_code: String,
    /// Phone number in E.164.
    pub phone: String,
    /// Email address, or empty.
    pub email: String,
    /// NPWP, or empty.
    pub tax_number: String,
    /// Whether it is a taxable firm (PKP).
    pub taxable: bool,
    /// NIB, or empty.
    pub licence_number: String,
    /// Where the shop is on the web, without a slash at the end.
    pub url: String,
    /// Its colours.
    pub palette: Palette,
    /// Its logo, which stands where the name does otherwise.
    pub logo: Option<Logo>,
}

/// An order as it is printed.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Number, such as `HRT-261121-K7Q2MX`.
    pub number: String,
    /// The language of the paper.
    pub locale: Locale,
    /// Where it stands.
    pub status: OrderStatus,
    /// Where its payment stands.
    pub payment_status: PaymentStatus,
    /// When it was placed.
    pub created_at: DateTime<Utc>,
    /// Until when it can be paid.
    pub pay_until: DateTime<Utc>,
    /// The buyer's name.
    pub buyer_name: String,
    /// The buyer's email.
    pub buyer_email: String,
    /// The buyer's phone number in E.164.
    pub buyer_phone: Option<String>,
    /// Where it goes.
    pub address: ShippingAddress,
    /// How it is shipped.
    pub shipping: ShippingChoice,
    /// The buyer's note, or empty.
    pub note: String,
    /// What was bought.
    pub lines: Vec<Line>,
    /// What it costs.
    pub totals: Totals,
    /// Money that came in for it, the first first.
    pub paid: Vec<Paid>,
    /// Money that went back or is on its way, the first first.
    pub returned: Vec<Returned>,
    /// Parcels that were handed to a courier, the first first.
    pub parcels: Vec<Parcel>,
}

/// A line of an order.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Stock-keeping unit.
    pub sku: String,
    /// Name.
    pub name: String,
    /// Options.
    pub options: Vec<OptionValue>,
    /// Price of one piece.
    pub price: Rupiah,
    /// How many pieces were bought.
    pub quantity: i32,
    /// Price times quantity.
    pub line_total: Rupiah,
    /// Weight of one piece in grams.
    pub weight_g: i32,
    /// How many pieces go into the parcel: not those whose money went back before it left.
    pub to_pack: i32,
}

/// Money that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    /// Who took it.
    pub provider: PaymentProvider,
    /// How, such as `bca_va`.
    pub method: Option<String>,
    /// How much.
    pub amount: Rupiah,
    /// When.
    pub at: DateTime<Utc>,
}

/// Money that went back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// How much.
    pub amount: Rupiah,
    /// Pending or succeeded; others are none.
    pub status: RefundStatus,
    /// When it went, or when it was ordered.
    pub at: DateTime<Utc>,
}

/// A parcel on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Courier.
    pub courier: String,
    /// Name of the service.
    pub service: String,
    /// The courier's tracking number (resi).
    pub tracking_number: String,
    /// Weight in grams.
    pub weight_g: i32,
}

impl Order {
    /// All that is to be packed, in pieces.
    pub(crate) fn pieces(&self) -> i64 {
        self.lines.iter().map(|line| i64::from(line.to_pack)).sum()
    }

    /// What that weighs, in grams.
    pub(crate) fn grams(&self) -> i64 {
        self.lines.iter().map(|line| i64::from(line.to_pack) * i64::from(line.weight_g)).sum()
    }

    /// The lines of which something is to be packed.
    pub(crate) fn packed(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.to_pack > 0)
    }
}

impl Line {
    /// `Warna: Hitam · Ukuran: M`, or empty.
    pub(crate) fn options_text(&self) -> String {
        self.options.iter().map(|option| format!("{}: {}", option.name, option.value)).collect::<Vec<_>>().join(" · ")
    }
}
