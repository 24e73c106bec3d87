//! Stripe's request encoding: forms with bracket keys, read strictly. Whatever was not asked for
//! by the end is an unknown parameter.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::errors::Error;

/// A decoded form or query string, e.g. `line_items[0][price_data][currency]` -> `idr`.
#[derive(Debug, Default)]
pub(crate) struct Form {
    fields: BTreeMap<String, String>,
    read: RefCell<BTreeSet<String>>,
}

impl Form {
    /// Decodes `text`; `expand[]` counts up like `expand[0]`.
    pub fn parse(text: &str) -> Form {
        let mut fields = BTreeMap::new();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decode(name), decode(value));
            let name = match name.strip_suffix("[]") {
                Some(list) => {
                    let count = counts.entry(list.to_owned()).or_default();
                    *count += 1;
                    format!("{list}[{}]", *count - 1)
                }
                None => name,
            };
            fields.insert(name, value);
        }
        Form { fields, read: RefCell::default() }
    }

    /// The fields in one order, to tell two requests apart.
    pub fn canonical(&self) -> String {
        self.fields.iter().map(|(name, value)| format!("{name}={value}\n")).collect()
    }

    /// A text parameter. An empty one is an error: Stripe takes it as an attempt to unset.
    pub fn text(&self, name: &str) -> Result<Option<String>, Error> {
        self.read.borrow_mut().insert(name.to_owned());
        match self.fields.get(name) {
            Some(value) if value.is_empty() => Err(Error::empty(name)),
            found => Ok(found.cloned()),
        }
    }

    /// A text parameter that must be there.
    pub fn required(&self, name: &str) -> Result<String, Error> {
        self.text(name)?.ok_or_else(|| Error::missing(name))
    }

    /// A whole number.
    pub fn integer(&self, name: &str) -> Result<Option<i64>, Error> {
        let Some(text) = self.text(name)? else {
            return Ok(None);
        };
        text.parse().map(Some).map_err(|_| Error::integer(name, &text))
    }

    /// A whole number of at least `least`.
    pub fn at_least(&self, name: &str, least: i64) -> Result<Option<i64>, Error> {
        match self.integer(name)? {
            Some(value) if value < least => Err(Error::too_small(name, least)),
            found => Ok(found),
        }
    }

    /// `true` or `false`.
    pub fn flag(&self, name: &str) -> Result<Option<bool>, Error> {
        match self.text(name)?.as_deref() {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(other) => Err(Error::value(name, format!("Invalid boolean: {other}"))),
        }
    }

    /// One of `choices`.
    pub fn choice(&self, name: &str, choices: &[&str]) -> Result<Option<String>, Error> {
        match self.text(name)? {
            Some(value) if !choices.contains(&value.as_str()) => {
                Err(Error::value(name, format!("Invalid {name}: must be one of {}", choices.join(", "))))
            }
            found => Ok(found),
        }
    }

    /// Whether the parameter or anything below it was sent.
    pub fn has(&self, name: &str) -> bool {
        let below = format!("{name}[");
        self.fields.keys().any(|key| key == name || key.starts_with(&below))
    }

    /// The elements of a list, as parameter names in order: `line_items[0]`, `line_items[1]` …
    pub fn list(&self, name: &str) -> Result<Vec<String>, Error> {
        let mut indexes = BTreeSet::new();
        for key in self.below(name) {
            let index = key.split(']').next().unwrap_or_default();
            indexes.insert(index.parse::<usize>().map_err(|_| Error::value(name, "Invalid array".to_owned()))?);
        }
        if self.fields.contains_key(name) {
            return Err(Error::value(name, "Invalid array".to_owned()));
        }
        Ok(indexes.into_iter().map(|index| format!("{name}[{index}]")).collect())
    }

    /// A list of texts.
    pub fn texts(&self, name: &str) -> Result<Vec<String>, Error> {
        self.list(name)?.iter().map(|element| self.required(element)).collect()
    }

    /// Key-value pairs of the shop's own: at most 50, keys to 40 and values to 500 characters.
    pub fn metadata(&self, name: &str) -> Result<BTreeMap<String, String>, Error> {
        let mut pairs = BTreeMap::new();
        for rest in self.below(name) {
            let Some(key) = rest.strip_suffix(']').filter(|key| !key.is_empty() && !key.contains(['[', ']'])) else {
                return Err(Error::value(name, "Invalid metadata: keys cannot hold brackets".to_owned()));
            };
            let full = format!("{name}[{key}]");
            if key.chars().count() > 40 {
                return Err(Error::value(&full, "Metadata keys can have up to 40 characters".to_owned()));
            }
            let value = self.required(&full)?;
            if value.chars().count() > 500 {
                return Err(Error::value(&full, "Metadata values can have up to 500 characters".to_owned()));
            }
            pairs.insert(key.to_owned(), value);
        }
        if pairs.len() > 50 {
            return Err(Error::value(name, "Metadata can have up to 50 keys".to_owned()));
        }
        Ok(pairs)
    }

    /// Takes `name` and everything below it without looking.
    pub fn ignore(&self, name: &str) {
        let below = format!("{name}[");
        let names = self.fields.keys().filter(|key| *key == name || key.starts_with(&below));
        self.read.borrow_mut().extend(names.cloned());
    }

    /// Fails when a parameter was sent that nothing read.
    pub fn finish(&self) -> Result<(), Error> {
        let read = self.read.borrow();
        let unknown: Vec<&str> = self.fields.keys().filter(|key| !read.contains(*key)).map(String::as_str).collect();
        if unknown.is_empty() { Ok(()) } else { Err(Error::unknown(&unknown)) }
    }

    // What follows `name[` in each key below `name`.
    fn below(&self, name: &str) -> Vec<String> {
        let below = format!("{name}[");
        self.fields.keys().filter_map(|key| key.strip_prefix(&below)).map(str::to_owned).collect()
    }
}

/// Percent-decoding of `application/x-www-form-urlencoded`.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let ahead = rest.clone().take(2).collect::<Vec<u8>>();
                let code = std::str::from_utf8(&ahead).ok().filter(|code| code.len() == 2);
                match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
                    Some(decoded) => {
                        bytes.push(decoded);
                        rest.nth(1);
                    }
                    None => bytes.push(b'%'),
                }
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_escapes_and_lists_are_read() {
        let form = Form::parse("a%5B0%5D[b]=x+y%21&expand[]=one&expand[]=two&metadata[order]=INV-1");
        assert_eq!(form.list("a").unwrap(), ["a[0]"]);
        assert_eq!(form.required("a[0][b]").unwrap(), "x y!");
        assert_eq!(form.texts("expand").unwrap(), ["one", "two"]);
        assert_eq!(form.metadata("metadata").unwrap().get("order").unwrap(), "INV-1");
        assert!(form.finish().is_ok());
    }

    #[test]
    fn what_nobody_read_is_unknown() {
        let form = Form::parse("mode=payment&colour=black");
        form.required("mode").unwrap();
        let error = form.finish().unwrap_err();
        assert_eq!((error.code, error.param.as_deref()), (Some("parameter_unknown"), Some("colour")));
    }

    #[test]
    fn a_number_is_a_number() {
        let form = Form::parse("a=12&b=12.5&c=&d=-1");
        assert_eq!(form.integer("a").unwrap(), Some(12));
        assert_eq!(form.integer("b").unwrap_err().code, Some("parameter_invalid_integer"));
        assert_eq!(form.integer("c").unwrap_err().code, Some("parameter_invalid_empty"));
        assert_eq!(form.at_least("d", 0).unwrap_err().code, Some("parameter_invalid_integer"));
    }
}
