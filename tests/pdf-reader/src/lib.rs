//! Reads PDFs and barcodes for tests, by programs that have nothing to do with what wrote them:
//! text by `pdf-extract`, pictures by `hayro`, bars and squares by `rxing`.

use anyhow::{Context, anyhow};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use rxing::BarcodeFormat;

/// Pixels per point as a thermal printer of 203 dpi has dots: eight to the millimetre.
pub const THERMAL: f32 = 8.0 * 25.4 / 72.0;

/// A picture of a page in shades of grey.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The pixels, row by row from the top; 0 is black.
    pub luma: Vec<u8>,
    /// Whether every pixel is a shade of grey.
    pub is_grey: bool,
}

/// What a reader found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codes {
    /// Texts of Code 128 symbols.
    pub bars: Vec<String>,
    /// Texts of QR codes.
    pub squares: Vec<String>,
}

/// The text of each page, runs of white space as one space.
///
/// # Errors
/// When it is no PDF that can be read.
pub fn pages(pdf: &[u8]) -> anyhow::Result<Vec<String>> {
    let pages = pdf_extract::extract_text_from_mem_by_pages(pdf)?;
    Ok(pages.iter().map(|page| page.split_whitespace().collect::<Vec<_>>().join(" ")).collect())
}

/// Pictures of all pages, `scale` pixels to the point.
///
/// # Errors
/// When it is no PDF that can be read.
pub fn pictures(pdf: &[u8], scale: f32) -> anyhow::Result<Vec<Picture>> {
    let pdf = Pdf::new(pdf.to_vec()).map_err(|error| anyhow!("{error:?}"))?;
    let paper = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let cache = RenderCache::new();
    let picture = |page| {
        let drawn = hayro::render(page, &cache, &InterpreterSettings::default(), &RenderSettings::default(), &paper);
        let pixels = drawn.data();
        Picture {
            width: drawn.width().into(),
            height: drawn.height().into(),
            luma: pixels.iter().map(|pixel| ((u16::from(pixel.r) + u16::from(pixel.g) + u16::from(pixel.b)) / 3) as u8).collect(),
            is_grey: pixels.iter().all(|pixel| pixel.r == pixel.g && pixel.g == pixel.b),
        }
    };
    Ok(pdf.pages().iter().map(picture).collect())
}

/// What a reader finds on a picture.
///
/// # Errors
/// When it finds nothing at all.
pub fn codes(picture: &Picture) -> anyhow::Result<Codes> {
    let found = rxing::helpers::detect_multiple_in_luma(picture.luma.clone(), picture.width, picture.height);
    let mut codes = Codes::default();
    for code in found.map_err(|error| anyhow!("{error}")).context("no code was found")? {
        match code.getBarcodeFormat() {
            BarcodeFormat::CODE_128 => codes.bars.push(code.getText().to_owned()),
            BarcodeFormat::QR_CODE => codes.squares.push(code.getText().to_owned()),
            _ => {}
        }
    }
    Ok(codes)
}
