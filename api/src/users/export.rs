//! People as a file.

use shared::money::Rupiah;

use super::list::{Row, SELECT, UserFilter, conditions};
use crate::audit;
use crate::context::Ctx;
use crate::http::{ApiError, Caller, Cell, Column, Export, ExportAsk, Keyset};

static COLUMNS: &[Column<Row>] = &[
    Column::new("name", ["Nama", "Name"], 26, |row| Cell::text(&row.name)),
    Column::new("email", ["Email", "Email"], 30, |row| Cell::text(&row.email)),
    Column::new("phone", ["Telepon", "Phone"], 17, |row| Cell::maybe(row.phone.as_deref())),
    Column::new("role", ["Peran", "Role"], 12, |row| Cell::text(&row.role)),
    Column::new("active", ["Aktif", "Active"], 8, |row| Cell::Flag(row.active)),
    Column::new("two_factor", ["Dua langkah", "Two-step"], 10, |row| Cell::Flag(row.two_factor)),
    Column::new("orders", ["Pesanan", "Orders"], 9, |row| Cell::Integer(row.orders)),
    Column::new("spent", ["Belanja", "Spent"], 16, |row| Cell::Money(Rupiah(row.spent))),
    Column::new("last_order_at", ["Pesanan terakhir", "Last order"], 17, |row| Cell::time(row.last_order_at)),
    Column::new("last_seen_at", ["Terakhir terlihat", "Last seen"], 17, |row| Cell::time(row.last_seen_at)),
    Column::new("registered_at", ["Terdaftar", "Registered"], 17, |row| Cell::Time(row.created_at)),
];

/// The people of the list, the latest account first.
pub(super) async fn export(ctx: &Ctx, by: &Caller, ask: &ExportAsk, filter: UserFilter) -> Result<Export, ApiError> {
    audit::record_export(ctx, by, "users", ask.format, &filter).await?;
    let filter = conditions(filter, ctx.clock.now());
    let rows =
        Keyset::new(&ctx.db, SELECT, filter, &["u.created_at", "u.id"], |row: &Row| vec![row.created_at.into(), row.id.into()]);
    Export::of(ask, "users", ["Pengguna", "Users"], COLUMNS, rows).await
}
