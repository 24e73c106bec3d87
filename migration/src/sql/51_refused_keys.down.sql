ALTER TABLE payment_configurations
    DROP COLUMN refused_keys,
    DROP COLUMN keys_refused_at,
    DROP COLUMN keys_refused_status;
