//! How notifications travel: tries, schedules, order, restarts.

use std::time::Duration;

use sandbox::{Config, DeliveryState, Provider, Sandbox};

use crate::support::{world, world_with};

#[tokio::test]
async fn a_shop_that_fails_is_told_again() {
    let world = world().await;
    world.shop_answers(&[500, 503]);
    let id = world.session().await;
    world.sandbox.stripe().pay(&id).unwrap();
    let told = world.told().await;
    assert_eq!(told.len(), 3);
    assert!(told.windows(2).all(|pair| pair[0].text == pair[1].text));
    let delivery = &world.sandbox.deliveries()[0];
    assert_eq!(delivery.state, DeliveryState::Delivered);
    let statuses: Vec<_> = delivery.attempts.iter().map(|attempt| attempt.status).collect();
    assert_eq!(statuses, [Some(500), Some(503), Some(200)]);
}

#[tokio::test]
async fn both_give_up_on_their_own_schedule() {
    let world = world().await;
    world.shop_answers(&[500; 4]);
    let id = world.session().await;
    world.sandbox.stripe().pay(&id).unwrap();
    assert_eq!(world.told().await.len(), 4);
    for (at, (status, tries)) in [(500, 2), (404, 3), (503, 5), (302, 1), (418, 6)].into_iter().enumerate() {
        let order = format!("INV-{at}");
        world.transaction(&order).await;
        world.shop_answers(&vec![status; tries]);
        world.sandbox.midtrans().choose(&order, "bca_va").unwrap();
        world.sandbox.idle(Duration::from_secs(10)).await.unwrap();
        let last = world.sandbox.deliveries().pop().unwrap();
        assert_eq!((last.state, last.attempts.len()), (DeliveryState::Failed, tries), "{status}");
        // And by hand once more.
        world.sandbox.redeliver(last.id).unwrap();
        world.sandbox.idle(Duration::from_secs(10)).await.unwrap();
        assert_eq!(world.sandbox.deliveries().pop().unwrap().state, DeliveryState::Delivered);
    }
}

#[tokio::test]
async fn only_midtrans_follows_and_only_lasting_methods() {
    let world = world().await;
    let there = format!("{}/there", world.shop_url);
    world.transaction("INV-7").await;
    world.shop_redirects(307, &there);
    world.sandbox.midtrans().choose("INV-7", "bca_va").unwrap();
    assert_eq!(world.told().await.last().unwrap().path, "/there");
    assert_eq!(world.sandbox.deliveries()[0].attempts.len(), 1);
    let id = world.session().await;
    world.shop_redirects(307, &there);
    world.sandbox.stripe().pay(&id).unwrap();
    assert_eq!(world.told().await.last().unwrap().path, "/api/v1/payments/stripe/notifications");
    assert_eq!(world.sandbox.deliveries()[1].attempts.len(), 2);
}

#[tokio::test]
async fn a_shop_that_is_down_or_slow_is_told_later() {
    let world = world_with(Config { notification_timeout: Duration::from_millis(100), ..Config::default() }).await;
    world.sandbox.set_shop_url("http://127.0.0.1:1");
    let id = world.session().await;
    world.sandbox.stripe().pay(&id).unwrap();
    world.sandbox.idle(Duration::from_secs(5)).await.unwrap();
    let delivery = world.sandbox.deliveries().pop().unwrap();
    assert_eq!((delivery.state, delivery.attempts.len()), (DeliveryState::Failed, 4));
    assert!(delivery.attempts[0].error.is_some());
}

#[tokio::test]
async fn held_notifications_leave_in_the_order_asked_for() {
    let world = world().await;
    world.sandbox.hold(Provider::Midtrans);
    world.transaction("INV-7").await;
    world.sandbox.midtrans().pay("INV-7", "gopay").unwrap();
    assert!(world.told().await.is_empty());
    world.sandbox.release_reversed(Provider::Midtrans);
    assert_eq!(world.kinds().await, ["settlement", "pending"]);
    world.transaction("INV-8").await;
    world.sandbox.midtrans().pay("INV-8", "gopay").unwrap();
    assert_eq!(world.kinds().await[2..], ["pending", "settlement"]);
}

#[tokio::test]
async fn a_restart_keeps_everything() {
    let path = std::env::temp_dir().join(format!("payment-sandbox-{}.json", uuid::Uuid::new_v4()));
    let config = || Config { state: Some(path.clone()), ..Config::default() };
    let world = world_with(config()).await;
    let session = world.session().await;
    world.transaction("INV-7").await;
    world.sandbox.hold(Provider::Stripe);
    world.sandbox.stripe().pay(&session).unwrap();
    world.sandbox.midtrans().choose("INV-7", "bca_va").unwrap();
    world.told().await;
    drop(world);
    let world = world_with(config()).await;
    let read = world.stripe_get(&format!("/v1/checkout/sessions/{session}")).await;
    assert_eq!(read.text("/payment_status"), "paid");
    assert_eq!(world.core("INV-7/status").await.text("/transaction_status"), "pending");
    // Made before the restart, held over it, and sent to where the shop was then.
    let held: Vec<_> = world.sandbox.deliveries().into_iter().filter(|delivery| delivery.state == DeliveryState::Held).collect();
    assert_eq!(held.len(), 1);
    drop(world);
    std::fs::write(&path, "{").unwrap();
    assert!(Sandbox::start(config()).await.is_err());
    std::fs::remove_file(&path).unwrap();
}

#[tokio::test]
async fn it_stops_when_dropped() {
    let world = world().await;
    let address = world.sandbox.address();
    drop(world.sandbox);
    for _ in 0..300 {
        if tokio::net::TcpStream::connect(address).await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("still listening");
}
