//! What a WASM program takes from its bindings has long names, with a hash in each. They hardly compress, travel twice (in the
//! program and in the bindings), and nobody reads them: here they become short ones.

use anyhow::{Context, Result, bail, ensure};

use crate::cut;

/// What the bindings are called instead.
const MODULE: &str = "a";

/// What every program begins with: that it is one, and its version.
const HEAD: usize = 8;

/// The section that says what a program takes from outside.
const IMPORTS: u8 = 2;

/// Of what can be taken from outside, functions; wasm-bindgen takes nothing else.
const FUNCTION: u8 = 0;

/// The program and its bindings, with short names for all that it takes from `module`.
///
/// # Errors
/// When either is not as wasm-bindgen makes them.
pub fn shorten(program: &[u8], bindings: &str, module: &str) -> Result<(Vec<u8>, String)> {
    let mut rest = Reader(program);
    let mut short = rest.take(HEAD)?.to_vec();
    let mut bindings = cut::swap(bindings, &format!("\"{module}\": "), &format!("\"{MODULE}\": "))?;
    while !rest.0.is_empty() {
        let kind = rest.byte()?;
        let length = rest.number()?;
        let section = rest.take(length)?;
        short.push(kind);
        if kind == IMPORTS {
            let (section, renamed) = rename(section, bindings, module)?;
            bindings = renamed;
            put(&mut short, &section);
        } else {
            put(&mut short, section);
        }
    }
    Ok((short, bindings))
}

/// The section of what is taken, and the bindings.
fn rename(section: &[u8], mut bindings: String, module: &str) -> Result<(Vec<u8>, String)> {
    let mut rest = Reader(section);
    let mut short = Vec::new();
    let count = rest.number()?;
    put_number(&mut short, count);
    for index in 0..count {
        let (from, name) = (rest.text()?, rest.text()?);
        let kind = rest.byte()?;
        ensure!(kind == FUNCTION, "{name} of {from} is no function");
        let signature = rest.number()?;
        if from == module {
            let new = format!("i{index:x}");
            bindings = cut::swap(&bindings, &format!(" {name}: "), &format!(" {new}: "))?;
            put(&mut short, MODULE.as_bytes());
            put(&mut short, new.as_bytes());
        } else {
            put(&mut short, from.as_bytes());
            put(&mut short, name.as_bytes());
        }
        short.push(kind);
        put_number(&mut short, signature);
    }
    Ok((short, bindings))
}

/// What is still to be read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length).context("the program ends too early")?;
        self.0 = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8> {
        self.take(1)?.first().copied().context("no byte")
    }

    /// Seven bits a byte, the lowest first; all but the last byte have the eighth bit.
    fn number(&mut self) -> Result<usize> {
        let mut number = 0_usize;
        for place in 0..5 {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        bail!("a number does not end")
    }

    fn text(&mut self) -> Result<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).context("a name that is no text")
    }
}

fn put_number(out: &mut Vec<u8>, mut number: usize) {
    loop {
        let [low, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            out.push(low & 0x7f);
            return;
        }
        out.push(low | 0x80);
    }
}

/// Bytes, behind their number.
fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len());
    out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &[u8] = b"\0asm\x01\0\0\0";

    fn import(out: &mut Vec<u8>, module: &str, name: &str) {
        put(out, module.as_bytes());
        put(out, name.as_bytes());
        out.extend([FUNCTION, 0]);
    }

    fn program(imports: &[(&str, &str)]) -> Vec<u8> {
        let mut section = Vec::new();
        put_number(&mut section, imports.len());
        for (module, name) in imports {
            import(&mut section, module, name);
        }
        let mut program = HEADER.to_vec();
        // One type: a function without arguments.
        program.push(1);
        put(&mut program, b"\x01\x60\0\0");
        program.push(IMPORTS);
        put(&mut program, &section);
        program
    }

    #[test]
    fn what_comes_from_the_bindings_gets_short_names_on_both_sides() {
        let long = program(&[("./s_bg.js", "__wbg_a_0123"), ("./parts.js", "__load"), ("./s_bg.js", "__wbg_b_4567")]);
        let bindings = "{\n __wbg_a_0123: function() {},\n __wbg_b_4567: f };\n { \"./s_bg.js\": import0 }";
        let (short, bindings) = shorten(&long, bindings, "./s_bg.js").unwrap_or_default();
        assert_eq!(short, program(&[("a", "i0"), ("./parts.js", "__load"), ("a", "i2")]));
        assert_eq!(bindings, "{\n i0: function() {},\n i2: f };\n { \"a\": import0 }");
    }

    #[test]
    fn a_name_that_the_bindings_lack_is_told() {
        let long = program(&[("./s_bg.js", "__wbg_a_0123")]);
        assert!(shorten(&long, "\"./s_bg.js\": import0", "./s_bg.js").is_err());
        assert!(shorten(&long[..20], "\"./s_bg.js\": import0", "./s_bg.js").is_err());
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for number in [0, 127, 128, 359, 1 << 20] {
            let mut written = Vec::new();
            put_number(&mut written, number);
            assert_eq!(Reader(&written).number().ok(), Some(number));
        }
    }
}
