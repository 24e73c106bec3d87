//! Every kind of job, and what recurs.

use graphile_worker::WorkerOptions;

use super::worker::{Task, options};
use crate::context::Ctx;
use crate::{account, catalog, chat, files, inventory, keys, ledger, mail, notifications, orders, payments, reports, webhooks};

/// Makes the worker know every kind of job.
pub(super) fn with_jobs(options: WorkerOptions) -> WorkerOptions {
    options
        .define_job::<Task<mail::SendEmail>>()
        .define_job::<Task<mail::SendSealedEmail>>()
        .define_job::<Task<catalog::CheckImport>>()
        .define_job::<Task<catalog::ApplyImport>>()
        .define_job::<Task<catalog::TellOfReview>>()
        .define_job::<Task<orders::TrackParcels>>()
        .define_job::<Task<orders::ExpireOrder>>()
        .define_job::<Task<orders::ExpireLate>>()
        .define_job::<Task<orders::TellBuyer>>()
        .define_job::<Task<orders::TellHowToPay>>()
        .define_job::<Task<orders::RemindToPay>>()
        .define_job::<Task<orders::CountSales>>()
        .define_job::<Task<payments::ApplyNotification>>()
        .define_job::<Task<payments::CancelAttempt>>()
        .define_job::<Task<payments::Reconcile>>()
        .define_job::<Task<payments::TryRefusedKeys>>()
        .define_job::<Task<payments::SendRefund>>()
        .define_job::<Task<payments::TellTrouble>>()
        .define_job::<Task<account::SendResetLink>>()
        .define_job::<Task<account::Forget>>()
        .define_job::<Task<files::RemoveUnused>>()
        .define_job::<Task<reports::TellLowStock>>()
        .define_job::<Task<reports::FoldFigures>>()
        .define_job::<Task<inventory::TellStockAlerts>>()
        .define_job::<Task<ledger::Check>>()
        .define_job::<Task<notifications::ForgetNotifications>>()
        .define_job::<Task<keys::ForgetIntegrations>>()
        .define_job::<Task<webhooks::Spread>>()
        .define_job::<Task<webhooks::Deliver>>()
        .define_job::<Task<webhooks::PauseOrphans>>()
        .define_job::<Task<chat::TellWaiting>>()
        .define_job::<Task<chat::FreeRooms>>()
        .define_job::<Task<chat::MailAnswers>>()
        .define_job::<Task<chat::RemoveUnusedAttachments>>()
        .define_job::<Task<chat::ForgetSessions>>()
}
/// What recurs (minute, hour, day of month, month, day of week; UTC, so midnight is 07.00 in the shop).
pub(super) fn with_schedule(options: WorkerOptions) -> anyhow::Result<WorkerOptions> {
    const SCHEDULE: &str = "\
0 19 * * * ledger:check ?fill=6h&jobKey=ledger:check {}
* * * * * inventory:tell_alerts ?jobKey=inventory:tell_alerts {}
* * * * * payments:reconcile ?jobKey=payments:reconcile {}
*/5 * * * * payments:try_refused_keys ?jobKey=payments:try_refused_keys {}
*/5 * * * * reports:fold_figures ?jobKey=reports:fold_figures {}
* * * * * orders:track ?jobKey=orders:track {}
*/15 * * * * orders:expire_late ?jobKey=orders:expire_late {}
0 0 * * * reports:tell_low_stock ?fill=6h&jobKey=reports:tell_low_stock {}
30 19 * * * notifications:forget ?jobKey=notifications:forget {}
15 * * * * integrations:forget ?jobKey=integrations:forget {}
* * * * * chat:mail_answers ?jobKey=chat:mail_answers {}
* * * * * chat:free_rooms ?jobKey=chat:free_rooms {}
45 19 * * * chat:remove_unused ?jobKey=chat:remove_unused {}
50 19 * * * chat:forget_sessions ?jobKey=chat:forget_sessions {}
55 19 * * * account:forget ?jobKey=account:forget {}
";
    Ok(options.with_cron(SCHEDULE)?)
}

/// Does every job that is due, once, in the caller's own time. For tests and command-line tools.
///
/// # Errors
/// When the queue cannot be reached; a job that fails stays in the queue instead.
pub async fn run_all_due(ctx: &Ctx) -> anyhow::Result<()> {
    super::outbox::empty(ctx).await?;
    let worker = with_jobs(options(&ctx.direct)).add_extension(ctx.clone()).concurrency(1).init().await?;
    Ok(worker.run_once().await?)
}
