//! M5: pictures in a bucket instead of a directory.

use api::files::FileStore;
use image::ImageFormat;
use reqwest::Method;
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
    assert_eq!(image.widths, [160, 320]);

    for (address, format) in addresses(&app, image) {
        let answer = reqwest::get(&address).await.unwrap();
        assert_eq!(answer.status(), 200, "{address}");
        assert_eq!(image::guess_format(&answer.bytes().await.unwrap()).unwrap(), format);
    }
    // With what is noted about it.
    assert_eq!(app.ctx.files.keys().await.unwrap().len(), 5);
    assert!(!app.ctx.config.files_dir.exists(), "a directory is used as well");
    // The same picture again is the same files.
    admin.upload(Method::POST, &path, &[("lagi.jpg", "image/jpeg", &photo)]).await.done();
    assert_eq!(app.ctx.files.keys().await.unwrap().len(), 5);

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
