//! The demo catalogue: what the shop sells, who bought it, and how it looks.
//!
//! Data in, bytes out: nothing here opens a file, a socket or a database. Whoever seeds a
//! store asks for [`catalogue`], [`couriers`], [`people`], [`history`] and [`reviews`], and
//! renders the pictures of [`art`].

pub mod art;
mod categories;
mod couriers;
mod draft;
mod finish;
pub mod geo;
mod history;
pub mod look;
mod model;
mod people;
mod products;
mod reviews;
mod rng;
mod specs;
mod suppliers;

pub use couriers::{ShippingService, couriers};
pub use finish::{Finish, Rgb, Wood};
pub use history::{PastLine, PastOrder, PastStatus, PaymentMethod, history};
pub use model::{Brand, Catalogue, Category, Product, Specification, Supplier, Text, Variant, VariantArt};
pub use people::{Person, people};
pub use reviews::{PastReview, reviews};

/// The whole demo catalogue, in the order the shop should list it.
///
/// The same call always gives the same data: slugs, SKUs and barcodes are stable keys.
pub fn catalogue() -> Catalogue {
    let products = products::all();
    Catalogue { categories: categories::all(), brands: model::brands_of(&products), suppliers: suppliers::all(), products }
}
