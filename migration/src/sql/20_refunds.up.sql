ALTER TABLE refunds
    -- The part of the amount that is shipping.
    ADD COLUMN shipping bigint NOT NULL DEFAULT 0,
    -- The failed one that this one makes up for; at most one does.
    ADD COLUMN retry_of uuid CONSTRAINT refunds_retry_of_key UNIQUE CONSTRAINT refunds_retry_of_fkey REFERENCES refunds (id) ON DELETE SET NULL,
    ADD COLUMN bank_reference text,
    ADD CONSTRAINT refunds_shipping_check CHECK (shipping BETWEEN 0 AND amount);
-- What staff are to do something about.
CREATE INDEX refunds_waiting_idx ON refunds (payment_id) WHERE status = 'pending' AND channel = 'manual_transfer';
CREATE INDEX refunds_failed_idx ON refunds (payment_id) WHERE status = 'failed';

ALTER TABLE payments
    ADD COLUMN dispute text CONSTRAINT payments_dispute_check CHECK (dispute IN ('open', 'won', 'lost'));
CREATE INDEX payments_created_idx ON payments (created_at DESC, id DESC);
CREATE INDEX payments_status_idx ON payments (status, created_at DESC, id DESC);
CREATE INDEX payments_provider_idx ON payments (provider, created_at DESC, id DESC);
CREATE INDEX payments_disputed_idx ON payments (created_at) WHERE dispute IS NOT NULL OR status = 'charged_back';

ALTER TABLE payment_events
    -- Who made us ask, for answers to questions of ours.
    ADD COLUMN asked_by text CONSTRAINT payment_events_asked_by_check CHECK (asked_by IN ('reconciler', 'buyer', 'staff', 'closing')),
    ADD COLUMN replayed_at timestamptz,
    ADD COLUMN replay_effect text;
-- The few that staff look for. What an effect says beyond its word follows a colon.
CREATE INDEX payment_events_trouble_idx ON payment_events (payment_id, (split_part(effect, ':', 1)))
    WHERE split_part(effect, ':', 1) IN ('mismatch', 'late_payment_refunded', 'double_payment_refunded');
CREATE INDEX payment_events_healed_idx ON payment_events (payment_id) WHERE asked_by IN ('reconciler', 'closing');
CREATE INDEX payment_events_unmatched_idx ON payment_events (received_at, id) WHERE payment_id IS NULL;
