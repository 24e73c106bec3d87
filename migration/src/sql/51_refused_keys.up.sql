-- That a provider refused its keys: which ones (a hash), since when, and by what HTTP status. While those are the keys that hold, it
-- is not offered.
ALTER TABLE payment_configurations
    ADD COLUMN refused_keys bytea,
    ADD COLUMN keys_refused_at timestamptz,
    ADD COLUMN keys_refused_status integer,
    ADD CONSTRAINT payment_configurations_refused_check
        CHECK (num_nonnulls(refused_keys, keys_refused_at, keys_refused_status) IN (0, 3));
