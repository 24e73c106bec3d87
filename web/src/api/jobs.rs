//! Background work: the operations below `/admin/jobs`.

use shared::jobs::JobQueue;

use super::client::Call;
use super::error::ApiError;

/// Reads how background work stands.
///
/// # Errors
/// See [`ApiError`].
pub fn get_job_queue() -> impl Future<Output = Result<JobQueue, ApiError>> + use<> {
    Call::get("/admin/jobs").send()
}

/// Tries a job now that failed or was given up.
///
/// # Errors
/// See [`ApiError`]; `conflict` while it is being worked on, `not_found` once it is done.
pub fn retry_job(id: i64) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::post(format!("/admin/jobs/{id}/retry")).send_empty()
}

/// Removes a job that was given up.
///
/// # Errors
/// See [`ApiError`]; `conflict` when it was not given up.
pub fn remove_job(id: i64) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::delete(format!("/admin/jobs/{id}")).send_empty()
}
