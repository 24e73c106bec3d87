//! Specifications in one cell: a line each, `Kayu | Wood = Mahoni | Mahogany`. What is the same in both
//! languages is written once; `|`, `=` and `\` that belong to the text have a `\` in front, a line
//! break within it is `\n`.

use shared::catalog::Specification;

/// The lines as text.
pub(super) fn write(lines: &[Specification]) -> String {
    let pair = |text: &str, english: &str, same: bool| {
        if same { escaped(text) } else { format!("{} | {}", escaped(text), escaped(english)) }
    };
    let line = |line: &Specification| {
        format!(
            "{} = {}",
            pair(&line.name, &line.name_en, line.name_en.is_empty() || line.name_en == line.name),
            pair(&line.value, &line.value_en, line.value_en.is_empty() || line.value_en == line.value)
        )
    };
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => escaped.push_str("\\n"),
            '|' | '=' | '\\' => escaped.extend(['\\', character]),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The text as lines; `None` when a line is none.
pub(super) fn read(text: &str) -> Option<Vec<Specification>> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(read_line).collect()
}

fn read_line(line: &str) -> Option<Specification> {
    // [name, name_en], [value, value_en]
    let mut sides: Vec<Vec<String>> = vec![vec![String::new()]];
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        let side = sides.last_mut()?;
        match character {
            '=' => sides.push(vec![String::new()]),
            '|' => side.push(String::new()),
            '\\' => side.last_mut()?.push(match characters.next()? {
                'n' => '\n',
                other => other,
            }),
            other => side.last_mut()?.push(other),
        }
    }
    let mut sides = sides.into_iter().map(|side| {
        let mut parts = side.into_iter().map(|part| part.trim_matches([' ', '\t']).to_owned());
        let own = parts.next().unwrap_or_default();
        let english = parts.next().unwrap_or_default();
        parts.next().is_none().then_some((own, english))
    });
    let ((name, name_en), (value, value_en)) = (sides.next()??, sides.next()??);
    if sides.next().is_some() || name.is_empty() || value.is_empty() {
        return None;
    }
    let name_en = if name_en.is_empty() { name.clone() } else { name_en };
    let value_en = if value_en == value { String::new() } else { value_en };
    Some(Specification { name, name_en, value, value_en })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(name: &str, name_en: &str, value: &str, value_en: &str) -> Specification {
        Specification { name: name.into(), name_en: name_en.into(), value: value.into(), value_en: value_en.into() }
    }

    #[test]
    fn lines_read_as_people_write_them() {
        assert_eq!(
            read("Kayu | Wood=Mahoni|Mahogany\n\n Skala = 25,5\" \n"),
            Some(vec![line("Kayu", "Wood", "Mahoni", "Mahogany"), line("Skala", "Skala", "25,5\"", "")])
        );
        assert_eq!(read(""), Some(Vec::new()));
        for odd in ["Kayu", "= Mahoni", "Kayu =", "a = b = c", "a | b | c = d"] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            texts in proptest::collection::vec((r"[a-zé|=\\ ]{0,12}x", r"([a-zé|=\\\n]{0,12}y)?", r"[a-z|=\\ ,;]{0,12}z", r"([a-z|=\\\n]{0,12}w)?"), 0..5)
        ) {
            let lines: Vec<Specification> = texts
                .iter()
                .map(|(name, name_en, value, value_en)| {
                    let name = name.trim();
                    line(name, if name_en.is_empty() { name } else { name_en.trim() }, value.trim(), value_en.trim())
                })
                .collect();
            prop_assert_eq!(read(&write(&lines)), Some(lines));
        }
    }
}
