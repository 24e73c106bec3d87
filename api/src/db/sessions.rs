//! Who is connected to the database, told by the names that connections carry (`application_name`).

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

use super::sql::{all, execute};
use crate::config::Config;

/// What the connections of a command are called.
pub(super) const COMMAND: &str = "hurtrock";
/// How the name begins that the connections of a process carry which serves; its address follows.
const SERVES: &str = "hurtrock serve ";

/// What the connections of this process are called.
pub(super) fn name(config: &Config) -> String {
    if config.serves { format!("{SERVES}{}", config.listen) } else { COMMAND.to_owned() }
}

/// The addresses of the processes that serve from this database, and from where they are connected.
///
/// # Errors
/// What the database says.
pub async fn serving(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    #[derive(FromQueryResult)]
    struct Process {
        at: String,
    }
    let sql = "SELECT DISTINCT concat_ws(' from ', substr(application_name, length($1::text) + 1), host(client_addr)) AS at
               FROM pg_stat_activity WHERE datname = current_database() AND starts_with(application_name, $1::text) ORDER BY 1";
    let processes: Vec<Process> = all(db, sql, [SERVES.into()]).await?;
    Ok(processes.into_iter().map(|process| process.at).collect())
}

/// Ends their connections. Who lives connects again.
///
/// # Errors
/// What the database says, such as that they are another role's.
pub async fn disconnect(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE datname = current_database() AND starts_with(application_name, $1::text)";
    execute(db, sql, [SERVES.into()]).await.map(drop)
}
