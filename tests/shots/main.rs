//! Looks at the running shop and keeps what it sees: pictures of every page in both themes, both
//! languages and several widths, with what moved while loading, what the console said, and what an
//! accessibility checker found. `cargo xtask shots` runs it.

mod eye;
mod report;
mod sheet;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;
use tests::Service;
use tests::demo::Shop;
use tests::visitor::Hand;
use tests::visits::{self, Visit, Who};

use crate::eye::Eye;
use crate::report::Look;

/// What to look at, and where to keep it.
#[derive(Debug, Parser)]
pub struct Options {
    /// The shop
    #[arg(long)]
    url: String,
    /// Where the pictures go
    #[arg(long)]
    out: PathBuf,
    /// Only pages whose name contains one of these
    #[arg(long = "page")]
    pages: Vec<String>,
    /// `dark`, `light`
    #[arg(long = "theme", default_values = ["dark", "light"])]
    themes: Vec<String>,
    /// `id`, `en`
    #[arg(long = "language", default_values = ["id", "en"])]
    languages: Vec<String>,
    /// Widths of the screen
    #[arg(long = "width", default_values_t = [390, 768, 1440])]
    widths: Vec<u32>,
    /// The file `axe.min.js`: checks accessibility too
    #[arg(long)]
    axe: Option<PathBuf>,
    /// Walks through each page by the Tab key too
    #[arg(long)]
    keys: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Options::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("shots: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all that was seen is in order.
async fn run(options: &Options) -> Result<bool> {
    let axe = options.axe.as_ref().map(std::fs::read_to_string).transpose().context("reading axe")?;
    let shop = Shop::prepare(&options.url).await.context("preparing the shop")?;
    let visits = wanted(visits::all(&shop), &options.pages);
    let service = Service::start().await;
    let mut looks = Vec::new();
    for (who, hand) in [Who::Guest, Who::Buyer, Who::Admin].into_iter().flat_map(|who| Hand::ALL.map(|hand| (who, hand))) {
        let visits: Vec<&Visit> = visits.iter().filter(|visit| visit.who == who).collect();
        let widths: Vec<u32> = options.widths.iter().copied().filter(|width| Hand::at(*width) == hand).collect();
        if visits.is_empty() || widths.is_empty() {
            continue;
        }
        let eye = Eye::open(&service, &shop, who, hand, axe.as_deref()).await?;
        for visit in visits {
            looks.extend(look(&eye, visit, &widths, options).await?);
        }
        eye.close().await;
    }
    let place = |look: &Look| visits.iter().position(|visit| visit.name == look.page);
    looks.sort_by_key(|look| (place(look), look.width));
    sheet::write(&options.out, options, &looks).context("writing the contact sheet")?;
    Ok(report::print(&looks, &options.out))
}

fn wanted(mut visits: Vec<Visit>, names: &[String]) -> Vec<Visit> {
    visits.retain(|visit| names.is_empty() || names.iter().any(|name| visit.name.contains(name.as_str())));
    visits
}

/// One page, in every language and width; each loaded anew, then shown in every theme.
async fn look(eye: &Eye<'_>, visit: &Visit, widths: &[u32], options: &Options) -> Result<Vec<Look>> {
    let mut looks = Vec::new();
    for language in &options.languages {
        for &width in widths {
            let what = || format!("{} in {language} at {width}", visit.name);
            looks.push(eye.look(visit, language, width, options).await.with_context(what)?);
        }
    }
    eprintln!("  {} at {widths:?}", visit.name);
    Ok(looks)
}
