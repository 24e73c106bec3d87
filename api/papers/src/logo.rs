//! The shop's logo on paper.

use std::sync::Arc;

use krilla::image::{BitsPerComponent, CustomImage, Image, ImageColorspace};

use crate::Fault;

/// The most dots that a logo has on a label, across and down: 42 by 12 mm at 203 dpi.
pub const STAMP: (u32, u32) = (336, 96);

/// The shop's logo, ready to be printed. Cheap to clone; a document holds it once, however many pages
/// show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// In its colours, on white.
    pub(crate) picture: Image,
    /// In black and white, for thermal printers.
    pub(crate) stamp: Image,
}

/// A picture in black and white.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Dots {
    /// Width in dots.
    pub width: u32,
    /// Height in dots.
    pub height: u32,
    /// The dots, row by row from the top: 0 is black, 255 white.
    pub luma: Vec<u8>,
}

impl Logo {
    /// A logo by its JPEG and by its dots, of which there are at most [`STAMP`].
    ///
    /// # Errors
    /// When one of them is no picture.
    pub fn new(jpeg: Vec<u8>, dots: Dots) -> Result<Self, Fault> {
        // The writer takes their number on trust.
        let count = u64::from(dots.width) * u64::from(dots.height);
        if count == 0 || usize::try_from(count) != Ok(dots.luma.len()) {
            return Err(Fault::Logo("there are too few or too many dots".to_owned()));
        }
        Ok(Self {
            picture: Image::from_jpeg(jpeg.into(), true).map_err(Fault::Logo)?,
            stamp: Image::from_custom(Stamp(Arc::new(dots)), false).map_err(Fault::Logo)?,
        })
    }
}

#[derive(Clone, Hash)]
struct Stamp(Arc<Dots>);

impl CustomImage for Stamp {
    fn color_channel(&self) -> &[u8] {
        &self.0.luma
    }

    fn alpha_channel(&self) -> Option<&[u8]> {
        None
    }

    fn bits_per_component(&self) -> BitsPerComponent {
        BitsPerComponent::Eight
    }

    fn size(&self) -> (u32, u32) {
        (self.0.width, self.0.height)
    }

    fn icc_profile(&self) -> Option<&[u8]> {
        None
    }

    fn color_space(&self) -> ImageColorspace {
        ImageColorspace::Luma
    }
}
