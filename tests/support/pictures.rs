//! Pictures as people send them, and some that nobody should.

use std::io::Cursor;

use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use image::{ImageFormat, Rgb, RgbImage};

/// Red on the left, blue on the right; `tint` sets it apart from others.
pub fn flag(width: u32, height: u32, tint: u8) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let shade = u8::try_from((x * 7 + y * 3) % 16).unwrap_or(0);
        if x < width / 2 { Rgb([210, shade, tint]) } else { Rgb([tint, shade, 210]) }
    })
}

/// The picture's file.
pub fn encoded(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

/// A JPEG photo such as phones make: lying on its side (orientation 6), with the place where it was taken.
pub fn from_a_phone(picture: &RgbImage) -> Vec<u8> {
    let degrees = |whole| Value::Rational(vec![whole, Rational { num: 52, denom: 1 }, Rational { num: 7, denom: 1 }]);
    let fields = [
        Field { tag: Tag::Orientation, ifd_num: In::PRIMARY, value: Value::Short(vec![6]) },
        Field { tag: Tag::Make, ifd_num: In::PRIMARY, value: Value::Ascii(vec![b"Telepon Rahasia".to_vec()]) },
        Field { tag: Tag::GPSLatitudeRef, ifd_num: In::PRIMARY, value: Value::Ascii(vec![b"S".to_vec()]) },
        Field { tag: Tag::GPSLatitude, ifd_num: In::PRIMARY, value: degrees(Rational { num: 6, denom: 1 }) },
        Field { tag: Tag::GPSLongitudeRef, ifd_num: In::PRIMARY, value: Value::Ascii(vec![b"E".to_vec()]) },
        Field { tag: Tag::GPSLongitude, ifd_num: In::PRIMARY, value: degrees(Rational { num: 107, denom: 1 }) },
    ];
    let mut writer = Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut tiff = Cursor::new(Vec::new());
    writer.write(&mut tiff, false).expect("EXIF");
    let mut segment = b"Exif\0\0".to_vec();
    segment.extend(tiff.into_inner());
    let plain = encoded(picture, ImageFormat::Jpeg);
    let mut bytes = plain[..2].to_vec();
    for (marker, content) in [(0xE1, &segment[..]), (0xFE, b"dipotret di kamar".as_slice())] {
        bytes.extend([0xFF, marker]);
        bytes.extend(u16::try_from(content.len() + 2).expect("a short segment").to_be_bytes());
        bytes.extend(content);
    }
    bytes.extend(&plain[2..]);
    bytes
}

/// A PNG whose header promises 20,000 × 20,000 pixels, and a JPEG whose frame does.
pub fn bombs() -> [Vec<u8>; 2] {
    let mut png = encoded(&flag(64, 64, 0), ImageFormat::Png);
    // Signature 8, length 4, `IHDR` 4, then width and height; its checksum follows 13 bytes of content.
    png[16..20].copy_from_slice(&20_000_u32.to_be_bytes());
    png[20..24].copy_from_slice(&20_000_u32.to_be_bytes());
    let checksum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&checksum.to_be_bytes());
    let mut jpeg = encoded(&flag(64, 64, 0), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("a baseline frame");
    // Marker 2, length 2, precision 1, then height and width.
    jpeg[frame + 5..frame + 7].copy_from_slice(&20_000_u16.to_be_bytes());
    jpeg[frame + 7..frame + 9].copy_from_slice(&20_000_u16.to_be_bytes());
    [png, jpeg]
}

/// The checksum of PNG chunks (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}
