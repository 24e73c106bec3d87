//! Products: the list, changes to many of them, and the editor.

mod basics;
mod bulk;
mod desk;
mod draft;
mod editor;
mod images;
mod import;
mod list;
mod price;
mod seo;
mod side;
mod similar;
mod specs;
mod table;
mod variants;
pub mod words;

pub use self::editor::ProductPage;
pub use self::import::ImportPage;
pub use self::list::ProductsPage;
