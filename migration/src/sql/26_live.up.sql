-- A person's notifications are numbered without gaps, in the order in which they become true: the
-- number is taken under the lock of the row here, which is held until the commit.
CREATE TABLE notification_heads (
    user_id uuid CONSTRAINT notification_heads_pkey PRIMARY KEY
        CONSTRAINT notification_heads_user_fkey REFERENCES users (id) ON DELETE CASCADE,
    last_sequence bigint NOT NULL CONSTRAINT notification_heads_sequence_check CHECK (last_sequence > 0)
);

ALTER TABLE notifications
    ADD COLUMN sequence bigint,
    -- What one's role must allow to see it; NULL for what goes to buyers.
    ADD COLUMN permission text,
    -- Names the cause: it is told once to each.
    ADD COLUMN dedupe_key text;
UPDATE notifications n SET sequence = numbered.sequence
FROM (SELECT id, row_number() OVER (PARTITION BY user_id ORDER BY created_at, id) AS sequence FROM notifications) numbered
WHERE numbered.id = n.id;
INSERT INTO notification_heads (user_id, last_sequence) SELECT user_id, max(sequence) FROM notifications GROUP BY user_id;
ALTER TABLE notifications
    ALTER COLUMN sequence SET NOT NULL,
    ADD CONSTRAINT notifications_sequence_key UNIQUE (user_id, sequence);
CREATE UNIQUE INDEX notifications_dedupe_key ON notifications (user_id, dedupe_key) WHERE dedupe_key IS NOT NULL;
DROP INDEX notifications_user_idx;
DROP INDEX notifications_unread_idx;
CREATE INDEX notifications_unread_idx ON notifications (user_id, permission) WHERE read_at IS NULL;
CREATE INDEX notifications_order_idx ON notifications (order_id);

CREATE FUNCTION number_notification() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO notification_heads AS h (user_id, last_sequence) VALUES (NEW.user_id, 1)
    ON CONFLICT (user_id) DO UPDATE SET last_sequence = h.last_sequence + 1
    RETURNING last_sequence INTO NEW.sequence;
    RETURN NEW;
END $$;
CREATE TRIGGER notifications_number BEFORE INSERT ON notifications FOR EACH ROW EXECUTE FUNCTION number_notification();

-- Always written down, whoever says it: it arrives a second later at most, and the transaction
-- commits beside others.
CREATE FUNCTION announce_soon(told text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO outbox (news) VALUES (told)
$$;

CREATE FUNCTION tell_notification() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT bulk_load() THEN
        PERFORM announce('notification ' || NEW.user_id || ' ' || NEW.sequence);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER notifications_tell AFTER INSERT ON notifications FOR EACH ROW EXECUTE FUNCTION tell_notification();

CREATE FUNCTION tell_notifications_read() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM announce('read ' || user_id) FROM (SELECT DISTINCT user_id FROM changed) people;
    RETURN NULL;
END $$;
CREATE TRIGGER notifications_tell_read AFTER UPDATE ON notifications REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION tell_notifications_read();

-- An order changed: its id and its buyer's.
CREATE FUNCTION tell_order_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told text;
BEGIN
    IF bulk_load() THEN RETURN NULL; END IF;
    IF TG_TABLE_NAME = 'orders' THEN
        told := 'order ' || NEW.id || ' ' || COALESCE(NEW.user_id::text, '-');
    ELSE
        SELECT 'order ' || o.id || ' ' || COALESCE(o.user_id::text, '-') INTO told FROM orders o WHERE o.id = NEW.order_id;
        IF NEW.kind = 'payment_started' THEN
            PERFORM announce_soon(told);
            RETURN NULL;
        END IF;
    END IF;
    PERFORM announce(told);
    RETURN NULL;
END $$;
CREATE TRIGGER orders_tell AFTER UPDATE ON orders FOR EACH ROW
    WHEN ((OLD.status, OLD.payment_status, OLD.refunded_total, OLD.revision)
          IS DISTINCT FROM (NEW.status, NEW.payment_status, NEW.refunded_total, NEW.revision))
    EXECUTE FUNCTION tell_order_changed();
CREATE TRIGGER order_events_tell AFTER INSERT ON order_events FOR EACH ROW EXECUTE FUNCTION tell_order_changed();

-- A payment changed, or what is shown with it. `-` is what fits no payment.
CREATE FUNCTION tell_payment_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF bulk_load() THEN RETURN NULL; END IF;
    IF TG_TABLE_NAME = 'payments' THEN
        PERFORM announce_soon('payment ' || NEW.id);
    ELSE
        PERFORM announce_soon('payment ' || COALESCE(NEW.payment_id::text, '-'));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER payments_tell_inserted AFTER INSERT ON payments FOR EACH ROW EXECUTE FUNCTION tell_payment_changed();
CREATE TRIGGER payments_tell_updated AFTER UPDATE ON payments FOR EACH ROW
    WHEN ((OLD.status, OLD.refunded, OLD.method, OLD.dispute, OLD.settled_at)
          IS DISTINCT FROM (NEW.status, NEW.refunded, NEW.method, NEW.dispute, NEW.settled_at))
    EXECUTE FUNCTION tell_payment_changed();
CREATE TRIGGER refunds_tell AFTER INSERT OR UPDATE ON refunds FOR EACH ROW EXECUTE FUNCTION tell_payment_changed();
CREATE TRIGGER payment_events_tell AFTER INSERT OR UPDATE ON payment_events FOR EACH ROW EXECUTE FUNCTION tell_payment_changed();

-- One-use tickets that open a WebSocket. They live for seconds: a crash may take them.
CREATE UNLOGGED TABLE live_tickets (
    token_hash bytea CONSTRAINT live_tickets_pkey PRIMARY KEY,
    session_id uuid NOT NULL CONSTRAINT live_tickets_session_fkey REFERENCES sessions (id) ON DELETE CASCADE,
    user_id uuid NOT NULL CONSTRAINT live_tickets_user_fkey REFERENCES users (id) ON DELETE CASCADE,
    expires_at timestamptz NOT NULL
);
CREATE INDEX live_tickets_user_idx ON live_tickets (user_id);
CREATE INDEX live_tickets_session_idx ON live_tickets (session_id);
CREATE INDEX live_tickets_expires_idx ON live_tickets (expires_at);
