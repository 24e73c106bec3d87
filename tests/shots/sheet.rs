//! All pictures on one page, and those of each route on one picture.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use image::{DynamicImage, RgbImage};

use crate::Options;
use crate::report::Look;

/// Between two pictures.
const GAP: u32 = 24;
/// Of a tall page, this many pixels of the reduced picture.
const TALLEST: u32 = 1_500;
/// The grey around them.
const PAPER: u8 = 120;

const STYLE: &str = "body { margin: 0; padding: 24px; background: #78787c; color: #fff; font: 14px/1.4 system-ui, sans-serif }
h2 { margin: 48px 0 8px } a { color: inherit } .row { display: flex; gap: 16px; overflow-x: auto; align-items: flex-start }
figure { margin: 0; flex: none } img { display: block; height: 480px; object-fit: cover; object-position: top }
pre { margin: 8px 0; padding: 8px; background: #7a1010; white-space: pre-wrap }";

/// Writes `index.html` and `sheets/<page>.png`.
pub fn write(out: &Path, options: &Options, looks: &[Look]) -> Result<()> {
    let mut pages: BTreeMap<&str, Vec<&Look>> = BTreeMap::new();
    for look in looks {
        pages.entry(&look.page).or_default().push(look);
    }
    let mut html = format!("<!DOCTYPE html><meta charset=utf-8><title>Hurtrock</title><style>{STYLE}</style>\n");
    for (page, looks) in &pages {
        let path = looks.first().map(|look| look.path.as_str()).unwrap_or_default();
        write!(html, "<h2><a href=\"{}{}\">{}</a></h2>", escape(&options.url), escape(path), escape(page))?;
        for look in looks {
            let faults = look.faults();
            if !faults.is_empty() {
                write!(html, "<pre>{} {}: {}</pre>", look.language, look.width, escape(&faults.join("\n")))?;
            }
        }
        html.push_str("<div class=row>");
        for look in looks {
            for (theme, file) in &look.pictures {
                let (language, width) = (&look.language, look.width);
                write!(
                    html,
                    "<figure><a href=\"{file}\"><img loading=lazy src=\"{file}\" alt=\"\"></a>{language} {theme} {width}</figure>"
                )?;
            }
        }
        html.push_str("</div>\n");
        sheet(out, page, looks)?;
    }
    let index = out.join("index.html");
    fs::write(&index, html).with_context(|| format!("writing {}", index.display()))
}

/// The pictures of a page beside each other, reduced.
fn sheet(out: &Path, page: &str, looks: &[&Look]) -> Result<()> {
    let mut reduced = Vec::new();
    for (look, (_, file)) in looks.iter().flat_map(|look| look.pictures.iter().map(move |picture| (look, picture))) {
        let picture = image::open(out.join(file)).with_context(|| format!("reading {file}"))?;
        let width = if look.width < 600 { look.width * 3 / 4 } else { look.width / 2 };
        let height = (picture.height() * width / picture.width().max(1)).max(1);
        let small = picture.thumbnail_exact(width, height);
        reduced.push(small.crop_imm(0, 0, width, height.min(TALLEST)).into_rgb8());
    }
    let width = reduced.iter().map(|picture| picture.width() + GAP).sum::<u32>() + GAP;
    let height = reduced.iter().map(RgbImage::height).max().unwrap_or_default() + 2 * GAP;
    // Rows are copied whole: pixel by pixel, a build without optimisation takes minutes.
    let line = |width: u32| width as usize * 3;
    let mut whole = vec![PAPER; line(width) * height as usize];
    let mut left = GAP;
    for picture in &reduced {
        let rows = whole.chunks_exact_mut(line(width)).skip(GAP as usize);
        for (row, from) in rows.zip(picture.as_raw().chunks_exact(line(picture.width()))) {
            if let Some(place) = row.get_mut(line(left)..line(left + picture.width())) {
                place.copy_from_slice(from);
            }
        }
        left += picture.width() + GAP;
    }
    let whole = RgbImage::from_raw(width, height, whole).context("a sheet of another size")?;
    let dir = out.join("sheets");
    fs::create_dir_all(&dir)?;
    DynamicImage::from(whole).save(dir.join(format!("{page}.png"))).with_context(|| format!("writing the sheet of {page}"))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
