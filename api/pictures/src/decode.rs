//! From a header that was found fit to upright pixels in sRGB.

use image::{DynamicImage, ImageDecoder, RgbImage, RgbaImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use crate::Refusal;
use crate::inspect::Opened;

/// The pixels of a picture, upright.
pub enum Pixels {
    /// Nothing shines through.
    Opaque(RgbImage),
    /// Something does.
    Transparent(RgbaImage),
}

impl Pixels {
    /// Width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        match self {
            Self::Opaque(image) => image.dimensions(),
            Self::Transparent(image) => image.dimensions(),
        }
    }
}

/// Decodes it, turns it upright as its EXIF data says, and converts its colours to sRGB, because
/// the renditions carry neither.
///
/// # Errors
/// When the picture is damaged.
pub fn decode(mut decoder: Opened<'_>) -> Result<Pixels, Refusal> {
    let orientation = decoder.orientation().map_err(|_| Refusal::Damaged)?;
    let profile = decoder.icc_profile().ok().flatten();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| Refusal::Damaged)?;
    picture.apply_orientation(orientation);

    let transparent = picture.color().has_alpha();
    let mut pixels = if transparent {
        let rgba = picture.into_rgba8();
        if rgba.pixels().all(|pixel| pixel[3] == 255) {
            Pixels::Opaque(DynamicImage::ImageRgba8(rgba).into_rgb8())
        } else {
            Pixels::Transparent(rgba)
        }
    } else {
        Pixels::Opaque(picture.into_rgb8())
    };
    if let Some(profile) = profile {
        to_srgb(&mut pixels, &profile);
    }
    Ok(pixels)
}

/// Converts from the colour space of the profile. A profile that cannot be read, or is not about
/// RGB, is left aside: the numbers are taken for sRGB, as browsers do.
fn to_srgb(pixels: &mut Pixels, profile: &[u8]) {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else { return };
    if profile.color_space != DataColorSpace::Rgb {
        return;
    }
    let (layout, samples) = match pixels {
        Pixels::Opaque(image) => (Layout::Rgb, &mut **image),
        Pixels::Transparent(image) => (Layout::Rgba, &mut **image),
    };
    let srgb = ColorProfile::new_srgb();
    let Ok(transform) = profile.create_transform_8bit(layout, &srgb, layout, TransformOptions::default()) else { return };
    let mut converted = vec![0; samples.len()];
    if transform.transform(samples, &mut converted).is_ok() {
        samples.copy_from_slice(&converted);
    }
}
