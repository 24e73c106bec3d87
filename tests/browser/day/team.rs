//! At night: who may do what, and who did what.

use std::time::Duration;

use tests::Browser;

use super::Shop;
use crate::steps::{self, choose};

/// The whole log is read and reckoned.
const LONG: Duration = Duration::from_secs(60);

/// A colleague has the stock before them, and then no more.
pub(super) async fn take_a_page_away(desk: &Browser, shop: &Shop) {
    let room = ".rooms a[href='/admin/inventory']";
    Browser::with(&shop.app, "day-colleague", async |colleague| {
        steps::sign_in_to_desk(colleague, &shop.staff).await;
        colleague.click(room).await;
        colleague.see("[data-test=stock-row]").await;

        desk.click(".rooms a[href='/admin/users']").await;
        desk.click("a[href='/admin/roles']").await;
        desk.click("[data-test=permission][data-role=staff][data-permission='inventory.read']").await;
        desk.see_text(".save-bar__state", "belum disimpan").await;
        desk.click("[data-test=save-roles]").await;
        desk.see_text(".save-bar__state", "Semua tersimpan").await;
        shop.staff.get("/admin/inventory").await.problem(403, "forbidden");

        colleague.reload().await;
        colleague.see("[data-test=no-access]").await;
        colleague.see(".rooms a[href='/admin/orders']").await;
        colleague.see_count(room, 0).await;
    })
    .await;
}

/// Found by what was done, all of it by this admin, in a log that nobody has touched.
pub(super) async fn read_the_log(desk: &Browser, shop: &Shop) {
    desk.go(&format!("/admin/audit?actor={}", shop.admin.user_id())).await;
    desk.see("[data-test=audit-actor]").await;
    for (words, action) in [
        ("Tim masuk", "session.signed_in_staff"),
        ("Pesanan dikirim", "order.shipped"),
        ("Pengembalian dana dimulai", "refund.ordered"),
        ("Produk dibuat", "product.created"),
        ("Gambar produk ditambah", "product.images_added"),
        ("Berkas produk dikirim", "import.sent"),
        ("Impor produk diterapkan", "import.applied"),
        ("Kategori dipindah", "category.moved"),
        ("Pesanan stok dibuat", "restock.created"),
        ("Pesanan stok dipesan", "restock.placed"),
        ("Barang diterima", "restock.received"),
        ("Stok dikoreksi", "stock.adjusted"),
        ("Daftar diunduh", "list.exported"),
        ("Izin peran diubah", "role.updated"),
    ] {
        choose(desk, "#main .filters .pick-one select", words).await;
        desk.see(&format!("[data-test=audit-row][data-action='{action}']")).await;
    }
    assert!(desk.address().await.contains("actor="), "the other filter stays");
    desk.click("[data-test=audit-verify]").await;
    desk.see_within(LONG, "[data-test=audit-finding][data-faults='0']").await;
}
