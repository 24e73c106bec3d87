//! Many buyers, few goods.

use futures_util::StreamExt;
use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::{Answer, Caller, Goods, Shelf, TestApp, districts};
use uuid::Uuid;

use super::{assert_sound, dice};

/// Registered buyers with an address each.
async fn buyers(app: &TestApp, count: usize) -> Vec<(Caller, shared::ids::AddressId)> {
    let one = async |number: usize| {
        let mut buyer = app.guest();
        buyer.register_from(&format!("10.0.0.{}", number % 250)).await;
        let address = buyer.add_address(districts::BANDUNG).await;
        (buyer, address)
    };
    futures_util::stream::iter(0..count).map(one).buffer_unordered(16).collect().await
}

/// What a loser is told: which item, how many were wanted and how many there were.
fn shortages(answer: Answer) -> Vec<(Uuid, i64, i64)> {
    let problem = answer.problem(409, "out_of_stock");
    let items = problem.params["items"].as_array().cloned().unwrap_or_default();
    let number = |item: &Value, name: &str| item[name].as_i64().unwrap();
    items
        .iter()
        .map(|item| {
            let variant = item["variant_id"].as_str().unwrap().parse().unwrap();
            assert!(!item["name"].as_str().unwrap().is_empty());
            (variant, number(item, "wanted"), number(item, "available"))
        })
        .collect()
}

async fn left(app: &TestApp, goods: Goods) -> i64 {
    app.number(&format!("SELECT (on_hand - reserved)::bigint AS n FROM stocks WHERE variant_id = '{}'", goods.variant)).await
}

async fn sold(app: &TestApp, goods: Goods) -> i64 {
    let sql = format!("SELECT COALESCE(sum(quantity), 0)::bigint AS n FROM order_items WHERE variant_id = '{}'", goods.variant);
    app.number(&sql).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn crossing_baskets_sell_what_there_is_and_no_piece_more() {
    const BUYERS: usize = 24;
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let buyers = buyers(&app, BUYERS).await;
    for round in 0..5 {
        let mut goods = Vec::new();
        for (index, name) in ["Gitar", "Bas", "Drum", "Ampli", "Senar"].into_iter().enumerate() {
            let pieces = 4 + dice(&[round, index], 9);
            goods.push((shelf.goods(&format!("{name} {round}"), 100_000, i32::try_from(pieces).unwrap()).await, pieces));
        }
        // Everybody wants some of them, one to three pieces each, and adds them in an order of their own.
        let mut asks = Vec::new();
        for (who, (buyer, address)) in buyers.iter().enumerate() {
            let first = dice(&[round, who], goods.len());
            let wanted = (0..goods.len()).map(|step| (first + step * (1 + who % 2 * 2)) % goods.len());
            let mut basket: Vec<(Goods, usize)> = Vec::new();
            for index in wanted {
                let seen = basket.iter().any(|(known, _)| known.variant == goods[index].0.variant);
                if !seen && (basket.is_empty() || dice(&[round, who, index], 2) == 0) {
                    basket.push((goods[index].0, 1 + dice(&[round, who, index, 7], 3)));
                }
            }
            let items: Vec<Value> =
                basket.iter().map(|(goods, quantity)| json!({ "variant_id": goods.variant, "quantity": quantity })).collect();
            buyer.put("/cart", json!({ "items": items })).await.done();
            asks.push((buyer, buyer.order_request(*address).await, basket));
        }
        let key = format!("putaran-{round}");
        let answers = join_all(asks.iter().map(|(buyer, ask, _)| buyer.place(&key, ask))).await;

        let mut losers = 0;
        for (answer, (_, _, basket)) in answers.into_iter().zip(&asks) {
            if answer.status == 201 {
                continue;
            }
            losers += 1;
            let short = shortages(answer);
            assert!(!short.is_empty());
            for (variant, wanted, available) in short {
                let (goods, quantity) =
                    basket.iter().find(|(goods, _)| goods.variant.0 == variant).expect("an item of the basket");
                assert_eq!(i64::try_from(*quantity).unwrap(), wanted);
                // Nothing comes back in a race like this: what fell short then does now.
                assert!(available < wanted && left(&app, *goods).await < wanted, "{available} of {wanted}");
            }
        }
        assert!(losers > 0, "there was enough for all in round {round}");
        for (goods, pieces) in goods {
            assert_eq!(sold(&app, goods).await + left(&app, goods).await, i64::try_from(pieces).unwrap());
        }
        app.assert_laws().await;
    }
    app.settle().await;
    assert_sound(&app).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn three_hundred_at_once_for_a_hundred_pieces() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 100).await;
    let buyers = buyers(&app, 300).await;
    let ready = async |(mut buyer, address): (Caller, shared::ids::AddressId)| {
        buyer.add_to_cart(guitar.variant, 1).await;
        let ask = buyer.order_request(address).await;
        (buyer, ask)
    };
    let ready: Vec<(Caller, Value)> = futures_util::stream::iter(buyers).map(ready).buffer_unordered(16).collect().await;
    let answers = join_all(ready.iter().map(|(buyer, ask)| buyer.place("beli-sekarang", ask))).await;
    let mut placed = 0;
    for answer in answers {
        if answer.status == 201 {
            placed += 1;
        } else {
            assert_eq!(shortages(answer), [(guitar.variant.0, 1, 0)]);
        }
    }
    assert_eq!(placed, 100);
    assert_eq!((sold(&app, guitar).await, left(&app, guitar).await), (100, 0));
    assert_eq!(app.number("SELECT count(*) AS n FROM orders").await, 100);
    app.settle().await;
    assert_eq!(
        app.number("SELECT count(*) AS n FROM email_messages WHERE template = 'order_placed' AND state = 'sent'").await,
        100
    );
    assert_sound(&app).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn counting_the_shelf_while_it_sells() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let buyers = buyers(&app, 20).await;
    for round in 0..5 {
        let goods =
            [shelf.goods(&format!("A {round}"), 100_000, 25).await, shelf.goods(&format!("B {round}"), 100_000, 25).await];
        let mut asks = Vec::new();
        for (buyer, address) in &buyers {
            let items = goods.map(|goods| json!({ "variant_id": goods.variant, "quantity": 1 }));
            buyer.put("/cart", json!({ "items": items })).await.done();
            asks.push((buyer, buyer.order_request(*address).await));
        }
        // Some find more, some find less; nobody takes away what is already set aside.
        let counted = async |step: usize| {
            let (goods, found) = (goods[step % 2], [-4, -3, 2][dice(&[round, step], 3)]);
            let sql =
                "INSERT INTO stock_movements (id, variant_id, kind, quantity, reason) VALUES ($1, $2, 'adjustment', $3, 'count')";
            let values = [Uuid::now_v7().into(), goods.variant.0.into(), found.into()];
            match api::db::execute(&app.ctx.db, sql, values).await {
                Ok(_) => (step % 2, i64::from(found)),
                Err(error) => {
                    let broken = api::db::broken_constraint(&error);
                    assert!(matches!(broken, Some("stocks_reserved_check" | "stocks_on_hand_check")), "{error}");
                    (step % 2, 0)
                }
            }
        };
        let key = format!("hitung-{round}");
        let placing = join_all(asks.iter().map(|(buyer, ask)| buyer.place(&key, ask)));
        let (answers, found) = tokio::join!(placing, join_all((0..16).map(counted)));
        for answer in answers {
            if answer.status != 201 {
                shortages(answer);
            }
        }
        for (index, goods) in goods.into_iter().enumerate() {
            let changed: i64 = found.iter().filter(|(which, _)| *which == index).map(|(_, found)| found).sum();
            assert_eq!(sold(&app, goods).await + left(&app, goods).await, 25 + changed);
        }
        app.assert_laws().await;
    }
    app.settle().await;
    assert_sound(&app).await;
}
