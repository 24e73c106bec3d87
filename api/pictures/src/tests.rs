use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use super::*;

const RED: Rgb<u8> = Rgb([200, 20, 20]);
const BLUE: Rgb<u8> = Rgb([20, 20, 200]);
const SECRET: &[u8] = b"6.8647 S 107.5913 E";

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

/// The widest rendition in both formats.
fn widest(picture: &Picture) -> [&[u8]; 2] {
    let rendition = picture.renditions.last().expect("a rendition");
    [&rendition.webp, &rendition.jpeg]
}

fn rgb(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes).expect("decodes").to_rgb8()
}

fn near(pixel: &Rgb<u8>, wanted: Rgb<u8>) -> bool {
    pixel.0.iter().zip(wanted.0).all(|(&is, wanted)| is.abs_diff(wanted) < 40)
}

#[test]
fn a_picture_comes_in_all_widths_up_to_its_own() {
    let cases: [(u32, &[u32]); 10] = [
        (30, &[30]),
        (159, &[159]),
        (160, &[160]),
        (161, &[160, 161]),
        (600, &[160, 320, 600]),
        (640, &[160, 320, 640]),
        (1439, &[160, 320, 640, 960, 1439]),
        (1440, &WIDTHS),
        (1441, &WIDTHS),
        (1600, &WIDTHS),
    ];
    for (width, wanted) in cases {
        let picture = make(&bytes_of(&flag(width, 8), ImageFormat::Png)).expect("made");
        let widths: Vec<u32> = picture.renditions.iter().map(|rendition| rendition.width).collect();
        assert_eq!(widths, wanted, "of {width}");
        for rendition in &picture.renditions {
            for bytes in [&rendition.webp, &rendition.jpeg] {
                assert_eq!(rgb(bytes).width(), rendition.width, "of {width}");
            }
        }
    }
}

#[test]
fn a_rendition_shows_what_the_picture_shows() {
    let picture = make(&bytes_of(&flag(700, 350), ImageFormat::Png)).expect("made");
    let widths: Vec<u32> = picture.renditions.iter().map(|rendition| rendition.width).collect();
    assert_eq!((picture.width, picture.height, widths.as_slice()), (700, 350, &[160, 320, 640, 700][..]));
    let channel = |at: usize| u8::from_str_radix(&picture.color[at..at + 2], 16).expect("hexadecimal");
    assert!(near(&Rgb([channel(1), channel(3), channel(5)]), RED), "{}", picture.color);
    for (bytes, format) in widest(&picture).into_iter().zip([ImageFormat::WebP, ImageFormat::Jpeg]) {
        assert_eq!(image::guess_format(bytes).expect("a picture"), format);
        let pixels = rgb(bytes);
        assert_eq!(pixels.dimensions(), (700, 350));
        assert!(near(pixels.get_pixel(20, 160), RED) && near(pixels.get_pixel(660, 160), BLUE));
    }
    let small = make(&bytes_of(&flag(30, 10), ImageFormat::WebP)).expect("made");
    assert_eq!(small.renditions.len(), 1);
    assert_eq!(rgb(widest(&small)[1]).dimensions(), (30, 10));
}

#[test]
fn content_decides_and_not_the_name() {
    let gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
    let svg = br#"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
    let html = b"<!doctype html><script>alert(1)</script>";
    for bytes in [&gif[..], svg, html, b"BM\0\0", b"", b"\xFF"] {
        assert_eq!(make(bytes).err(), Some(Refusal::UnsupportedType));
    }
    // Script behind a picture's magic number is at best a damaged picture.
    let polyglot = [b"\x89PNG\r\n\x1a\n", &html[..]].concat();
    assert_eq!(make(&polyglot).err(), Some(Refusal::Damaged));
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

#[test]
fn a_bomb_is_refused_by_its_header() {
    for (width, height) in [(20_000, 20_000), (16_000, 16_000), (16_384, 10), (10, 60_000)] {
        assert_eq!(make(&png_header(width, height)).err(), Some(Refusal::TooManyPixels { width, height }));
    }
    assert_eq!(make(&vec![0; MAX_BYTES + 1]).err(), Some(Refusal::TooManyBytes));
}

#[test]
fn a_picture_cut_off_anywhere_is_refused() {
    let noise = RgbImage::from_fn(64, 64, |x, y| Rgb([(x * 37 + y * 91) as u8, (x * y) as u8, (x ^ y) as u8]));
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = bytes_of(&noise.clone().into(), format);
        // A PNG's pixels may be whole without its closing chunk, which has 12 bytes.
        for length in (0..whole.len() - 13).step_by(37) {
            let refused = make(&whole[..length]).err();
            assert!(matches!(refused, Some(Refusal::Damaged | Refusal::UnsupportedType)), "{format:?} {length}: {refused:?}");
        }
        assert!(make(&whole).is_ok(), "{format:?}");
    }
}

#[test]
fn damage_is_refused_or_looked_past_but_never_a_panic() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = bytes_of(&flag(40, 30), format);
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0xA5;
            let _ = make(&damaged);
        }
    }
}

#[test]
fn a_preview_in_the_metadata_does_not_stand_for_the_picture() {
    let whole = bytes_of(&flag(64, 32), ImageFormat::Jpeg);
    let preview = [&[0xFF, 0xD8, 0xFF, 0xE2, 0, 6][..], &[0xFF, 0xD9, 0xFF, 0xD9], &whole[2..]].concat();
    assert!(make(&preview).is_ok());
    assert_eq!(make(&preview[..preview.len() - 2]).err(), Some(Refusal::Damaged));
}

#[test]
fn a_picture_stands_upright_and_keeps_no_secrets() {
    // Orientation 6: the camera was turned; the left side is the top.
    let photo = with_exif(&bytes_of(&flag(300, 200), ImageFormat::Jpeg), 6);
    let holds = |bytes: &[u8], secret: &[u8]| bytes.windows(secret.len()).any(|window| window == secret);
    assert!(holds(&photo, SECRET));
    let picture = make(&photo).expect("made");
    assert_eq!((picture.width, picture.height), (200, 300));
    for bytes in widest(&picture) {
        assert!([SECRET, b"Exif", b"EXIF", b"ICCP", b"ICC_PROFILE"].iter().all(|secret| !holds(bytes, secret)));
        let pixels = rgb(bytes);
        assert!(near(pixels.get_pixel(80, 10), RED) && near(pixels.get_pixel(80, pixels.height() - 10), BLUE));
    }
}

#[test]
fn what_is_transparent_lies_on_white_in_jpeg() {
    let disc = RgbaImage::from_fn(200, 200, |x, y| {
        let inside = x.abs_diff(100).pow(2) + y.abs_diff(100).pow(2) < 80 * 80;
        Rgba([200, 20, 20, if inside { 255 } else { 0 }])
    });
    let picture = make(&bytes_of(&disc.into(), ImageFormat::Png)).expect("made");
    let [webp, jpeg] = widest(&picture);
    let jpeg = rgb(jpeg);
    assert!(near(jpeg.get_pixel(3, 3), Rgb([255; 3])) && near(jpeg.get_pixel(80, 80), RED));
    let webp = image::load_from_memory(webp).expect("decodes").to_rgba8();
    assert_eq!((webp.get_pixel(3, 3)[3], webp.get_pixel(80, 80)[3]), (0, 255));
}

#[test]
fn wide_colours_become_srgb() {
    let profile = moxcms::ColorProfile::new_display_p3().encode().expect("encodes");
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::png::PngEncoder::new(&mut bytes);
    image::ImageEncoder::set_icc_profile(&mut encoder, profile).expect("takes it");
    RgbImage::from_pixel(200, 10, Rgb([120, 200, 80])).write_with_encoder(encoder).expect("encodes");
    let picture = make(&bytes).expect("made");
    // Display P3 (120, 200, 80) is a stronger green than sRGB's (CSS Color 4, section 10).
    let [red, green, blue] = rgb(widest(&picture)[0]).get_pixel(80, 4).0;
    assert!(red < 110 && green >= 198 && blue < 75, "{red} {green} {blue}");
}

#[test]
fn dots_are_black_or_white_and_fit() {
    let picture: DynamicImage =
        RgbImage::from_fn(400, 100, |x, _| if x < 200 { Rgb([0, 0, 0]) } else { Rgb([255, 255, 255]) }).into();
    let (width, height, luma) = dots(&bytes_of(&picture, ImageFormat::Jpeg), 336, 96).expect("dots");
    assert_eq!((width, height, luma.len()), (336, 84, 336 * 84));
    assert!(luma.iter().all(|dot| matches!(dot, 0 | 255)));
    assert_eq!((luma[10], luma[330]), (0, 255));
    // A grey is half of both.
    let grey: DynamicImage = RgbImage::from_pixel(100, 100, Rgb([128, 128, 128])).into();
    let (_, _, luma) = dots(&bytes_of(&grey, ImageFormat::Jpeg), 96, 96).expect("dots");
    let white = luma.iter().filter(|dot| **dot == 255).count();
    assert!((luma.len() / 3..luma.len() * 2 / 3).contains(&white), "{white} of {}", luma.len());
    assert!(matches!(dots(b"<svg/>", 96, 96), Err(Refusal::Damaged)));
    assert_eq!(dots(&bytes_of(&flag(1, 300), ImageFormat::Jpeg), 96, 96).expect("dots").0, 1);
}
