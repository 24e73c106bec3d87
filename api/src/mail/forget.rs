//! Links that nobody can use any more.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DbErr};

use super::Template;
use crate::db::execute;

/// After this no link of any email works.
const OVER: TimeDelta = TimeDelta::days(8);
/// Emails are looked through that were written since: what is older was, night by night.
const BACK: TimeDelta = TimeDelta::days(60);
/// Emails of a statement.
const BATCH: i64 = 500;

/// Takes what is sealed out of emails whose links are over: those that never got out, and those of the demo's mailbox. Hides
/// as well what the program of the release before, which knows no seal, left to be read.
///
/// # Errors
/// What the database says.
pub async fn forget_links(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<(), DbErr> {
    let since = now - BACK;
    let over = "UPDATE email_messages SET sealed = NULL, state = CASE state WHEN 'queued' THEN 'failed' ELSE state END
                WHERE sealed IS NOT NULL AND created_at BETWEEN $1 AND $2";
    execute(db, over, [since.into(), (now - OVER).into()]).await?;
    let secret = Template::ALL.iter().filter(|template| template.holds_secret());
    let secret: Vec<String> = secret.map(|template| template.as_str().to_owned()).collect();
    let readable = "UPDATE email_messages
                    SET html = regexp_replace(html, 'token=[A-Za-z0-9_-]+', 'token=•••', 'g'),
                        body_text = regexp_replace(body_text, 'token=[A-Za-z0-9_-]+', 'token=•••', 'g')
                    WHERE ctid = ANY (ARRAY(
                        SELECT ctid FROM email_messages WHERE template = ANY ($1) AND created_at > $2 AND state <> 'queued'
                            AND html || body_text ~ 'token=[A-Za-z0-9_-]'
                        LIMIT $3))";
    while execute(db, readable, [secret.clone().into(), since.into(), BATCH.into()]).await? > 0 {}
    Ok(())
}
