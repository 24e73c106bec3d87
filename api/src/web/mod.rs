//! The web app in the browser, served from memory.
//!
//! [`endpoint`] reads what `cargo xtask web` built when the server starts: `shop/` for every
//! path, `admin/` under `/admin`. Each bundle is one page and its assets; which page of the app a
//! path means, the app itself decides.

mod asset;
mod bundle;
mod headers;
mod policy;
mod serve;

pub use serve::endpoint;

#[cfg(test)]
mod tests;
