//! Draws papers beside the threads that answer requests, a few at a time.

use std::sync::Arc;

use papers::{Order, Press, Report, Shop};
use poem::http::StatusCode;
use shared::papers::Paper;
use shared::problem::ErrorCode;
use tokio::sync::Semaphore;

use crate::http::ApiError;

/// Documents drawn at the same time: drawing 200 invoices keeps a core busy for about a second.
const AT_ONCE: usize = 2;
/// Documents drawn or waiting to be; more are refused, so that a rush cannot fill the memory.
const MOST: usize = 32;

/// Where papers are drawn.
pub struct Desk {
    press: Arc<Press>,
    queue: Semaphore,
    places: Arc<Semaphore>,
}

impl Desk {
    /// Reads the fonts.
    ///
    /// # Errors
    /// When an embedded font cannot be read.
    pub fn new() -> Result<Self, papers::Fault> {
        let press = Arc::new(Press::new()?);
        Ok(Self { press, queue: Semaphore::new(MOST), places: Arc::new(Semaphore::new(AT_ONCE)) })
    }

    /// Draws a paper of each order into one document.
    pub(super) async fn draw(&self, paper: Paper, orders: Vec<Order>, shop: Shop) -> Result<Vec<u8>, ApiError> {
        self.press(move |press| press.draw(paper, &orders, &shop)).await
    }

    /// Draws a report.
    pub(super) async fn draw_report(&self, report: Report, shop: Shop) -> Result<Vec<u8>, ApiError> {
        self.press(move |press| press.draw_report(&report, &shop)).await
    }

    /// Draws something beside the threads that answer requests.
    ///
    /// # Errors
    /// 503 when too much is being drawn; 500 when it cannot be.
    pub async fn press<F>(&self, draw: F) -> Result<Vec<u8>, ApiError>
    where
        F: FnOnce(&Press) -> Result<Vec<u8>, papers::Fault> + Send + 'static,
    {
        let busy = || ApiError::retry_later(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, 2);
        let _queued = self.queue.try_acquire().map_err(|_| busy())?;
        let place = self.places.clone().acquire_owned().await.map_err(ApiError::internal)?;
        let press = self.press.clone();
        let drawn = tokio::task::spawn_blocking(move || {
            // Held until it is done, even when whoever asked has gone.
            let _place = place;
            draw(&press)
        });
        drawn.await.map_err(ApiError::internal)?.map_err(ApiError::internal)
    }
}
