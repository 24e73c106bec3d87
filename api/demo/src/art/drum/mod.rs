//! Drums, cymbals and their hardware.

mod cymbal;
mod electronic;
mod hardware;
mod kit;
mod shell;
mod sticks;

pub(super) use cymbal::show as cymbal;
pub(super) use electronic::show as electronic;
pub(super) use hardware::show as hardware;
pub(super) use kit::show as kit;
pub(super) use sticks::show as sticks;

use super::canvas::{Canvas, Matrix};
use super::scene::{Subject, pool};
use crate::finish::Finish;
use crate::look::Snare;
use shell::{Drum, Lug};

/// A snare drum, whole or close up.
pub(super) fn snare(c: &mut Canvas, s: &Subject<'_>, look: &Snare) {
    let rx = 27.5 * look.diameter;
    let tilt = 0.30;
    let height = look.depth / look.diameter * 2.0 * rx * 0.954;
    let drum = Drum {
        rx,
        tilt,
        height,
        finish: s.finish().unwrap_or(Finish::Metal(0xB9BDC1)),
        lugs: look.lugs,
        lug: if look.tube_lugs { Lug::Tube } else { Lug::Cast },
        rim: look.rim,
        hardware: look.hardware,
        head: 0xF0EEE8,
        bead: look.bead,
        strainer: true,
        name: s.brand(),
        seed: s.seed(),
    };
    let top = 600.0 - height / 2.0 - rx * tilt * 0.35;
    let close = if s.front() { Matrix::shift(0.0, 0.0) } else { Matrix::shift(-560.0, -560.0).after(Matrix::scale(1.95, 1.95)) };
    c.within(close, |c| {
        pool(c, (632.0, top + height + rx * tilt * 0.55), (rx * 1.28, rx * tilt * 0.92), 0.62);
        c.at(600.0, top, |c| shell::draw(c, &drum));
    });
}
