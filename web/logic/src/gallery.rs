//! A product's pictures while they are being arranged.

use shared::catalog::Image;
use shared::products::ProductImages;

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

/// Adds what came by an answer that may be older than what is here.
pub fn add(here: &mut Vec<Image>, answer: ProductImages) {
    for image in answer.images.into_iter().filter(|image| answer.added.contains(&image.id)) {
        if here.iter().all(|own| own.id != image.id) {
            here.push(image);
        }
    }
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

    #[test]
    fn an_answer_that_was_overtaken_hides_nothing() {
        let mut here = vec![image(1, ""), image(3, "")];
        let mut sent = |images: Vec<Image>, added: u128| {
            let added = vec![ImageId(Uuid::from_u128(added))];
            add(&mut here, ProductImages { images, added, ..ProductImages::default() });
        };
        // It knows the one that was removed here since, and not the last.
        sent(vec![image(1, ""), image(9, "removed"), image(2, "")], 2);
        sent(vec![image(1, ""), image(2, ""), image(3, "")], 3);
        assert_eq!(here, [image(1, ""), image(3, ""), image(2, "")]);
    }
}
