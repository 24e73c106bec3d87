//! A picture for printers that know black and nothing else.

use image::ImageFormat;
use image::imageops::{BiLevel, FilterType, dither};

use crate::Refusal;

/// A JPEG of ours in black and white, as large as it fits into so many dots: width, height, and the dots row by
/// row, 0 for black and 255 for white. Greys become patterns.
///
/// # Errors
/// When it is no JPEG.
pub fn dots(jpeg: &[u8], most_across: u32, most_down: u32) -> Result<(u32, u32, Vec<u8>), Refusal> {
    let picture = image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).map_err(|_| Refusal::Damaged)?;
    let mut grey = picture.resize(most_across, most_down, FilterType::Lanczos3).into_luma8();
    let (width, height) = grey.dimensions();
    // A single column has no neighbours that what is left over could go to.
    if width > 1 {
        dither(&mut grey, &BiLevel);
    }
    Ok((width, height, grey.into_raw()))
}
