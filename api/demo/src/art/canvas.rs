//! Writes SVG: shapes, gradients, clips and nested groups.

use std::fmt::Write as _;

use crate::finish::Rgb;

/// A finished vector picture.
#[derive(Clone, Debug)]
pub struct Svg {
    /// Width in user units and, unscaled, pixels.
    pub width: u32,
    /// Height in user units.
    pub height: u32,
    /// Film grain added when rendering, in steps of 1/255.
    pub(super) grain: u8,
    text: String,
}

impl Svg {
    /// The SVG document.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// An affine map: `x' = a·x + c·y + e`, `y' = b·x + d·y + f`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matrix(pub(super) [f64; 6]);

impl Matrix {
    pub(super) const fn shift(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    pub(super) const fn scale(x: f64, y: f64) -> Self {
        Self([x, 0.0, 0.0, y, 0.0, 0.0])
    }

    /// Clockwise on screen, in degrees.
    pub(super) fn turn(degrees: f64) -> Self {
        let (s, c) = degrees.to_radians().sin_cos();
        Self([c, s, -s, c, 0.0, 0.0])
    }

    /// `self` applied after `inner`.
    pub(super) fn after(self, inner: Self) -> Self {
        let [a, b, c, d, e, f] = self.0;
        let [p, q, r, s, t, u] = inner.0;
        Self([a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f])
    }

    pub(super) fn apply(self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }
}

/// A colour stop: offset 0..=1, colour, opacity.
pub(super) type Stop = (f64, Rgb, f64);

/// Collects a picture.
pub(super) struct Canvas {
    width: u32,
    height: u32,
    grain: u8,
    defs: String,
    body: String,
    ids: u32,
}

impl Canvas {
    pub(super) fn new(width: u32, height: u32) -> Self {
        Self { width, height, grain: 0, defs: String::new(), body: String::with_capacity(1 << 16), ids: 0 }
    }

    pub(super) fn grain(&mut self, steps: u8) {
        self.grain = steps;
    }

    pub(super) fn finish(self) -> Svg {
        let Self { width, height, grain, defs, body, .. } = self;
        let text = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"><defs>{defs}</defs>{body}</svg>"#
        );
        Svg { width, height, grain, text }
    }

    fn id(&mut self) -> u32 {
        self.ids += 1;
        self.ids
    }

    // Writing into a String cannot fail.
    fn put(&mut self, args: std::fmt::Arguments<'_>) {
        let _ = self.body.write_fmt(args);
    }

    // --- paints -----------------------------------------------------------------------------

    pub(super) fn linear(&mut self, from: (f64, f64), to: (f64, f64), stops: &[Stop]) -> String {
        let id = self.id();
        let _ = write!(
            self.defs,
            r#"<linearGradient id="i{id}" gradientUnits="userSpaceOnUse" x1="{:.2}" y1="{:.2}" x2="{:.2}" y2="{:.2}">{}</linearGradient>"#,
            from.0,
            from.1,
            to.0,
            to.1,
            stop_list(stops)
        );
        format!("url(#i{id})")
    }

    pub(super) fn radial(&mut self, center: (f64, f64), radius: f64, stops: &[Stop]) -> String {
        self.radial_in(center, radius, None, stops)
    }

    /// A radial gradient squeezed by `matrix`.
    pub(super) fn radial_in(&mut self, center: (f64, f64), radius: f64, matrix: Option<Matrix>, stops: &[Stop]) -> String {
        let id = self.id();
        let transform = matrix.map_or_else(String::new, |m| format!(r#" gradientTransform="{}""#, matrix_text(m)));
        let _ = write!(
            self.defs,
            r#"<radialGradient id="i{id}" gradientUnits="userSpaceOnUse" cx="{:.2}" cy="{:.2}" r="{radius:.2}"{transform}>{}</radialGradient>"#,
            center.0,
            center.1,
            stop_list(stops)
        );
        format!("url(#i{id})")
    }

    /// A tile of `w`×`h` repeated over the plane.
    pub(super) fn tile(&mut self, w: f64, h: f64, matrix: Option<Matrix>, draw: impl FnOnce(&mut Self)) -> String {
        let id = self.id();
        let outer = std::mem::take(&mut self.body);
        draw(self);
        let inner = std::mem::replace(&mut self.body, outer);
        let transform = matrix.map_or_else(String::new, |m| format!(r#" patternTransform="{}""#, matrix_text(m)));
        let _ = write!(
            self.defs,
            r#"<pattern id="i{id}" patternUnits="userSpaceOnUse" width="{w:.2}" height="{h:.2}"{transform}>{inner}</pattern>"#
        );
        format!("url(#i{id})")
    }

    // --- shapes -----------------------------------------------------------------------------

    pub(super) fn fill(&mut self, d: &str, paint: &str) {
        self.put(format_args!(r#"<path d="{d}" fill="{paint}"/>"#));
    }

    pub(super) fn fill_a(&mut self, d: &str, paint: &str, alpha: f64) {
        self.put(format_args!(r#"<path d="{d}" fill="{paint}" fill-opacity="{alpha:.3}"/>"#));
    }

    pub(super) fn stroke(&mut self, d: &str, paint: &str, width: f64) {
        self.stroke_a(d, paint, width, 1.0);
    }

    pub(super) fn stroke_a(&mut self, d: &str, paint: &str, width: f64, alpha: f64) {
        self.put(format_args!(
            r#"<path d="{d}" fill="none" stroke="{paint}" stroke-width="{width:.2}" stroke-opacity="{alpha:.3}" stroke-linecap="round" stroke-linejoin="round"/>"#
        ));
    }

    /// Filled and stroked in one go, so that the two do not add up.
    pub(super) fn fill_stroke(&mut self, d: &str, paint: &str, width: f64, alpha: f64) {
        self.put(format_args!(
            r#"<path d="{d}" fill="{paint}" stroke="{paint}" stroke-width="{width:.2}" stroke-linejoin="round" opacity="{alpha:.4}"/>"#
        ));
    }

    pub(super) fn dashed(&mut self, d: &str, paint: &str, width: f64, dash: &str) {
        self.put(format_args!(
            r#"<path d="{d}" fill="none" stroke="{paint}" stroke-width="{width:.2}" stroke-dasharray="{dash}"/>"#
        ));
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), paint: &str, width: f64) {
        self.put(format_args!(
            r#"<path d="M{:.2} {:.2}L{:.2} {:.2}" stroke="{paint}" stroke-width="{width:.2}"/>"#,
            from.0, from.1, to.0, to.1
        ));
    }

    pub(super) fn rect(&mut self, x: f64, y: f64, w: f64, h: f64, r: f64, paint: &str) {
        self.put(format_args!(r#"<rect x="{x:.2}" y="{y:.2}" width="{w:.2}" height="{h:.2}" rx="{r:.2}" fill="{paint}"/>"#));
    }

    pub(super) fn circle(&mut self, x: f64, y: f64, r: f64, paint: &str) {
        self.put(format_args!(r#"<circle cx="{x:.2}" cy="{y:.2}" r="{r:.2}" fill="{paint}"/>"#));
    }

    pub(super) fn ring(&mut self, x: f64, y: f64, r: f64, paint: &str, width: f64) {
        self.put(format_args!(
            r#"<circle cx="{x:.2}" cy="{y:.2}" r="{r:.2}" fill="none" stroke="{paint}" stroke-width="{width:.2}"/>"#
        ));
    }

    pub(super) fn ellipse(&mut self, x: f64, y: f64, rx: f64, ry: f64, paint: &str) {
        self.put(format_args!(r#"<ellipse cx="{x:.2}" cy="{y:.2}" rx="{rx:.2}" ry="{ry:.2}" fill="{paint}"/>"#));
    }

    pub(super) fn oval(&mut self, x: f64, y: f64, rx: f64, ry: f64, paint: &str, width: f64) {
        self.put(format_args!(
            r#"<ellipse cx="{x:.2}" cy="{y:.2}" rx="{rx:.2}" ry="{ry:.2}" fill="none" stroke="{paint}" stroke-width="{width:.2}"/>"#
        ));
    }

    // --- groups -----------------------------------------------------------------------------

    pub(super) fn within(&mut self, matrix: Matrix, draw: impl FnOnce(&mut Self)) {
        self.put(format_args!(r#"<g transform="{}">"#, matrix_text(matrix)));
        draw(self);
        self.put(format_args!("</g>"));
    }

    pub(super) fn at(&mut self, x: f64, y: f64, draw: impl FnOnce(&mut Self)) {
        self.within(Matrix::shift(x, y), draw);
    }

    pub(super) fn clipped(&mut self, d: &str, draw: impl FnOnce(&mut Self)) {
        let id = self.id();
        let _ = write!(self.defs, r#"<clipPath id="i{id}"><path d="{d}"/></clipPath>"#);
        self.put(format_args!(r#"<g clip-path="url(#i{id})">"#));
        draw(self);
        self.put(format_args!("</g>"));
    }

    pub(super) fn faded(&mut self, alpha: f64, draw: impl FnOnce(&mut Self)) {
        self.put(format_args!(r#"<g opacity="{alpha:.3}">"#));
        draw(self);
        self.put(format_args!("</g>"));
    }

    /// Draws what `draw` draws through the brightness of `mask`.
    pub(super) fn masked(&mut self, mask: impl FnOnce(&mut Self), draw: impl FnOnce(&mut Self)) {
        let id = self.id();
        let outer = std::mem::take(&mut self.body);
        mask(self);
        let inner = std::mem::replace(&mut self.body, outer);
        let (w, h) = (self.width * 2, self.height * 2);
        let _ = write!(
            self.defs,
            r#"<mask id="i{id}" maskUnits="userSpaceOnUse" x="-{w}" y="-{h}" width="{}" height="{}">{inner}</mask>"#,
            w * 2,
            h * 2
        );
        self.put(format_args!(r#"<g mask="url(#i{id})">"#));
        draw(self);
        self.put(format_args!("</g>"));
    }
}

fn stop_list(stops: &[Stop]) -> String {
    let mut text = String::new();
    for (offset, color, alpha) in stops {
        let _ = write!(text, r##"<stop offset="{offset:.3}" stop-color="#{color:06x}" stop-opacity="{alpha:.3}"/>"##);
    }
    text
}

fn matrix_text(m: Matrix) -> String {
    let [a, b, c, d, e, f] = m.0;
    format!("matrix({a:.5} {b:.5} {c:.5} {d:.5} {e:.3} {f:.3})")
}
