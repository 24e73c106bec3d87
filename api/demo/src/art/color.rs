//! Mixing colours.

use crate::finish::Rgb;

pub(super) const WHITE: Rgb = 0xFFFFFF;
pub(super) const BLACK: Rgb = 0x000000;

/// `#rrggbb`.
pub(super) fn css(color: Rgb) -> String {
    format!("#{color:06x}")
}

/// `t` of `b` in `a`, per channel.
pub(super) fn mix(a: Rgb, b: Rgb, t: f64) -> Rgb {
    let channel = |shift: u32| {
        let (x, y) = (f64::from((a >> shift) & 0xFF), f64::from((b >> shift) & 0xFF));
        ((x + (y - x) * t).round().clamp(0.0, 255.0) as u32) << shift
    };
    channel(16) | channel(8) | channel(0)
}

pub(super) fn lighter(color: Rgb, t: f64) -> Rgb {
    mix(color, WHITE, t)
}

/// Darkens towards a deep version of the same hue instead of grey.
pub(super) fn darker(color: Rgb, t: f64) -> Rgb {
    mix(color, BLACK, t)
}

/// Perceived brightness, 0..=1.
pub(super) fn brightness(color: Rgb) -> f64 {
    let part = |shift: u32| f64::from((color >> shift) & 0xFF) / 255.0;
    0.299 * part(16) + 0.587 * part(8) + 0.114 * part(0)
}
