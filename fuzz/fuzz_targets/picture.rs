//! A picture, as anybody may upload it.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(picture) = pictures::make(bytes) {
        assert!(!picture.renditions.is_empty(), "a picture without a rendition");
        assert!(picture.width > 0 && picture.height > 0, "a picture without a side");
    }
});
