//! What was done, to what, and the names of fields, in the reader's language.

use serde_json::{Map, Value};
use shared::audit::{AuditAction, AuditEvent, AuditFaultKind, AuditSubject};
use shared::mail::EmailState;
use shared::money::Rupiah;
use shared::orders::OrderStatus;
use shared::payments::{AttemptStatus, PaymentEffect, RefundChannel, RefundKind, RefundStatus, ReviewDecision};

use super::super::settings::{log, words as settings};
use super::super::{inventory::words as inventory, payments::words as payments, words};
use crate::i18n::{Locale, td_string};
use crate::routes;

/// Longer values are cut in the list.
const MOST: usize = 300;

/// What an event is about, as it is stored.
#[derive(Clone)]
pub struct Thing {
    kind: String,
    id: String,
    label: String,
}

impl From<&AuditEvent> for Thing {
    fn from(event: &AuditEvent) -> Self {
        Self { kind: event.subject_kind.clone(), id: event.subject_id.clone(), label: event.subject_label.clone() }
    }
}

impl Thing {
    fn is(&self, subject: AuditSubject) -> bool {
        self.kind == subject.as_str()
    }

    /// What one of its fields is called.
    pub fn field(&self, locale: Locale, name: &str) -> String {
        let own = if self.is(AuditSubject::Settings) { log::field(locale, &self.id, name) } else { None };
        own.unwrap_or_else(|| field(locale, name))
    }

    /// Whether a field is not for people.
    pub fn hides(&self, name: &str) -> bool {
        self.is(AuditSubject::Settings) && log::is_technical(&self.id, name)
    }

    /// A value as people read it.
    pub fn value(&self, locale: Locale, name: &str, value: &Value) -> String {
        if self.is(AuditSubject::Store) {
            return settings::store_value(locale, name, value);
        }
        if self.is(AuditSubject::Settings)
            && let Some(words) = log::value(locale, &self.id, &self.label, name, value)
        {
            return words;
        }
        match value {
            Value::Null => "–".to_owned(),
            Value::Bool(true) => td_string!(locale, office.audit.yes).to_owned(),
            Value::Bool(false) => td_string!(locale, office.audit.no).to_owned(),
            Value::String(text) if text.is_empty() => "–".to_owned(),
            Value::String(text) => word(locale, &self.kind, name, text).map_or_else(|| cut(text), str::to_owned),
            Value::Number(number) => match number.as_i64() {
                Some(amount) if is_money(name) => crate::ui::money(locale, Rupiah(amount)),
                _ => number.to_string(),
            },
            Value::Array(items) => self.list(locale, name, items),
            Value::Object(fields) => self.pairs(locale, name, fields),
        }
    }

    /// Words side by side, things one below the other.
    fn list(&self, locale: Locale, name: &str, items: &[Value]) -> String {
        if items.is_empty() {
            return "–".to_owned();
        }
        let between = if items.iter().any(Value::is_object) { "\n" } else { ", " };
        cut(&items.iter().map(|item| self.value(locale, name, item)).collect::<Vec<_>>().join(between))
    }

    /// A thing within: its fields by their names, without those that are empty.
    fn pairs(&self, locale: Locale, name: &str, fields: &Map<String, Value>) -> String {
        let told = fields.iter().filter(|(_, own)| !own.is_null()).map(|(own, value)| {
            let whole = format!("{name}.{own}");
            format!("{}: {}", self.field(locale, own), self.value(locale, &whole, value))
        });
        cut(&told.collect::<Vec<_>>().join(" · "))
    }
}

/// What was done.
pub fn action(locale: Locale, action: AuditAction) -> &'static str {
    match action {
        AuditAction::OrderMoved => td_string!(locale, office.audit_action.order_moved),
        AuditAction::OrderShipped => td_string!(locale, office.audit_action.order_shipped),
        AuditAction::OrderShippedAgain => td_string!(locale, office.audit_action.order_shipped_again),
        AuditAction::OrderTracked => td_string!(locale, office.audit_action.order_tracked),
        AuditAction::OrderTrackingCorrected => td_string!(locale, office.audit_action.order_tracking_corrected),
        AuditAction::OrderParcelRecorded => td_string!(locale, office.audit_action.order_parcel_recorded),
        AuditAction::OrderBuyerWritten => td_string!(locale, office.audit_action.order_buyer_written),
        AuditAction::OrderNoteAdded => td_string!(locale, office.audit_action.order_note_added),
        AuditAction::RefundOrdered => td_string!(locale, office.audit_action.refund_ordered),
        AuditAction::RefundRetried => td_string!(locale, office.audit_action.refund_retried),
        AuditAction::RefundCancelled => td_string!(locale, office.audit_action.refund_cancelled),
        AuditAction::RefundTransferred => td_string!(locale, office.audit_action.refund_transferred),
        AuditAction::PaymentReviewed => td_string!(locale, office.audit_action.payment_reviewed),
        AuditAction::PaymentRefreshed => td_string!(locale, office.audit_action.payment_refreshed),
        AuditAction::PaymentReplayed => td_string!(locale, office.audit_action.payment_replayed),
        AuditAction::EmailRetried => td_string!(locale, office.audit_action.email_retried),
        AuditAction::EmailResent => td_string!(locale, office.audit_action.email_resent),
        AuditAction::JobRetried => td_string!(locale, office.audit_action.job_retried),
        AuditAction::JobRemoved => td_string!(locale, office.audit_action.job_removed),
        AuditAction::ViewShared => td_string!(locale, office.audit_action.view_shared),
        AuditAction::ViewChanged => td_string!(locale, office.audit_action.view_changed),
        AuditAction::ViewRemoved => td_string!(locale, office.audit_action.view_removed),
        AuditAction::ListExported => td_string!(locale, office.audit_action.list_exported),
        AuditAction::StoreUpdated => td_string!(locale, office.audit_action.store_updated),
        AuditAction::PageUpdated => td_string!(locale, office.audit_action.page_updated),
        AuditAction::ChatOpened => td_string!(locale, office.audit_action.chat_opened),
        AuditAction::ChatChanged => td_string!(locale, office.audit_action.chat_changed),
        AuditAction::ChatAssigned => td_string!(locale, office.audit_action.chat_assigned),
        AuditAction::ChatAnswerDeleted => td_string!(locale, office.audit_action.chat_answer_deleted),
        AuditAction::ChatCartFilled => td_string!(locale, office.audit_action.chat_cart_filled),
        AuditAction::CannedResponseCreated => td_string!(locale, office.audit_action.canned_response_created),
        AuditAction::CannedResponseUpdated => td_string!(locale, office.audit_action.canned_response_updated),
        AuditAction::CannedResponseDeleted => td_string!(locale, office.audit_action.canned_response_deleted),
        AuditAction::UserCreated => td_string!(locale, people.audit_action.user_created),
        AuditAction::UserInvited => td_string!(locale, people.audit_action.user_invited),
        AuditAction::UserActivated => td_string!(locale, people.audit_action.user_activated),
        AuditAction::UserDeactivated => td_string!(locale, people.audit_action.user_deactivated),
        AuditAction::UserRoleChanged => td_string!(locale, people.audit_action.user_role_changed),
        AuditAction::UserNoteAdded => td_string!(locale, people.audit_action.user_note_added),
        AuditAction::UserSignedOut => td_string!(locale, people.audit_action.user_signed_out),
        AuditAction::UserSecondFactorReset => td_string!(locale, people.audit_action.user_second_factor_reset),
        AuditAction::SecondFactorChanged => td_string!(locale, people.audit_action.second_factor_changed),
        AuditAction::PasswordChanged => td_string!(locale, people.audit_action.password_changed),
        AuditAction::RoleCreated => td_string!(locale, people.audit_action.role_created),
        AuditAction::RoleUpdated => td_string!(locale, people.audit_action.role_updated),
        AuditAction::RoleDeleted => td_string!(locale, people.audit_action.role_deleted),
        AuditAction::SecurityUpdated => td_string!(locale, people.audit_action.security_updated),
        AuditAction::PaymentSettingsUpdated => td_string!(locale, people.audit_action.payment_settings_updated),
        AuditAction::ShippingSettingsUpdated => td_string!(locale, people.audit_action.shipping_settings_updated),
        AuditAction::EmailSettingsUpdated => td_string!(locale, people.audit_action.email_settings_updated),
        AuditAction::MaintenanceSet => td_string!(locale, people.audit_action.maintenance_set),
        AuditAction::SettingsTested => td_string!(locale, people.audit_action.settings_tested),
        AuditAction::ProductCreated => td_string!(locale, office.audit_action.product_created),
        AuditAction::ProductUpdated => td_string!(locale, office.audit_action.product_updated),
        AuditAction::ProductCopied => td_string!(locale, office.audit_action.product_copied),
        AuditAction::ImportSent => td_string!(locale, office.audit_action.import_sent),
        AuditAction::ImportApplied => td_string!(locale, office.audit_action.import_applied),
        AuditAction::ImportCancelled => td_string!(locale, office.audit_action.import_cancelled),
        AuditAction::ProductImagesAdded => td_string!(locale, office.audit_action.product_images_added),
        AuditAction::ProductImagesArranged => td_string!(locale, office.audit_action.product_images_arranged),
        AuditAction::ProductImageRemoved => td_string!(locale, office.audit_action.product_image_removed),
        AuditAction::CategoryCreated => td_string!(locale, office.audit_action.category_created),
        AuditAction::CategoryUpdated => td_string!(locale, office.audit_action.category_updated),
        AuditAction::CategoryMoved => td_string!(locale, office.audit_action.category_moved),
        AuditAction::CategoryDeleted => td_string!(locale, office.audit_action.category_deleted),
        AuditAction::StockAdjusted => td_string!(locale, stock.audit.stock_adjusted),
        AuditAction::StockThresholdsSet => td_string!(locale, stock.audit.stock_thresholds_set),
        AuditAction::SupplierCreated => td_string!(locale, stock.audit.supplier_created),
        AuditAction::SupplierUpdated => td_string!(locale, stock.audit.supplier_updated),
        AuditAction::SupplierDeleted => td_string!(locale, stock.audit.supplier_deleted),
        AuditAction::SupplierTermsSet => td_string!(locale, stock.audit.supplier_terms_set),
        AuditAction::SupplierTermsRemoved => td_string!(locale, stock.audit.supplier_terms_removed),
        AuditAction::RestockCreated => td_string!(locale, stock.audit.restock_created),
        AuditAction::RestockUpdated => td_string!(locale, stock.audit.restock_updated),
        AuditAction::RestockPlaced => td_string!(locale, stock.audit.restock_placed),
        AuditAction::RestockSent => td_string!(locale, stock.audit.restock_sent),
        AuditAction::RestockCancelled => td_string!(locale, stock.audit.restock_cancelled),
        AuditAction::RestockReceived => td_string!(locale, stock.audit.restock_received),
        AuditAction::ApiKeyCreated => td_string!(locale, programs.audit.api_key_created),
        AuditAction::ApiKeyUpdated => td_string!(locale, programs.audit.api_key_updated),
        AuditAction::ApiKeyRotated => td_string!(locale, programs.audit.api_key_rotated),
        AuditAction::ApiKeyRevoked => td_string!(locale, programs.audit.api_key_revoked),
        AuditAction::WebhookCreated => td_string!(locale, programs.audit.webhook_created),
        AuditAction::WebhookUpdated => td_string!(locale, programs.audit.webhook_updated),
        AuditAction::WebhookRotated => td_string!(locale, programs.audit.webhook_rotated),
        AuditAction::WebhookDeleted => td_string!(locale, programs.audit.webhook_deleted),
        AuditAction::WebhookSent => td_string!(locale, programs.audit.webhook_sent),
        AuditAction::WebhookDisabled => td_string!(locale, programs.audit.webhook_disabled),
        AuditAction::ReviewPublished => td_string!(locale, reviews.audit.published),
        AuditAction::ReviewRejected => td_string!(locale, reviews.audit.rejected),
        AuditAction::ReviewReplied => td_string!(locale, reviews.audit.replied),
        AuditAction::ReviewReplyRemoved => td_string!(locale, reviews.audit.reply_removed),
        AuditAction::AccountDeleted => td_string!(locale, reviews.audit.account_deleted),
        AuditAction::StaffSignedIn => td_string!(locale, office.audit_action.staff_signed_in),
    }
}

/// The same for a stored word, which another version may have written.
pub fn action_word(locale: Locale, word: &str) -> String {
    word.parse().map_or_else(|_| word.to_owned(), |known| action(locale, known).to_owned())
}

/// A kind of thing.
pub fn subject(locale: Locale, subject: AuditSubject) -> &'static str {
    match subject {
        AuditSubject::Order => td_string!(locale, office.audit_subject.order),
        AuditSubject::Refund => td_string!(locale, office.audit_subject.refund),
        AuditSubject::Payment => td_string!(locale, office.audit_subject.payment),
        AuditSubject::PaymentEvent => td_string!(locale, office.audit_subject.payment_event),
        AuditSubject::Email => td_string!(locale, office.audit_subject.email),
        AuditSubject::Job => td_string!(locale, office.audit_subject.job),
        AuditSubject::View => td_string!(locale, office.audit_subject.view),
        AuditSubject::List => td_string!(locale, office.audit_subject.list),
        AuditSubject::Store => td_string!(locale, office.audit_subject.store),
        AuditSubject::Page => td_string!(locale, office.audit_subject.page),
        AuditSubject::Product => td_string!(locale, office.audit_subject.product),
        AuditSubject::Category => td_string!(locale, office.audit_subject.category),
        AuditSubject::Import => td_string!(locale, office.audit_subject.import),
        AuditSubject::Variant => td_string!(locale, stock.audit.variant),
        AuditSubject::Supplier => td_string!(locale, stock.audit.supplier),
        AuditSubject::RestockOrder => td_string!(locale, stock.audit.restock_order),
        AuditSubject::Review => td_string!(locale, reviews.audit.review),
        AuditSubject::Chat => td_string!(locale, office.audit_subject.chat),
        AuditSubject::CannedResponse => td_string!(locale, office.audit_subject.canned_response),
        AuditSubject::Session => td_string!(locale, office.audit_subject.session),
        AuditSubject::ApiKey => td_string!(locale, programs.audit.api_key),
        AuditSubject::Webhook => td_string!(locale, programs.audit.webhook),
        AuditSubject::User => td_string!(locale, people.audit_subject.user),
        AuditSubject::Role => td_string!(locale, people.audit_subject.role),
        AuditSubject::Settings => td_string!(locale, people.audit_subject.settings),
    }
}

/// The same for a stored word.
pub fn subject_word(locale: Locale, word: &str) -> String {
    word.parse().map_or_else(|_| word.to_owned(), |known| subject(locale, known).to_owned())
}

/// The page of a thing; things without one have none.
pub fn page_of(kind: &str, id: &str) -> Option<String> {
    match kind.parse().ok()? {
        AuditSubject::Order => Some(routes::admin::order(id)),
        AuditSubject::Payment => Some(routes::admin::payment(id)),
        AuditSubject::Email => Some(routes::admin::email(id)),
        AuditSubject::Job => Some(routes::admin::JOBS.to_owned()),
        AuditSubject::Store => Some(routes::admin::SETTINGS_STORE.to_owned()),
        AuditSubject::Page => Some(routes::admin::content_page(id)),
        AuditSubject::Product => Some(routes::admin::product(id)),
        AuditSubject::Category => Some(routes::admin::category(id)),
        AuditSubject::User => Some(routes::admin::user(id)),
        AuditSubject::Role => Some(routes::admin::ROLES.to_owned()),
        AuditSubject::Settings => Some(format!("{}/{}", routes::admin::SETTINGS, crate::api::query::encode(id))),
        AuditSubject::Import => Some(routes::admin::import(id)),
        AuditSubject::Variant => Some(routes::admin::stock(id)),
        AuditSubject::Supplier => Some(routes::admin::supplier(id)),
        AuditSubject::RestockOrder => Some(routes::admin::restock_order(id)),
        AuditSubject::ApiKey => Some(routes::admin::api_key(id)),
        AuditSubject::Webhook => Some(routes::admin::webhook(id)),
        AuditSubject::List => Some(format!("{}/{}", routes::admin::HOME, crate::api::query::encode(id))),
        AuditSubject::Review => Some(routes::admin::REVIEWS.to_owned()),
        AuditSubject::Refund
        | AuditSubject::PaymentEvent
        | AuditSubject::View
        | AuditSubject::Chat
        | AuditSubject::CannedResponse
        | AuditSubject::Session => None,
    }
}

/// What is wrong with the log.
pub fn fault(locale: Locale, kind: AuditFaultKind) -> &'static str {
    match kind {
        AuditFaultKind::Edited => td_string!(locale, office.audit_fault.edited),
        AuditFaultKind::Broken => td_string!(locale, office.audit_fault.broken),
        AuditFaultKind::Gap => td_string!(locale, office.audit_fault.gap),
        AuditFaultKind::Cut => td_string!(locale, office.audit_fault.cut),
    }
}

/// The name of a field; one without words of its own is shown as it is stored.
fn field(locale: Locale, name: &str) -> String {
    let words = match name {
        "status" | "state" => td_string!(locale, office.audit_field.status),
        "note" => td_string!(locale, office.audit_field.note),
        "courier" => td_string!(locale, office.audit_field.courier),
        "service" => td_string!(locale, office.audit_field.service),
        "tracking_number" => td_string!(locale, office.audit_field.tracking_number),
        "amount" => td_string!(locale, office.audit_field.amount),
        "shipping" => td_string!(locale, office.audit_field.shipping),
        "reason" => td_string!(locale, office.audit_field.reason),
        "kind" => td_string!(locale, office.audit_field.kind),
        "channel" => td_string!(locale, office.audit_field.channel),
        "restock" => td_string!(locale, office.audit_field.restock),
        "items" => td_string!(locale, office.audit_field.items),
        "effect" => td_string!(locale, office.audit_field.effect),
        "decision" => td_string!(locale, office.audit_field.decision),
        "bank_reference" => td_string!(locale, office.audit_field.bank_reference),
        "template" => td_string!(locale, office.audit_field.template),
        "attempts" => td_string!(locale, admin.emails.attempts),
        "error" => td_string!(locale, admin.jobs.error),
        "order" => td_string!(locale, office.audit_field.order),
        "format" => td_string!(locale, office.audit_field.format),
        "text" => td_string!(locale, office.audit_field.text),
        "locale" => td_string!(locale, stock.supplier.language),
        "device" => td_string!(locale, office.audit_field.device),
        "role" => td_string!(locale, people.users.role),
        "active" => td_string!(locale, people.users.active),
        "permissions" => td_string!(locale, people.roles.permission),
        other => match settings::store_field(locale, other) {
            Some(words) => words,
            None => return other.replace('_', " ").replace('.', " · "),
        },
    };
    words.to_owned()
}

fn is_money(field: &str) -> bool {
    let name = field.rsplit('.').next().unwrap_or(field);
    matches!(name, "amount" | "shipping" | "price" | "compare_at_price" | "cost" | "unit_cost" | "total" | "base_price")
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The words that a stored word stands for, where it is one of a known kind.
fn word(locale: Locale, subject: &str, field: &str, stored: &str) -> Option<&'static str> {
    match (field, subject.parse().ok()?) {
        ("status", AuditSubject::Order) => stored.parse::<OrderStatus>().ok().map(|status| words::order_status(locale, status)),
        ("status", AuditSubject::Refund) => {
            stored.parse::<RefundStatus>().ok().map(|status| payments::refund_status(locale, status))
        }
        ("status", AuditSubject::Payment | AuditSubject::PaymentEvent) => {
            stored.parse::<AttemptStatus>().ok().map(|status| words::attempt_status(locale, status))
        }
        ("state", AuditSubject::Email) => stored.parse::<EmailState>().ok().map(|state| words::email_state(locale, state)),
        ("kind", AuditSubject::Refund) => stored.parse::<RefundKind>().ok().map(|kind| payments::refund_kind(locale, kind)),
        ("channel", AuditSubject::Refund) => {
            stored.parse::<RefundChannel>().ok().map(|channel| payments::refund_channel(locale, channel))
        }
        ("locale", AuditSubject::Supplier) => stored.parse().ok().map(|language| inventory::language(locale, language)),
        ("effect", _) => stored.parse::<PaymentEffect>().ok().map(|effect| payments::effect(locale, effect)),
        ("decision", _) => stored.parse::<ReviewDecision>().ok().map(|decision| match decision {
            ReviewDecision::Accept => td_string!(locale, admin.payment.accepted),
            ReviewDecision::Deny => td_string!(locale, admin.payment.denied),
        }),
        _ => None,
    }
}
