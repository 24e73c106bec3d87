//! The sizes and formats a picture is kept in.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage, RgbaImage};

use super::color;
use super::decode::Pixels;

/// Widths in pixels; those above the original's are left out.
pub const WIDTHS: [u32; 5] = [160, 320, 640, 960, 1440];
/// 0–100.
const WEBP_QUALITY: f32 = 80.0;
/// 0–100.
const JPEG_QUALITY: u8 = 82;

/// A picture in one width.
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
pub fn render(pixels: Pixels) -> anyhow::Result<(Vec<Rendition>, String)> {
    let (width, _) = pixels.size();
    let mut widths: Vec<u32> = WIDTHS.into_iter().filter(|&candidate| candidate <= width).collect();
    if widths.is_empty() {
        widths.push(width);
    }
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

fn narrow(resizer: &mut Resizer, pixels: Pixels, width: u32) -> anyhow::Result<Pixels> {
    let (from_width, from_height) = pixels.size();
    if from_width == width {
        return Ok(pixels);
    }
    let height = (u64::from(from_height) * u64::from(width) + u64::from(from_width) / 2) / u64::from(from_width).max(1);
    let height = u32::try_from(height)?.max(1);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    let mut resize = |samples: &[u8], kind: PixelType| -> anyhow::Result<Vec<u8>> {
        let from = ImageRef::new(from_width, from_height, samples, kind)?;
        let mut to = Image::new(width, height, kind);
        resizer.resize(&from, &mut to, &options)?;
        Ok(to.into_vec())
    };
    let lost = || anyhow::anyhow!("a resized picture has the wrong size");
    Ok(match pixels {
        Pixels::Opaque(image) => Pixels::Opaque(RgbImage::from_raw(width, height, resize(&image, PixelType::U8x3)?).ok_or_else(lost)?),
        // Colours are weighed by their opacity, or the hidden ones would bleed into the edges.
        Pixels::Transparent(image) => Pixels::Transparent(RgbaImage::from_raw(width, height, resize(&image, PixelType::U8x4)?).ok_or_else(lost)?),
    })
}

fn encode(pixels: &Pixels, width: u32) -> anyhow::Result<Rendition> {
    let (webp, jpeg) = match pixels {
        Pixels::Opaque(image) => (webp::Encoder::from_rgb(image, image.width(), image.height()), encode_jpeg(image)?),
        Pixels::Transparent(image) => (webp::Encoder::from_rgba(image, image.width(), image.height()), encode_jpeg(&on_white(image))?),
    };
    let webp = webp.encode_simple(false, WEBP_QUALITY).map_err(|error| anyhow::anyhow!("WebP: {error:?}"))?;
    Ok(Rendition { width, webp: webp.to_vec(), jpeg })
}

fn encode_jpeg(image: &RgbImage) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY).encode_image(image)?;
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
