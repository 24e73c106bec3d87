//! While products are written from a file.

use std::fmt::Write;

use api::crash::CrashPoint;
use reqwest::Method;
use serde_json::Value;
use shared::imports::{Import, ImportStatus};

use super::World;

pub(super) const POINTS: &[CrashPoint] = &[CrashPoint::ImportWritten, CrashPoint::ImportCommitted];

async fn dies_and_rises(world: &World, point: CrashPoint) {
    // More than one batch.
    let mut csv = "sku,name,brand,category,price,weight_g,length_cm,width_cm,height_cm,initial_stock\n".to_owned();
    for at in 0..250 {
        writeln!(csv, "{point}-{at},Gitar {point} {at},Ibanez,Gitar,{},1000,10,10,10,1", 1_000 + at).unwrap();
    }
    let file: &[(&str, &str, &[u8])] = &[("produk.csv", "text/csv", csv.as_bytes())];
    let sent: Import = world.admin.upload(Method::POST, "/admin/products/imports", file).await.ok();
    let path = format!("/admin/products/imports/{}", sent.id);
    world.scene_is_set().await;
    let read = async || world.admin.get(&path).await.ok::<Import>();
    assert_eq!(read().await.status, ImportStatus::Checked, "{point}");

    let mut process = world.doomed(point).await;
    let there = world.there(&world.admin);
    let asked = there.request(Method::POST, &format!("{path}/application")).json(&Value::Null).send().await;
    drop(asked);
    process.dies().await;
    let written = format!("variants WHERE sku LIKE upper('{point}') || '-%'");
    let expected = if point == CrashPoint::ImportWritten { 0 } else { 100 };
    assert_eq!(world.count(&written).await, expected, "{point}");

    let _process = world.rises().await;
    let import = read().await;
    assert_eq!((import.status, import.counts.created, import.counts.refused), (ImportStatus::Applied, 250, 0), "{point}");
    assert_eq!(world.count(&written).await, 250, "{point}");
    let pieces =
        format!("stock_movements m JOIN {}", written.replacen("variants WHERE", "variants v ON v.id = m.variant_id WHERE", 1));
    assert_eq!(world.count(&pieces).await, 250, "{point}: the first pieces were booked once");
    let told = format!("audit_events WHERE action = 'product.created' AND subject_label LIKE 'Gitar {point} %'");
    assert_eq!(world.count(&told).await, 250, "{point}");
    world.assert_laws(0).await;
}

#[tokio::test]
async fn a_server_killed_while_importing_writes_each_product_once() {
    let world = World::new().await;
    for &point in POINTS {
        dies_and_rises(&world, point).await;
    }
}
