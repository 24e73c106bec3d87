//! Paths from points.

use std::fmt::Write as _;

/// A point of an outline.
#[derive(Clone, Copy, Debug)]
pub(super) enum P {
    /// The curve runs smoothly through.
    S(f64, f64),
    /// A sharp corner.
    C(f64, f64),
}

impl P {
    pub(super) const fn xy(self) -> (f64, f64) {
        match self {
            P::S(x, y) | P::C(x, y) => (x, y),
        }
    }

    const fn corner(self) -> bool {
        matches!(self, P::C(..))
    }
}

/// A closed curve through the points (Catmull-Rom with chord-length tangents, as Béziers).
pub(super) fn closed(points: &[P]) -> String {
    let n = points.len();
    let at = |i: usize| points.get(i % n.max(1)).copied().unwrap_or(P::C(0.0, 0.0));
    let mut d = String::new();
    let (x, y) = at(0).xy();
    let _ = write!(d, "M{x:.2} {y:.2}");
    for i in 0..n {
        segment(&mut d, at(i + n - 1), at(i), at(i + 1), at(i + 2));
    }
    d.push('Z');
    d
}

/// An open curve through the points.
pub(super) fn open(points: &[(f64, f64)]) -> String {
    let at = |i: usize| points.get(i.min(points.len().saturating_sub(1))).map_or(P::S(0.0, 0.0), |p| P::S(p.0, p.1));
    let mut d = String::new();
    let (x, y) = at(0).xy();
    let _ = write!(d, "M{x:.2} {y:.2}");
    for i in 0..points.len().saturating_sub(1) {
        segment(&mut d, at(i.saturating_sub(1)), at(i), at(i + 1), at(i + 2));
    }
    d
}

fn segment(d: &mut String, before: P, from: P, to: P, after: P) {
    let ((bx, by), (fx, fy)) = (before.xy(), from.xy());
    let ((tx, ty), (ax, ay)) = (to.xy(), after.xy());
    let len = |x: f64, y: f64| x.hypot(y).max(1e-6);
    let chord = len(tx - fx, ty - fy);
    // The tangent follows the neighbours; its length the shorter way, so that tight turns
    // next to long runs do not overshoot.
    let tangent = |px: f64, py: f64, cx: f64, cy: f64, nx: f64, ny: f64| {
        let (l1, l2) = (len(cx - px, cy - py), len(nx - cx, ny - cy));
        let (ux, uy) = ((cx - px) / l1 * l2 + (nx - cx) / l2 * l1, (cy - py) / l1 * l2 + (ny - cy) / l2 * l1);
        let l = len(ux, uy);
        (ux / l, uy / l)
    };
    let (sx, sy) = if from.corner() { ((tx - fx) / chord, (ty - fy) / chord) } else { tangent(bx, by, fx, fy, tx, ty) };
    let (ex, ey) = if to.corner() { ((tx - fx) / chord, (ty - fy) / chord) } else { tangent(fx, fy, tx, ty, ax, ay) };
    let k = chord * 0.36;
    let _ = write!(d, "C{:.2} {:.2} {:.2} {:.2} {tx:.2} {ty:.2}", fx + sx * k, fy + sy * k, tx - ex * k, ty - ey * k);
}

/// A polygon whose corners are rounded by the third number of each point.
pub(super) fn polygon(points: &[(f64, f64, f64)]) -> String {
    let n = points.len();
    let at = |i: usize| points.get(i % n.max(1)).copied().unwrap_or((0.0, 0.0, 0.0));
    let mut d = String::new();
    for i in 0..n {
        let (px, py, _) = at(i + n - 1);
        let (x, y, r) = at(i);
        let (nx, ny, _) = at(i + 1);
        let before = (px - x).hypot(py - y).max(1e-6);
        let after = (nx - x).hypot(ny - y).max(1e-6);
        let back = r.min(before * 0.5);
        let on = r.min(after * 0.5);
        let (ax, ay) = (x + (px - x) / before * back, y + (py - y) / before * back);
        let (bx, by) = (x + (nx - x) / after * on, y + (ny - y) / after * on);
        let _ = write!(d, "{}{ax:.2} {ay:.2}Q{x:.2} {y:.2} {bx:.2} {by:.2}", if i == 0 { 'M' } else { 'L' });
    }
    d.push('Z');
    d
}

pub(super) fn rounded_rect(x: f64, y: f64, w: f64, h: f64, r: f64) -> String {
    let r = r.min(w / 2.0).min(h / 2.0);
    format!(
        "M{:.2} {y:.2}H{:.2}A{r:.2} {r:.2} 0 0 1 {:.2} {:.2}V{:.2}A{r:.2} {r:.2} 0 0 1 {:.2} {:.2}H{:.2}A{r:.2} {r:.2} 0 0 1 {x:.2} {:.2}V{:.2}A{r:.2} {r:.2} 0 0 1 {:.2} {y:.2}Z",
        x + r,
        x + w - r,
        x + w,
        y + r,
        y + h - r,
        x + w - r,
        y + h,
        x + r,
        y + h - r,
        y + r,
        x + r
    )
}

pub(super) fn ellipse(x: f64, y: f64, rx: f64, ry: f64) -> String {
    format!("M{:.2} {y:.2}A{rx:.2} {ry:.2} 0 1 1 {:.2} {y:.2}A{rx:.2} {ry:.2} 0 1 1 {:.2} {y:.2}Z", x - rx, x + rx, x - rx)
}

pub(super) fn circle(x: f64, y: f64, r: f64) -> String {
    ellipse(x, y, r, r)
}

/// Straight lines, closed.
pub(super) fn lines(points: &[(f64, f64)]) -> String {
    let mut d = String::new();
    for (i, (x, y)) in points.iter().enumerate() {
        let _ = write!(d, "{}{x:.2} {y:.2}", if i == 0 { 'M' } else { 'L' });
    }
    d.push('Z');
    d
}
