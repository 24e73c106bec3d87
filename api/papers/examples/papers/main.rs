//! Writes sample papers to look at: `cargo run -p papers --example papers -- <directory>`.

mod figures;
mod sample;

use std::error::Error;
use std::path::PathBuf;

use papers::{Order, Press};
use shared::account::Locale;
use shared::papers::Paper;

fn main() -> Result<(), Box<dyn Error>> {
    let directory = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "papers".to_owned()));
    std::fs::create_dir_all(&directory)?;
    let press = Press::new()?;
    let english = |order: Order| Order { locale: Locale::English, ..order };
    let orders = [
        ("paid", sample::paid()),
        ("paid-en", english(sample::paid())),
        ("unpaid", sample::unpaid()),
        ("refunded-in-part", sample::refunded_in_part()),
        ("cancelled-en", english(sample::cancelled())),
        ("long", sample::long(40)),
        ("hostile", sample::hostile()),
        ("foreign", sample::foreign()),
    ];
    for (name, order) in orders {
        for &paper in Paper::ALL {
            let started = std::time::Instant::now();
            let bytes = press.draw(paper, std::slice::from_ref(&order), &sample::shop())?;
            let file = directory.join(format!("{paper}-{name}.pdf"));
            println!("{} {} bytes, {:?}", file.display(), bytes.len(), started.elapsed());
            std::fs::write(file, bytes)?;
        }
    }
    std::fs::write(directory.join("report.pdf"), press.draw_report(&figures::report(40), &sample::shop())?)?;
    let batch: Vec<Order> = (0..200).map(|_| sample::paid()).collect();
    for &paper in Paper::ALL {
        let started = std::time::Instant::now();
        let bytes = press.draw(paper, &batch, &sample::shop())?;
        println!("{paper} × {}: {} bytes, {:?}", batch.len(), bytes.len(), started.elapsed());
    }
    Ok(())
}
