//! Words of files that come in: what is wrong with them, and what becomes of their rows.

use shared::imports::{ImportOutcome, ImportStatus};
use shared::orders::{BulkOutcome, ShipmentStatus, TrackingTrouble};
use shared::validate::{FieldCode, FieldError};

use crate::api::ApiError;
use crate::i18n::{Locale, td_string};
use crate::ui::{Tone, error_text, field_error_text};

/// What is wrong with a file as a whole, a sentence for each thing.
#[must_use]
pub fn file_faults(locale: Locale, error: &ApiError) -> Vec<String> {
    if error.fields().is_empty() {
        return vec![error_text(locale, error)];
    }
    error.fields().iter().map(|fault| file_fault(locale, fault)).collect()
}

fn file_fault(locale: Locale, fault: &FieldError) -> String {
    if let Some(column) = fault.pointer.strip_prefix("/columns/") {
        return match fault.code {
            FieldCode::UnknownField => td_string!(locale, intake.file.unknown_column, column = column.to_owned()).to_string(),
            FieldCode::Duplicate => td_string!(locale, intake.file.column_twice, column = column.to_owned()).to_string(),
            _ => td_string!(locale, intake.file.column_missing, column = column.to_owned()).to_string(),
        };
    }
    let max = || fault.params.get("max").cloned().unwrap_or_default();
    match fault.code {
        FieldCode::TooMany if fault.pointer == "/columns" => td_string!(locale, intake.file.too_wide, max = max()).to_string(),
        FieldCode::Required => td_string!(locale, intake.file.empty).to_owned(),
        FieldCode::UnsupportedFile => td_string!(locale, intake.file.no_text).to_owned(),
        FieldCode::DamagedFile => td_string!(locale, intake.file.quotes).to_owned(),
        FieldCode::TooMany => td_string!(locale, intake.file.too_long, max = max()).to_string(),
        _ => field_error_text(locale, fault),
    }
}

/// What is wrong with a row: the column and why.
#[must_use]
pub fn row_fault(locale: Locale, fault: &FieldError) -> String {
    let why = match (fault.pointer.as_str(), fault.code) {
        ("", FieldCode::InvalidFormat) => td_string!(locale, intake.row.out_of_step).to_owned(),
        ("category", FieldCode::UnknownChoice) => td_string!(locale, intake.row.no_category).to_owned(),
        ("supplier", FieldCode::UnknownChoice) => td_string!(locale, intake.row.no_supplier).to_owned(),
        ("order_number", FieldCode::UnknownChoice) => td_string!(locale, intake.row.no_order).to_owned(),
        _ => field_error_text(locale, fault),
    };
    if fault.pointer.is_empty() { why } else { format!("{}: {why}", fault.pointer) }
}

/// What becomes of a row.
#[must_use]
pub fn outcome(locale: Locale, outcome: ImportOutcome) -> &'static str {
    match outcome {
        ImportOutcome::Created => td_string!(locale, intake.outcome.created),
        ImportOutcome::Changed => td_string!(locale, intake.outcome.changed),
        ImportOutcome::Unchanged => td_string!(locale, intake.outcome.unchanged),
        ImportOutcome::Refused => td_string!(locale, intake.outcome.refused),
    }
}

/// Its colour.
#[must_use]
pub const fn outcome_tone(outcome: ImportOutcome) -> Tone {
    match outcome {
        ImportOutcome::Created => Tone::Success,
        ImportOutcome::Changed => Tone::Info,
        ImportOutcome::Unchanged => Tone::Neutral,
        ImportOutcome::Refused => Tone::Danger,
    }
}

/// Where an import stands.
#[must_use]
pub fn status(locale: Locale, status: ImportStatus) -> &'static str {
    match status {
        ImportStatus::Checking => td_string!(locale, intake.status.checking),
        ImportStatus::Checked => td_string!(locale, intake.status.checked),
        ImportStatus::Applying => td_string!(locale, intake.status.applying),
        ImportStatus::Applied => td_string!(locale, intake.status.applied),
        ImportStatus::Cancelled => td_string!(locale, intake.status.cancelled),
    }
}

/// Its colour.
#[must_use]
pub const fn status_tone(status: ImportStatus) -> Tone {
    match status {
        ImportStatus::Checking | ImportStatus::Applying => Tone::Info,
        ImportStatus::Checked => Tone::Warning,
        ImportStatus::Applied => Tone::Success,
        ImportStatus::Cancelled => Tone::Neutral,
    }
}

/// What became of one of many orders; `dry_run` before it was done.
#[must_use]
pub fn bulk(locale: Locale, outcome: BulkOutcome, dry_run: bool) -> &'static str {
    match (outcome, dry_run) {
        (BulkOutcome::Done, true) => td_string!(locale, intake.bulk.ready),
        (BulkOutcome::Done, false) => td_string!(locale, intake.bulk.done),
        (BulkOutcome::Unchanged, _) => td_string!(locale, intake.bulk.unchanged),
        (BulkOutcome::Refused, _) => td_string!(locale, intake.bulk.refused),
    }
}

/// Its colour.
#[must_use]
pub const fn bulk_tone(outcome: BulkOutcome) -> Tone {
    match outcome {
        BulkOutcome::Done => Tone::Success,
        BulkOutcome::Unchanged => Tone::Neutral,
        BulkOutcome::Refused => Tone::Danger,
    }
}

/// Where a parcel stands.
#[must_use]
pub fn shipment(locale: Locale, status: ShipmentStatus) -> &'static str {
    match status {
        ShipmentStatus::Shipped => td_string!(locale, intake.parcel.shipped),
        ShipmentStatus::Failed => td_string!(locale, intake.parcel.failed),
        ShipmentStatus::Returned => td_string!(locale, intake.parcel.returned),
        ShipmentStatus::Delivered => td_string!(locale, intake.parcel.delivered),
    }
}

/// Its colour.
#[must_use]
pub const fn shipment_tone(status: ShipmentStatus) -> Tone {
    match status {
        ShipmentStatus::Shipped => Tone::Info,
        ShipmentStatus::Failed | ShipmentStatus::Returned => Tone::Danger,
        ShipmentStatus::Delivered => Tone::Success,
    }
}

/// Why nothing is known from the courier.
#[must_use]
pub fn trouble(locale: Locale, trouble: TrackingTrouble) -> &'static str {
    match trouble {
        TrackingTrouble::UnknownNumber => td_string!(locale, intake.parcel.unknown_number),
        TrackingTrouble::Unavailable => td_string!(locale, intake.parcel.unavailable),
        TrackingTrouble::Refused => td_string!(locale, intake.parcel.service_refuses),
        TrackingTrouble::OtherParcel => td_string!(locale, intake.parcel.other_parcel),
    }
}
