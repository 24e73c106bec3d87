//! Pictures of a product.

use serde::{Deserialize, Serialize};

use crate::catalog::Image;
use crate::ids::ImageId;
use crate::revision::Revision;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// Most bytes of a picture's file.
pub const MAX_IMAGE_BYTES: usize = 20 * 1024 * 1024;
/// Most files in one upload.
pub const MAX_UPLOAD: usize = 20;
/// Most pictures of a product.
pub const MAX_IMAGES: usize = 40;
/// Most characters that say what a picture shows.
const MAX_ALT: usize = 200;

/// A product's pictures, as they shall stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ArrangeImagesRequest {
    /// All of the product's pictures, in order.
    pub images: Vec<ArrangeImage>,
    /// The one that stands for it in lists; the first when absent.
    pub thumbnail_id: Option<ImageId>,
}

/// A picture in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ArrangeImage {
    /// Which.
    pub id: ImageId,
    /// What it shows, for those who cannot see it.
    pub alt: String,
}

impl Validate for ArrangeImagesRequest {
    fn check(&self, faults: &mut Faults) {
        if self.images.len() > MAX_IMAGES {
            faults.add(FieldError::new("/images", FieldCode::TooMany).with("max", MAX_IMAGES));
            return;
        }
        for (index, image) in self.images.iter().enumerate() {
            faults.text(&format!("/images/{index}/alt"), &image.alt, 0, MAX_ALT);
            if self.images.iter().take(index).any(|other| other.id == image.id) {
                faults.add(FieldError::new(format!("/images/{index}/id"), FieldCode::Duplicate));
            }
        }
        if let Some(thumbnail) = self.thumbnail_id
            && !self.images.iter().any(|image| image.id == thumbnail)
        {
            faults.add(FieldError::new("/thumbnail_id", FieldCode::UnknownChoice));
        }
    }
}

/// A product's pictures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ProductImages {
    /// All of them, in order.
    pub images: Vec<Image>,
    /// The one that stands for the product in lists.
    pub thumbnail_id: Option<ImageId>,
    /// Those that were added just now, in the order of the files.
    pub added: Vec<ImageId>,
    /// Names their order, descriptions and thumbnail as they are; send it as `If-Match` when you arrange them.
    pub revision: i32,
}

impl Revision for ProductImages {
    fn revision(&self) -> i32 {
        self.revision
    }
}
