//! The web app in the browser, served from memory.
//!
//! [`endpoint`] takes up what `cargo xtask web` built when the server starts, from a directory or from behind the program: `shop/` for every
//! path, `admin/` under `/admin`. Each bundle is one page and its assets; which page of the app a
//! path means, the app itself decides. The shop's page is not sent empty: what it says and would ask
//! for first is filled in here (`first`), for those who run no app and those who wait for it.
//! `sitemap` tells search engines where everything is, `reference` shows the REST interface to those who
//! write programs.

mod asset;
mod built;
mod bundle;
mod first;
mod headers;
mod policy;
mod reference;
mod serve;
mod shell;
mod sitemap;
mod within;

pub use built::find;
pub use reference::{reference_file, reference_page};
pub use serve::endpoint;
pub use sitemap::{robots, sitemap_index, sitemap_part};
pub use within::put;

#[cfg(test)]
mod tests;
