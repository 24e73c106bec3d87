//! Names as people write them.

/// Words that stay in capitals.
const ABBREVIATIONS: &[&str] = &["DI", "DKI"];
/// Words that stay small within a name.
const PARTICLES: &[&str] = &["DAN"];

/// The official name for display: `KOTA BANDUNG` becomes `Kota Bandung`.
///
/// A name that already has small letters is left as it is.
#[must_use]
pub fn display(official: &str) -> String {
    if official.chars().any(char::is_lowercase) {
        return official.to_owned();
    }
    let words: Vec<String> = official
        .split(' ')
        .enumerate()
        .map(|(index, word)| match word {
            _ if ABBREVIATIONS.contains(&word) || is_roman_numeral(word) => word.to_owned(),
            _ if index > 0 && PARTICLES.contains(&word) => word.to_lowercase(),
            _ => capitalize(word),
        })
        .collect();
    words.join(" ")
}

/// Large after the start, a dash, a slash or a bracket; small elsewhere.
fn capitalize(word: &str) -> String {
    let mut at_start = true;
    word.chars()
        .map(|character| {
            let letter = if at_start { character } else { character.to_ascii_lowercase() };
            at_start = matches!(character, '-' | '/' | '(');
            letter
        })
        .collect()
}

/// A numeral of one to thirty-nine, as district names count the villages of a league.
fn is_roman_numeral(word: &str) -> bool {
    let ones = word.trim_start_matches('X');
    let tens = word.len() - ones.len();
    !word.is_empty() && tens <= 3 && ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"].contains(&ones)
}

#[cfg(test)]
mod tests {
    use super::display;

    #[test]
    fn official_names_become_readable() {
        for (official, shown) in [
            ("KOTA BANDUNG", "Kota Bandung"),
            ("DKI JAKARTA", "DKI Jakarta"),
            ("DI YOGYAKARTA", "DI Yogyakarta"),
            ("DAERAH ISTIMEWA YOGYAKARTA", "Daerah Istimewa Yogyakarta"),
            ("KABUPATEN PANGKAJENE DAN KEPULAUAN", "Kabupaten Pangkajene dan Kepulauan"),
            ("TOLI-TOLI", "Toli-Toli"),
            ("KI'E", "Ki'e"),
            ("XIII KOTO KAMPAR", "XIII Koto Kampar"),
            ("LIMA", "Lima"),
        ] {
            assert_eq!(display(official), shown);
        }
    }

    #[test]
    fn readable_names_are_left_alone() {
        for name in ["STM Hilir", "XIV Koto", "Sa'dan", "Kep. Aru Utara", "Biduk-Biduk", "Pulau-pulau Batu"] {
            assert_eq!(display(name), name);
        }
    }
}
