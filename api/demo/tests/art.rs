//! Every picture renders and shows something.

#![expect(clippy::expect_used, reason = "a test may stop at what should not be")]

use demo::art::{self, Svg};
use demo::{Product, catalogue};

/// Pixels across; enough to see whether something is there.
const WIDTH: u32 = 200;

/// RGB rows of a rendered picture.
fn pixels(svg: &Svg) -> (usize, Vec<u8>) {
    let bytes = art::render(svg, WIDTH).expect("it renders");
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
    let mut rgb = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut rgb).expect("a frame");
    (info.width as usize, rgb)
}

/// How many neighbouring pixels differ clearly. An empty floor has none: it is one soft gradient.
fn edges(svg: &Svg) -> usize {
    let (width, rgb) = pixels(svg);
    rgb.chunks_exact(width * 3)
        .map(|row| {
            let brightness: Vec<i32> = row.chunks_exact(3).map(|p| p.iter().map(|&v| i32::from(v)).sum()).collect();
            brightness.windows(2).filter(|w| (w[0] - w[1]).abs() > 60).count()
        })
        .sum()
}

/// Checks `products` on as many threads as there are cores.
fn each(products: &[Product], check: impl Fn(&Product) + Sync) {
    let hands = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for hand in 0..hands {
            let check = &check;
            scope.spawn(move || products.iter().skip(hand).step_by(hands).for_each(check));
        }
    });
}

#[test]
fn every_product_shows_from_the_front_and_close_by() {
    let catalogue = catalogue();
    each(&catalogue.products, |product| {
        let variant = &product.variants[0];
        for (name, svg) in [("front", art::front(product, variant)), ("detail", art::detail(product, variant))] {
            let edges = edges(&svg);
            assert!(edges > 80, "{} {name}: {edges}", product.slug);
        }
        assert_ne!(art::front(product, variant).as_str(), art::detail(product, variant).as_str(), "{}", product.slug);
    });
}

#[test]
fn a_variant_of_another_finish_has_another_picture() {
    let catalogue = catalogue();
    for product in &catalogue.products {
        for (i, a) in product.variants.iter().enumerate() {
            for b in product.variants.iter().skip(i + 1) {
                let same = a.art.finish == b.art.finish
                    && a.art.left_handed == b.art.left_handed
                    && a.art.size == b.art.size
                    && a.art.label == b.art.label;
                if !same {
                    assert_ne!(art::front(product, a).as_str(), art::front(product, b).as_str(), "{} {}", a.sku, b.sku);
                }
            }
        }
    }
}

#[test]
fn pictures_are_deterministic() {
    let catalogue = catalogue();
    for product in catalogue.products.iter().step_by(7) {
        let variant = &product.variants[0];
        assert_eq!(art::front(product, variant).as_str(), art::front(product, variant).as_str(), "{}", product.slug);
    }
}

#[test]
fn the_stage_is_set_and_every_top_shelf_has_a_picture() {
    assert!(edges(&art::hero()) > 80);
    assert_eq!((art::hero().width, art::hero().height), (2400, 1350));
    for category in catalogue().categories {
        match (category.parent, art::category(category.slug)) {
            (None, Some(svg)) => assert!(edges(&svg) > 80, "{}", category.slug),
            (None, None) => panic!("no picture of {}", category.slug),
            (Some(_), picture) => assert!(picture.is_none()),
        }
    }
}

#[test]
fn a_size_beyond_reason_is_refused() {
    let catalogue = catalogue();
    let product = &catalogue.products[0];
    let svg = art::front(product, &product.variants[0]);
    assert!(art::render(&svg, 0).is_err());
}
