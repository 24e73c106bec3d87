//! What the back office is made of: editing beside others, and the log of what was done.

use reqwest::Method;
use serde_json::json;
use shared::inventory::StockItem;
use shared::permission::Permission;
use shared::store::StaffStore;
use shared::users::Role;
use tests::{Browser, Caller, Shelf, TestApp, web_dir};

use crate::steps;

async fn store(admin: &Caller) -> StaffStore {
    admin.get("/admin/store").await.ok()
}

/// Somebody else changes the profile meanwhile.
async fn change(other: &Caller, name: &str, value: &str) {
    let store = store(other).await;
    let mut details = serde_json::to_value(&store.details).unwrap();
    details[name] = value.into();
    let request = other.request(Method::PUT, "/admin/store").header("if-match", format!("\"{}\"", store.revision));
    other.send(request.json(&details)).await.done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_editors_of_one_thing_do_not_overwrite_each_other() {
    let app = TestApp::with(&[("web_dir", &web_dir())]).await;
    let (mine, other) = (app.admin().await, app.admin().await);
    Browser::with(&app, "settings", async |desk| {
        desk.go("/admin/settings/store").await;
        desk.arrive("the sign-in page", |url| url.contains("/sign-in?next=")).await;
        steps::sign_in(desk, &mine).await;
        desk.see("[data-test=save]").await;
        desk.write("[data-pointer='/tagline']", "Keras, tapi ramah").await;
        desk.write("[data-pointer='/phone']", "(022) 201 3163").await;
        change(&other, "phone", "0812 3456 7890").await;
        change(&other, "website", "https://hurtrock.example").await;

        desk.click("[data-test=save]").await;
        desk.see("[data-test=conflict]").await;
        desk.see_text(".conflict__table", "+6281234567890").await;
        desk.see_text(".conflict__table", "https://hurtrock.example").await;
        desk.click("[data-test=conflict-mine]").await;
        desk.see_text(".save-bar__state", "Semua tersimpan").await;
        let saved = store(&other).await;
        assert_eq!((saved.details.tagline.as_str(), saved.details.phone.as_str()), ("Keras, tapi ramah", "+62222013163"));
        assert_eq!(saved.details.website, "https://hurtrock.example", "what only the other changed stays");
        assert_eq!(saved.revision, 4);

        // And once more the other way round.
        desk.write("[data-pointer='/tagline']", "Punyaku").await;
        change(&other, "tagline", "Punya mereka").await;
        desk.click("[data-test=save]").await;
        desk.click("[data-test=conflict-theirs]").await;
        desk.see_text(".save-bar__state", "Semua tersimpan").await;
        let shown: String = desk.ask("arguments[0](document.querySelector(\"[data-pointer='/tagline'] input\").value)").await;
        assert_eq!(shown, "Punya mereka");
        assert_eq!(store(&other).await.details.tagline, "Punya mereka");

        // A rule that is broken is told at its field.
        desk.click("[data-pointer='/taxable'] input").await;
        desk.click("[data-test=save]").await;
        desk.see("[data-pointer='/tax_number'].is-invalid").await;

        desk.go("/admin/audit").await;
        desk.see_count("[data-test=audit-row][data-action='store.updated']", 4).await;
        desk.see_text(".changes", "Punya mereka").await;
        desk.click("[data-test=audit-verify]").await;
        desk.see("[data-test=audit-finding][data-faults='0']").await;
        desk.write("[data-test=audit-search]", "hurtrock.example").await;
        desk.see_count("[data-test=audit-row]", 1).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_two_change_in_small_forms_is_kept_too() {
    let (app, goods) = steps::shop().await;
    let (mine, other) = (app.admin().await, app.admin().await);
    Browser::with(&app, "small-forms", async |desk| {
        steps::sign_in_to_desk(desk, &mine).await;
        let stock = format!("/admin/inventory/{}", goods[0].variant);
        desk.go(&stock).await;
        desk.write("[data-pointer='/low_stock_threshold']", "9").await;
        let item: StockItem = other.get(&stock).await.ok();
        let theirs = json!({ "low_stock_threshold": item.row.low_stock_threshold, "minimum_stock": 1 });
        other.put_at(&format!("{stock}/thresholds"), item.thresholds_revision, theirs).await.done();
        desk.click("[data-test=thresholds-save]").await;
        desk.click("[data-test=conflict-mine]").await;
        desk.see_text(".toast", "disimpan").await;
        let item: StockItem = other.get(&stock).await.ok();
        assert_eq!((item.row.low_stock_threshold, item.row.minimum_stock), (9, 1));

        // Ticks stand on top of what somebody else ticked, to be saved once more.
        let tick = |permission: &str| format!("[data-test=permission][data-role=staff][data-permission='{permission}']");
        desk.go("/admin/roles").await;
        desk.click(&tick("inventory.read")).await;
        let staff = async || {
            let roles: Vec<Role> = other.get("/admin/roles").await.ok();
            roles.into_iter().find(|role| role.details.name == "staff").expect("the staff's role")
        };
        let mut role = staff().await;
        role.details.permissions.retain(|permission| *permission != Permission::OrdersRead);
        other.put_at(&format!("/admin/roles/{}", role.id), role.revision, json!(role.details)).await.done();
        desk.click("[data-test=save-roles]").await;
        desk.see(&format!("{}:not(:checked)", tick("orders.read"))).await;
        desk.see(&format!("{}:not(:checked)", tick("inventory.read"))).await;
        desk.click("[data-test=save-roles]").await;
        desk.see_text(".save-bar__state", "Semua tersimpan").await;
        let saved = staff().await.details.permissions;
        assert!(!saved.contains(&Permission::OrdersRead) && !saved.contains(&Permission::InventoryRead));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn work_that_is_not_saved_is_not_lost_by_leaving() {
    let app = TestApp::with(&[("web_dir", &web_dir())]).await;
    let admin = app.admin().await;
    Browser::with(&app, "unsaved", async |desk| {
        desk.go("/admin").await;
        desk.arrive("the sign-in page", |url| url.contains("/sign-in")).await;
        steps::sign_in(desk, &admin).await;
        desk.click(".rooms a[href='/admin/settings']").await;
        desk.write("[data-pointer='/tagline']", "Setengah jadi").await;
        desk.see_text(".save-bar__state", "belum disimpan").await;

        // By a link: stay.
        desk.click(".rooms a[href='/admin/orders']").await;
        desk.see_text("dialog[open] .sheet__title", "Tinggalkan halaman ini?").await;
        desk.press("Escape").await;
        desk.gone("dialog[open]").await;
        assert!(desk.address().await.ends_with("/admin/settings/store"));
        // By Back: stay.
        desk.back().await;
        desk.see("dialog[open] .sheet__title").await;
        desk.press("Escape").await;
        desk.gone("dialog[open]").await;
        assert!(desk.address().await.ends_with("/admin/settings/store"));
        let kept: String = desk.ask("arguments[0](document.querySelector(\"[data-pointer='/tagline'] input\").value)").await;
        assert_eq!(kept, "Setengah jadi");

        // Ctrl+S saves; then nothing stands in the way.
        desk.press("Control+s").await;
        desk.see_text(".save-bar__state", "Semua tersimpan").await;
        desk.click(".rooms a[href='/admin/orders']").await;
        desk.arrive("the orders", |url| url.ends_with("/admin/orders")).await;

        // Leaving all the same.
        desk.click(".rooms a[href='/admin/settings']").await;
        desk.write("[data-pointer='/tagline']", "Sudah lupa").await;
        desk.back().await;
        desk.click("dialog[open] .sheet__foot .btn--danger").await;
        desk.arrive("the orders", |url| url.ends_with("/admin/orders")).await;
        assert_eq!(store(&admin).await.details.tagline, "Setengah jadi");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_is_found_by_the_keyboard() {
    let app = TestApp::with(&[("web_dir", &web_dir())]).await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 9).await;
    let mut buyer = app.buyer().await;
    let (order, _) = (buyer.order(guitar.variant, 1).await, buyer.order(guitar.variant, 2).await);
    let admin = app.admin().await;
    Browser::with(&app, "palette", async |desk| {
        desk.go("/admin/orders").await;
        desk.arrive("the sign-in page", |url| url.contains("/sign-in")).await;
        steps::sign_in(desk, &admin).await;
        desk.see_count("[data-test=order-row]", 2).await;

        desk.press("Control+k").await;
        desk.write(".palette__input", &order.number.to_lowercase()).await;
        desk.see_text(".palette__entry", &order.number).await;
        desk.press("Enter").await;
        desk.arrive("the order", |url| url.contains(&order.id.to_string())).await;

        desk.press("Control+k").await;
        desk.write(".palette__input", "rg550").await;
        desk.see_text(".palette__entry", "RG550").await;
        desk.press("ArrowDown").await;
        desk.press("Escape").await;
        desk.gone("dialog.palette[open]").await;

        desk.press("?").await;
        desk.see_text("[data-test=keys]", "Ctrl").await;
        desk.press("Escape").await;
        desk.gone("dialog[open]").await;

        desk.press("Control+k").await;
        desk.write(".palette__input", "pembayaran").await;
        desk.press("Enter").await;
        desk.arrive("the payments", |url| url.ends_with("/admin/payments")).await;
        desk.see("[data-test=payment-search]").await;
        desk.press("/").await;
        desk.press("HRT").await;
        desk.arrive("the search", |url| url.contains("q=HRT")).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_is_looked_at_in_ones_own_way_and_taken_away() {
    let app = TestApp::with(&[("web_dir", &web_dir())]).await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 9).await;
    let mut buyer = app.buyer().await;
    for quantity in [1, 2] {
        buyer.order(guitar.variant, quantity).await;
    }
    let (mine, other) = (app.admin().await, app.staff().await);
    Browser::with(&app, "views", async |desk| {
        desk.go("/admin/orders").await;
        desk.arrive("the sign-in page", |url| url.contains("/sign-in")).await;
        steps::sign_in(desk, &mine).await;
        desk.see_count("[data-test=order-row]", 2).await;
        desk.click("th button.table__sort >> Total").await;
        desk.arrive("the sorted list", |url| url.contains("sort=")).await;
        desk.click("[data-test=columns]").await;
        desk.click("[data-test=column-buyer] input").await;
        desk.press("Escape").await;
        desk.gone("th[data-key=buyer]").await;

        desk.click("[data-test=views] .menu__button").await;
        desk.click("[data-test=views] .menu__item >> Simpan").await;
        desk.write("[data-test=view-new-name]", "Yang besar").await;
        desk.click("dialog[open] input[type=checkbox]").await;
        desk.click("[data-test=view-save]").await;
        desk.see_text("[data-test=view-name]", "Yang besar").await;

        desk.click("[data-test=views] .menu__button").await;
        desk.click("[data-test=views] .menu__item >> Semua").await;
        desk.see("th[data-key=buyer]").await;
        desk.see_text("[data-test=view-name]", "Tampilan").await;

        desk.click("[data-test=export] .menu__button").await;
        desk.click("[data-test=export] .menu__item >> CSV").await;
        desk.see_text(".toast", ".csv").await;
    })
    .await;
    // Shared with somebody else, on another machine.
    Browser::with(&app, "views-other", async |desk| {
        desk.go("/admin/orders").await;
        desk.arrive("the sign-in page", |url| url.contains("/sign-in")).await;
        steps::sign_in(desk, &other).await;
        desk.click("[data-test=views] .menu__button").await;
        desk.click("[data-test=views] .menu__item >> Yang besar").await;
        desk.arrive("the view", |url| url.contains("sort=")).await;
        desk.gone("th[data-key=buyer]").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_only_looks_at_jobs_and_emails_is_offered_no_more() {
    let app = TestApp::with(&[("web_dir", &web_dir())]).await;
    let admin = app.admin().await;
    admin.post("/admin/roles", json!({ "name": "pengamat", "permissions": ["admin.access", "system.read"] })).await.done();
    let looker = app.with_role("pengamat").await;
    app.sql("UPDATE graphile_worker._private_jobs SET attempts = max_attempts, last_error = 'no route to host'", []).await;
    Browser::with(&app, "looker", async |desk| {
        desk.go("/admin/jobs").await;
        desk.arrive("the sign-in page", |url| url.contains("/sign-in")).await;
        steps::sign_in(desk, &looker).await;
        desk.see("[data-test=job-failed]").await;
        desk.gone("[data-test=job-retry]").await;
        desk.gone("[data-test=job-remove]").await;
        desk.go(&format!("/admin/emails?q={}", looker.email())).await;
        desk.click("[data-test=email-row][data-template=welcome]").await;
        desk.see("[data-test=email-html]").await;
        desk.gone("[data-test=email-retry]").await;

        let given =
            "INSERT INTO role_permissions (role_id, permission) SELECT id, 'system.manage' FROM roles WHERE name = 'pengamat'";
        app.sql(given, []).await;
        app.ctx.caches.apply(&api::cache::Change::Roles);
        desk.reload().await;
        desk.see("[data-test=email-retry]").await;
        desk.go("/admin/jobs").await;
        desk.see("[data-test=job-retry]").await;
        desk.see("[data-test=job-remove]").await;
    })
    .await;
}
