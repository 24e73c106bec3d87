//! Pictures: taken in, kept, served.
//!
//! A picture comes in by [`ingest`] as bytes that nobody vouches for: its content says what it is,
//! its header how large it will become, and only then is it decoded. What is kept are renditions
//! in several widths, as WebP and JPEG, without the metadata of the original. Their path is made
//! from the content, so the same picture is kept once and a path never changes its meaning.
//! [`endpoint`] serves them; [`image`] is how other rooms show them.

mod color;
mod decode;
mod fault;
mod inspect;
mod jpeg_end;
mod pipeline;
mod renditions;
mod serve;
mod store;
mod stored;

pub use fault::ImageFault;
pub use pipeline::ingest;
pub use serve::endpoint;
pub use store::FileStore;
pub use stored::{ImageRow, StoredImage, image, image_from_json, images_from_json};

/// The largest upload that is looked at, in bytes.
pub const MAX_BYTES: usize = 15 * 1024 * 1024;
/// The most pixels that are decoded.
pub const MAX_PIXELS: u64 = 40_000_000;
/// The longest side in pixels; WebP ends there (RFC 9649 section 2.5).
pub const MAX_SIDE: u32 = 16_383;

#[cfg(test)]
mod tests;
