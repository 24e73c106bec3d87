//! Signing in by a second factor, and one's own devices: the same in the shop and the back office.

mod codes;
mod devices;
mod password;
mod steps;
mod two_factor;

pub use devices::{Devices, called};
pub use password::PasswordForm;
pub use steps::NextStep;
pub use two_factor::TwoFactorSettings;
