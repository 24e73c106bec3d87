//! The sizes and formats a picture is kept in.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage, RgbaImage};

use crate::decode::Pixels;
use crate::{Refusal, color};

/// Widths in pixels; those above the original's are left out, and its own is the widest then.
pub const WIDTHS: [u32; 5] = [160, 320, 640, 960, 1440];
/// 0–100.
const WEBP_QUALITY: f32 = 75.0;
/// 0–100.
const JPEG_QUALITY: u8 = 82;

/// A picture in one width.
#[derive(Clone, Debug)]
pub struct Rendition {
    /// In pixels.
    pub width: u32,
    /// Lossy, transparent where the original is.
    pub webp: Vec<u8>,
    /// On white where the original is transparent.
    pub jpeg: Vec<u8>,
}

/// All renditions, the narrowest first, and the dominant colour as `#rrggbb`.
///
/// # Errors
/// What resizer or encoders say; not expected of decoded pixels within our limits.
pub fn render(pixels: Pixels) -> Result<(Vec<Rendition>, String), Refusal> {
    let (width, _) = pixels.size();
    let widths = widths(width);
    let mut renditions = Vec::with_capacity(widths.len());
    let mut resizer = Resizer::new();
    // Each is made from the one above it, which is as good as from the original and far faster.
    let mut current = pixels;
    for width in widths.into_iter().rev() {
        current = narrow(&mut resizer, current, width)?;
        renditions.push(encode(&current, width)?);
    }
    renditions.reverse();
    let color = match &current {
        Pixels::Opaque(image) => color::dominant(image),
        Pixels::Transparent(image) => color::dominant(&on_white(image)),
    };
    Ok((renditions, color))
}

/// The widths in which a picture of this width is kept, the narrowest first: never more than it has, and all
/// that it has up to the widest of [`WIDTHS`].
fn widths(width: u32) -> Vec<u32> {
    let mut widths: Vec<u32> = WIDTHS.into_iter().filter(|&candidate| candidate < width).collect();
    if widths.len() < WIDTHS.len() {
        widths.push(width);
    }
    widths
}

fn not_made(cause: impl std::fmt::Display) -> Refusal {
    Refusal::NotMade(cause.to_string())
}

fn narrow(resizer: &mut Resizer, pixels: Pixels, width: u32) -> Result<Pixels, Refusal> {
    let (from_width, from_height) = pixels.size();
    if from_width == width {
        return Ok(pixels);
    }
    let height = (u64::from(from_height) * u64::from(width) + u64::from(from_width) / 2) / u64::from(from_width).max(1);
    let height = u32::try_from(height).map_err(not_made)?.max(1);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    let mut resize = |samples: &[u8], kind: PixelType| -> Result<Vec<u8>, Refusal> {
        let from = ImageRef::new(from_width, from_height, samples, kind).map_err(not_made)?;
        let mut to = Image::new(width, height, kind);
        resizer.resize(&from, &mut to, &options).map_err(not_made)?;
        Ok(to.into_vec())
    };
    let lost = || not_made("a resized picture has the wrong size");
    Ok(match pixels {
        Pixels::Opaque(image) => {
            Pixels::Opaque(RgbImage::from_raw(width, height, resize(&image, PixelType::U8x3)?).ok_or_else(lost)?)
        }
        // Colours are weighed by their opacity, or the hidden ones would bleed into the edges.
        Pixels::Transparent(image) => {
            Pixels::Transparent(RgbaImage::from_raw(width, height, resize(&image, PixelType::U8x4)?).ok_or_else(lost)?)
        }
    })
}

fn encode(pixels: &Pixels, width: u32) -> Result<Rendition, Refusal> {
    let (webp, jpeg) = match pixels {
        Pixels::Opaque(image) => (webp::Encoder::from_rgb(image, image.width(), image.height()), encode_jpeg(image)?),
        Pixels::Transparent(image) => {
            (webp::Encoder::from_rgba(image, image.width(), image.height()), encode_jpeg(&on_white(image))?)
        }
    };
    let webp = webp.encode_simple(false, WEBP_QUALITY).map_err(|error| not_made(format!("WebP: {error:?}")))?;
    Ok(Rendition { width, webp: webp.to_vec(), jpeg })
}

fn encode_jpeg(image: &RgbImage) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY).encode_image(image).map_err(not_made)?;
    Ok(bytes)
}

/// The picture as it looks on white paper.
fn on_white(image: &RgbaImage) -> RgbImage {
    RgbImage::from_fn(image.width(), image.height(), |x, y| {
        let [red, green, blue, alpha] = image.get_pixel(x, y).0;
        let over_white = |sample: u8| {
            let blended = u32::from(sample) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
            u8::try_from((blended + 127) / 255).unwrap_or(u8::MAX)
        };
        Rgb([over_white(red), over_white(green), over_white(blue)])
    })
}
