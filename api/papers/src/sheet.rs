//! A page as a list of what is to be drawn, and drawing it.

use krilla::Document;
use krilla::color::{luma, rgb};
use krilla::geom::{Path, PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use shared::brand::{Palette, Rgb};

use crate::fonts::Fonts;
use crate::text::TextLine;

/// Points per millimetre.
pub const MM: f32 = 72.0 / 25.4;

/// A colour of the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Pure black, and nothing else, for thermal printers.
    Black,
    /// Text.
    Ink,
    /// Text that matters less; 4.5:1 on white.
    Muted,
    /// Hairlines.
    Line,
    /// Behind things.
    Mist,
    /// On ink.
    White,
    /// Muted on ink.
    Ash,
    /// The shop's, for areas.
    Accent,
    /// The shop's, as it is read on white.
    AccentText,
    /// The shop's, as it is read on ink.
    AccentOnInk,
    /// What waits; 4.5:1 on white.
    Ember,
    /// Done.
    Green,
    /// Over.
    Red,
}

impl Colour {
    fn fill(self, palette: &Palette) -> Fill {
        let rgb = |red, green, blue| rgb::Color::new(red, green, blue).into();
        let own = |Rgb([red, green, blue]): Rgb| rgb(red, green, blue);
        let paint = match self {
            Self::Black => luma::Color::black().into(),
            Self::White => luma::Color::white().into(),
            Self::Ink => rgb(0x1a, 0x1a, 0x1a),
            Self::Muted => rgb(0x5f, 0x66, 0x6d),
            Self::Line => rgb(0xd9, 0xdb, 0xde),
            Self::Mist => rgb(0xf5, 0xf5, 0xf4),
            Self::Ash => rgb(0xb4, 0xb4, 0xb4),
            Self::Accent => own(palette.accent),
            Self::AccentText => own(palette.on_light),
            Self::AccentOnInk => own(palette.on_dark),
            Self::Ember => rgb(0xc2, 0x41, 0x0c),
            Self::Green => rgb(0x15, 0x80, 0x3d),
            Self::Red => rgb(0xb9, 0x1c, 0x1c),
        };
        Fill { paint, opacity: NormalizedF32::ONE, rule: Default::default() }
    }

    fn stroke(self, width: f32, palette: &Palette) -> Stroke {
        Stroke { paint: self.fill(palette).paint, width, ..Stroke::default() }
    }
}

/// Something to draw. Lengths are in points from the top left.
enum Mark {
    Text {
        x: f32,
        baseline: f32,
        line: TextLine,
    },
    Filled {
        path: Path,
        colour: Colour,
    },
    Outlined {
        path: Path,
        colour: Colour,
        width: f32,
    },
    /// What follows, up to `Upright`, is turned by so many degrees around a point.
    Turned {
        degrees: f32,
        x: f32,
        y: f32,
    },
    Upright,
    Picture {
        x: f32,
        y: f32,
        size: Size,
        image: Image,
    },
}

/// How large a picture is in a box that it fits into.
pub fn fitting(image: &Image, width: f32, height: f32) -> (f32, f32) {
    let (across, down) = image.size();
    let (across, down) = (across.max(1) as f32, down.max(1) as f32);
    let scale = (width / across).min(height / down);
    (across * scale, down * scale)
}

/// A page.
pub struct Sheet {
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    marks: Vec<Mark>,
}

impl Sheet {
    /// An empty page of so many points.
    pub fn new(width: f32, height: f32) -> Self {
        Self { width, height, marks: Vec::new() }
    }

    /// An empty A4 page.
    pub fn a4() -> Self {
        Self::new(210.0 * MM, 297.0 * MM)
    }

    /// Puts a line with its left end at `x`.
    pub fn put(&mut self, x: f32, baseline: f32, line: TextLine) {
        self.marks.push(Mark::Text { x, baseline, line });
    }

    /// Puts a line with its right end at `x`.
    pub fn put_right(&mut self, x: f32, baseline: f32, line: TextLine) {
        self.put(x - line.width, baseline, line);
    }

    /// Puts a line with its middle at `x`.
    pub fn put_centred(&mut self, x: f32, baseline: f32, line: TextLine) {
        self.put(x - line.width / 2.0, baseline, line);
    }

    /// Puts lines below each other, `leading` apart; gives the baseline that the next would have.
    pub fn put_lines(&mut self, x: f32, mut baseline: f32, leading: f32, lines: Vec<TextLine>) -> f32 {
        for line in lines {
            self.put(x, baseline, line);
            baseline += leading;
        }
        baseline
    }

    /// Fills a rectangle.
    pub fn area(&mut self, x: f32, y: f32, width: f32, height: f32, colour: Colour) {
        self.areas([(x, y, width, height)], colour);
    }

    /// Fills many rectangles as one shape, so that no seams show between those that touch.
    pub fn areas(&mut self, rects: impl IntoIterator<Item = (f32, f32, f32, f32)>, colour: Colour) {
        let mut path = PathBuilder::new();
        for (x, y, width, height) in rects {
            if let Some(rect) = Rect::from_xywh(x, y, width, height) {
                path.push_rect(rect);
            }
        }
        if let Some(path) = path.finish() {
            self.marks.push(Mark::Filled { path, colour });
        }
    }

    /// Draws the frame of a rectangle, its line inside of it.
    pub fn frame(&mut self, x: f32, y: f32, width: f32, height: f32, line: f32, colour: Colour) {
        let mut path = PathBuilder::new();
        let half = line / 2.0;
        if let Some(rect) = Rect::from_xywh(x + half, y + half, width - line, height - line) {
            path.push_rect(rect);
        }
        if let Some(path) = path.finish() {
            self.marks.push(Mark::Outlined { path, colour, width: line });
        }
    }

    /// Draws what `draw` puts turned by `degrees` clockwise around a point.
    pub fn turned(&mut self, degrees: f32, x: f32, y: f32, draw: impl FnOnce(&mut Self)) {
        self.marks.push(Mark::Turned { degrees, x, y });
        draw(self);
        self.marks.push(Mark::Upright);
    }

    /// Puts a picture of this size.
    pub fn put_picture(&mut self, x: f32, y: f32, (width, height): (f32, f32), image: &Image) {
        if let Some(size) = Size::from_wh(width, height) {
            self.marks.push(Mark::Picture { x, y, size, image: image.clone() });
        }
    }

    /// Adds the page to a document, in the shop's colours.
    pub fn print(&self, fonts: &Fonts, palette: &Palette, document: &mut Document) {
        let mut page = match PageSettings::from_wh(self.width, self.height) {
            Some(settings) => document.start_page_with(settings),
            None => document.start_page(),
        };
        let mut surface = page.surface();
        for mark in &self.marks {
            draw(&mut surface, fonts, palette, mark);
        }
        surface.finish();
        page.finish();
    }
}

fn draw(surface: &mut Surface, fonts: &Fonts, palette: &Palette, mark: &Mark) {
    match mark {
        Mark::Text { x, baseline, line } => {
            let font = fonts.get(line.style.face).font.clone();
            surface.set_stroke(None);
            surface.set_fill(Some(line.style.colour.fill(palette)));
            surface.draw_glyphs(Point::from_xy(*x, *baseline), &line.glyphs, font, &line.text, line.style.size, false);
        }
        Mark::Filled { path, colour } => {
            surface.set_stroke(None);
            surface.set_fill(Some(colour.fill(palette)));
            surface.draw_path(path);
        }
        Mark::Outlined { path, colour, width } => {
            surface.set_fill(None);
            surface.set_stroke(Some(colour.stroke(*width, palette)));
            surface.draw_path(path);
        }
        Mark::Turned { degrees, x, y } => surface.push_transform(&Transform::from_rotate_at(*degrees, *x, *y)),
        Mark::Upright => surface.pop(),
        Mark::Picture { x, y, size, image } => {
            surface.push_transform(&Transform::from_translate(*x, *y));
            surface.draw_image(image.clone(), *size);
            surface.pop();
        }
    }
}
