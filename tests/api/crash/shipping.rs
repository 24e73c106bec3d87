//! While a parcel is handed over.

use api::crash::CrashPoint;
use serde_json::json;
use shared::orders::OrderStatus;

use super::{World, try_post};

pub(super) const POINTS: &[CrashPoint] = &[CrashPoint::ShipWritten, CrashPoint::ShipCommitted];

async fn dies_and_rises(world: &World, point: CrashPoint) {
    let order = world.paid("stripe").await;
    let mut process = world.doomed(point).await;
    let staff = world.there(&world.admin);
    let path = format!("/admin/orders/{}/shipments", order.id);
    let number = order.id.0.simple().to_string();
    let ask = json!({ "courier": "JNE", "service": "REG", "tracking_number": format!("JX{}", &number[20..]) });
    assert_eq!(try_post(&staff, &path, &order.number, &ask).await, None, "{point}");
    process.dies().await;
    let _process = world.rises().await;

    let seen = world.seen(&order).await;
    if point == CrashPoint::ShipWritten {
        assert_eq!((seen.status, seen.shipments.len()), (OrderStatus::Paid, 0), "{point}");
        staff.post(&path, ask).await.done();
        world.rests().await;
    } else {
        assert_eq!((seen.status, seen.shipments.len()), (OrderStatus::Shipped, 1), "{point}");
        // Whoever tries again is told, and ships nothing twice.
        staff.post(&path, ask).await.problem(409, "illegal_transition");
    }
    let told = format!("email_messages WHERE template = 'order_shipped' AND order_id = '{}'", order.id);
    assert_eq!(world.count(&told).await, 1, "{point}");
    assert_eq!(world.seen(&order).await.status, OrderStatus::Shipped, "{point}");
    world.assert_laws(0).await;
}

#[tokio::test]
async fn a_server_killed_while_shipping_ships_each_parcel_once() {
    let world = World::new().await;
    for &point in POINTS {
        dies_and_rises(&world, point).await;
    }
}
