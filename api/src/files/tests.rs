use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use object_store::memory::InMemory;

use super::serve::parse;
use super::*;

const RED: Rgb<u8> = Rgb([200, 20, 20]);
const BLUE: Rgb<u8> = Rgb([20, 20, 200]);
const SECRET: &[u8] = b"6.8647 S 107.5913 E";

fn store() -> FileStore {
    FileStore::over(InMemory::new())
}

/// Red on the left, blue on the right third.
fn flag(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, _| if x < width * 2 / 3 { RED } else { BLUE }).into()
}

fn bytes_of(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("encodes");
    bytes.into_inner()
}

/// With an EXIF segment (CIPA DC-008) that asks for `orientation` and names a place.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend(SECRET);
    let length = u16::try_from(exif.len() + 2).expect("short");
    [&jpeg[..2], &[0xFF, 0xE1], &length.to_be_bytes(), &exif, &jpeg[2..]].concat()
}

async fn kept(store: &FileStore, stored: &StoredImage, ending: &str) -> Vec<u8> {
    let width = stored.widths.last().expect("a rendition");
    let key = format!("{}-{width}.{ending}", stored.path);
    store.get(&key).await.expect("answers").expect("is there").to_vec()
}

fn near(pixel: [u8; 3], wanted: Rgb<u8>) -> bool {
    pixel.iter().zip(wanted.0).all(|(&is, wanted)| is.abs_diff(wanted) < 40)
}

#[tokio::test]
async fn a_picture_is_kept_in_all_widths_up_to_its_own() {
    let store = store();
    let stored = store.ingest(bytes_of(&flag(700, 350), ImageFormat::Png)).await.expect("kept");
    assert_eq!((stored.width, stored.height, stored.widths.as_slice()), (700, 350, &[160, 320, 640][..]));
    let color = hex::decode(stored.color.trim_start_matches('#')).expect("hexadecimal");
    assert!(near([color[0], color[1], color[2]], RED), "{color:?}");
    for (ending, format) in [("webp", ImageFormat::WebP), ("jpg", ImageFormat::Jpeg)] {
        let bytes = kept(&store, &stored, ending).await;
        assert_eq!(image::guess_format(&bytes).expect("a picture"), format);
        let picture = image::load_from_memory(&bytes).expect("decodes");
        assert_eq!((picture.width(), picture.height()), (640, 320));
        assert!(near(picture.to_rgb8().get_pixel(20, 160).0, RED));
        assert!(near(picture.to_rgb8().get_pixel(600, 160).0, BLUE));
    }
    let small = store.ingest(bytes_of(&flag(30, 10), ImageFormat::WebP)).await.expect("kept");
    assert_eq!(small.widths, [30]);
}

#[tokio::test]
async fn the_same_picture_is_kept_once() {
    let store = store();
    let bytes = bytes_of(&flag(200, 100), ImageFormat::Jpeg);
    let first = store.ingest(bytes.clone()).await.expect("kept");
    let key = format!("{}-160.webp", first.path);
    store.put(&key, b"untouched".to_vec()).await.expect("kept");
    assert_eq!(store.ingest(bytes).await.expect("kept"), first);
    assert_eq!(store.get(&key).await.expect("answers").as_deref(), Some(&b"untouched"[..]));
}

#[tokio::test]
async fn content_decides_and_not_the_name() {
    let gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
    let svg = br#"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
    let html = b"<!doctype html><script>alert(1)</script>";
    for bytes in [&gif[..], svg, html, b"BM\0\0", b"", b"\xFF"] {
        let refused = store().ingest(bytes.to_vec()).await;
        assert!(matches!(refused, Err(ImageFault::UnsupportedType)), "{refused:?}");
    }
    // Script behind a picture's magic number is at best a damaged picture.
    let polyglot = [b"\x89PNG\r\n\x1a\n", &html[..]].concat();
    assert!(matches!(store().ingest(polyglot).await, Err(ImageFault::Damaged)));
}

/// A PNG that ends after its header.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut chunk = b"IHDR".to_vec();
    chunk.extend([width.to_be_bytes(), height.to_be_bytes()].concat());
    chunk.extend([8, 6, 0, 0, 0]);
    let mut crc = u32::MAX;
    for &byte in &chunk {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
        }
    }
    [&b"\x89PNG\r\n\x1a\n\0\0\0\x0d"[..], &chunk, &(!crc).to_be_bytes(), b"\0\0\0\0IDAT\x35\xaf\x06\x1e"].concat()
}

#[tokio::test]
async fn a_bomb_is_refused_by_its_header() {
    for (width, height) in [(20_000, 20_000), (16_000, 16_000), (16_384, 10), (10, 60_000)] {
        let refused = store().ingest(png_header(width, height)).await;
        assert!(
            matches!(refused, Err(ImageFault::TooManyPixels { width: w, height: h }) if (w, h) == (width, height)),
            "{width} × {height}: {refused:?}"
        );
    }
    let refused = store().ingest(vec![0; MAX_BYTES + 1]).await;
    assert!(matches!(refused, Err(ImageFault::TooManyBytes)), "{refused:?}");
}

#[tokio::test]
async fn a_picture_cut_off_anywhere_is_refused() {
    let noise = RgbImage::from_fn(64, 64, |x, y| Rgb([(x * 37 + y * 91) as u8, (x * y) as u8, (x ^ y) as u8]));
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = bytes_of(&noise.clone().into(), format);
        // A PNG's pixels may be whole without its closing chunk, which has 12 bytes.
        for length in (0..whole.len() - 13).step_by(61) {
            let refused = store().ingest(whole[..length].to_vec()).await;
            assert!(matches!(refused, Err(ImageFault::Damaged | ImageFault::UnsupportedType)), "{format:?} {length}: {refused:?}");
        }
        assert!(store().ingest(whole).await.is_ok(), "{format:?}");
    }
}

#[tokio::test]
async fn a_preview_in_the_metadata_does_not_stand_for_the_picture() {
    let whole = with_exif(&bytes_of(&flag(64, 32), ImageFormat::Jpeg), 1);
    let preview = [&[0xFF, 0xD8, 0xFF, 0xE2, 0, 6][..], &[0xFF, 0xD9, 0xFF, 0xD9], &whole[2..]].concat();
    assert!(store().ingest(preview.clone()).await.is_ok());
    let cut = preview[..preview.len() - 2].to_vec();
    assert!(matches!(store().ingest(cut).await, Err(ImageFault::Damaged)));
}

#[tokio::test]
async fn a_picture_stands_upright_and_keeps_no_secrets() {
    let store = store();
    // Orientation 6: the camera was turned; the left side is the top.
    let photo = with_exif(&bytes_of(&flag(300, 200), ImageFormat::Jpeg), 6);
    assert!(photo.windows(SECRET.len()).any(|window| window == SECRET));
    let stored = store.ingest(photo).await.expect("kept");
    assert_eq!((stored.width, stored.height), (200, 300));
    for ending in ["webp", "jpg"] {
        let bytes = kept(&store, &stored, ending).await;
        for secret in [SECRET, b"Exif", b"EXIF", b"ICCP", b"ICC_PROFILE"] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret), "{ending}");
        }
        let picture = image::load_from_memory(&bytes).expect("decodes").to_rgb8();
        assert!(near(picture.get_pixel(80, 10).0, RED) && near(picture.get_pixel(80, picture.height() - 10).0, BLUE), "{ending}");
    }
}

#[tokio::test]
async fn what_is_transparent_lies_on_white_in_jpeg() {
    let store = store();
    let disc = RgbaImage::from_fn(200, 200, |x, y| {
        let inside = x.abs_diff(100).pow(2) + y.abs_diff(100).pow(2) < 80 * 80;
        Rgba([200, 20, 20, if inside { 255 } else { 0 }])
    });
    let stored = store.ingest(bytes_of(&disc.into(), ImageFormat::Png)).await.expect("kept");
    let jpeg = image::load_from_memory(&kept(&store, &stored, "jpg").await).expect("decodes").to_rgb8();
    assert!(near(jpeg.get_pixel(3, 3).0, Rgb([255; 3])) && near(jpeg.get_pixel(80, 80).0, RED));
    let webp = image::load_from_memory(&kept(&store, &stored, "webp").await).expect("decodes").to_rgba8();
    assert_eq!((webp.get_pixel(3, 3)[3], webp.get_pixel(80, 80)[3]), (0, 255));
}

#[tokio::test]
async fn wide_colours_become_srgb() {
    let profile = moxcms::ColorProfile::new_display_p3().encode().expect("encodes");
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::png::PngEncoder::new(&mut bytes);
    image::ImageEncoder::set_icc_profile(&mut encoder, profile).expect("takes it");
    let grass = RgbImage::from_pixel(200, 10, Rgb([120, 200, 80]));
    grass.write_with_encoder(encoder).expect("encodes");
    let store = store();
    let stored = store.ingest(bytes).await.expect("kept");
    let webp = image::load_from_memory(&kept(&store, &stored, "webp").await).expect("decodes").to_rgb8();
    // Display P3 (120, 200, 80) is out of reach for red in sRGB; see CSS Color 4, section 10.
    let [red, green, blue] = webp.get_pixel(80, 4).0;
    assert!(red < 110 && green >= 198 && blue < 75, "{red} {green} {blue}");
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
