//! Colours, woods and lacquers.

/// A colour as `0xRRGGBB`.
pub type Rgb = u32;

/// The look of a surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// Opaque lacquer.
    Solid(Rgb),
    /// Lacquer with fine flakes.
    Metallic(Rgb),
    /// Coarse glitter wrap, as on drums.
    Sparkle(Rgb),
    /// Clear or oiled wood.
    Natural(Wood),
    /// Transparent colour over wood.
    Stain(Wood, Rgb),
    /// Wood in `center` colour that darkens to `edge` along the outline.
    Burst {
        /// Wood seen through the middle.
        wood: Wood,
        /// Colour of the middle.
        center: Rgb,
        /// Colour of the rim.
        edge: Rgb,
    },
    /// Polished metal of this tone.
    Metal(Rgb),
}

/// Woods, by the way they look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wood {
    /// Fine straight grain, pale; acoustic tops.
    Spruce,
    /// Like spruce but reddish.
    Cedar,
    /// Even and light brown.
    Alder,
    /// Bold open grain, pale.
    Ash,
    /// Plain, almost white.
    Maple,
    /// Maple with tiger stripes across the grain.
    FlamedMaple,
    /// Reddish brown with short pores.
    Mahogany,
    /// Pale yellow-brown; classic Vs.
    Korina,
    /// Dark brown with black lines.
    Rosewood,
    /// Nearly black.
    Ebony,
    /// Light, soft figure; drum shells.
    Birch,
    /// Golden and wavy.
    Koa,
}
