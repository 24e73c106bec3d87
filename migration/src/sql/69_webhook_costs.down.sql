ALTER TABLE webhook_endpoints DROP COLUMN tells_cost;
