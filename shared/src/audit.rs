//! The audit log: what staff changed, before and after.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ids::UserId;

words!(
    /// What was done. A word is a room's thing and what happened to it.
    AuditAction {
        /// An order's status was changed by hand.
        OrderMoved = "order.moved",
        /// An order was handed to a courier.
        OrderShipped = "order.shipped",
        /// An order whose parcel came back was handed to a courier again.
        OrderShippedAgain = "order.shipped_again",
        /// The courier was asked where the parcels of an order are.
        OrderTracked = "order.tracked",
        /// The tracking number of a parcel was corrected.
        OrderTrackingCorrected = "order.tracking_corrected",
        /// It was recorded that a parcel was not delivered, or came back.
        OrderParcelRecorded = "order.parcel_recorded",
        /// A message was written to an order's buyer.
        OrderBuyerWritten = "order.buyer_written",
        /// A note for staff was added to an order.
        OrderNoteAdded = "order.note_added",
        /// A refund was ordered.
        RefundOrdered = "refund.ordered",
        /// A refund that failed was made up for, or one that waits was tried now.
        RefundRetried = "refund.retried",
        /// A refund was called off.
        RefundCancelled = "refund.cancelled",
        /// A refund was transferred by hand.
        RefundTransferred = "refund.transferred",
        /// A payment that was held for review was accepted or refused.
        PaymentReviewed = "payment.reviewed",
        /// A provider was asked where a payment stands.
        PaymentRefreshed = "payment.refreshed",
        /// A provider's event was applied again.
        PaymentReplayed = "payment.replayed",
        /// An email was tried again.
        EmailRetried = "email.retried",
        /// An email was sent again as a new message.
        EmailResent = "email.resent",
        /// A job that failed was tried again.
        JobRetried = "job.retried",
        /// A job that was given up was removed.
        JobRemoved = "job.removed",
        /// A way of looking at a list was shared with everybody.
        ViewShared = "view.shared",
        /// A shared way of looking at a list was changed.
        ViewChanged = "view.changed",
        /// A shared way of looking at a list was removed.
        ViewRemoved = "view.removed",
        /// A list was taken away as a file.
        ListExported = "list.exported",
        /// The shop's profile was changed.
        StoreUpdated = "store.updated",
        /// A content page was changed.
        PageUpdated = "page.updated",
        /// A product was made.
        ProductCreated = "product.created",
        /// A product was changed.
        ProductUpdated = "product.updated",
        /// A product was made as a copy of another one.
        ProductCopied = "product.copied",
        /// A file of products was sent in, to be checked.
        ImportSent = "import.sent",
        /// A file of products was applied.
        ImportApplied = "import.applied",
        /// A file of products was called off.
        ImportCancelled = "import.cancelled",
        /// Pictures were added to a product.
        ProductImagesAdded = "product.images_added",
        /// A product's pictures were put in another order or described anew.
        ProductImagesArranged = "product.images_arranged",
        /// A picture of a product was removed.
        ProductImageRemoved = "product.image_removed",
        /// A category was made.
        CategoryCreated = "category.created",
        /// A category was changed.
        CategoryUpdated = "category.updated",
        /// A category was put somewhere else in the tree.
        CategoryMoved = "category.moved",
        /// A category was removed.
        CategoryDeleted = "category.deleted",
        /// An account was made for somebody.
        UserCreated = "user.created",
        /// Somebody was sent another invitation.
        UserInvited = "user.invited",
        /// Somebody was let in again.
        UserActivated = "user.activated",
        /// Somebody was put out.
        UserDeactivated = "user.deactivated",
        /// Somebody was given another role.
        UserRoleChanged = "user.role_changed",
        /// A note for staff was added to a person.
        UserNoteAdded = "user.note_added",
        /// Somebody was signed out.
        UserSignedOut = "user.signed_out",
        /// Somebody's second factor was taken away.
        UserSecondFactorReset = "user.second_factor_reset",
        /// Staff turned their own second factor on or off, or made new recovery codes.
        SecondFactorChanged = "user.second_factor_changed",
        /// Staff set another password for themselves.
        PasswordChanged = "user.password_changed",
        /// A role was made.
        RoleCreated = "role.created",
        /// A role was changed.
        RoleUpdated = "role.updated",
        /// A role was removed.
        RoleDeleted = "role.deleted",
        /// How people sign in was changed.
        SecurityUpdated = "settings.security_updated",
        /// How a payment provider is offered was changed.
        PaymentSettingsUpdated = "settings.payments_updated",
        /// What shipping costs was changed.
        ShippingSettingsUpdated = "settings.shipping_updated",
        /// The mail server was changed.
        EmailSettingsUpdated = "settings.email_updated",
        /// The shop was made read only, closed, or opened again.
        MaintenanceSet = "settings.maintenance_set",
        /// A setting was tried.
        SettingsTested = "settings.tested",
        /// A variant's stock was corrected.
        StockAdjusted = "stock.adjusted",
        /// From when on a variant's stock is low or critical was changed.
        StockThresholdsSet = "stock.thresholds_set",
        /// A supplier was made.
        SupplierCreated = "supplier.created",
        /// A supplier was changed.
        SupplierUpdated = "supplier.updated",
        /// A supplier was removed.
        SupplierDeleted = "supplier.deleted",
        /// Terms for a variant were agreed with a supplier.
        SupplierTermsSet = "supplier.terms_set",
        /// A supplier's terms for a variant were removed.
        SupplierTermsRemoved = "supplier.terms_removed",
        /// A restock order was made.
        RestockCreated = "restock.created",
        /// A restock order was changed.
        RestockUpdated = "restock.updated",
        /// A restock order went to the supplier.
        RestockPlaced = "restock.placed",
        /// A purchase order was emailed to the supplier again.
        RestockSent = "restock.sent",
        /// A restock order was called off.
        RestockCancelled = "restock.cancelled",
        /// A delivery of a restock order was taken in.
        RestockReceived = "restock.received",
        /// An API key was made.
        ApiKeyCreated = "api_key.created",
        /// An API key's name, scopes, limit or end was changed.
        ApiKeyUpdated = "api_key.updated",
        /// An API key was given another secret.
        ApiKeyRotated = "api_key.rotated",
        /// An API key was revoked.
        ApiKeyRevoked = "api_key.revoked",
        /// A webhook was made.
        WebhookCreated = "webhook.created",
        /// A webhook was changed.
        WebhookUpdated = "webhook.updated",
        /// A webhook was given another secret.
        WebhookRotated = "webhook.rotated",
        /// A webhook was removed.
        WebhookDeleted = "webhook.deleted",
        /// A webhook was tried, or told again what it was told.
        WebhookSent = "webhook.sent",
        /// A webhook was switched off, because it failed for long.
        WebhookDisabled = "webhook.disabled",
        /// A review was put up for all to read.
        ReviewPublished = "review.published",
        /// A review was refused, or taken down.
        ReviewRejected = "review.rejected",
        /// A review was answered.
        ReviewReplied = "review.replied",
        /// The answer to a review was removed.
        ReviewReplyRemoved = "review.reply_removed",
        /// Somebody who works here deleted their own account.
        AccountDeleted = "user.deleted",
        /// A chat with a buyer was begun.
        ChatOpened = "chat.opened",
        /// A chat was settled, opened again, or what staff keep of it was changed.
        ChatChanged = "chat.changed",
        /// A chat was given to somebody to answer.
        ChatAssigned = "chat.assigned",
        /// An answer in a chat was deleted.
        ChatAnswerDeleted = "chat.answer_deleted",
        /// A buyer's cart was filled from the chat.
        ChatCartFilled = "chat.cart_filled",
        /// A canned response was made.
        CannedResponseCreated = "canned_response.created",
        /// A canned response was changed.
        CannedResponseUpdated = "canned_response.updated",
        /// A canned response was removed.
        CannedResponseDeleted = "canned_response.deleted",
        /// Somebody who may enter the back office signed in.
        StaffSignedIn = "session.signed_in_staff",
    }
);

words!(
    /// What kind of thing something was done to.
    AuditSubject {
        /// An order, by its id.
        Order = "order",
        /// A refund, by its id.
        Refund = "refund",
        /// An attempt to pay, by its id.
        Payment = "payment",
        /// Something that a payment provider said, by its id.
        PaymentEvent = "payment_event",
        /// An email of the outbox, by its id.
        Email = "email",
        /// A piece of background work, by its id.
        Job = "job",
        /// A way of looking at a list, by its id.
        View = "view",
        /// A list, by its name.
        List = "list",
        /// The shop's profile; there is one.
        Store = "store",
        /// A content page, by its name in the URL.
        Page = "page",
        /// A product, by its id.
        Product = "product",
        /// A category, by its id.
        Category = "category",
        /// A person, by their id.
        User = "user",
        /// A role, by its id.
        Role = "role",
        /// Settings, by the name of their page.
        Settings = "settings",
        /// A file of products, by its id.
        Import = "import",
        /// A variant, by its id.
        Variant = "variant",
        /// A supplier, by its id.
        Supplier = "supplier",
        /// A restock order, by its id.
        RestockOrder = "restock_order",
        /// A review, by its id.
        Review = "review",
        /// A room of the chat, by its id.
        Chat = "chat",
        /// A canned response, by its id.
        CannedResponse = "canned_response",
        /// A signed-in device, by its id.
        Session = "session",
        /// An API key, by its id.
        ApiKey = "api_key",
        /// A webhook, by its id.
        Webhook = "webhook",
    }
);

words!(
    /// What can be wrong with the log.
    AuditFaultKind {
        /// The event is not what its hash says.
        Edited = "edited",
        /// The event does not follow the one before it.
        Broken = "broken",
        /// Events before it are missing.
        Gap = "gap",
        /// The end is not the event that was written last.
        Cut = "cut",
    }
);

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct AuditEvent {
    /// Its place in the log, from 1, without gaps.
    pub sequence: i64,
    /// Who did it; absent for commands on the server.
    pub actor_id: Option<UserId>,
    /// The name they had.
    pub actor: String,
    /// What was done: a word of `AuditAction`, or one that another version wrote.
    pub action: String,
    /// What kind of thing it was done to: a word of `AuditSubject`, or one that another version wrote.
    pub subject_kind: String,
    /// The thing's id.
    pub subject_id: String,
    /// What it was called, such as an order's number.
    pub subject_label: String,
    /// What changed, as it was before; absent when there was nothing.
    pub before: Option<Value>,
    /// What changed, as it is after; absent when there is nothing any more.
    pub after: Option<Value>,
    /// The address it came from.
    pub ip: Option<String>,
    /// The request's id, as in the server's log.
    pub request_id: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// SHA-256 over the event and the hash before it, in hexadecimal.
    pub hash: String,
}

/// Something that is wrong with the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct AuditFault {
    /// At which event.
    pub sequence: i64,
    /// What.
    pub kind: AuditFaultKind,
}

/// What checking the whole log found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct AuditVerification {
    /// How many events there are.
    pub events: i64,
    /// The last event. Note it with its hash elsewhere: whoever can rewrite the whole log cannot
    /// rewrite the note.
    pub sequence: i64,
    /// The last event's hash, in hexadecimal.
    pub hash: String,
    /// What is wrong, the first hundred; empty when all is well.
    pub faults: Vec<AuditFault>,
    /// How many faults there are.
    pub fault_count: i64,
}
