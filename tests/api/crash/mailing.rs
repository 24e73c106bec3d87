//! While an email is sent.

use api::crash::CrashPoint;
use tests::districts;
use uuid::Uuid;

use super::{World, try_post};

pub(super) const POINTS: &[CrashPoint] = &[CrashPoint::MailClaimed, CrashPoint::MailDelivered, CrashPoint::MailRecorded];

async fn dies_and_rises(world: &World, point: CrashPoint) {
    let mut buyer = world.buyer.clone();
    buyer.add_to_cart(world.guitar.variant, 1).await;
    let address = buyer.add_address(districts::JAKARTA).await;
    let ask = buyer.order_request(address).await;
    let before = world.sink.received().len();
    let mut process = world.doomed(point).await;
    try_post(&world.there(&world.buyer), "/checkout/orders", &Uuid::now_v7().to_string(), &ask).await;
    process.dies().await;
    let came = world.sink.received().len() - before;
    assert_eq!(came, usize::from(point != CrashPoint::MailClaimed), "{point}");

    let _process = world.rises().await;
    let came: Vec<String> =
        world.sink.received().split_off(before).iter().map(|received| received.header("Message-ID").unwrap()).collect();
    // The one moment when nobody can know: it comes again, as the same email.
    let again = usize::from(point == CrashPoint::MailDelivered);
    assert_eq!(came.len(), 1 + again, "{point}");
    assert!(came.iter().all(|id| *id == came[0]), "{point}: {came:?}");
}

#[tokio::test]
async fn a_server_killed_while_sending_an_email_sends_it_once() {
    let world = World::new().await;
    for &point in POINTS {
        dies_and_rises(&world, point).await;
    }
    world.assert_laws(1).await;
}
