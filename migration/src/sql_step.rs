//! A step made of two SQL files.

use sea_orm_migration::prelude::*;

/// One step: a name that never changes, the SQL that makes it and the SQL that undoes it.
pub struct SqlStep {
    pub name: &'static str,
    pub up: &'static str,
    pub down: &'static str,
}

impl MigrationName for SqlStep {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for SqlStep {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(self.up).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(self.down).await.map(drop)
    }
}

/// `sql_step!("name", "file")`: the step `name` from `sql/file.up.sql` and `sql/file.down.sql`.
#[macro_export]
macro_rules! sql_step {
    ($name:literal, $file:literal) => {
        Box::new($crate::sql_step::SqlStep {
            name: $name,
            up: include_str!(concat!("sql/", $file, ".up.sql")),
            down: include_str!(concat!("sql/", $file, ".down.sql")),
        })
    };
}
