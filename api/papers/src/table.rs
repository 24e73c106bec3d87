//! Rows that flow over pages.

use crate::sheet::Sheet;

/// What comes on a new page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follows {
    /// Rows of the table: the page has the heads of its columns.
    Rows,
    /// What comes after the table.
    Rest,
}

/// Draws the head of a page and gives where its content begins.
type Head<'a> = Box<dyn Fn(&mut Sheet, Follows) -> f32 + 'a>;

/// Collects what is put below each other into pages: what does not fit begins a new one, whose head
/// is drawn anew.
pub struct Flow<'a> {
    full: Vec<Sheet>,
    sheet: Sheet,
    y: f32,
    bottom: f32,
    head: Head<'a>,
}

impl<'a> Flow<'a> {
    /// Begins at `y` of a page whose head is drawn; `head` draws that of every later page and gives
    /// where its content begins. Nothing goes below `bottom`.
    pub fn new(first: Sheet, y: f32, bottom: f32, head: impl Fn(&mut Sheet, Follows) -> f32 + 'a) -> Self {
        Self { full: Vec::new(), sheet: first, y, bottom, head: Box::new(head) }
    }

    /// Room for something of this height: the page and the top.
    pub fn room(&mut self, height: f32, follows: Follows) -> (&mut Sheet, f32) {
        if self.y + height > self.bottom {
            self.full.push(std::mem::replace(&mut self.sheet, Sheet::a4()));
            self.y = (self.head)(&mut self.sheet, follows);
        }
        let top = self.y;
        self.y += height;
        (&mut self.sheet, top)
    }

    /// The pages.
    pub fn finish(mut self) -> Vec<Sheet> {
        self.full.push(self.sheet);
        self.full
    }
}
