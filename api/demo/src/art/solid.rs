//! Boxes seen from a little above, without perspective: each face is a plane to draw on.

use super::canvas::{Canvas, Matrix};
use super::outline::lines;
use super::surface::soft_fill;

/// A box of `w`×`h`×`d` millimetres, turned by `yaw` and seen from `pitch` above, in degrees.
/// A positive yaw shows the left side, a negative one the right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Solid {
    pub(super) w: f64,
    pub(super) h: f64,
    pub(super) d: f64,
    yaw: f64,
    pitch: f64,
    scale: f64,
    x: f64,
    y: f64,
}

impl Solid {
    /// Fits the box into `most` wide and high, standing with its lowest corner at `floor` and
    /// its middle at `x`.
    pub(super) fn fit((w, h, d): (f64, f64, f64), (yaw, pitch): (f64, f64), (x, floor): (f64, f64), most: (f64, f64)) -> Self {
        let mut solid = Self { w, h, d, yaw: yaw.to_radians(), pitch: pitch.to_radians(), scale: 1.0, x: 0.0, y: 0.0 };
        let (x0, y0, x1, y1) = solid.bounds();
        solid.scale = (most.0 / (x1 - x0)).min(most.1 / (y1 - y0));
        solid.x = x - (x0 + x1) / 2.0 * solid.scale;
        solid.y = floor - y1 * solid.scale;
        solid
    }

    fn bounds(&self) -> (f64, f64, f64, f64) {
        let mut b = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
        for x in [-0.5, 0.5] {
            for y in [-0.5, 0.5] {
                for z in [-0.5, 0.5] {
                    let (u, v) = self.project(x * self.w, y * self.h, z * self.d);
                    b = (b.0.min(u), b.1.min(v), b.2.max(u), b.3.max(v));
                }
            }
        }
        b
    }

    /// Pixels per millimetre.
    pub(super) fn scale(&self) -> f64 {
        self.scale
    }

    /// Screen place of a point: x to the right, y up, z towards the viewer, from the middle.
    pub(super) fn project(&self, x: f64, y: f64, z: f64) -> (f64, f64) {
        let (s, c) = self.yaw.sin_cos();
        let (ps, pc) = self.pitch.sin_cos();
        let u = x * c + z * s;
        let v = -y * pc + (-x * s + z * c) * ps;
        (self.x + u * self.scale, self.y + v * self.scale)
    }

    fn plane(&self, origin: (f64, f64, f64), u: (f64, f64, f64), v: (f64, f64, f64)) -> Matrix {
        let o = self.project(origin.0, origin.1, origin.2);
        let a = self.project(origin.0 + u.0, origin.1 + u.1, origin.2 + u.2);
        let b = self.project(origin.0 + v.0, origin.1 + v.1, origin.2 + v.2);
        Matrix([a.0 - o.0, a.1 - o.1, b.0 - o.0, b.1 - o.1, o.0, o.1])
    }

    /// The front, from its upper left corner.
    pub(super) fn front(&self) -> Matrix {
        self.plane((-self.w / 2.0, self.h / 2.0, self.d / 2.0), (1.0, 0.0, 0.0), (0.0, -1.0, 0.0))
    }

    /// The top, from its back left corner, v towards the viewer.
    pub(super) fn top(&self) -> Matrix {
        self.plane((-self.w / 2.0, self.h / 2.0, -self.d / 2.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0))
    }

    /// The side that shows: `d` wide and `h` high, from its upper left corner on screen.
    pub(super) fn side(&self) -> Matrix {
        if self.yaw >= 0.0 {
            self.plane((-self.w / 2.0, self.h / 2.0, -self.d / 2.0), (0.0, 0.0, 1.0), (0.0, -1.0, 0.0))
        } else {
            self.plane((self.w / 2.0, self.h / 2.0, self.d / 2.0), (0.0, 0.0, -1.0), (0.0, -1.0, 0.0))
        }
    }

    /// Whether a side shows at all.
    pub(super) fn turned(&self) -> bool {
        self.yaw.abs() > 0.02
    }

    /// Shadow on the floor, away from the light.
    pub(super) fn ground(&self, c: &mut Canvas) {
        let (w, h, d) = (self.w / 2.0, -self.h / 2.0, self.d / 2.0);
        let base: Vec<(f64, f64)> = [(-w, d), (w, d), (w, -d), (-w, -d)].iter().map(|&(x, z)| self.project(x, h, z)).collect();
        let d = lines(&base);
        c.at(20.0, 4.0, |c| soft_fill(c, &d, "#0b0908", 32.0, 0.32));
        c.at(4.0, 3.0, |c| soft_fill(c, &d, "#0b0908", 7.0, 0.45));
    }
}
