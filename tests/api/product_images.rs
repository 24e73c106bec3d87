//! F2: pictures of products.

use std::path::Path;

use chrono::TimeDelta;
use image::ImageFormat;
use reqwest::Method;
use serde_json::json;
use shared::catalog::{Image, Product};
use shared::ids::ProductId;
use shared::products::{MAX_IMAGE_BYTES, ProductImages, StaffProduct};
use tests::pictures::{bombs, encoded, flag, from_a_phone};
use tests::product::as_it_is;
use tests::{Answer, Caller, Shelf, TestApp};

fn jpeg(tint: u8) -> Vec<u8> {
    encoded(&flag(400, 300, tint), ImageFormat::Jpeg)
}

fn path(product: ProductId) -> String {
    format!("/admin/products/{product}/images")
}

async fn upload(staff: &Caller, product: ProductId, files: &[(&str, &str, &[u8])]) -> Answer {
    staff.upload(Method::POST, &path(product), files).await
}

/// The files in the store.
fn kept(app: &TestApp) -> Vec<String> {
    fn walk(directory: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(directory).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                walk(&entry.path(), found);
            } else {
                found.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
    }
    let mut found = Vec::new();
    walk(&app.ctx.config.files_dir, &mut found);
    found
}

/// The files of a picture: in every width, as WebP and JPEG.
async fn renditions(app: &TestApp, image: &Image) -> Vec<(ImageFormat, bytes::Bytes)> {
    let mut found = Vec::new();
    for width in &image.widths {
        for (ending, format) in [("webp", ImageFormat::WebP), ("jpg", ImageFormat::Jpeg)] {
            let answer = reqwest::get(format!("{}{}-{width}.{ending}", app.url(), image.url)).await.unwrap();
            assert_eq!(answer.status(), 200, "{}-{width}.{ending}", image.url);
            found.push((format, answer.bytes().await.unwrap()));
        }
    }
    found
}

#[tokio::test]
async fn twelve_at_once_are_shown_at_once() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let (admin, guest) = (app.admin().await, app.guest());
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let slug = admin.get("/admin/products").await.json()["items"][0]["slug"].as_str().unwrap().to_owned();
    let contents: Vec<Vec<u8>> = (0..12).map(|index| jpeg(index * 9)).collect();
    let names: Vec<String> = (0..12).map(|index| format!("gitar {index}.jpg")).collect();
    let files: Vec<(&str, &str, &[u8])> =
        names.iter().zip(&contents).map(|(name, bytes)| (name.as_str(), "image/jpeg", bytes.as_slice())).collect();
    let after: ProductImages = upload(&admin, guitar.product, &files).await.ok();
    assert_eq!((after.images.len(), after.added.len()), (12, 12));
    assert_eq!(after.images.iter().map(|image| image.id).collect::<Vec<_>>(), after.added);
    assert_eq!(after.thumbnail_id, Some(after.added[0]));
    for image in &after.images {
        assert_eq!((image.width, image.height, image.widths.as_slice()), (400, 300, &[160, 320, 400][..]));
        for (format, bytes) in renditions(&app, image).await {
            assert_eq!(image::guess_format(&bytes).unwrap(), format);
        }
    }
    app.eventually("the shop shows them", async || {
        guest.get(&format!("/products/{slug}")).await.ok::<Product>().images.len() == 12
    })
    .await;

    // Twelve requests of one file each, as the web app sends them.
    let bass = shelf.goods("SR505", 9_000_000, 3).await;
    let tries = contents.iter().cloned().map(|bytes| {
        let admin = admin.clone();
        tokio::spawn(async move { upload(&admin, bass.product, &[("foto.jpg", "image/jpeg", &bytes)]).await.status })
    });
    for attempt in tries.collect::<Vec<_>>() {
        assert_eq!(attempt.await.unwrap(), 201);
    }
    let thumbnails = "SELECT count(*) FILTER (WHERE is_thumbnail) * 100 + count(DISTINCT sort_order) AS n FROM product_images
                      WHERE product_id = (SELECT id FROM products WHERE name = 'SR505')";
    assert_eq!(app.number(thumbnails).await, 112, "one thumbnail, twelve places");
}

#[tokio::test]
async fn content_decides_and_every_file_is_told_what_is_wrong() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let admin = app.admin().await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let good = jpeg(1);
    let png = encoded(&flag(300, 200, 3), ImageFormat::Png);
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#.as_slice();
    let html = b"<!doctype html><script>alert(1)</script>".as_slice();
    let gif = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;".as_slice();
    let [png_bomb, jpeg_bomb] = bombs();
    let huge = vec![0xFF_u8; MAX_IMAGE_BYTES + 1];

    for (what, name, kind, bytes, status, code) in [
        ("SVG with a script", "logo.svg", "image/svg+xml", svg, 415, "unsupported_file"),
        ("SVG that says it is a PNG", "logo.png", "image/png", svg, 415, "unsupported_file"),
        ("a page that says it is a JPEG", "foto.jpg", "image/jpeg", html, 415, "unsupported_file"),
        ("GIF", "gerak.gif", "image/gif", gif, 415, "unsupported_file"),
        ("nothing", "foto.jpg", "image/jpeg", b"".as_slice(), 415, "unsupported_file"),
        ("too many bytes", "foto.jpg", "image/jpeg", &huge, 413, "too_many_bytes"),
        ("half a JPEG", "foto.jpg", "image/jpeg", &good[..good.len() / 2], 422, "damaged_file"),
        ("half a PNG", "foto.png", "image/png", &png[..png.len() / 2], 422, "damaged_file"),
        ("a PNG bomb", "bom.png", "image/png", &png_bomb, 422, "too_many_pixels"),
        ("a JPEG bomb", "bom.jpg", "image/jpeg", &jpeg_bomb, 422, "too_many_pixels"),
    ] {
        let answer = upload(&admin, guitar.product, &[(name, kind, bytes)]).await;
        let problem = match status {
            415 => answer.problem(415, "unsupported_media_type"),
            413 => answer.problem(413, "too_large"),
            _ => answer.problem(422, "invalid_fields"),
        };
        let errors: Vec<_> = problem.errors.iter().map(|error| (error.pointer.as_str(), error.code.as_str())).collect();
        assert_eq!(errors, [("/files/0", code)], "{what}");
        assert_eq!(problem.errors[0].params["name"], name, "{what}");
    }

    // One bad file among good ones: none is taken, and it is the one that is named.
    let mixed: &[(&str, &str, &[u8])] = &[
        ("a.jpg", "image/jpeg", &good),
        ("b.jpg", "image/jpeg", svg),
        ("c.png", "image/png", &png),
        ("d.jpg", "image/jpeg", &huge),
    ];
    let problem = upload(&admin, guitar.product, mixed).await.problem(422, "invalid_fields");
    let errors: Vec<_> = problem.errors.iter().map(|error| (error.pointer.as_str(), error.code.as_str())).collect();
    assert_eq!(errors, [("/files/1", "unsupported_file"), ("/files/3", "too_many_bytes")]);
    app.run_jobs().await;
    assert_eq!(kept(&app), [] as [&str; 0], "nothing is left of what was refused");
    assert_eq!(app.number("SELECT count(*) AS n FROM product_images").await, 0);

    // A lie that harms nobody: a PNG that says it is a JPEG is the picture that it is.
    let after: ProductImages = upload(&admin, guitar.product, &[("foto.jpg", "image/jpeg", &png)]).await.ok();
    assert_eq!((after.images[0].width, after.images[0].height), (300, 200));
    // What hangs behind a picture does not come through.
    let polyglot: Vec<u8> = jpeg(5).into_iter().chain(html.iter().copied()).collect();
    let after: ProductImages = upload(&admin, guitar.product, &[("x.html", "text/html", &polyglot)]).await.ok();
    for (_, bytes) in renditions(&app, &after.images[1]).await {
        assert!(!bytes.windows(7).any(|window| window == b"<script"));
    }
    let many: Vec<(&str, &str, &[u8])> = (0..21).map(|_| ("a.jpg", "image/jpeg", good.as_slice())).collect();
    let problem = upload(&admin, guitar.product, &many).await.problem(422, "invalid_fields");
    assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/files", "too_many"));
    upload(&admin, ProductId::generate(), &[("a.jpg", "image/jpeg", &good)]).await.problem(404, "not_found");
}

/// Looked at closely, a picture is as sharp as it came.
#[tokio::test]
async fn a_picture_between_two_widths_keeps_its_own() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let admin = app.admin().await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let pictures = [600, 100, 1_500].map(|width| encoded(&flag(width, 90, 2), ImageFormat::Png));
    let files: Vec<(&str, &str, &[u8])> = pictures.iter().map(|bytes| ("a.png", "image/png", bytes.as_slice())).collect();
    let after: ProductImages = upload(&admin, guitar.product, &files).await.ok();
    let widths: Vec<&[i32]> = after.images.iter().map(|image| image.widths.as_slice()).collect();
    let wanted: [&[i32]; 3] = [&[160, 320, 600], &[100], &[160, 320, 640, 960, 1440]];
    assert_eq!(widths, wanted);
    for image in &after.images {
        let told = image.widths.iter().flat_map(|width| [*width, *width]);
        for ((_, bytes), width) in renditions(&app, image).await.into_iter().zip(told) {
            assert_eq!(i32::try_from(image::load_from_memory(&bytes).unwrap().width()), Ok(width), "{}", image.url);
        }
    }
    let slug = admin.get(&format!("/admin/products/{}", guitar.product)).await.ok::<StaffProduct>().slug;
    app.eventually("the shop tells the same widths", async || {
        let page: Product = app.guest().get(&format!("/products/{slug}")).await.ok();
        page.images.iter().map(|image| &image.widths).eq(after.images.iter().map(|image| &image.widths))
    })
    .await;
}

/// A picture that was kept before its own width was: it is shown in what there is of it.
#[tokio::test]
async fn a_picture_kept_in_fewer_widths_is_shown_as_it_is() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let admin = app.admin().await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    upload(&admin, guitar.product, &[("a.jpg", "image/jpeg", &jpeg(1))]).await.done();
    app.sql("UPDATE product_images SET widths = '{160,320}'", []).await;
    let product: StaffProduct = admin.get(&format!("/admin/products/{}", guitar.product)).await.ok();
    assert_eq!(product.images[0].widths, [160, 320]);
    assert_eq!(renditions(&app, &product.images[0]).await.len(), 4);
}

/// The most memory that the process had so far, in bytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) * 1024
}

#[tokio::test]
async fn a_bomb_takes_no_memory() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let admin = app.admin().await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let before = peak();
    for bomb in bombs() {
        for _ in 0..4 {
            upload(&admin, guitar.product, &[("bom", "image/png", &bomb)]).await.problem(422, "invalid_fields");
        }
    }
    // 20,000 × 20,000 pixels are 1.6 GB.
    assert!(peak() - before < 100 << 20, "{} MB", (peak() - before) >> 20);
}

#[tokio::test]
async fn photos_stand_upright_and_tell_nothing() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let admin = app.admin().await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    // Lying on its side: its left, red, is the top.
    let photo = from_a_phone(&flag(400, 300, 0));
    let told = exif::Reader::new().read_from_container(&mut std::io::Cursor::new(&photo)).unwrap();
    assert!(told.get_field(exif::Tag::GPSLatitude, exif::In::PRIMARY).is_some(), "the photo tells where it was taken");
    let after: ProductImages = upload(&admin, guitar.product, &[("IMG_001.jpg", "image/jpeg", &photo)]).await.ok();
    let image = &after.images[0];
    assert_eq!((image.width, image.height), (300, 400));
    for (format, bytes) in renditions(&app, image).await {
        let read = exif::Reader::new().read_from_container(&mut std::io::Cursor::new(&bytes[..]));
        assert!(read.is_err(), "{format:?} carries EXIF");
        for secret in [&b"Telepon"[..], b"Exif", b"GPS", b"dipotret", b"http://ns.adobe.com"] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret), "{format:?} carries {secret:?}");
        }
        let seen = image::load_from_memory(&bytes).unwrap().to_rgb8();
        let (width, height) = seen.dimensions();
        assert!(height > width, "{format:?} stands");
        let (top, bottom) = (seen.get_pixel(width / 2, height / 8).0, seen.get_pixel(width / 2, height * 7 / 8).0);
        assert!(top[0] > 150 && top[2] < 100 && bottom[2] > 150 && bottom[0] < 100, "{format:?}: {top:?} over {bottom:?}");
    }
}

#[tokio::test]
async fn pictures_are_arranged_and_go_with_their_files() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let (admin, guest) = (app.admin().await, app.guest());
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let product = format!("/admin/products/{}", guitar.product);
    let (a, b, c) = (jpeg(1), jpeg(2), jpeg(3));
    let files: &[(&str, &str, &[u8])] = &[("a.jpg", "", &a), ("b.jpg", "", &b), ("c.jpg", "", &c)];
    let there: ProductImages = upload(&admin, guitar.product, files).await.ok();
    let ids = there.added.clone();
    let arrange = async |ids: &[shared::ids::ImageId], thumbnail: Option<shared::ids::ImageId>| {
        let images: Vec<_> = ids.iter().map(|id| json!({ "id": id, "alt": " Dari depan " })).collect();
        admin.put(&path(guitar.product), json!({ "images": images, "thumbnail_id": thumbnail })).await
    };
    let turned: ProductImages = arrange(&[ids[2], ids[0], ids[1]], Some(ids[1])).await.ok();
    assert_eq!(turned.images.iter().map(|image| image.id).collect::<Vec<_>>(), [ids[2], ids[0], ids[1]]);
    assert_eq!((turned.thumbnail_id, turned.images[0].alt.as_str()), (Some(ids[1]), "Dari depan"));
    let slug = admin.get(&product).await.ok::<StaffProduct>().slug;
    app.eventually("the shop shows the thumbnail first", async || {
        let page: Product = guest.get(&format!("/products/{slug}")).await.ok();
        page.images.iter().map(|image| image.id).collect::<Vec<_>>() == [ids[1], ids[2], ids[0]]
    })
    .await;
    assert_eq!(arrange(&ids[..2], None).await.status, 409);
    arrange(&[ids[0], ids[0], ids[1]], None).await.problem(422, "invalid_fields");
    arrange(&ids, Some(shared::ids::ImageId::generate())).await.problem(422, "invalid_fields");

    // A variant shows one; somebody buys it; that picture stays with the order.
    let now: StaffProduct = admin.get(&product).await.ok();
    let mut ask = as_it_is(&now);
    ask["variants"][0]["image_id"] = json!(ids[0]);
    admin.put_at(&product, now.revision, ask).await.done();
    let order = app.buyer().await.order(guitar.variant, 1).await;
    let shown = order.items[0].image.clone().unwrap();
    assert_eq!(shown.id, ids[0]);
    // A copy of the product shares the others.
    let copy: StaffProduct = admin.post(&format!("{product}/copies"), json!({})).await.ok();

    for id in &ids {
        admin.delete(&format!("{}/{id}", path(guitar.product))).await.done();
    }
    admin.delete(&format!("{}/{}", path(guitar.product), ids[0])).await.problem(404, "not_found");
    let left: StaffProduct = admin.get(&product).await.ok();
    assert_eq!((left.images.len(), left.thumbnail_id, left.variants[0].image_id), (0, None, None));
    app.run_jobs().await;
    for image in &copy.images {
        renditions(&app, image).await;
    }
    for image in &copy.images {
        admin.delete(&format!("{}/{}", path(copy.id), image.id)).await.done();
    }
    app.run_jobs().await;
    renditions(&app, &shown).await;
    assert_eq!(kept(&app).len(), shown.widths.len() * 2 + 1, "only what the order shows is left: {:?}", kept(&app));
    assert_eq!(app.number("SELECT count(*) AS n FROM audit_events WHERE action = 'product.image_removed'").await, 6);
}

/// The same picture comes and goes while the job that removes files runs: what is shown is there.
#[tokio::test]
async fn coming_and_going_at_once_leaves_nothing_broken() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let admin = app.admin().await;
    let goods = [shelf.goods("A", 1_000, 1).await, shelf.goods("B", 1_000, 1).await, shelf.goods("C", 1_000, 1).await];
    let bytes = jpeg(7);
    let hands = goods.map(|goods| {
        let (admin, bytes) = (admin.clone(), bytes.clone());
        tokio::spawn(async move {
            for round in 0..6 {
                let answer = upload(&admin, goods.product, &[("a.jpg", "image/jpeg", &bytes)]).await;
                assert!(matches!(answer.status, 201 | 409), "{}", answer.text());
                if answer.status == 201 && round < 5 {
                    let id = answer.ok::<ProductImages>().added[0];
                    admin.delete(&format!("{}/{id}", path(goods.product))).await.done();
                }
            }
        })
    });
    for _ in 0..12 {
        app.run_jobs().await;
    }
    for hand in hands {
        hand.await.unwrap();
    }
    app.run_jobs().await;
    for goods in goods {
        let now: StaffProduct = admin.get(&format!("/admin/products/{}", goods.product)).await.ok();
        for image in &now.images {
            assert_eq!(renditions(&app, image).await.len(), 6);
        }
        for image in now.images {
            admin.delete(&format!("{}/{}", path(goods.product), image.id)).await.done();
        }
    }
    app.run_jobs().await;
    assert_eq!(kept(&app), [] as [&str; 0]);
}

/// What is claimed stays, and who sends what is being removed waits for the end of that.
#[tokio::test]
async fn a_picture_that_somebody_works_on_is_left_alone() {
    let app = TestApp::new().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 3).await;
    let admin = app.admin().await;
    let bytes = jpeg(9);
    let send = async || upload(&admin, guitar.product, &[("a.jpg", "image/jpeg", &bytes)]).await.ok::<ProductImages>();
    let image = send().await.images.remove(0);
    assert_eq!(app.number("SELECT count(*) AS n FROM picture_claims").await, 0, "it is shown");
    let claim = async |removes: bool, time: TimeDelta| {
        let sql = "INSERT INTO picture_claims (id, path, removes, until) VALUES (gen_random_uuid(), $1, $2, $3)";
        let at = image.url.trim_start_matches("/files/");
        app.sql(sql, [at.into(), removes.into(), (app.ctx.clock.now() + time).into()]).await;
    };
    let remove = async || admin.delete(&format!("{}/{}", path(guitar.product), image.id)).await;

    // Somebody has sent the same one, and does not show it yet.
    claim(false, TimeDelta::hours(1)).await;
    remove().await.done();
    app.run_jobs().await;
    assert_eq!(renditions(&app, &image).await.len(), 6);
    // It is looked at again, when that is over.
    let later = "SELECT count(*) AS n FROM graphile_worker.jobs
                 WHERE task_identifier = 'files.remove_unused' AND run_at > now() + interval '50 minutes'";
    assert!(app.number(later).await >= 2);
    app.sql("DELETE FROM picture_claims", []).await;

    let sent = std::time::Instant::now();
    claim(true, TimeDelta::seconds(1)).await;
    let again = send().await;
    assert!(sent.elapsed() >= std::time::Duration::from_millis(950), "{:?}", sent.elapsed());
    assert_eq!(renditions(&app, &again.images[0]).await.len(), 6);
    admin.delete(&format!("{}/{}", path(guitar.product), again.images[0].id)).await.done();
    app.run_jobs().await;
    assert_eq!(kept(&app), [] as [&str; 0]);
    assert_eq!(app.number("SELECT count(*) AS n FROM picture_claims").await, 0);
}
