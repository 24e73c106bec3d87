//! What everybody who takes part has in common.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use sandbox::Sandbox;
use uuid::Uuid;

use crate::shop::Shop;
use crate::tally::Tally;

/// The world of one run.
pub struct World {
    /// The shop, as its visitors reach it.
    pub shop: Arc<Shop>,
    /// Where payers pay.
    pub sandbox: Sandbox,
    /// What happened.
    pub tally: Arc<Tally>,
    /// Products there are.
    pub products: u64,
    closing: AtomicBool,
}

impl World {
    pub fn new(shop: Arc<Shop>, sandbox: Sandbox, tally: Arc<Tally>, products: u64) -> Self {
        Self { shop, sandbox, tally, products, closing: AtomicBool::new(false) }
    }

    /// Nobody begins anything new.
    pub fn close(&self) {
        self.closing.store(true, Relaxed);
    }

    pub fn is_closing(&self) -> bool {
        self.closing.load(Relaxed)
    }

    /// Waits for a while between `least` and twice that, but not past closing time.
    pub async fn pause(&self, least: Duration) {
        let mut left = least.mul_f64(1.0 + f64::from(u32::try_from(dice(100)).unwrap_or_default()) / 100.0);
        while !left.is_zero() && !self.is_closing() {
            let step = left.min(Duration::from_millis(250));
            tokio::time::sleep(step).await;
            left -= step;
        }
    }
}

/// A number below `below`, drawn by lot.
pub fn dice(below: u64) -> u64 {
    let drawn = Uuid::now_v7().as_u128() & u128::from(u32::MAX);
    u64::try_from(drawn).unwrap_or_default() % below.max(1)
}

/// The counted ids of `tests/bench/sql/goods.sql`.
pub fn id(kind: &str, n: u64) -> String {
    format!("019a0000-0000-7000-{kind}-{n:012x}")
}
