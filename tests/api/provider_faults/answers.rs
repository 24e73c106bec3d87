//! One call goes wrong, in each way it can.

use std::time::Duration;

use futures_util::future::join;
use sandbox::{Answer as Said, ApiFault, Provider, Trouble};
use shared::payments::Payment;

use super::{TIMEOUT_MS, World, name, sent_back};
use crate::faults::handle;

/// Every way in which one call can go wrong.
fn faults(path: &str) -> Vec<(&'static str, ApiFault)> {
    let late = TIMEOUT_MS * 2;
    vec![
        ("fails", ApiFault::once(path, Said::Status(500)).times(5)),
        ("fails once", ApiFault::once(path, Said::Status(503))),
        ("talks nonsense", ApiFault::once(path, Said::Nonsense)),
        ("breaks off", ApiFault::once(path, Said::Cut)),
        ("is slow", ApiFault::once(path, Said::True).late(late)),
        ("acts and fails", ApiFault::once(path, Said::Status(500)).after_effect()),
        ("acts and talks nonsense", ApiFault::once(path, Said::Nonsense).after_effect()),
        ("acts and breaks off", ApiFault::once(path, Said::Cut).after_effect()),
        ("acts and is slow", ApiFault::once(path, Said::True).after_effect().late(late)),
        ("fails for good", ApiFault::once(path, Said::Status(500)).kept()),
        ("acts and fails for good", ApiFault::once(path, Said::Status(500)).after_effect().kept()),
    ]
}

#[tokio::test]
async fn a_bill_is_made_whatever_the_provider_answers() {
    join(bills(Provider::Stripe), bills(Provider::Midtrans)).await;
}

async fn bills(provider: Provider) {
    let world = World::stocked(50).await;
    for (how, fault) in faults(if provider == Provider::Stripe { "checkout/sessions" } else { "transactions" }) {
        let what = format!("{} {how}", name(provider));
        let order = world.unpaid().await;
        world.app.sandbox.fault(provider, fault.posts());
        let mut bill = world.try_bill(&order, provider).await;
        let refused = bill.status != 201;
        if refused {
            bill.problem(503, "payment_unavailable");
            world.app.sandbox.calm(provider);
            // The next click goes on.
            bill = world.try_bill(&order, provider).await;
        }
        let bill = handle(&bill.ok::<Payment>());
        if provider == Provider::Stripe {
            // Of those that somebody may know of; what was made and never told is nobody's.
            let known = "SELECT count(*) AS n FROM payments WHERE status = 'open'";
            assert_eq!(world.app.number(known).await, 1, "{what}");
        }
        world.pay(provider, &bill);
        world.settle().await;
        // Midtrans knows a reference once; where it acted unheard, the next attempt has another.
        let lost = provider == Provider::Midtrans && how.starts_with("acts");
        let provider = name(provider);
        let payments = if lost { format!("{provider} cancelled, {provider} paid") } else { format!("{provider} paid") };
        let expected = format!(
            "order: paid paid 0 back
             stock: 50 on hand 1 held
             payments: {payments}
             refunds: -
             emails: order_placed, staff_order_paid, order_paid"
        );
        world.shows(&order, &what, &expected).await;
    }
}

#[tokio::test]
async fn a_payment_is_taken_in_whatever_the_provider_answers() {
    join(payments(Provider::Stripe), payments(Provider::Midtrans)).await;
}

async fn payments(provider: Provider) {
    let world = World::stocked(50).await;
    for (how, fault) in faults(if provider == Provider::Stripe { "checkout/sessions/" } else { "status" }) {
        let what = format!("{} {how}", name(provider));
        let order = world.unpaid().await;
        let bill = world.bill(&order, provider).await;
        world.app.sandbox.trouble(provider, Trouble::Duplicate, 4);
        world.pay(provider, &bill);
        world.app.sandbox.idle(Duration::from_secs(10)).await.unwrap();
        world.app.sandbox.calm(provider);
        world.app.sandbox.fault(provider, fault);
        world.settle().await;
        world.app.sandbox.calm(provider);
        world.settle().await;
        let expected = format!(
            "order: paid paid 0 back
             stock: 50 on hand 1 held
             payments: {} paid
             refunds: -
             emails: order_placed, staff_order_paid, order_paid",
            name(provider)
        );
        world.shows(&order, &what, &expected).await;
    }
}

#[tokio::test]
async fn money_goes_back_once_whatever_the_provider_answers() {
    join(refunds(Provider::Stripe), refunds(Provider::Midtrans)).await;
}

async fn refunds(provider: Provider) {
    let world = World::stocked(50).await;
    for (how, fault) in faults("refund") {
        let what = format!("{} {how}", name(provider));
        let (order, _) = world.paid(provider).await;
        let before = sent_back(&world).len();
        world.app.sandbox.fault(provider, fault.posts());
        // Ordering it is not the provider's business.
        world.refund(&order, 1_000_000).await.done();
        world.settle().await;
        let sent = sent_back(&world).split_off(before);
        assert_eq!(sent, [1_000_000], "{what}");
        let expected = format!(
            "order: paid partially_refunded 1000000 back
             stock: 50 on hand 1 held
             payments: {} partially_refunded
             refunds: 1000000 goodwill provider succeeded
             emails: order_placed, staff_order_paid, order_paid, order_refunded",
            name(provider)
        );
        world.shows(&order, &what, &expected).await;
        world.app.sandbox.calm(provider);
    }
}
