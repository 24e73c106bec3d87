//! Renders every picture into a folder, plus contact sheets, to be looked at.
//!
//! `cargo run -p demo --example sheet -- /tmp/sheet [part of a slug …]`

use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().unwrap_or_else(|| "/tmp/sheet".to_owned());
    let wanted: Vec<String> = args.collect();
    std::fs::create_dir_all(&folder)?;
    let catalogue = demo::catalogue();
    let shelves = catalogue.categories.iter().filter_map(|c| Some((c.slug, demo::art::category(c.slug)?)));
    for (name, svg) in shelves.chain([("hero", demo::art::hero())]) {
        if wanted.is_empty() || wanted.iter().any(|w| w == "stage" || w == name) {
            let start = Instant::now();
            std::fs::write(Path::new(&folder).join(format!("stage-{name}.png")), demo::art::render(&svg, svg.width)?)?;
            println!("stage-{name}.png {} ms", start.elapsed().as_millis());
        }
    }
    for product in &catalogue.products {
        if !wanted.is_empty() && !wanted.iter().any(|w| product.slug.contains(w)) {
            continue;
        }
        for variant in &product.variants {
            let first = product.variants.first().is_some_and(|v| v.sku == variant.sku);
            for (name, svg) in [("front", demo::art::front(product, variant)), ("detail", demo::art::detail(product, variant))] {
                if name == "detail" && !first {
                    continue;
                }
                let start = Instant::now();
                let width = if wanted.is_empty() { 400 } else { 1200 };
                let png = demo::art::render(&svg, width)?;
                let file = format!("{}--{}-{name}.png", product.slug, variant.sku);
                std::fs::write(Path::new(&folder).join(&file), png)?;
                println!("{file} {} ms, {} kB of SVG", start.elapsed().as_millis(), svg.as_str().len() / 1024);
            }
        }
    }
    Ok(())
}
