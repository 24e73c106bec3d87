//! Code 128 and QR, in whole dots of a thermal printer.

use code128::Code128;
use fast_qr::{ECL, QRBuilder};

use crate::Fault;
use crate::sheet::{Colour, MM, Sheet};

/// A dot of a printer of 203 dpi: eight to the millimetre.
pub const DOT: f32 = MM / 8.0;

/// Quiet zone of Code 128 on either side, in modules (ISO/IEC 15417).
const QUIET_BARS: f32 = 10.0;
/// Quiet zone of a QR code, in modules (ISO/IEC 18004).
const QUIET_QR: f32 = 4.0;

/// A point on the grid of dots.
pub fn on_dot(length: f32) -> f32 {
    (length / DOT).round() * DOT
}

/// Draws a Code 128 centred at `middle`, its bars no wider than `width`, with modules of two to four
/// dots (0.25 to 0.5 mm). The quiet zones come on top; keep `width + 20 modules` white. Gives the
/// bars' width.
///
/// `text` is ASCII. What a tracking number can be, 30 letters and digits, fits into 92 mm.
pub fn bars(sheet: &mut Sheet, text: &str, middle: f32, top: f32, width: f32, height: f32) -> f32 {
    let code = Code128::encode(text.as_bytes());
    let modules = code.len() as f32 - 2.0 * QUIET_BARS;
    let dots = (width / DOT / modules).floor().clamp(2.0, 4.0);
    let module = dots * DOT;
    let left = on_dot(middle - modules * module / 2.0);
    let bar =
        |bar: code128::BarCoordinate| (left + (bar.x as f32 - QUIET_BARS) * module, top, f32::from(bar.width) * module, height);
    sheet.areas(code.bar_coordinates().map(bar), Colour::Black);
    modules * module
}

/// Draws a QR code into a square of `side`, its quiet zone included, at most so large and in whole
/// dots. Medium error correction: a label gets scratched.
pub fn qr(sheet: &mut Sheet, text: &str, x: f32, y: f32, side: f32) -> Result<(), Fault> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().map_err(|_| Fault::TooLongForQr)?;
    let modules = code.size as f32 + 2.0 * QUIET_QR;
    let module = (side / DOT / modules).floor().max(1.0) * DOT;
    let margin = (side - modules * module) / 2.0 + QUIET_QR * module;
    let (left, top) = (on_dot(x + margin), on_dot(y + margin));
    let mut runs = Vec::new();
    for row in 0..code.size {
        let dark = |column: usize| column < code.size && code[row][column].value();
        let mut column = 0;
        while column < code.size {
            let start = column;
            while dark(column) {
                column += 1;
            }
            if column > start {
                let (x, width) = (start as f32 * module, (column - start) as f32 * module);
                runs.push((left + x, top + row as f32 * module, width, module));
            }
            column += 1;
        }
    }
    sheet.areas(runs, Colour::Black);
    Ok(())
}
