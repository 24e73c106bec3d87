//! Which picture a row of them shows while it is scrolled.

/// The picture at this position of a row `width` wide that shows one of `count` at a time. None while the row is on its way to
/// `wanted` and not there yet: what it passes by was not chosen.
#[must_use]
pub fn shown(left: i32, width: i32, count: usize, wanted: Option<usize>) -> Option<usize> {
    if width <= 0 {
        return None;
    }
    let at = usize::try_from((left + width / 2) / width).unwrap_or(0).min(count.checked_sub(1)?);
    let there = left.rem_euclid(width);
    let has_come_to_rest = there.min(width - there) <= width / 50;
    wanted.is_none_or(|wanted| wanted == at && has_come_to_rest).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_is_swiped_shows_the_nearest_picture() {
        let at = |left| shown(left, 500, 3, None);
        assert_eq!([0, 240, 260, 760, 1000].map(at), [Some(0), Some(0), Some(1), Some(2), Some(2)]);
        assert_eq!((at(-40), at(1400)), (Some(0), Some(2)), "it bounces at its ends");
        assert_eq!((shown(0, 0, 3, None), shown(0, 500, 0, None)), (None, None));
    }

    #[test]
    fn what_a_row_passes_by_on_its_way_is_not_shown() {
        let at = |left| shown(left, 500, 3, Some(2));
        assert_eq!([1, 400, 500, 760, 980].map(at), [None; 5]);
        assert_eq!([991, 1000, 1005].map(at), [Some(2); 3], "it has come there");
    }
}
