//! A WHERE clause that grows.

use sea_orm::Value;

/// Text as part of a LIKE pattern, where it stands for nothing but itself.
#[must_use]
pub fn like_part(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// Conditions joined by AND, with their values numbered.
#[derive(Clone, Default)]
pub struct Filter {
    sql: String,
    values: Vec<Value>,
}

impl Filter {
    /// A filter that lets everything through.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a condition; every `?` in it stands for `value`.
    pub fn and(&mut self, condition: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        let number = format!("${}", self.values.len());
        self.and_sql(&condition.replace('?', &number));
    }

    /// Adds the condition that `folded` (text that went through `fold`) holds the text somewhere,
    /// whatever case and accents it is written in. Blank text does not restrict.
    pub fn and_contains(&mut self, folded: &str, text: Option<&str>) {
        let text = text.unwrap_or_default().trim();
        if !text.is_empty() {
            let number = self.value(like_part(text));
            self.and_sql(&format!("{folded} LIKE '%' || fold({number}) || '%'"));
        }
    }

    /// Adds a condition without a value.
    pub fn and_sql(&mut self, condition: &str) {
        self.sql.push_str(if self.sql.is_empty() { "WHERE " } else { " AND " });
        self.sql.push_str(condition);
    }

    /// Adds a value for use elsewhere in the statement and gives its number, such as `$3`.
    pub fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// `WHERE …`, or nothing.
    #[must_use]
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// The values, in order.
    #[must_use]
    pub fn values(&self) -> Vec<Value> {
        self.values.clone()
    }
}
