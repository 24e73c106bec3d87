//! A product's pictures while they are being arranged.

use shared::catalog::Image;

/// What the server answered, arranged and described as it is here: what was not saved yet is not lost to a file that
/// arrived meanwhile.
#[must_use]
pub fn merge(here: &[Image], answer: Vec<Image>) -> Vec<Image> {
    let mut images: Vec<Image> = here
        .iter()
        .filter_map(|own| {
            let there = answer.iter().find(|image| image.id == own.id)?;
            Some(Image { alt: own.alt.clone(), ..there.clone() })
        })
        .collect();
    let more: Vec<Image> = answer.into_iter().filter(|image| images.iter().all(|own| own.id != image.id)).collect();
    images.extend(more);
    images
}

#[cfg(test)]
mod tests {
    use shared::ids::ImageId;
    use uuid::Uuid;

    use super::*;

    fn image(id: u128, alt: &str) -> Image {
        Image {
            id: ImageId(Uuid::from_u128(id)),
            alt: alt.to_owned(),
            width: 1,
            height: 1,
            color: "#000000".to_owned(),
            widths: Vec::new(),
            url: String::new(),
        }
    }

    #[test]
    fn what_is_not_saved_yet_outlives_a_file_that_arrives() {
        let here = [image(2, "Leher"), image(1, ""), image(3, "gone on the server")];
        let merged = merge(&here, vec![image(1, ""), image(2, ""), image(4, "")]);
        assert_eq!(merged, [image(2, "Leher"), image(1, ""), image(4, "")]);
    }
}
