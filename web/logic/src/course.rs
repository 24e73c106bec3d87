//! Whether what is shown is still what is asked for.

/// What is shown, and what was asked for since.
#[derive(Clone, Copy, Debug, Default)]
pub struct Course {
    /// It is asked for once more, and nothing it reads has changed.
    once_more: bool,
    /// What is shown is of what was asked for last.
    fits: bool,
}

impl Course {
    /// The next question is for the same.
    pub const fn again(&mut self) {
        self.once_more = true;
    }

    /// A question is on its way.
    pub const fn set_out(&mut self) {
        self.fits = self.fits && self.once_more;
        self.once_more = false;
    }

    /// It was answered; `there` when by what was asked for.
    pub const fn arrive(&mut self, there: bool) {
        self.fits = there;
    }

    /// Whether what is shown is worth more than that it could not be had once more.
    #[must_use]
    pub const fn fits(&self) -> bool {
        self.fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_outlives_only_a_mere_look() {
        let mut course = Course::default();
        course.set_out();
        assert!(!course.fits(), "nothing is there yet");
        course.arrive(true);
        course.again();
        course.set_out();
        assert!(course.fits());
        // Something else is asked for, and then once more.
        course.set_out();
        course.again();
        course.set_out();
        assert!(!course.fits(), "what is shown is of what was asked for before");
    }
}
