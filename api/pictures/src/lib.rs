//! From bytes that nobody vouches for to renditions that anybody may see.
//!
//! The content says what a picture is, its header how large it will become, and only then is it
//! decoded. What comes out carries nothing of the original but its looks. No I/O here, and a crate
//! of its own so that it is compiled with optimisation even where the rest is not.

mod color;
mod decode;
mod dots;
mod inspect;
mod jpeg_end;
mod renditions;

pub use dots::dots;
pub use renditions::{Rendition, WIDTHS};

/// The largest picture that is looked at, in bytes.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;
/// The most pixels that are decoded.
pub const MAX_PIXELS: u64 = 40_000_000;
/// The longest side in pixels; WebP ends there (RFC 9649 section 2.5).
pub const MAX_SIDE: u32 = 16_383;

/// Why a picture is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Neither JPEG nor PNG nor WebP, whatever its name says.
    #[error("not a JPEG, PNG or WebP picture")]
    UnsupportedType,
    /// More bytes than are looked at.
    #[error("larger than {} MB", MAX_BYTES / (1024 * 1024))]
    TooManyBytes,
    /// It would become larger than is decoded.
    #[error("{width} × {height} pixels are too many")]
    TooManyPixels {
        /// Width by its header.
        width: u32,
        /// Height by its header.
        height: u32,
    },
    /// Damaged or cut off.
    #[error("the picture is damaged")]
    Damaged,
    /// What resizer or encoders say; not expected of decoded pixels within our limits.
    #[error("a rendition could not be made: {0}")]
    NotMade(String),
}

/// A picture in all its sizes.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Width of the original in pixels, upright.
    pub width: u32,
    /// Height of the original in pixels, upright.
    pub height: u32,
    /// Dominant colour as `#rrggbb`.
    pub color: String,
    /// The narrowest first; at least one.
    pub renditions: Vec<Rendition>,
}

/// Makes the renditions of a picture. Keeps a core busy for some hundred milliseconds.
///
/// # Errors
/// When the picture is refused.
pub fn make(bytes: &[u8]) -> Result<Picture, Refusal> {
    let pixels = decode::decode(inspect::open(bytes)?)?;
    let (width, height) = pixels.size();
    let (renditions, color) = renditions::render(pixels)?;
    Ok(Picture { width, height, color, renditions })
}

#[cfg(test)]
mod tests;
