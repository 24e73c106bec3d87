//! M5: pictures in a bucket instead of a directory.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use api::files::FileStore;
use image::ImageFormat;
use poem::IntoResponse;
use poem::listener::TcpAcceptor;
use reqwest::{Method, StatusCode};
use secrecy::SecretString;
use shared::catalog::Image;
use shared::products::ProductImages;
use tests::pictures::{encoded, flag};
use tests::{Bucket, Shelf, TestApp};

/// The files of a picture, at their public addresses.
fn addresses(app: &TestApp, image: &Image) -> Vec<(String, ImageFormat)> {
    let formats = [("webp", ImageFormat::WebP), ("jpg", ImageFormat::Jpeg)];
    let widths = image.widths.iter();
    widths
        .flat_map(|width| formats.map(|(ending, format)| (format!("{}{}-{width}.{ending}", app.url(), image.url), format)))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_in_a_bucket_is_kept_shown_and_removed() {
    let bucket = Bucket::start().await;
    let app = TestApp::with(&bucket.settings()).await;
    let admin = app.admin().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 3).await;
    let path = format!("/admin/products/{}/images", guitar.product);
    let photo = encoded(&flag(400, 300, 7), ImageFormat::Jpeg);
    let after: ProductImages = admin.upload(Method::POST, &path, &[("foto.jpg", "image/jpeg", &photo)]).await.ok();
    let image = &after.images[0];
    assert_eq!(image.widths, [160, 320, 400]);

    for (address, format) in addresses(&app, image) {
        let answer = reqwest::get(&address).await.unwrap();
        assert_eq!(answer.status(), 200, "{address}");
        assert_eq!(image::guess_format(&answer.bytes().await.unwrap()).unwrap(), format);
    }
    // With what is noted about it.
    assert_eq!(app.ctx.files.keys().await.unwrap().len(), 7);
    assert!(!app.ctx.config.files_dir.exists(), "a directory is used as well");
    // The same picture again is the same files.
    admin.upload(Method::POST, &path, &[("lagi.jpg", "image/jpeg", &photo)]).await.done();
    assert_eq!(app.ctx.files.keys().await.unwrap().len(), 7);

    let there: shared::products::StaffProduct = admin.get(&format!("/admin/products/{}", guitar.product)).await.ok();
    for shown in &there.images {
        admin.delete(&format!("{path}/{}", shown.id)).await.done();
    }
    app.run_jobs().await;
    for (address, _) in addresses(&app, image) {
        assert_eq!(reqwest::get(&address).await.unwrap().status(), 404, "{address}");
    }
    assert_eq!(app.ctx.files.keys().await.unwrap(), [] as [&str; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_secret_opens_no_bucket_and_is_not_told() {
    let bucket = Bucket::start().await;
    let app = TestApp::with(&bucket.settings()).await;
    app.ctx.files.put("img/00/x", b"x".to_vec()).await.unwrap();
    let mut wrong = app.ctx.config.bucket.clone().unwrap();
    wrong.secret_access_key = SecretString::from("gitar-merah-di-kamar");
    let store = FileStore::in_bucket(&wrong).unwrap();
    let error = store.get("img/00/x").await.unwrap_err();
    let told = format!("{error:#} {error:?} {store:?} {wrong:?}");
    assert!(told.contains("SignatureDoesNotMatch") && !told.contains("gitar-merah"), "{told}");
    assert_eq!(app.ctx.files.get("img/00/x").await.unwrap().as_deref(), Some(&b"x"[..]));
}

/// A bucket that holds nothing, and takes its time with whatever it is given. Its address, and how much it was given.
fn slow_bucket() -> (String, Arc<AtomicUsize>) {
    let socket = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    socket.set_nonblocking(true).unwrap();
    let url = format!("http://{}", socket.local_addr().unwrap());
    let given = Arc::new(AtomicUsize::new(0));
    let counter = given.clone();
    let answer = poem::endpoint::make(move |request: poem::Request| {
        let counter = counter.clone();
        async move {
            if request.method() == Method::PUT {
                counter.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_secs(60)).await;
            }
            StatusCode::NOT_FOUND.into_response()
        }
    });
    let acceptor = TcpAcceptor::from_std(socket).unwrap();
    tokio::spawn(poem::Server::new_with_acceptor(acceptor).run(answer));
    (url, given)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_bucket_leaves_connections_for_all_else() {
    let (url, given) = slow_bucket();
    let settings = [
        ("s3_bucket", "pictures"),
        ("s3_endpoint", url.as_str()),
        ("s3_access_key_id", "shop"),
        ("s3_secret_access_key", "gitar-merah-di-kamar"),
    ];
    let app = TestApp::with(&settings).await;
    let admin = app.admin().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 3).await;
    // More than the pool has.
    let uploads: Vec<_> = (0..16_u8)
        .map(|tint| {
            let (admin, path) = (admin.clone(), format!("/admin/products/{}/images", guitar.product));
            let photo = encoded(&flag(64, 64, tint), ImageFormat::Jpeg);
            tokio::spawn(async move { admin.upload(Method::POST, &path, &[("foto.jpg", "image/jpeg", &photo)]).await.status })
        })
        .collect();
    app.eventually("the first are written", async || given.load(Ordering::SeqCst) > 0).await;
    // Whoever could take a connection has it by then.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let asked = tokio::time::timeout(Duration::from_secs(4), admin.get("/admin/orders")).await;
    assert_eq!(asked.expect("an answer in time").status, 200);
    // Nobody waits for the bucket within a transaction.
    let waiting =
        "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'";
    app.eventually("no transaction is kept open", async || app.number(waiting).await == 0).await;
    uploads.iter().for_each(tokio::task::JoinHandle::abort);
}
