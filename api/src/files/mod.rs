//! Pictures: taken in, kept, served.
//!
//! A picture comes in by [`ingest`] as bytes that nobody vouches for; the `pictures` crate judges
//! it and makes renditions in several widths, as WebP and JPEG. Their path is made from the
//! content, so the same picture is kept once and a path never changes its meaning.
//! What nothing shows any more is removed by [`RemoveUnused`].
//! [`endpoint`] serves them; [`image`] is how other rooms show them.

mod fault;
mod in_use;
mod pipeline;
mod serve;
mod store;
mod stored;
mod upload;

pub use fault::ImageFault;
pub use in_use::RemoveUnused;
pub use pipeline::ingest;
pub use serve::endpoint;
pub use store::FileStore;
pub use stored::{ImageRow, StoredImage, image, image_from_json, images_from_json};
pub use upload::{give_back, hold, take};

use fault::refuse;

#[cfg(test)]
mod tests;
