//! While an order is placed.

use api::crash::CrashPoint;
use serde_json::Value;
use shared::orders::{Order, OrderStatus};
use tests::districts;
use uuid::Uuid;

use super::{World, try_post};

pub(super) const POINTS: &[CrashPoint] = &[CrashPoint::PlaceWritten, CrashPoint::PlaceCommitted, CrashPoint::OutboxPassed];

/// A full cart, and what is sent to order it.
async fn ask(world: &World) -> Value {
    let mut buyer = world.buyer.clone();
    buyer.add_to_cart(world.guitar.variant, 2).await;
    let address = buyer.add_address(districts::JAKARTA).await;
    buyer.order_request(address).await
}

async fn dies_and_rises(world: &World, point: CrashPoint) {
    let (ask, key) = (ask(world).await, Uuid::now_v7().to_string());
    let before = world.count("orders").await;
    let mut process = world.doomed(point).await;
    let buyer = world.there(&world.buyer);
    let answer = try_post(&buyer, "/checkout/orders", &key, &ask).await;
    process.dies().await;

    let kept = world.count("orders").await - before;
    match point {
        CrashPoint::PlaceWritten => assert_eq!((kept, answer), (0, None), "{point}"),
        CrashPoint::PlaceCommitted => assert_eq!((kept, answer), (1, None), "{point}"),
        // Passing on is nobody's answer's business.
        _ => assert_eq!(kept, 1, "{point}"),
    }
    let _process = world.rises().await;
    let told = "email_messages WHERE template = 'order_placed'";
    assert_eq!(world.count(told).await, before + kept, "{point}: told without a hand");

    // The buyer's browser tries again.
    let order: Order = buyer.place(&key, &ask).await.ok();
    let again: Order = buyer.place(&key, &ask).await.ok();
    assert_eq!((order.id, order.status), (again.id, OrderStatus::Pending), "{point}");
    world.rests().await;
    assert_eq!(world.count("orders").await, before + 1, "{point}");
    assert_eq!(world.count(told).await, before + 1, "{point}");
    assert_eq!(world.app.number("SELECT reserved::bigint AS n FROM stocks").await, 2 * (before + 1), "{point}");
    world.assert_laws(0).await;
}

#[tokio::test]
async fn a_server_killed_while_placing_orders_places_each_once() {
    let world = World::new().await;
    for &point in POINTS {
        dies_and_rises(&world, point).await;
    }
}
