//! A picture that is kept, as the database and the API know it.

use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use shared::catalog::Image;
use shared::ids::ImageId;

/// A picture as it was kept by [`super::ingest`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredImage {
    /// Width of the original in pixels, upright.
    pub width: i32,
    /// Height of the original in pixels, upright.
    pub height: i32,
    /// Dominant colour as `#rrggbb`.
    pub color: String,
    /// Widths in pixels that are kept.
    pub widths: Vec<i32>,
    /// Key in the file store, without width and ending.
    pub path: String,
}

/// A picture in the database: a row of `product_images`, or the JSON kept in `product_listings`,
/// `order_items` and `categories`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromQueryResult)]
pub struct ImageRow {
    /// Id.
    pub id: ImageId,
    /// What it shows.
    #[serde(default)]
    pub alt: String,
    /// Width of the original in pixels.
    pub width: i32,
    /// Height of the original in pixels.
    pub height: i32,
    /// Dominant colour as `#rrggbb`.
    pub color: String,
    /// Widths in pixels that are kept.
    pub widths: Vec<i32>,
    /// Key in the file store, without width and ending.
    pub path: String,
}

impl ImageRow {
    /// The row for a picture that was just kept.
    #[must_use]
    pub fn new(id: ImageId, alt: impl Into<String>, stored: StoredImage) -> Self {
        let StoredImage { width, height, color, widths, path } = stored;
        Self { id, alt: alt.into(), width, height, color, widths, path }
    }
}

/// The picture as the API shows it.
#[must_use]
pub fn image(row: ImageRow) -> Image {
    let ImageRow { id, alt, width, height, color, widths, path } = row;
    Image { id, alt, width, height, color, widths, url: format!("/files/{path}") }
}

/// The picture in a JSON column; `None` for NULL or what is no picture.
#[must_use]
pub fn image_from_json(json: serde_json::Value) -> Option<Image> {
    serde_json::from_value(json).ok().map(image)
}

/// The pictures in a JSON array such as `product_listings.images`.
#[must_use]
pub fn images_from_json(json: serde_json::Value) -> Vec<Image> {
    let rows: Vec<ImageRow> = serde_json::from_value(json).unwrap_or_default();
    rows.into_iter().map(image).collect()
}
