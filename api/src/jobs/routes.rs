//! `/admin/jobs`: the queue in the back office.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::jobs::JobQueue;

use super::desk;
use crate::context::Ctx;
use crate::http::grants::{SystemManage, SystemRead};
use crate::http::{ApiResult, Area, Body, Can, NoContent};

/// The queue in the back office.
pub struct JobRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin/jobs", tag = "Area::AdminJobs")]
impl JobRoutes {
    /// Read how background work stands: the jobs by kind, and those that failed.
    #[oai(path = "/", method = "get", operation_id = "get_job_queue")]
    async fn get_job_queue(&self, _staff: Can<SystemRead>) -> ApiResult<Body<JobQueue>> {
        Ok(Body(desk::get(&self.ctx).await?))
    }

    /// Try a job now that failed or was given up, with all its attempts before it.
    ///
    /// `conflict`: it is being worked on, or did not fail. Jobs that are done are gone, and not found.
    #[oai(path = "/:job_id/retry", method = "post", operation_id = "retry_job")]
    async fn retry_job(
        &self,
        staff: Can<SystemManage>,
        /// The job.
        job_id: Path<i64>,
    ) -> ApiResult<NoContent> {
        desk::retry(&self.ctx, job_id.0, staff.caller()).await?;
        Ok(NoContent)
    }

    /// Remove a job that was given up: it is not done, and no longer warned of.
    ///
    /// `conflict`: it was not given up.
    #[oai(path = "/:job_id", method = "delete", operation_id = "remove_job")]
    async fn remove_job(
        &self,
        staff: Can<SystemManage>,
        /// The job.
        job_id: Path<i64>,
    ) -> ApiResult<NoContent> {
        desk::remove(&self.ctx, job_id.0, staff.caller()).await?;
        Ok(NoContent)
    }
}
