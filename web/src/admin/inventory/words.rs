//! Words of stock, in the reader's language.

use shared::account::Locale as Language;
use shared::inventory::{AdjustmentReason, MovementKind, RestockStatus, StockLevel};

use crate::i18n::{Locale, td_string};
use crate::ui::Tone;

/// How urgent a variant's stock is.
#[must_use]
pub fn level(locale: Locale, level: StockLevel) -> &'static str {
    match level {
        StockLevel::Adequate => td_string!(locale, stock.level.adequate),
        StockLevel::Low => td_string!(locale, stock.level.low),
        StockLevel::Critical => td_string!(locale, stock.level.critical),
        StockLevel::Out => td_string!(locale, stock.level.out),
    }
}

/// Its colour.
#[must_use]
pub const fn level_tone(level: StockLevel) -> Tone {
    match level {
        StockLevel::Adequate => Tone::Success,
        StockLevel::Low => Tone::Warning,
        StockLevel::Critical => Tone::Accent,
        StockLevel::Out => Tone::Danger,
    }
}

/// In which language a supplier is written to.
#[must_use]
pub fn language(locale: Locale, language: Language) -> &'static str {
    match language {
        Language::Indonesian => td_string!(locale, stock.supplier.indonesian),
        Language::English => td_string!(locale, stock.supplier.english),
    }
}

/// Why pieces came or went.
#[must_use]
pub fn kind(locale: Locale, kind: MovementKind) -> &'static str {
    match kind {
        MovementKind::Receipt => td_string!(locale, stock.kind.receipt),
        MovementKind::Sale => td_string!(locale, stock.kind.sale),
        MovementKind::Return => td_string!(locale, stock.kind.returned),
        MovementKind::Adjustment => td_string!(locale, stock.kind.adjustment),
    }
}

/// Why stock was corrected.
#[must_use]
pub fn reason(locale: Locale, reason: AdjustmentReason) -> &'static str {
    match reason {
        AdjustmentReason::Damage => td_string!(locale, stock.reason.damage),
        AdjustmentReason::Theft => td_string!(locale, stock.reason.theft),
        AdjustmentReason::Count => td_string!(locale, stock.reason.count),
        AdjustmentReason::Other => td_string!(locale, stock.reason.other),
    }
}

/// Where a restock order stands.
#[must_use]
pub fn restock_status(locale: Locale, status: RestockStatus) -> &'static str {
    match status {
        RestockStatus::Draft => td_string!(locale, stock.status.draft),
        RestockStatus::Ordered => td_string!(locale, stock.status.ordered),
        RestockStatus::PartiallyReceived => td_string!(locale, stock.status.partially_received),
        RestockStatus::Received => td_string!(locale, stock.status.received),
        RestockStatus::Cancelled => td_string!(locale, stock.status.cancelled),
    }
}

/// Its colour.
#[must_use]
pub const fn restock_tone(status: RestockStatus) -> Tone {
    match status {
        RestockStatus::Draft => Tone::Neutral,
        RestockStatus::Ordered => Tone::Info,
        RestockStatus::PartiallyReceived => Tone::Warning,
        RestockStatus::Received => Tone::Success,
        RestockStatus::Cancelled => Tone::Danger,
    }
}

/// Name and options of a variant.
#[must_use]
pub fn called(name: &str, options: &str) -> String {
    if options.is_empty() { name.to_owned() } else { format!("{name} · {options}") }
}
