//! What a picture is, by its content, before anything is decoded.

use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{ImageDecoder, ImageFormat, Limits};

use crate::{MAX_BYTES, MAX_PIXELS, MAX_SIDE, Refusal, jpeg_end};

/// Memory a decoder may ask for: `MAX_PIXELS` at four bytes, twice.
const MAX_ALLOC: u64 = MAX_PIXELS * 8;

/// A decoder that has read the header of a picture within limits.
pub type Opened<'a> = Box<dyn ImageDecoder + 'a>;

/// Reads the header.
///
/// # Errors
/// When it is no picture of a kind we take, or too large, or cut off.
pub fn open(bytes: &[u8]) -> Result<Opened<'_>, Refusal> {
    if bytes.len() > MAX_BYTES {
        return Err(Refusal::TooManyBytes);
    }
    let format = image::guess_format(bytes).map_err(|_| Refusal::UnsupportedType)?;
    let cursor = Cursor::new(bytes);
    let damaged = |_| Refusal::Damaged;
    let mut decoder: Opened<'_> = match format {
        ImageFormat::Jpeg if jpeg_end::is_reached(bytes) => Box::new(JpegDecoder::new(cursor).map_err(damaged)?),
        ImageFormat::Jpeg => return Err(Refusal::Damaged),
        ImageFormat::Png => Box::new(PngDecoder::with_limits(cursor, limits()).map_err(damaged)?),
        ImageFormat::WebP => Box::new(WebPDecoder::new(cursor).map_err(damaged)?),
        _ => return Err(Refusal::UnsupportedType),
    };
    let (width, height) = decoder.dimensions();
    if width > MAX_SIDE || height > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Refusal::TooManyPixels { width, height });
    }
    if width == 0 || height == 0 {
        return Err(Refusal::Damaged);
    }
    decoder.set_limits(limits()).map_err(damaged)?;
    Ok(decoder)
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_ALLOC);
    limits
}
