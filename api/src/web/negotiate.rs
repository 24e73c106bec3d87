//! Choosing among the compressed copies of a file.

/// A content coding (RFC 9110 section 8.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// `br`, RFC 7932.
    Brotli,
    /// `gzip`, RFC 1952.
    Gzip,
}

impl Coding {
    /// All we know, the smallest first.
    pub const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// As in `Content-Encoding`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// The ending of the copy beside the file.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        }
    }

    /// Whether an `Accept-Encoding` header (RFC 9110 section 12.5.3) allows it. Weights only tell
    /// yes from no: a browser that takes a coding takes the smallest one.
    pub fn is_accepted(self, accept_encoding: &str) -> bool {
        let mut any = false;
        for item in accept_encoding.split(',') {
            let (name, weight) = item.split_once(';').unwrap_or((item, ""));
            let weight = weight.trim().strip_prefix("q=").unwrap_or("1");
            let allowed = weight.trim().parse::<f32>().is_ok_and(|weight| weight > 0.0);
            match name.trim() {
                name if name.eq_ignore_ascii_case(self.name()) => return allowed,
                "*" => any = allowed,
                _ => {}
            }
        }
        any
    }
}
