//! Errors as the API tells them: RFC 9457 `application/problem+json`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::validate::FieldError;

words!(
    /// What went wrong, as a word that programs can rely on. The web app has a text for each.
    ErrorCode {
        /// The request could not be read.
        MalformedRequest = "malformed_request",
        /// One or more fields break a rule; see `errors`.
        InvalidFields = "invalid_fields",
        /// Nobody is signed in, or the token is not valid (any more).
        Unauthenticated = "unauthenticated",
        /// The email, username or password is wrong.
        WrongCredentials = "wrong_credentials",
        /// The account was deactivated.
        AccountInactive = "account_inactive",
        /// The password is right; the second step follows: a code, with `params.token`, which lives for
        /// `params.expires_in` seconds.
        SecondFactorRequired = "second_factor_required",
        /// The password is right, but the role needs a second factor: it is set up with `params.token`,
        /// which lives for `params.expires_in` seconds.
        SecondFactorSetupRequired = "second_factor_setup_required",
        /// Too much time went by since the password was given: begin again.
        SignInExpired = "sign_in_expired",
        /// The role needs the second factor: it cannot be turned off.
        SecondFactorNeeded = "second_factor_needed",
        /// The codes of the app cannot be checked by this server; recovery codes can. Whoever runs it is told why.
        SecondFactorUnreadable = "second_factor_unreadable",
        /// One's own second factor must be on first.
        SecondFactorFirst = "second_factor_first",
        /// Somebody must stay who can do everything.
        LastAdmin = "last_admin",
        /// Nobody does this to themselves.
        NotOneself = "not_oneself",
        /// The role is still somebody's.
        RoleInUse = "role_in_use",
        /// Orders or products still name the supplier: `params.orders` and `params.products`.
        SupplierInUse = "supplier_in_use",
        /// The refresh token was used before: the session is revoked.
        SessionRevoked = "session_revoked",
        /// Signed in, but without the permission.
        Forbidden = "forbidden",
        /// Only people do this: an API key has no cart, no profile and no inbox.
        PersonRequired = "person_required",
        /// The password was given too long ago for this: give it again (`POST /account/confirmation`), then ask once more.
        ConfirmationRequired = "confirmation_required",
        /// There is nothing at this address, or it is not yours.
        NotFound = "not_found",
        /// The method is not allowed here.
        MethodNotAllowed = "method_not_allowed",
        /// The state does not allow it.
        Conflict = "conflict",
        /// The email is registered already.
        EmailTaken = "email_taken",
        /// The link was used already, or its time is over: ask for a new one.
        LinkExpired = "link_expired",
        /// The username is taken.
        UsernameTaken = "username_taken",
        /// Not enough of an item is left; `params.items` says which.
        OutOfStock = "out_of_stock",
        /// The count would fall below what is held for orders; `params.reserved` is how much that is.
        BelowReserved = "below_reserved",
        /// The cart is empty.
        CartEmpty = "cart_empty",
        /// Price, stock or shipping changed since it was shown; `params.total` is the new total.
        TotalChanged = "total_changed",
        /// As many of one's orders wait to be paid as may: pay or cancel one first. `params.orders` are their numbers,
        /// `params.most` is how many may wait.
        UnpaidOrders = "unpaid_orders",
        /// The shipping service does not go there (any more).
        ShippingUnavailable = "shipping_unavailable",
        /// Only what one bought and got is reviewed, and once; `params.standing` says what it is.
        NotReviewable = "not_reviewable",
        /// Orders are still open: the account cannot be deleted yet; `params.orders` are their numbers.
        OpenOrders = "open_orders",
        /// The order's status does not allow the step.
        IllegalTransition = "illegal_transition",
        /// The order is not for a courier: unpaid, called off, or its money goes back; `params.orders`
        /// are the numbers of those that are not.
        NotShippable = "not_shippable",
        /// The order cannot be paid (any more).
        NotPayable = "not_payable",
        /// More than can still go back; `params.left` is what can.
        RefundTooLarge = "refund_too_large",
        /// The payment provider is not offered or did not answer.
        PaymentUnavailable = "payment_unavailable",
        /// The same Idempotency-Key was used for a different request.
        IdempotencyMismatch = "idempotency_mismatch",
        /// The request with this Idempotency-Key is still being worked on.
        IdempotencyInProgress = "idempotency_in_progress",
        /// The server went away while it worked on the request with this Idempotency-Key, and whether it
        /// took effect is not known: look, then ask again with another key.
        IdempotencyInterrupted = "idempotency_interrupted",
        /// The thing was changed by someone else in the meantime.
        Stale = "stale",
        /// The change does not say which revision it was made to: `If-Match` is missing.
        RevisionRequired = "revision_required",
        /// The body is too large.
        TooLarge = "too_large",
        /// The body's media type is not supported.
        UnsupportedMediaType = "unsupported_media_type",
        /// Too many requests; wait for `Retry-After` seconds.
        RateLimited = "rate_limited",
        /// A notification's signature is not authentic.
        InvalidSignature = "invalid_signature",
        /// The shop is closed for maintenance.
        Maintenance = "maintenance",
        /// Something the shop depends on does not answer.
        Unavailable = "unavailable",
        /// A fault of ours; it has been logged under the request id.
        Internal = "internal",
    }
);

/// The body of every answer that is not a success.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Problem {
    /// A URI reference that names the kind of problem: `/problems/<code>`.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "openapi", oai(rename = "type"))]
    pub kind: String,
    /// The kind of problem in a few words.
    pub title: String,
    /// The HTTP status code.
    pub status: u16,
    /// What went wrong, as a stable word.
    pub code: ErrorCode,
    /// What happened this time, for a person to read.
    pub detail: String,
    /// Name this when you ask for help.
    pub request_id: String,
    /// The fields that break a rule.
    #[serde(default)]
    pub errors: Vec<FieldError>,
    /// Figures that belong to the code, such as the items that ran out.
    #[serde(default)]
    pub params: BTreeMap<String, serde_json::Value>,
}
