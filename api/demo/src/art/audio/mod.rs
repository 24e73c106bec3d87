//! Studio and stage sound.

mod desk;
mod headphones;
mod mic;
mod speaker;

pub(super) use desk::{interface, mixer};
pub(super) use headphones::show as headphones;
pub(super) use mic::show as mic;
pub(super) use speaker::{monitor, pa};
