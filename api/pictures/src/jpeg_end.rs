//! Whether a JPEG is all there.
//!
//! The decoder fills what is missing of a truncated one with grey and says nothing. Here the
//! segments are walked (ITU-T T.81 annex B) up to the marker that ends the picture. Previews inside
//! the metadata have such a marker too, which is why looking for its two bytes is not enough.

const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;

/// The end-of-image marker of the main picture is there.
pub fn is_reached(bytes: &[u8]) -> bool {
    // After the start-of-image marker, which made it a JPEG.
    let mut at = 2;
    loop {
        let Some(marker) = marker_at(bytes, &mut at) else { return false };
        match marker {
            EOI => return true,
            // Markers without a length: TEM and the restart markers.
            0x01 | 0xD0..=0xD7 => {}
            _ => {
                let Some(&[high, low]) = bytes.get(at..at + 2) else { return false };
                at += usize::from(u16::from_be_bytes([high, low])).max(2);
                if marker == SOS {
                    at = after_scan(bytes, at);
                }
            }
        }
    }
}

/// The marker at `at`, which moves behind it. Fill bytes before it are skipped.
fn marker_at(bytes: &[u8], at: &mut usize) -> Option<u8> {
    if bytes.get(*at) != Some(&0xFF) {
        return None;
    }
    let fill = bytes.get(*at..)?.iter().take_while(|&&byte| byte == 0xFF).count();
    *at += fill;
    let marker = *bytes.get(*at)?;
    *at += 1;
    Some(marker)
}

/// Where the entropy-coded data that begins at `from` ends: at the first marker in it that is
/// neither an escaped 0xFF nor a restart.
fn after_scan(bytes: &[u8], from: usize) -> usize {
    let data = bytes.get(from..).unwrap_or_default();
    let end = data.windows(2).position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xFF | 0xD0..=0xD7));
    end.map_or(bytes.len(), |offset| from + offset)
}
