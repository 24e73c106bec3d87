//! Figures of any span of days.

mod page;
mod products;
mod range;
mod searches;

pub use page::AnalyticsPage;
