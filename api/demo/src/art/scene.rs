//! Puts a product on its floor and under its light.

use super::canvas::{Canvas, Matrix, Svg};
use super::color::{BLACK, WHITE, css, darker, lighter};
use super::guitar::{self, Guitar};
use super::surface::soft_fill;
use crate::finish::{Finish, Rgb};
use crate::look::Look;
use crate::model::{Product, Variant};

/// Side of a product picture in user units.
pub(super) const SIDE: f64 = 1200.0;

/// The picture a list shows: the whole thing, seen from the front.
pub fn front(product: &Product, variant: &Variant) -> Svg {
    let mut c = Canvas::new(1200, 1200);
    floor(&mut c, tint(product));
    match &product.look {
        Look::Electric(look) => {
            let g = Guitar { look, finish: finish(variant), brand: product.brand, left_handed: variant.art.left_handed, seed: seed(product) };
            let (top, bottom) = guitar::extent(look);
            let k = 1104.0 / (bottom - top);
            let place = Matrix::shift(SIDE / 2.0, 44.0 - top * k).after(Matrix::scale(k, k));
            standing(&mut c, 0.5 * SIDE, 1160.0, 150.0);
            c.within(place, |c| {
                c.at(13.0, 18.0, |c| guitar::silhouette(&g, c, |c, d| soft_fill(c, d, "#0b0908", 13.0, 0.44)));
                guitar::draw(c, &g);
            });
        }
        _ => {}
    }
    c.finish()
}

/// A closer look, another side.
pub fn detail(product: &Product, variant: &Variant) -> Svg {
    let mut c = Canvas::new(1200, 1200);
    floor(&mut c, tint(product));
    match &product.look {
        Look::Electric(look) => {
            let g = Guitar { look, finish: finish(variant), brand: product.brand, left_handed: variant.art.left_handed, seed: seed(product) };
            let bass = look.strings <= 5;
            let k = if bass { 2.05 } else { 2.35 };
            let center = look.scale - if bass { 130.0 } else { 70.0 };
            let place = Matrix::shift(600.0, 610.0)
                .after(Matrix::turn(-34.0))
                .after(Matrix::scale(k, k))
                .after(Matrix::shift(0.0, -center));
            c.within(place, |c| {
                c.at(6.0, 18.0, |c| guitar::silhouette(&g, c, |c, d| soft_fill(c, d, "#0b0908", 12.0, 0.44)));
                guitar::draw(c, &g);
            });
        }
        _ => {}
    }
    c.finish()
}

fn finish(variant: &Variant) -> Finish {
    variant.art.finish.unwrap_or(Finish::Solid(0x1B1B1C))
}

fn seed(product: &Product) -> u64 {
    product.slug.bytes().fold(17, |h: u64, b| h.wrapping_mul(131).wrapping_add(u64::from(b)))
}

/// The tint of the floor, by shelf.
fn tint(product: &Product) -> Rgb {
    let c = product.category;
    match c {
        _ if c.contains("guitars") => 0xD3C8B8,
        _ if c.contains("basses") => 0xC3C9C2,
        _ => 0xC9C6C4,
    }
}

/// A plain cove: wall, soft turn, floor; light from the upper left.
pub(super) fn floor(c: &mut Canvas, tint: Rgb) {
    c.rect(0.0, 0.0, SIDE, SIDE, 0.0, &css(tint));
    let light = c.radial((330.0, 250.0), 1150.0, &[(0.0, lighter(tint, 0.42), 1.0), (0.45, lighter(tint, 0.10), 1.0), (1.0, darker(tint, 0.16), 1.0)]);
    c.rect(0.0, 0.0, SIDE, SIDE, 0.0, &light);
    let turn = c.linear(
        (0.0, 960.0),
        (0.0, SIDE),
        &[(0.0, BLACK, 0.0), (0.25, BLACK, 0.05), (0.42, WHITE, 0.02), (0.7, WHITE, 0.14), (1.0, WHITE, 0.05)],
    );
    c.rect(0.0, 960.0, SIDE, 240.0, 0.0, &turn);
}

/// A soft shadow where something touches the floor.
pub(super) fn standing(c: &mut Canvas, x: f64, y: f64, half: f64) {
    let g = c.radial_in((0.0, 0.0), 1.0, Some(Matrix::shift(x + half * 0.10, y).after(Matrix::scale(half * 1.35, half * 0.17))), &[(0.0, 0x0B0908, 0.55), (0.5, 0x0B0908, 0.26), (1.0, 0x0B0908, 0.0)]);
    c.ellipse(x + half * 0.10, y, half * 1.35, half * 0.17, &g);
}
