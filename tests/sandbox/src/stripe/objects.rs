//! Stripe's objects as JSON. Fields and nullability follow the type declarations of stripe-node
//! 23.1.0 for API version 2026-10-28; what the sandbox has no use for is null.

use serde_json::{Value, json};

use super::records::{
    Charge, Dispute, Intent, IntentStatus, Line, PaymentStatus, Records, Refund, RefundStatus, Session, SessionStatus,
};
use crate::state::App;

/// Every amount here is in Indonesian rupiah, which Stripe counts in hundredths.
pub(crate) const CURRENCY: &str = "idr";

pub(crate) fn session(app: &App, session: &Session) -> Value {
    let open = session.status == SessionStatus::Open;
    let paid = session.payment_status == PaymentStatus::Paid;
    let shipping = session.shipping.first();
    let customer = (session.customer_email.is_some() || !open).then(|| {
        json!({
            "address": { "city": null, "country": "ID", "line1": null, "line2": null, "postal_code": null, "state": null },
            "business_name": null, "email": email(session), "individual_name": null, "name": (!open).then_some("Pembeli Sandbox"),
            "phone": null, "tax_exempt": "none", "tax_ids": [],
        })
    });
    json!({
        "id": session.id,
        "object": "checkout.session",
        "adaptive_pricing": { "enabled": session.adaptive_pricing },
        "after_expiration": null,
        "allow_promotion_codes": null,
        "allowed_payment_method_types": null,
        "amount_subtotal": session.amount_subtotal,
        "amount_total": session.amount_total,
        "automatic_tax": { "enabled": false, "liability": null, "provider": null, "status": null },
        "billing_address_collection": null,
        "cancel_url": session.cancel_url,
        "client_reference_id": session.client_reference_id,
        "client_secret": null,
        "collected_information": { "business_name": null, "individual_name": null, "shipping_details": null },
        "consent": null,
        "consent_collection": null,
        "created": session.created,
        "currency": CURRENCY,
        "currency_conversion": null,
        "custom_fields": [],
        "custom_text": { "after_submit": null, "shipping_address": null, "submit": null, "terms_of_service_acceptance": null },
        "customer": null,
        "customer_account": null,
        "customer_creation": "if_required",
        "customer_details": customer,
        "customer_email": session.customer_email,
        "discounts": [],
        "expires_at": session.expires_at,
        "integration_identifier": null,
        "invoice": null,
        "invoice_creation": { "enabled": false, "invoice_data": { "account_tax_ids": null, "custom_fields": null, "description": null, "footer": null, "issuer": null, "metadata": {}, "rendering_options": null } },
        "livemode": false,
        "locale": session.locale,
        "managed_payments": null,
        "metadata": session.metadata,
        "mode": "payment",
        "origin_context": null,
        "payment_intent": session.payment_intent,
        "payment_link": null,
        "payment_method_collection": "if_required",
        "payment_method_configuration_details": null,
        "payment_method_options": {},
        "payment_method_types": ["card"],
        "payment_status": if paid { "paid" } else { "unpaid" },
        "permissions": null,
        "phone_number_collection": { "enabled": false },
        "recovered_from": null,
        "saved_payment_method_options": null,
        "setup_intent": null,
        "shipping_address_collection": null,
        "shipping_cost": shipping.map(|rate| json!({
            "amount_subtotal": rate.amount, "amount_tax": 0, "amount_total": rate.amount, "shipping_rate": rate.rate,
        })),
        "shipping_options": session.shipping.iter().map(|rate| json!({ "shipping_amount": rate.amount, "shipping_rate": rate.rate })).collect::<Vec<_>>(),
        "status": session.status,
        "submit_type": session.submit_type,
        "subscription": null,
        "success_url": session.success_url,
        "total_details": { "amount_discount": 0, "amount_shipping": shipping.map_or(0, |rate| rate.amount), "amount_tax": 0 },
        "ui_mode": "hosted_page",
        "url": open.then(|| pay_url(app, &session.id)),
        "wallet_options": null,
    })
}

/// Where the payer goes.
pub(crate) fn pay_url(app: &App, id: &str) -> String {
    format!("{}/stripe/pay/{id}", app.public_url)
}

fn email(session: &Session) -> &str {
    session.customer_email.as_deref().unwrap_or("pembeli@example.com")
}

pub(crate) fn line(line: &Line) -> Value {
    let total = line.unit_amount * line.quantity;
    json!({
        "id": line.id,
        "object": "item",
        "adjustable_quantity": null,
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": CURRENCY,
        "description": line.name,
        "metadata": {},
        "price": {
            "id": line.price, "object": "price", "active": false, "billing_scheme": "per_unit", "currency": CURRENCY,
            "livemode": false, "product": line.product, "type": "one_time",
            "unit_amount": line.unit_amount, "unit_amount_decimal": line.unit_amount.to_string(),
        },
        "quantity": line.quantity,
    })
}

pub(crate) fn intent(intent: &Intent) -> Value {
    let received = if intent.status == IntentStatus::Succeeded { intent.amount } else { 0 };
    json!({
        "id": intent.id,
        "object": "payment_intent",
        "allowed_payment_method_types": null,
        "amount": intent.amount,
        "amount_capturable": 0,
        "amount_received": received,
        "application": null,
        "application_fee_amount": null,
        "automatic_payment_methods": null,
        "canceled_at": intent.canceled_at,
        "cancellation_reason": intent.canceled_at.map(|_| "automatic"),
        "capture_method": "automatic_async",
        "client_secret": format!("{}_secret_sandbox", intent.id),
        "confirmation_method": "automatic",
        "created": intent.created,
        "currency": CURRENCY,
        "customer": null,
        "customer_account": null,
        "description": intent.description,
        "last_payment_error": intent.declined.as_ref().map(|decline| json!({
            "type": "card_error", "code": decline.code, "decline_code": decline.decline_code, "message": decline.message,
        })),
        "latest_charge": intent.charge,
        "livemode": false,
        "metadata": intent.metadata,
        "next_action": null,
        "on_behalf_of": null,
        "payment_method": intent.charge.as_ref().map(|_| "pm_1SandboxCard"),
        "payment_method_options": {},
        "payment_method_types": ["card"],
        "processing": null,
        "receipt_email": intent.receipt_email,
        "review": null,
        "setup_future_usage": null,
        "shipping": null,
        "source": null,
        "statement_descriptor": null,
        "statement_descriptor_suffix": null,
        "status": intent.status,
        "transfer_group": null,
    })
}

pub(crate) fn charge(charge: &Charge) -> Value {
    let method = if charge.delayed {
        json!({ "type": "customer_balance", "customer_balance": {} })
    } else {
        json!({ "type": "card", "card": { "brand": "visa", "country": "ID", "exp_month": 12, "exp_year": 2034, "funding": "credit", "last4": "4242" } })
    };
    json!({
        "id": charge.id,
        "object": "charge",
        "amount": charge.amount,
        "amount_captured": charge.amount,
        "amount_refunded": charge.amount_refunded,
        "balance_transaction": null,
        "billing_details": { "address": null, "email": charge.receipt_email, "name": null, "phone": null, "tax_id": null },
        "captured": true,
        "created": charge.created,
        "currency": CURRENCY,
        "customer": null,
        "description": null,
        "disputed": charge.disputed,
        "failure_code": null,
        "failure_message": null,
        "livemode": false,
        "metadata": charge.metadata,
        "outcome": { "network_status": "approved_by_network", "reason": null, "risk_level": "normal", "seller_message": "Payment complete.", "type": "authorized" },
        "paid": true,
        "payment_intent": charge.intent,
        "payment_method": "pm_1SandboxCard",
        "payment_method_details": method,
        "receipt_email": charge.receipt_email,
        "receipt_number": null,
        "receipt_url": null,
        "refunded": charge.amount_refunded == charge.amount,
        "status": "succeeded",
    })
}

pub(crate) fn refund(refund: &Refund) -> Value {
    let mut value = json!({
        "id": refund.id,
        "object": "refund",
        "amount": refund.amount,
        "balance_transaction": null,
        "charge": refund.charge,
        "created": refund.created,
        "currency": CURRENCY,
        "customer": null,
        "customer_account": null,
        "destination_details": { "type": "card", "card": { "reference_status": "pending", "reference_type": "acquirer_reference_number", "type": "refund" } },
        "metadata": refund.metadata,
        "payment_intent": refund.intent,
        "payment_method": "pm_1SandboxCard",
        "reason": refund.reason,
        "receipt_number": null,
        "source_transfer_reversal": null,
        "status": refund.status,
        "transfer_reversal": null,
    });
    if let Some(reason) = &refund.failure_reason {
        value["failure_reason"] = reason.as_str().into();
    }
    if refund.status == RefundStatus::Pending {
        value["pending_reason"] = "processing".into();
    }
    value
}

pub(crate) fn dispute(dispute: &Dispute) -> Value {
    json!({
        "id": dispute.id,
        "object": "dispute",
        "amount": dispute.amount,
        "balance_transactions": [],
        "charge": dispute.charge,
        "created": dispute.created,
        "currency": CURRENCY,
        "enhanced_eligibility_types": [],
        "evidence": {},
        "evidence_details": { "due_by": dispute.created + 7 * 86_400, "has_evidence": false, "past_due": false, "submission_count": 0 },
        "is_charge_refundable": false,
        "livemode": false,
        "metadata": {},
        "payment_intent": dispute.intent,
        "reason": dispute.reason,
        "status": dispute.status,
    })
}

/// `{"object": "list", …}`
pub(crate) fn list(url: &str, data: Vec<Value>, has_more: bool) -> Value {
    json!({ "object": "list", "data": data, "has_more": has_more, "url": url })
}

/// Puts objects in place of the ids named by `expand`.
pub(crate) fn expand(records: &Records, value: &mut Value, paths: &[String]) -> Result<(), String> {
    for path in paths {
        let mut place = &mut *value;
        for name in path.split('.') {
            let found = place.get(name).cloned();
            let object = match (name, found.as_ref().and_then(Value::as_str)) {
                ("payment_intent", Some(id)) => records.intents.get(id).map(intent),
                ("latest_charge" | "charge", Some(id)) => records.charges.get(id).map(charge),
                // Null, or expanded already by a longer path.
                ("payment_intent" | "latest_charge" | "charge", None) if found.is_some() => found,
                ("line_items", None) => line_items(records, place),
                _ => None,
            };
            let Some(object) = object else {
                return Err(format!("This property cannot be expanded ({path})."));
            };
            place[name] = object;
            place = &mut place[name];
            if place.is_null() {
                break;
            }
        }
    }
    Ok(())
}

fn line_items(records: &Records, place: &Value) -> Option<Value> {
    let id = place.get("id")?.as_str()?;
    let session = records.sessions.get(id)?;
    let lines = session.lines.iter().map(line).collect();
    Some(list(&format!("/v1/checkout/sessions/{id}/line_items"), lines, false))
}
