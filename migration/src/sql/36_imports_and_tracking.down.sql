ALTER TABLE shipments DROP COLUMN asks_at, DROP COLUMN failures, DROP COLUMN trouble;
DROP TABLE import_rows, imports;
DROP FUNCTION tell_import_changed;
