//! Pictures of the catalogue, drawn as vectors and rendered here.

mod accessory;
mod amp;
mod audio;
mod canvas;
mod color;
mod drum;
mod guitar;
mod keys;
mod lettering;
mod outline;
mod parts;
mod pedal;
mod scene;
mod solid;
mod stage;
mod stand;
mod surface;

pub use canvas::Svg;
pub use scene::{View, detail, front};
pub use stage::{category, hero};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// Why a picture could not be rendered.
#[derive(Debug)]
pub enum RenderError {
    /// The SVG is malformed.
    Parse(resvg::usvg::Error),
    /// The size asked for is zero or too large.
    Size(u32),
    /// The pixels could not be encoded.
    Encode(png::EncodingError),
}

impl std::fmt::Display for RenderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Parse(e) => write!(f, "the picture is not valid SVG: {e}"),
            Self::Size(width) => write!(f, "cannot render a picture {width} pixels wide"),
            Self::Encode(e) => write!(f, "cannot encode the picture: {e}"),
        }
    }
}

impl std::error::Error for RenderError {}

/// Renders a picture `width` pixels wide as PNG; the height follows.
///
/// # Errors
/// When the picture is malformed, the width is zero or beyond memory, or encoding fails.
pub fn render(svg: &Svg, width: u32) -> Result<Vec<u8>, RenderError> {
    let tree = Tree::from_str(svg.as_str(), &Options::default()).map_err(RenderError::Parse)?;
    let scale = width as f32 / svg.width as f32;
    let height = (svg.height as f32 * scale).round() as u32;
    let mut pixmap = Pixmap::new(width, height).ok_or(RenderError::Size(width))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    if svg.grain > 0 {
        add_grain(&mut pixmap, svg.grain);
    }
    encode(&pixmap).map_err(RenderError::Encode)
}

/// PNG, packed quickly: whoever stores it makes smaller renditions anyway. The pictures cover
/// their whole canvas, so no alpha is kept.
fn encode(pixmap: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let rgb: Vec<u8> = pixmap.data().chunks_exact(4).flat_map(|p| p.iter().take(3).copied()).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&rgb)?;
    writer.finish()?;
    Ok(bytes)
}

/// A little noise hides the steps of large dark gradients.
fn add_grain(pixmap: &mut Pixmap, steps: u8) {
    let mut rng = crate::rng::Rng::new(42);
    let span = i64::from(steps);
    for pixel in pixmap.data_mut().chunks_exact_mut(4) {
        let noise = rng.between(-span, span);
        for channel in pixel.iter_mut().take(3) {
            *channel = (i64::from(*channel) + noise).clamp(0, 255) as u8;
        }
    }
}
