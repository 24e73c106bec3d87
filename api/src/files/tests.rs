use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use object_store::memory::InMemory;
use pictures::{MAX_BYTES, Refusal};
use poem::error::ResponseError;
use poem::http::StatusCode;

use super::serve::parse;
use super::*;
use crate::http::ApiError;

fn store() -> FileStore {
    FileStore::over(InMemory::new())
}

fn photo() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_pixel(400, 100, Rgb([200, 20, 20])).write_to(&mut bytes, ImageFormat::Jpeg).expect("encodes");
    bytes.into_inner()
}

#[tokio::test]
async fn a_picture_is_kept_in_every_width_and_format() {
    let store = store();
    let stored = store.ingest(photo()).await.expect("kept");
    assert_eq!((stored.width, stored.height, stored.widths.as_slice()), (400, 100, &[160, 320, 400][..]));
    for (width, ending, format) in
        [(160, "webp", ImageFormat::WebP), (320, "jpg", ImageFormat::Jpeg), (400, "webp", ImageFormat::WebP)]
    {
        let key = format!("{}-{width}.{ending}", stored.path);
        assert!(parse(&key).is_some(), "{key}");
        let bytes = store.get(&key).await.expect("answers").expect("is there");
        assert_eq!(image::guess_format(&bytes).expect("a picture"), format);
    }
}

#[tokio::test]
async fn the_same_picture_is_kept_once() {
    let store = store();
    let first = store.ingest(photo()).await.expect("kept");
    let key = format!("{}-160.webp", first.path);
    store.put(&key, b"untouched".to_vec()).await.expect("kept");
    assert_eq!(store.ingest(photo()).await.expect("kept"), first);
    assert_eq!(store.get(&key).await.expect("answers").as_deref(), Some(&b"untouched"[..]));
}

#[tokio::test]
async fn a_refusal_says_what_is_wrong() {
    let mut cut = photo();
    cut.truncate(500);
    for (bytes, status) in [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (vec![0; MAX_BYTES + 1], StatusCode::PAYLOAD_TOO_LARGE),
        (cut, StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let fault = store().ingest(bytes).await.expect_err("refused");
        assert_eq!(ApiError::from(fault).status(), status);
    }
    let fault = ImageFault::from(Refusal::TooManyPixels { width: 20_000, height: 20_000 });
    assert_eq!(ApiError::from(fault).status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[test]
fn only_names_we_hand_out_are_looked_up() {
    let hash = "0123456789abcdef0123456789abcdef";
    assert_eq!(parse(&format!("img/01/{hash}-640.webp")), Some((&*format!("{hash}-640.webp"), "image/webp")));
    for key in [
        format!("img/02/{hash}-640.webp"),
        format!("img/01/{hash}.json"),
        format!("img/01/{hash}-640.json"),
        format!("img/01/{hash}-640.webp/"),
        format!("img/01/../01/{hash}-640.webp"),
        format!("img/01/{hash}-../../x.webp"),
        format!("img/01/{}-640.webp", hash.to_uppercase()),
        "../config.toml".to_owned(),
        "%2e%2e/config.toml".to_owned(),
        String::new(),
    ] {
        assert_eq!(parse(&key), None, "{key}");
    }
}
