//! Words as outlines: our own plain lettering, never a maker's logo.
//!
//! The tables in `glyphs/` are outlines at 1000 units per em taken from fonts under the SIL Open
//! Font License (see the licence files beside them).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::canvas::{Canvas, Matrix};
use crate::look::Lettering;

/// Where the given x lies in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

struct Glyph {
    advance: f64,
    path: &'static str,
}

type Face = HashMap<char, Glyph>;

fn parse(table: &'static str) -> Face {
    table
        .lines()
        .filter_map(|line| {
            let mut parts = line.split('\t');
            let c = parts.next()?.chars().next()?;
            let advance = parts.next()?.parse().ok()?;
            Some((c, Glyph { advance, path: parts.next()? }))
        })
        .collect()
}

static BOLD: LazyLock<Face> = LazyLock::new(|| parse(include_str!("glyphs/bold.tsv")));
static NARROW: LazyLock<Face> = LazyLock::new(|| parse(include_str!("glyphs/narrow.tsv")));
static SCRIPT: LazyLock<Face> = LazyLock::new(|| parse(include_str!("glyphs/script.tsv")));
static SERIF: LazyLock<Face> = LazyLock::new(|| parse(include_str!("glyphs/serif.tsv")));

fn face(lettering: Lettering) -> &'static Face {
    match lettering {
        Lettering::Bold => &BOLD,
        Lettering::Narrow => &NARROW,
        Lettering::Script => &SCRIPT,
        Lettering::Serif => &SERIF,
    }
}

fn glyph(face: &'static Face, c: char) -> Option<&'static Glyph> {
    let plain = match c {
        'é' | 'è' => 'e',
        'Ω' => 'O',
        '×' => 'x',
        '’' => '\'',
        other => other,
    };
    face.get(&plain).or_else(|| face.get(&' '))
}

/// Width of `words` at `size` units per em.
pub(super) fn width(words: &str, lettering: Lettering, size: f64) -> f64 {
    let face = face(lettering);
    words.chars().filter_map(|c| glyph(face, c)).map(|g| g.advance).sum::<f64>() * size / 1000.0
}

/// Sets `words` with the baseline at `y`.
pub(super) fn write(
    canvas: &mut Canvas,
    words: &str,
    lettering: Lettering,
    (x, y, anchor): (f64, f64, Anchor),
    size: f64,
    paint: &str,
) {
    let face = face(lettering);
    let k = size / 1000.0;
    let total = width(words, lettering, size);
    let mut pen = match anchor {
        Anchor::Start => x,
        Anchor::Middle => x - total / 2.0,
        Anchor::End => x - total,
    };
    for c in words.chars() {
        let Some(g) = glyph(face, c) else { continue };
        if !g.path.is_empty() {
            canvas.within(Matrix([k, 0.0, 0.0, k, pen, y]), |canvas| canvas.fill(g.path, paint));
        }
        pen += g.advance * k;
    }
}

/// Like [`write`], shrunk so that the words are no wider than `most`.
pub(super) fn fit(
    canvas: &mut Canvas,
    words: &str,
    lettering: Lettering,
    place: (f64, f64, Anchor),
    (size, most): (f64, f64),
    paint: &str,
) {
    let w = width(words, lettering, size);
    let size = if w > most { size * most / w } else { size };
    write(canvas, words, lettering, place, size, paint);
}
