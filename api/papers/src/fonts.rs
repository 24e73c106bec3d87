//! The typefaces, and shaping text with them.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Direction, Feature, UnicodeBuffer};

use crate::Fault;

/// Which typeface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// For reading.
    Regular,
    /// For what must not be overlooked.
    SemiBold,
    /// For what is read from a distance.
    Bold,
    /// The brand's; Latin letters only.
    Display,
}

/// The embedded typefaces.
pub struct Fonts {
    regular: Typeface,
    semibold: Typeface,
    bold: Typeface,
    display: Typeface,
}

/// One typeface, for measuring and for writing.
pub struct Typeface {
    /// As the PDF writer knows it.
    pub font: Font,
    shaper: rustybuzz::Face<'static>,
}

/// Text as glyphs. Lengths are in ems.
pub struct Shaped {
    /// The glyphs; each knows its part of the text.
    pub glyphs: Vec<KrillaGlyph>,
    /// Width.
    pub width: f32,
}

impl Fonts {
    /// Reads the embedded files.
    pub fn load() -> Result<Self, Fault> {
        Ok(Self {
            regular: Typeface::load("inter-regular", include_bytes!("../fonts/inter-regular.ttf"))?,
            semibold: Typeface::load("inter-semibold", include_bytes!("../fonts/inter-semibold.ttf"))?,
            bold: Typeface::load("inter-bold", include_bytes!("../fonts/inter-bold.ttf"))?,
            display: Typeface::load("hurtrock-display", include_bytes!("../fonts/hurtrock-display.ttf"))?,
        })
    }

    /// The typeface.
    pub fn get(&self, face: Face) -> &Typeface {
        match face {
            Face::Regular => &self.regular,
            Face::SemiBold => &self.semibold,
            Face::Bold => &self.bold,
            Face::Display => &self.display,
        }
    }
}

impl Typeface {
    fn load(name: &'static str, bytes: &'static [u8]) -> Result<Self, Fault> {
        let font = Font::new(bytes.into(), 0).ok_or(Fault::Font(name))?;
        let shaper = rustybuzz::Face::from_slice(bytes, 0).ok_or(Fault::Font(name))?;
        Ok(Self { font, shaper })
    }

    /// Whether it has a glyph for the character.
    pub fn has(&self, character: char) -> bool {
        self.shaper.glyph_index(character).is_some()
    }

    /// Shapes a line from left to right; `tracking` ems are added after each glyph, and `tabular`
    /// figures are all of one width.
    pub fn shape(&self, text: &str, tracking: f32, tabular: bool) -> Shaped {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        let features = [Feature::new(Tag::from_bytes(b"tnum"), u32::from(tabular), ..)];
        let shaped = rustybuzz::shape(&self.shaper, &features, buffer);
        let (infos, positions) = (shaped.glyph_infos(), shaped.glyph_positions());
        let ems = |units: i32| units as f32 / self.font.units_per_em();
        let mut width = 0.0;
        let mut glyphs = Vec::with_capacity(infos.len());
        for (index, (info, position)) in infos.iter().zip(positions).enumerate() {
            let start = info.cluster as usize;
            let later = infos.iter().skip(index + 1).map(|next| next.cluster as usize).find(|&next| next > start);
            let advance = ems(position.x_advance) + if position.x_advance > 0 { tracking } else { 0.0 };
            width += advance;
            glyphs.push(KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                advance,
                ems(position.x_offset),
                ems(position.y_offset),
                ems(position.y_advance),
                start..later.unwrap_or(text.len()),
                None,
            ));
        }
        // Space after the last glyph is not part of the word.
        Shaped { glyphs, width: width - if text.is_empty() { 0.0 } else { tracking } }
    }
}
