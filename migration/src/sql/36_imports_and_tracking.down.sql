DROP INDEX shipments_tracking_number_key;
ALTER TABLE shipments ADD CONSTRAINT shipments_tracking_number_key UNIQUE (courier, tracking_number);
DROP FUNCTION fold_courier;
ALTER TABLE shipments DROP COLUMN asks_at, DROP COLUMN failures, DROP COLUMN trouble;
DROP TABLE import_rows, imports;
DROP FUNCTION tell_import_changed;
