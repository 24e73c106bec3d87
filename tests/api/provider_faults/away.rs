//! A provider is not there at all, for a while.

use std::time::Duration;

use sandbox::{Provider, Sandbox};
use shared::orders::StaffOrder;

use super::{World, name, sent_back};

#[tokio::test]
async fn a_refund_waits_for_a_provider_that_is_away() {
    for provider in [Provider::Stripe, Provider::Midtrans] {
        let state = std::env::temp_dir().join(format!("hurtrock-away-{}-{}.json", name(provider), std::process::id()));
        let mut world = World::with(sandbox::Config { state: Some(state.clone()), ..sandbox::Config::default() }).await;
        let (order, _) = world.paid(provider).await;
        let again = sandbox::Config {
            listen: world.app.sandbox.base_url().trim_start_matches("http://").parse().unwrap(),
            shop_url: world.app.url().to_owned(),
            state: Some(state.clone()),
            ..sandbox::Config::default()
        };
        let elsewhere = Sandbox::start(sandbox::Config::default()).await.unwrap();
        std::mem::replace(&mut world.app.sandbox, elsewhere).shutdown().await;

        world.refund(&order, 1_000_000).await.done();
        world.app.run_jobs().await;
        let waiting = "SELECT count(*) AS n FROM refunds WHERE status = 'pending' AND external_id IS NULL";
        assert_eq!(world.app.number(waiting).await, 1);
        // Asked for again by hand meanwhile, which is the same refund.
        let staffs: StaffOrder = world.admin.get(&format!("/admin/orders/{}", order.id)).await.ok();
        let path = format!("/admin/refunds/{}/retry", staffs.refunds[0].refund.id);
        world.admin.post(&path, serde_json::json!({ "channel": "provider" })).await.done();

        world.app.sandbox = Sandbox::start(again).await.unwrap();
        world.app.sandbox.idle(Duration::from_secs(5)).await.unwrap();
        world.settle().await;
        assert_eq!(sent_back(&world), [1_000_000]);
        let expected = format!(
            "order: paid partially_refunded 1000000 back
             stock: 5 on hand 1 held
             payments: {} partially_refunded
             refunds: 1000000 goodwill provider succeeded
             emails: order_placed, staff_order_paid, order_paid, order_refunded",
            name(provider)
        );
        world.shows(&order, name(provider), &expected).await;
        let _ = std::fs::remove_file(state);
    }
}
