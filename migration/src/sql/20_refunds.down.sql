ALTER TABLE payment_events DROP COLUMN asked_by, DROP COLUMN replayed_at, DROP COLUMN replay_effect;
DROP INDEX payment_events_trouble_idx, payment_events_unmatched_idx;
DROP INDEX payments_created_idx, payments_status_idx, payments_provider_idx, payments_disputed_idx;
ALTER TABLE payments DROP COLUMN dispute;
DROP INDEX refunds_waiting_idx, refunds_failed_idx;
ALTER TABLE refunds DROP COLUMN shipping, DROP COLUMN retry_of, DROP COLUMN bank_reference;
