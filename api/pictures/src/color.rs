//! The colour to show until a picture is there.

use image::RgbImage;

/// The colour that most of the picture has, as `#rrggbb`.
///
/// Pixels are sorted into 8 × 8 × 8 bins of similar colour; the answer is the mean of the fullest.
/// A mean of all would be a colour that the picture does not have.
pub fn dominant(picture: &RgbImage) -> String {
    let mut bins = vec![(0_u64, [0_u64; 3]); 512];
    for pixel in picture.pixels() {
        let [red, green, blue] = pixel.0;
        let bin = usize::from(red >> 5) << 6 | usize::from(green >> 5) << 3 | usize::from(blue >> 5);
        if let Some((count, sums)) = bins.get_mut(bin) {
            *count += 1;
            for (sum, sample) in sums.iter_mut().zip([red, green, blue]) {
                *sum += u64::from(sample);
            }
        }
    }
    let (count, [red, green, blue]) = bins.into_iter().max_by_key(|bin| bin.0).unwrap_or_default();
    let mean = |sum: u64| sum.checked_div(count).unwrap_or_default();
    format!("#{:02x}{:02x}{:02x}", mean(red), mean(green), mean(blue))
}
