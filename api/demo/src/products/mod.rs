//! The articles, one file per shelf.

mod acoustic;
mod amps;
mod audio;
mod basses;
mod cases;
mod combos;
mod cymbals;
mod drums;
mod electric;
mod extended;
mod keyboards;
mod metal;
mod modulation;
mod overdrive;
mod presets;
mod speakers;
mod strings;

use crate::finish::{Finish, Rgb, Wood};
use crate::model::{Product, VariantArt};

pub(crate) fn all() -> Vec<Product> {
    [
        electric::all(),
        metal::all(),
        extended::all(),
        acoustic::all(),
        basses::all(),
        drums::all(),
        cymbals::all(),
        combos::all(),
        amps::all(),
        keyboards::all(),
        audio::all(),
        speakers::all(),
        overdrive::all(),
        modulation::all(),
        strings::all(),
        cases::all(),
    ]
    .concat()
}

/// Nothing special about the picture.
const PLAIN: VariantArt = VariantArt { finish: None, left_handed: false, size: None, label: None };

const fn finish(finish: Finish) -> VariantArt {
    VariantArt { finish: Some(finish), ..PLAIN }
}

const fn solid(color: Rgb) -> VariantArt {
    finish(Finish::Solid(color))
}

const fn metallic(color: Rgb) -> VariantArt {
    finish(Finish::Metallic(color))
}

const fn burst(wood: Wood, center: Rgb, edge: Rgb) -> VariantArt {
    finish(Finish::Burst { wood, center, edge })
}

const fn stain(wood: Wood, color: Rgb) -> VariantArt {
    finish(Finish::Stain(wood, color))
}

const fn natural(wood: Wood) -> VariantArt {
    finish(Finish::Natural(wood))
}

const fn labelled(label: &'static str) -> VariantArt {
    VariantArt { label: Some(label), ..PLAIN }
}

const fn sized(size: u32) -> VariantArt {
    VariantArt { size: Some(size), ..PLAIN }
}
