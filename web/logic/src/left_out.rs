//! What an answer left out of a cart, in names.

use shared::ids::VariantId;

/// The names of the lines whose variants were left out.
#[must_use]
pub fn names<'a>(left_out: &[VariantId], lines: impl IntoIterator<Item = (VariantId, &'a str)>) -> Vec<&'a str> {
    lines.into_iter().filter(|(variant, _)| left_out.contains(variant)).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_left_out_is_named() {
        let (put_in, left_out) = (VariantId::generate(), VariantId::generate());
        let lines = [(put_in, "RG550"), (left_out, "SR300")];
        assert_eq!(names(&[left_out], lines), ["SR300"]);
        assert!(names(&[], lines).is_empty());
    }
}
