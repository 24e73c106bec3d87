//! B6: what buyers say, and what staff do with it.

use std::path::Path;

use futures_util::future::join_all;
use image::ImageFormat;
use reqwest::Method;
use serde_json::{Value, json};
use shared::catalog::Product;
use shared::ids::{ProductId, ReviewId, VariantId};
use shared::notifications::{Notification, NotificationKind};
use shared::orders::Order;
use shared::page::Page;
use shared::reviews::{OwnReview, OwnReviewStanding, Review, ReviewStanding, ReviewStatus, Reviewable, StaffReview};
use tests::pictures::{encoded, flag, from_a_phone};
use tests::{Answer, Caller, Shelf, TestApp};

const TEXT: &str = "Suaranya tebal dan lehernya enak dipegang.";

/// An order that the buyer has in hand.
pub async fn arrived(app: &TestApp, staff: &Caller, buyer: &mut Caller, variant: VariantId) -> Order {
    let order = app.paid_order(buyer, variant, 1).await;
    let number = format!("JX{}", &uuid::Uuid::now_v7().simple().to_string()[20..]);
    let ship = json!({ "courier": "JNE", "service": "REG", "tracking_number": number });
    staff.post(&format!("/admin/orders/{}/shipments", order.id), ship).await.done();
    buyer.post(&format!("/orders/{}/receipt", order.number), Value::Null).await.done();
    buyer.read(&order).await
}

/// Asks to review a product.
pub async fn write(buyer: &Caller, product: ProductId, stars: i32) -> Answer {
    let ask = json!({ "product_id": product, "stars": stars, "title": "Mantap", "text": TEXT });
    buyer.post("/account/reviews", ask).await
}

async fn decide(staff: &Caller, reviews: &[(ReviewId, i32)], decision: &str, reason: &str) -> Answer {
    let seen: Vec<Value> = reviews.iter().map(|(id, revision)| json!({ "id": id, "revision": revision })).collect();
    staff.post("/admin/reviews/moderation", json!({ "reviews": seen, "decision": decision, "reason": reason })).await
}

async fn staff_list(staff: &Caller, query: &str) -> Page<StaffReview> {
    staff.get(&format!("/admin/reviews{query}")).await.ok()
}

/// A review as staff see it now.
async fn seen(staff: &Caller, id: ReviewId) -> StaffReview {
    staff_list(staff, "?limit=100").await.items.into_iter().find(|review| review.id == id).unwrap()
}

/// Publishes a review as it stands now.
async fn publish(staff: &Caller, id: ReviewId) {
    let revision = seen(staff, id).await.revision;
    decide(staff, &[(id, revision)], "publish", "").await.done();
}

/// The figures of every product and of every row of the listing are those of the published reviews.
async fn assert_figures(app: &TestApp) {
    let wrong = "SELECT count(*) AS n FROM products p
         CROSS JOIN LATERAL (SELECT COALESCE(sum(r.stars), 0)::int AS total, count(*)::int AS reviews,
             ARRAY[(count(*) FILTER (WHERE r.stars = 1))::int, (count(*) FILTER (WHERE r.stars = 2))::int,
                   (count(*) FILTER (WHERE r.stars = 3))::int, (count(*) FILTER (WHERE r.stars = 4))::int,
                   (count(*) FILTER (WHERE r.stars = 5))::int] AS histogram
             FROM reviews r WHERE r.product_id = p.id AND r.status = 'published') x
         LEFT JOIN product_listings l ON l.product_id = p.id
         WHERE (p.rating_sum, p.rating_count, p.rating_histogram) IS DISTINCT FROM (x.total, x.reviews, x.histogram)
            OR (l.product_id IS NOT NULL AND (l.rating_count, l.rating_hundredths) IS DISTINCT FROM
                (x.reviews, CASE WHEN x.reviews = 0 THEN 0 ELSE (x.total * 100 + x.reviews / 2) / x.reviews END))";
    assert_eq!(app.number(wrong).await, 0, "figures that are not those of the published reviews");
}

async fn slug(buyer: &Caller) -> String {
    buyer.get("/account/reviewable").await.ok::<Vec<Reviewable>>()[0].product.slug.clone()
}

#[tokio::test]
async fn only_those_who_have_it_may_review_it_and_once() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 9).await;
    let (admin, mut buyer, stranger) = (app.admin().await, app.buyer().await, app.buyer().await);
    let standing = async |caller: &Caller| {
        caller.get(&format!("/account/reviewable/{}", guitar.product)).await.ok::<OwnReviewStanding>().standing
    };
    assert_eq!(standing(&buyer).await, ReviewStanding::NotBought);
    let refused = write(&stranger, guitar.product, 5).await.problem(409, "not_reviewable");
    assert_eq!(refused.params["standing"], "not_bought");

    let paid = app.paid_order(&mut buyer, guitar.variant, 1).await;
    assert_eq!(standing(&buyer).await, ReviewStanding::NotArrived);
    assert_eq!(write(&buyer, guitar.product, 5).await.problem(409, "not_reviewable").params["standing"], "not_arrived");
    let ship = json!({ "courier": "JNE", "service": "REG", "tracking_number": "JNE001234567890" });
    admin.post(&format!("/admin/orders/{}/shipments", paid.id), ship).await.done();
    write(&buyer, guitar.product, 5).await.problem(409, "not_reviewable");
    buyer.post(&format!("/orders/{}/receipt", paid.number), Value::Null).await.done();
    assert_eq!(standing(&buyer).await, ReviewStanding::MayWrite);
    let offered: Vec<Reviewable> = buyer.get(&format!("/account/reviewable?order={}", paid.number)).await.ok();
    assert_eq!((offered.len(), offered[0].product.id, offered[0].review.is_none()), (1, guitar.product, true));

    // The rules of the words.
    for (ask, pointer) in [
        (json!({ "product_id": guitar.product, "stars": 0, "text": TEXT }), "/stars"),
        (json!({ "product_id": guitar.product, "stars": 6, "text": TEXT }), "/stars"),
        (json!({ "product_id": guitar.product, "stars": 4, "text": "Bagus" }), "/text"),
        (json!({ "product_id": guitar.product, "stars": 4, "title": "x".repeat(101), "text": TEXT }), "/title"),
    ] {
        let problem = buyer.post("/account/reviews", ask).await.problem(422, "invalid_fields");
        assert_eq!(problem.errors[0].pointer, pointer);
    }
    write(&buyer, ProductId::generate(), 5).await.problem(404, "not_found");

    let review: OwnReview = write(&buyer, guitar.product, 5).await.ok();
    assert_eq!((review.status, review.stars, review.reason), (ReviewStatus::Pending, 5, None));
    assert_eq!(standing(&buyer).await, ReviewStanding::Written);
    assert_eq!(write(&buyer, guitar.product, 1).await.problem(409, "not_reviewable").params["standing"], "written");
    // Nor for another order with the same product.
    arrived(&app, &admin, &mut buyer, guitar.variant).await;
    write(&buyer, guitar.product, 1).await.problem(409, "not_reviewable");

    // It is nobody else's, and nobody else sees it yet.
    let path = format!("/account/reviews/{}", review.id);
    stranger.put(&path, json!({ "stars": 1, "text": TEXT })).await.problem(404, "not_found");
    stranger.delete(&format!("{path}/photos/{}", ReviewId::generate())).await.problem(404, "not_found");
    assert_eq!(stranger.get("/account/reviews").await.ok::<Page<OwnReview>>().total, 0);
    assert_eq!(buyer.get("/account/reviews").await.ok::<Page<OwnReview>>().items.len(), 1);
    let shown: Page<Review> = app.guest().get(&format!("/products/{}/reviews", review.product.slug)).await.ok();
    assert_eq!(shown.total, 0);
    assert_figures(&app).await;
}

#[tokio::test]
async fn two_at_the_same_time_make_one_review() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 9).await;
    let (admin, mut buyer) = (app.admin().await, app.buyer().await);
    // Two orders: the lines that prove the purchase are not what keeps the second out.
    arrived(&app, &admin, &mut buyer, guitar.variant).await;
    arrived(&app, &admin, &mut buyer, guitar.variant).await;
    let answers = join_all((0..6).map(|turn| write(&buyer, guitar.product, 1 + turn % 5))).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| [201, 409].contains(status)), "{statuses:?}");
    assert_eq!(app.number("SELECT count(*) AS n FROM reviews").await, 1);
}

#[tokio::test]
async fn an_edit_goes_back_to_staff_and_out_of_the_average() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 9).await;
    let (admin, mut buyer) = (app.admin().await, app.buyer().await);
    arrived(&app, &admin, &mut buyer, guitar.variant).await;
    let review: OwnReview = write(&buyer, guitar.product, 5).await.ok();
    publish(&admin, review.id).await;
    let product = format!("/products/{}", review.product.slug);
    let figures = async |wanted: (i32, i32)| {
        app.eventually("the figures are shown", async || {
            let shown: Product = app.guest().get(&product).await.ok();
            (shown.rating_hundredths, shown.rating_count) == wanted
        })
        .await;
        assert_figures(&app).await;
    };
    figures((500, 1)).await;

    let path = format!("/account/reviews/{}", review.id);
    // The same words again change nothing.
    let same = json!({ "stars": 5, "title": "Mantap", "text": TEXT });
    assert_eq!(buyer.put(&path, same).await.ok::<OwnReview>().status, ReviewStatus::Published);
    let edited: OwnReview = buyer.put(&path, json!({ "stars": 2, "title": "", "text": TEXT })).await.ok();
    assert_eq!((edited.status, edited.stars), (ReviewStatus::Pending, 2));
    figures((0, 0)).await;
    assert_eq!(app.guest().get(&format!("{product}/reviews")).await.ok::<Page<Review>>().total, 0);
    publish(&admin, review.id).await;
    figures((200, 1)).await;
    let revision = seen(&admin, review.id).await.revision;
    decide(&admin, &[(review.id, revision)], "reject", "Bukan tentang gitarnya").await.done();
    figures((0, 0)).await;
    let own: Page<OwnReview> = buyer.get("/account/reviews").await.ok();
    assert_eq!(own.items[0].reason.as_deref(), Some("Bukan tentang gitarnya"));
}

/// The files in the store.
fn kept(app: &TestApp) -> usize {
    fn walk(directory: &Path) -> usize {
        let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
        entries.map(|entry| if entry.path().is_dir() { walk(&entry.path()) } else { 1 }).sum()
    }
    walk(&app.ctx.config.files_dir)
}

#[tokio::test]
async fn photos_are_looked_into_and_tell_nothing_of_the_phone() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 9).await;
    let (admin, mut buyer, stranger) = (app.admin().await, app.buyer().await, app.buyer().await);
    arrived(&app, &admin, &mut buyer, guitar.variant).await;
    let review: OwnReview = write(&buyer, guitar.product, 5).await.ok();
    publish(&admin, review.id).await;
    let path = format!("/account/reviews/{}/photos", review.id);
    let add = async |files: &[(&str, &str, &[u8])]| buyer.upload(Method::POST, &path, files).await;

    let html = b"<!doctype html><script>alert(1)</script>".as_slice();
    let problem = add(&[("foto.jpg", "image/jpeg", html)]).await.problem(415, "unsupported_media_type");
    assert_eq!(problem.errors[0].pointer, "/files/0");
    assert_eq!(kept(&app), 0, "nothing is left of what was refused");
    let photo = from_a_phone(&flag(400, 300, 0));
    stranger.upload(Method::POST, &path, &[("IMG_001.jpg", "image/jpeg", &photo)]).await.problem(404, "not_found");

    let after: OwnReview = add(&[("IMG_001.jpg", "image/jpeg", &photo)]).await.ok();
    assert_eq!((after.photos.len(), after.status), (1, ReviewStatus::Pending), "new photos are looked at");
    let again: OwnReview = add(&[("IMG_001.jpg", "image/jpeg", &photo)]).await.ok();
    assert_eq!(again.photos, after.photos, "sent again, it is there once");
    let image = &after.photos[0];
    assert_eq!((image.width, image.height), (300, 400), "it stands, as it was held");
    for width in &image.widths {
        for ending in ["webp", "jpg"] {
            let answer = reqwest::get(format!("{}{}-{width}.{ending}", app.url(), image.url)).await.unwrap();
            assert_eq!(answer.status(), 200);
            let bytes = answer.bytes().await.unwrap();
            for secret in [&b"Telepon"[..], b"Exif", b"GPS", b"dipotret"] {
                assert!(!bytes.windows(secret.len()).any(|window| window == secret), "{ending} carries {secret:?}");
            }
        }
    }

    // Four in all, also when they come at the same time.
    let pictures: Vec<Vec<u8>> = (1..6).map(|tint| encoded(&flag(200, 200, tint * 20), ImageFormat::Png)).collect();
    let uploads = pictures.into_iter().map(|bytes| {
        let (buyer, path) = (buyer.clone(), path.clone());
        async move { buyer.upload(Method::POST, &path, &[("a.png", "image/png", &bytes)]).await.status }
    });
    let statuses: Vec<u16> = join_all(uploads).await;
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 3, "{statuses:?}");
    assert!(statuses.iter().all(|status| [201, 422].contains(status)), "{statuses:?}");
    let own: Page<OwnReview> = buyer.get("/account/reviews").await.ok();
    assert_eq!(own.items[0].photos.len(), 4);
    let problem = add(&[("a.png", "image/png", &photo)]).await.problem(422, "invalid_fields");
    let fault = &problem.errors[0];
    assert_eq!((fault.pointer.as_str(), fault.code.as_str(), fault.params["max"].as_str()), ("/files", "too_many", "4"));

    // They are seen with the review, and go with their files.
    publish(&admin, review.id).await;
    let shown: Page<Review> = app.guest().get(&format!("/products/{}/reviews?sort=photos", review.product.slug)).await.ok();
    assert_eq!(shown.items[0].photos.len(), 4);
    for photo in &own.items[0].photos {
        buyer.delete(&format!("{path}/{}", photo.id)).await.done();
    }
    buyer.delete(&format!("{path}/{}", own.items[0].photos[0].id)).await.problem(404, "not_found");
    app.ctx.clock.advance(chrono::TimeDelta::days(2));
    app.run_jobs().await;
    app.eventually("the files are gone", async || kept(&app) == 0).await;
}

#[tokio::test]
async fn staff_decide_about_what_they_saw_and_people_are_told() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let (guitar, bass) = (shelf.goods("RG550", 12_000_000, 9).await, shelf.goods("SR505", 9_000_000, 9).await);
    // Who works here does not decide about reviews unless a role says so.
    let (admin, staff, mut buyer) = (app.admin().await, app.admin().await, app.buyer().await);
    app.staff().await.get("/admin/reviews").await.problem(403, "forbidden");
    arrived(&app, &admin, &mut buyer, guitar.variant).await;
    arrived(&app, &admin, &mut buyer, bass.variant).await;
    let first: OwnReview = write(&buyer, guitar.product, 5).await.ok();
    let second: OwnReview = write(&buyer, bass.product, 2).await.ok();
    app.run_jobs().await;
    let told: Page<Notification> = staff.get("/admin/notifications?limit=100").await.ok();
    let of_reviews = told.items.iter().filter(|note| note.kind == NotificationKind::StaffReviewWritten);
    assert_eq!(of_reviews.filter_map(|note| note.detail.clone()).collect::<Vec<_>>(), ["SR505", "RG550"]);

    // Filters.
    let of_guitar = format!("?product={}", guitar.product);
    for (query, wanted) in
        [("", 2), ("?status=pending", 2), ("?status=published", 0), ("?stars=2", 1), ("?q=sr505", 1), (of_guitar.as_str(), 1)]
    {
        assert_eq!(staff_list(&staff, query).await.total, wanted, "{query}");
    }
    staff.get("/admin/reviews?stars=9").await.problem(422, "invalid_fields");
    buyer.get("/admin/reviews").await.problem(403, "forbidden");

    let rows = staff_list(&staff, "").await.items;
    let row = |id: ReviewId| rows.iter().find(|row| row.id == id).map(|row| (row.id, row.revision)).unwrap();
    let (one, two) = (row(first.id), row(second.id));
    // A reason belongs to a refusal.
    let problem = decide(&staff, &[one], "reject", "").await.problem(422, "invalid_fields");
    assert_eq!(problem.errors[0].pointer, "/reason");
    decide(&staff, &[(ReviewId::generate(), 1)], "publish", "").await.problem(422, "invalid_fields");
    decide(&buyer, &[one], "publish", "").await.problem(403, "forbidden");
    // Written anew since it was seen: all of them or none.
    buyer.put(&format!("/account/reviews/{}", first.id), json!({ "stars": 4, "text": TEXT })).await.done();
    let problem = decide(&staff, &[two, one], "publish", "").await.problem(409, "stale");
    assert_eq!(problem.errors.iter().map(|error| error.pointer.as_str()).collect::<Vec<_>>(), ["/reviews/1"]);
    assert_eq!(staff_list(&staff, "?status=pending").await.total, 2);

    let one = (first.id, seen(&staff, first.id).await.revision);
    let done: Vec<StaffReview> = decide(&staff, &[one, two], "publish", "").await.ok();
    assert!(done.iter().all(|row| row.status == ReviewStatus::Published && row.moderated_by.is_some()));
    assert_figures(&app).await;
    let two = (second.id, seen(&staff, second.id).await.revision);
    decide(&staff, &[two], "reject", "Kata-kata kasar").await.done();
    app.run_jobs().await;
    let told: Page<Notification> = buyer.get("/notifications?limit=100").await.ok();
    let count = |kind: NotificationKind| told.items.iter().filter(|note| note.kind == kind).count();
    assert_eq!((count(NotificationKind::ReviewPublished), count(NotificationKind::ReviewRejected)), (1, 1));
    assert_figures(&app).await;
    let logged = "SELECT count(*) AS n FROM audit_events WHERE action IN ('review.published', 'review.rejected')";
    assert_eq!(app.number(logged).await, 3);
}

#[tokio::test]
async fn decisions_at_the_same_time_keep_the_average_exact() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 20).await;
    let admin = app.admin().await;
    let mut reviews = Vec::new();
    let mut authors = Vec::new();
    for turn in 0..6 {
        let mut buyer = app.buyer().await;
        arrived(&app, &admin, &mut buyer, guitar.variant).await;
        reviews.push(write(&buyer, guitar.product, 1 + turn % 5).await.ok::<OwnReview>().id);
        authors.push(buyer);
    }
    for round in 0..4 {
        let rows = staff_list(&admin, "?limit=100").await.items;
        let decisions = reviews.iter().enumerate().map(|(index, id)| {
            let revision = rows.iter().find(|row| row.id == *id).unwrap().revision;
            let decision = if (index + round) % 3 == 0 && round > 0 { "reject" } else { "publish" };
            let (admin, id) = (admin.clone(), *id);
            tokio::spawn(async move { decide(&admin, &[(id, revision)], decision, "Alasan").await.status })
        });
        let decisions: Vec<_> = decisions.collect();
        // An author who writes anew at the same time makes some of them stale.
        let author = &authors[round % authors.len()];
        let edit = json!({ "stars": 1 + round % 5, "text": format!("{TEXT} {round}") });
        let edited = author.put(&format!("/account/reviews/{}", reviews[round % reviews.len()]), edit).await;
        assert_eq!(edited.status, 200, "{}", edited.text());
        for decision in decisions {
            let status = decision.await.unwrap();
            assert!([200, 409].contains(&status), "{status}");
        }
        assert_figures(&app).await;
    }
    assert!(app.number("SELECT sum(rating_count) AS n FROM products").await > 0);
}

#[tokio::test]
async fn reviews_are_sorted_and_read_page_by_page() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 20).await;
    let admin = app.admin().await;
    let mut name = String::new();
    for stars in [3, 5, 1, 5] {
        let mut buyer = app.buyer().await;
        arrived(&app, &admin, &mut buyer, guitar.variant).await;
        let review: OwnReview = write(&buyer, guitar.product, stars).await.ok();
        if stars == 1 {
            let picture = encoded(&flag(200, 200, 5), ImageFormat::Png);
            let path = format!("/account/reviews/{}/photos", review.id);
            buyer.upload(Method::POST, &path, &[("a.png", "image/png", &picture)]).await.done();
        }
        publish(&admin, review.id).await;
        name = slug(&buyer).await;
        app.ctx.clock.advance(chrono::TimeDelta::seconds(5));
    }
    let guest = app.guest();
    for (sort, wanted) in
        [("newest", [5, 1, 5, 3]), ("highest", [5, 5, 3, 1]), ("lowest", [1, 3, 5, 5]), ("photos", [1, 5, 5, 3])]
    {
        let (mut stars, mut ids, mut cursor) = (Vec::new(), Vec::new(), String::new());
        loop {
            let page: Page<Review> = guest.get(&format!("/products/{name}/reviews?sort={sort}&limit=1{cursor}")).await.ok();
            assert_eq!(page.total, 4);
            stars.extend(page.items.iter().map(|review| review.stars));
            ids.extend(page.items.iter().map(|review| review.id));
            let Some(next) = page.next_cursor else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(stars, wanted, "{sort}");
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 4, "{sort}: each once");
    }
    guest.get(&format!("/products/{name}/reviews?cursor=salah")).await.problem(422, "invalid_fields");
    let mut seen_by_staff = 0;
    let mut cursor = String::new();
    loop {
        let page = staff_list(&admin, &format!("?limit=3{cursor}")).await;
        seen_by_staff += page.items.len();
        let Some(next) = page.next_cursor else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen_by_staff, 4);
}

#[tokio::test]
async fn the_shop_answers_for_all_to_read() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 9).await;
    let (admin, mut buyer) = (app.admin().await, app.buyer().await);
    arrived(&app, &admin, &mut buyer, guitar.variant).await;
    let review: OwnReview = write(&buyer, guitar.product, 4).await.ok();
    publish(&admin, review.id).await;
    let path = format!("/admin/reviews/{}/reply", review.id);
    buyer.put(&path, json!({ "text": "Terima kasih" })).await.problem(403, "forbidden");
    admin.put(&path, json!({ "text": " " })).await.problem(422, "invalid_fields");
    let nowhere = format!("/admin/reviews/{}/reply", ReviewId::generate());
    admin.put(&nowhere, json!({ "text": "Terima kasih" })).await.problem(404, "not_found");
    let answered: StaffReview = admin.put(&path, json!({ "text": "Terima kasih, Kak." })).await.ok();
    assert_eq!(answered.status, ReviewStatus::Published, "an answer decides nothing");
    let shown = async || -> Review {
        let page: Page<Review> = app.guest().get(&format!("/products/{}/reviews", review.product.slug)).await.ok();
        page.items.into_iter().next().unwrap()
    };
    assert_eq!(shown().await.reply.unwrap().text, "Terima kasih, Kak.");
    assert_eq!(shown().await.author, "Budi", "the given name alone");
    admin.delete(&path).await.done();
    assert_eq!(shown().await.reply, None);
}
