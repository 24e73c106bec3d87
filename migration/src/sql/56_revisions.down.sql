ALTER TABLE supplier_products DROP COLUMN revision;
ALTER TABLE canned_responses DROP COLUMN revision;
