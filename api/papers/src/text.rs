//! From what people write to lines that fit.

use std::borrow::Cow;

use deunicode::deunicode_char;
use krilla::text::KrillaGlyph;
use unicode_segmentation::UnicodeSegmentation;

use crate::fonts::{Face, Fonts, Typeface};
use crate::sheet::Colour;

/// How text looks. Lengths are in points, `tracking` in ems.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Typeface.
    pub face: Face,
    /// Size.
    pub size: f32,
    /// Colour.
    pub colour: Colour,
    /// Space between letters.
    pub tracking: f32,
    /// Figures of one width, for columns.
    pub tabular: bool,
}

impl Style {
    /// A plain style.
    pub const fn new(face: Face, size: f32, colour: Colour) -> Self {
        Self { face, size, colour, tracking: 0.0, tabular: false }
    }

    /// With space between letters.
    pub const fn tracked(mut self, ems: f32) -> Self {
        self.tracking = ems;
        self
    }

    /// With figures of one width.
    pub const fn tabular(mut self) -> Self {
        self.tabular = true;
        self
    }
}

/// A line of text, ready to be put somewhere.
#[derive(Clone)]
pub struct TextLine {
    /// The characters, as they can be copied out of the document.
    pub text: String,
    /// The glyphs, in ems.
    pub glyphs: Vec<KrillaGlyph>,
    /// Width in points.
    pub width: f32,
    /// How it looks.
    pub style: Style,
}

/// One line, as long as it gets.
pub fn line(fonts: &Fonts, text: &str, style: Style) -> TextLine {
    let typeface = fonts.get(style.face);
    shaped(typeface, drawable(typeface, text), style)
}

/// One line no wider than `width`: made smaller down to `smallest`, then cut with an ellipsis.
pub fn fitted(fonts: &Fonts, text: &str, mut style: Style, width: f32, smallest: f32) -> TextLine {
    let whole = line(fonts, text, style);
    if whole.width <= width {
        return whole;
    }
    style.size = (style.size * width / whole.width).max(smallest);
    let smaller = line(fonts, text, style);
    // Made to fit exactly, it may be wider by what rounding leaves.
    if smaller.width <= width + 0.05 { smaller } else { cut(fonts.get(style.face), &smaller.text, style, width) }
}

/// Lines no wider than `width`, at most `most` of them: the last ends with an ellipsis where text is
/// left out. Breaks at spaces, and inside words that are wider than a line. Empty text has no lines.
pub fn wrapped(fonts: &Fonts, text: &str, style: Style, width: f32, most: usize) -> Vec<TextLine> {
    let typeface = fonts.get(style.face);
    let text = drawable(typeface, text);
    let mut lines: Vec<String> = Vec::new();
    let mut current = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        // What is left out is not looked at.
        if lines.len() > most {
            break;
        }
        let longer = if current.is_empty() { word.to_owned() } else { format!("{current} {word}") };
        if measure(typeface, &longer, style) <= width {
            current = longer;
            continue;
        }
        if !current.is_empty() {
            lines.push(std::mem::take(&mut current));
        }
        current = break_word(typeface, word, style, width, &mut lines, most);
    }
    if !current.is_empty() {
        lines.push(current);
    }
    let left_out = lines.len() > most;
    lines.truncate(most);
    let mut lines: Vec<TextLine> = lines.into_iter().map(|text| shaped(typeface, text, style)).collect();
    if let Some(last) = lines.last_mut().filter(|_| left_out) {
        *last = cut(typeface, &last.text, style, width);
    }
    lines
}

/// Breaks a word that is wider than a line; full lines are pushed, the rest is given back.
fn break_word(typeface: &Typeface, word: &str, style: Style, width: f32, lines: &mut Vec<String>, most: usize) -> String {
    let mut current = String::new();
    for grapheme in word.graphemes(true) {
        current.push_str(grapheme);
        if measure(typeface, &current, style) > width && current.len() > grapheme.len() {
            current.truncate(current.len() - grapheme.len());
            lines.push(std::mem::replace(&mut current, grapheme.to_owned()));
            if lines.len() > most {
                return String::new();
            }
        }
    }
    current
}

/// As much of the text as fits, with an ellipsis after it.
fn cut(typeface: &Typeface, text: &str, style: Style, width: f32) -> TextLine {
    let text = text.trim_end_matches([' ', '…']);
    let mut ends: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
    // The longest beginning that fits; widths grow with length.
    let fits = |end: usize| measure(typeface, &format!("{}…", text[..end].trim_end()), style) <= width;
    let count = ends.partition_point(|&end| fits(end));
    ends.truncate(count);
    let end = ends.last().copied().unwrap_or(0);
    shaped(typeface, format!("{}…", text[..end].trim_end()), style)
}

fn measure(typeface: &Typeface, text: &str, style: Style) -> f32 {
    typeface.shape(text, style.tracking, style.tabular).width * style.size
}

/// The line with a space after it, which is not part of its width: who copies text out of a document
/// or has it read to them gets words, not one long word over two lines.
fn shaped(typeface: &Typeface, text: String, style: Style) -> TextLine {
    let width = measure(typeface, &text, style);
    let text = text + " ";
    let glyphs = typeface.shape(&text, style.tracking, style.tabular).glyphs;
    TextLine { text, glyphs, width, style }
}

/// The text as the typeface can draw it, on one line.
///
/// Runs of space and line breaks become one space. What cannot be seen goes: control characters, and
/// the marks that turn the direction of text around or join what is beside them. Emoji go too.
/// Letters and signs that the typeface lacks are written in Latin ones (`♯` as `#`), so that a courier
/// can read them and a document is never full of empty boxes. Should nothing be left of a text, its emoji are named.
pub fn drawable(typeface: &Typeface, text: &str) -> String {
    let drawn = drawn(typeface, text, false);
    if drawn.is_empty() && !text.trim().is_empty() { self::drawn(typeface, text, true) } else { drawn }
}

fn drawn(typeface: &Typeface, text: &str, name_emoji: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        let part: Cow<str> = if character.is_whitespace() {
            // One that does not break holds figures together.
            if matches!(character, '\u{a0}' | '\u{202f}') { "\u{a0}".into() } else { " ".into() }
        } else if typeface.has(character) && !is_invisible(character) {
            String::from(character).into()
        } else {
            let latin = if is_invisible(character) { "" } else { deunicode_char(character).unwrap_or("?") };
            let is_word = latin.trim_end().len() > 2;
            let latin = if is_word && is_emoji(character) && !name_emoji { "" } else { latin };
            latin.chars().filter(|&letter| letter == ' ' || typeface.has(letter)).collect::<String>().into()
        };
        for letter in part.chars() {
            if letter != ' ' || !(out.is_empty() || out.ends_with(' ')) {
                out.push(letter);
            }
        }
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

/// Control characters, and what shapes or turns text around without being seen.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{ffff}' | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{10ffff}')
}

/// Pictographs: they say nothing that a document needs.
fn is_emoji(character: char) -> bool {
    matches!(character, '\u{20e3}' | '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{27bf}' | '\u{2900}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}
