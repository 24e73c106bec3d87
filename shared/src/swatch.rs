//! What a finish looks like, by its name.

/// Words of finishes and their colours. The longest word that a name contains counts, so that
/// `black cherry` is not black.
const COLOURS: &[(&str, &str)] = &[
    ("abu-abu", "#85888c"),
    ("alpine white", "#f5f3ec"),
    ("aquatone", "#4fb0b8"),
    ("biru", "#2b5fa8"),
    ("black cherry", "#3f0f1a"),
    ("black", "#161617"),
    ("blonde", "#e6c887"),
    ("blue", "#2b5fa8"),
    ("brown", "#5b3a24"),
    ("brown mahogany", "#4a2417"),
    ("burnt red", "#7a1f1c"),
    ("butterscotch", "#dca54c"),
    ("candy apple", "#a80f20"),
    ("charcoal", "#3a3d42"),
    ("cherry", "#84161c"),
    ("chrome", "#c3c7cb"),
    ("cokelat", "#5b3a24"),
    ("coklat", "#5b3a24"),
    ("coral", "#e8604c"),
    ("cordovan", "#6b1f22"),
    ("cranberry", "#7c1226"),
    ("cream", "#f0e3bd"),
    ("cream white", "#f0e6c8"),
    ("ebony", "#1b1512"),
    ("emas", "#c69a3f"),
    ("faded blue", "#8fa9bd"),
    ("gold", "#c69a3f"),
    ("green", "#2f6b45"),
    ("grey", "#7f8387"),
    ("hijau", "#2f6b45"),
    ("hitam", "#161617"),
    ("iron pewter", "#5f6266"),
    ("ivory", "#efe6cc"),
    ("jade grey", "#6c7f74"),
    ("jetglo", "#0f0f10"),
    ("jingga", "#f06a1d"),
    ("korina", "#d3a860"),
    ("krem", "#f0e3bd"),
    ("kuning", "#e5b93b"),
    ("light blue", "#8db7d0"),
    ("mahogany", "#5a2c1c"),
    ("merah", "#b3191f"),
    ("merah muda", "#e58aa8"),
    ("metallic blue", "#24508f"),
    ("mint", "#a9d8bd"),
    ("natural", "#d9b682"),
    ("neon", "#c8f031"),
    ("ocean blue", "#1f5a86"),
    ("olive", "#6b6b3a"),
    ("olympic white", "#f1ead6"),
    ("orange", "#f06a1d"),
    ("oranye", "#f06a1d"),
    ("pearl white", "#ecebe6"),
    ("perak", "#b9bdc1"),
    ("pewter", "#75787b"),
    ("pink", "#e58aa8"),
    ("purple", "#5b2f8f"),
    ("putih", "#f4f2ec"),
    ("raspberry", "#a3164a"),
    ("red", "#b3191f"),
    ("road flare", "#d8352a"),
    ("sand", "#c9a877"),
    ("see thru black", "#2b2b2e"),
    ("see-thru black", "#2b2b2e"),
    ("silver", "#b9bdc1"),
    ("smokey chrome", "#7d8286"),
    ("sonic blue", "#a8cdd6"),
    ("stealth black", "#222325"),
    ("tan", "#b98553"),
    ("transparent black", "#2b2b2e"),
    ("ungu", "#5b2f8f"),
    ("vintage white", "#efe4c4"),
    ("walnut", "#5b3d28"),
    ("white", "#f4f2ec"),
    ("yellow", "#e5b93b"),
    ("zaitun", "#6b6b3a"),
];

/// Finishes that darken towards the edge: word, middle, edge.
const BURSTS: &[(&str, &str, &str)] = &[
    ("3-color sunburst", "#f0b54e", "#1c0d08"),
    ("blue burst", "#3f8fc0", "#0b1b2e"),
    ("cherry sunburst", "#eeb04a", "#8c1c17"),
    ("fireglo", "#f0a63a", "#a8231b"),
    ("heritage cherry sunburst", "#eeb04a", "#8c1c17"),
    ("old violin", "#d98f36", "#2a120a"),
    ("sand burst", "#d9bd8c", "#3a2a1a"),
    ("sunburst", "#f0b04a", "#2a120a"),
    ("tobacco", "#d9963e", "#241008"),
    ("vintage sunburst", "#f0b04a", "#3a1a0c"),
];

/// Whether an option of this name is about colour.
#[must_use]
pub fn is_colour(option: &str) -> bool {
    matches!(option.to_lowercase().as_str(), "warna" | "finish" | "colour" | "color")
}

/// What the values of an option look like, as backgrounds, where it is about colour and the names of all say something.
#[must_use]
pub fn paints(option: &str, values: &[String]) -> Option<Vec<String>> {
    is_colour(option).then(|| values.iter().map(|value| paint(value)).collect()).flatten()
}

/// A CSS background that looks like the finish; `None` when its name says nothing.
#[must_use]
pub fn paint(finish: &str) -> Option<String> {
    let name = finish.to_lowercase();
    let burst = BURSTS.iter().filter(|(word, ..)| name.contains(word)).max_by_key(|(word, ..)| word.len());
    if let Some((_, middle, edge)) = burst {
        return Some(format!("radial-gradient(circle at 45% 40%, {middle} 20%, {edge} 82%)"));
    }
    let (_, colour) = COLOURS.iter().filter(|(word, _)| name.contains(word)).max_by_key(|(word, _)| word.len())?;
    let shines =
        ["metallic", "pearl", "glitter", "sparkle", "chrome", "gold", "candy", "gloss"].iter().any(|word| name.contains(word));
    Some(if shines {
        format!("linear-gradient(135deg, rgba(255, 255, 255, 0.45), transparent 55%) {colour}")
    } else {
        (*colour).to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_counts() {
        assert_eq!(paint("Black Cherry").as_deref(), Some("#3f0f1a"));
        assert_eq!(paint("Polar White").as_deref(), Some("#f4f2ec"));
        assert_eq!(paint("5A"), None);
    }

    #[test]
    fn bursts_and_metals_have_depth() {
        assert!(paint("3-Color Sunburst").is_some_and(|paint| paint.starts_with("radial")));
        assert!(paint("Candy Apple Red").is_some_and(|paint| paint.starts_with("linear")));
    }
}
