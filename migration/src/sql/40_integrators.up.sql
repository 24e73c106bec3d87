-- Programs that talk to the shop.

-- `key_hash` is the SHA-256 of 256 random bits: there is nothing to guess, so nothing to slow down.
-- `prefix` names the key and stays when it is rotated; the secret before is valid until `previous_until`.
ALTER TABLE api_keys
    ADD COLUMN previous_hash bytea,
    ADD COLUMN previous_until timestamptz,
    ADD COLUMN rotated_at timestamptz,
    ADD COLUMN revision integer NOT NULL DEFAULT 1,
    ADD CONSTRAINT api_keys_previous_check CHECK ((previous_hash IS NULL) = (previous_until IS NULL));

-- Every process forgets a key the moment it is changed or revoked; that it was used changes nothing.
CREATE FUNCTION tell_api_key_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('hurtrock', 'api_key ' || OLD.prefix);
    RETURN NULL;
END $$;
CREATE TRIGGER api_keys_tell
    AFTER UPDATE OF name, key_hash, previous_hash, previous_until, scopes, requests_per_minute, expires_at, revoked_at, created_by
        OR DELETE ON api_keys
    FOR EACH ROW EXECUTE FUNCTION tell_api_key_changed();

-- The answer to a key's request as it was sent, sealed by the server's secret key. Rows of people keep theirs in `response`.
ALTER TABLE idempotency_keys
    ADD COLUMN answer bytea,
    ADD COLUMN answer_headers jsonb;

-- Addresses that are told what happens. Secrets are sealed by the server's secret key.
CREATE TABLE webhook_endpoints (
    id uuid CONSTRAINT webhook_endpoints_pkey PRIMARY KEY,
    url text NOT NULL,
    description text NOT NULL DEFAULT '',
    events text[] NOT NULL,
    active boolean NOT NULL,
    sealed_secret bytea NOT NULL,
    sealed_previous bytea,
    previous_until timestamptz,
    failing_since timestamptz,
    disabled_at timestamptz,
    disabled_reason text,
    revision integer NOT NULL DEFAULT 1,
    created_by uuid CONSTRAINT webhook_endpoints_creator_fkey REFERENCES users (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT webhook_endpoints_previous_check CHECK ((sealed_previous IS NULL) = (previous_until IS NULL))
);

-- What happened. `payload` is written when the event is spread, and is the same for every try.
CREATE TABLE webhook_events (
    id uuid CONSTRAINT webhook_events_pkey PRIMARY KEY,
    event text NOT NULL,
    subject_id uuid NOT NULL,
    payload text,
    occurred_at timestamptz NOT NULL
);
CREATE INDEX webhook_events_occurred_idx ON webhook_events (occurred_at);

-- An event on its way to one endpoint.
CREATE TABLE webhook_deliveries (
    id uuid CONSTRAINT webhook_deliveries_pkey PRIMARY KEY,
    event_id uuid NOT NULL CONSTRAINT webhook_deliveries_event_fkey REFERENCES webhook_events (id) ON DELETE CASCADE,
    endpoint_id uuid NOT NULL CONSTRAINT webhook_deliveries_endpoint_fkey REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
    status text NOT NULL DEFAULT 'waiting'
        CONSTRAINT webhook_deliveries_status_check CHECK (status IN ('waiting', 'delivered', 'failed')),
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    -- Somebody is trying, until then at most.
    leased_until timestamptz,
    finished_at timestamptz,
    last_status integer,
    last_error text,
    created_at timestamptz NOT NULL,
    CONSTRAINT webhook_deliveries_event_key UNIQUE (event_id, endpoint_id)
);
CREATE INDEX webhook_deliveries_endpoint_idx ON webhook_deliveries (endpoint_id, created_at DESC, id DESC);
CREATE INDEX webhook_deliveries_leased_idx ON webhook_deliveries (endpoint_id) WHERE leased_until IS NOT NULL;
CREATE INDEX webhook_deliveries_status_idx ON webhook_deliveries (endpoint_id, status) WHERE status <> 'delivered';

-- Every try.
CREATE TABLE webhook_attempts (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT webhook_attempts_pkey PRIMARY KEY,
    delivery_id uuid NOT NULL CONSTRAINT webhook_attempts_delivery_fkey REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
    at timestamptz NOT NULL,
    status integer,
    latency_ms integer NOT NULL,
    error text,
    response text
);
CREATE INDEX webhook_attempts_delivery_idx ON webhook_attempts (delivery_id, id);

-- Writes an event down with the job that spreads it, in the transaction of its cause, where anybody wants to
-- be told. Other rooms add words by triggers of their own that call this.
CREATE FUNCTION tell_webhooks(told text, about uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    event_id uuid := gen_random_uuid();
BEGIN
    IF bulk_load() OR NOT EXISTS (SELECT FROM webhook_endpoints e WHERE e.active AND told = ANY (e.events)) THEN
        RETURN;
    END IF;
    INSERT INTO webhook_events (id, event, subject_id, occurred_at) VALUES (event_id, told, about, clock_timestamp());
    INSERT INTO outbox (job) VALUES (jsonb_build_object(
        'kind', 'webhooks.spread', 'payload', jsonb_build_object('event_id', event_id),
        'run_at', NULL, 'max_attempts', 25, 'key', NULL));
END $$;

CREATE FUNCTION tell_webhooks_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tell_webhooks('order.' || CASE NEW.kind
        WHEN 'shipped_again' THEN 'shipped'
        WHEN 'late_payment_accepted' THEN 'paid'
        ELSE NEW.kind END, NEW.order_id);
    RETURN NULL;
END $$;
CREATE TRIGGER order_events_tell_webhooks AFTER INSERT ON order_events FOR EACH ROW
    WHEN (NEW.kind IN ('placed', 'paid', 'late_payment_accepted', 'processing', 'shipped', 'shipped_again', 'delivered',
                       'completed', 'cancelled', 'expired', 'refunded'))
    EXECUTE FUNCTION tell_webhooks_order();

CREATE FUNCTION tell_webhooks_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tell_webhooks('payment.' || CASE NEW.status WHEN 'partially_refunded' THEN 'refunded' ELSE NEW.status END, NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER payments_tell_webhooks AFTER UPDATE ON payments FOR EACH ROW
    WHEN ((OLD.status, OLD.refunded) IS DISTINCT FROM (NEW.status, NEW.refunded) AND NEW.status NOT IN ('creating', 'open'))
    EXECUTE FUNCTION tell_webhooks_payment();

CREATE FUNCTION tell_webhooks_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tell_webhooks('stock.changed', NEW.variant_id);
    IF NEW.state <> OLD.state AND NEW.state <> 'in_stock' THEN
        PERFORM tell_webhooks('stock.' || NEW.state, NEW.variant_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER stocks_tell_webhooks AFTER UPDATE ON stocks FOR EACH ROW
    WHEN (OLD.on_hand - OLD.reserved <> NEW.on_hand - NEW.reserved OR OLD.state <> NEW.state)
    EXECUTE FUNCTION tell_webhooks_stock();

CREATE FUNCTION tell_webhooks_product() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tell_webhooks(CASE TG_OP WHEN 'INSERT' THEN 'product.created' ELSE 'product.updated' END, NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER products_tell_webhooks_made AFTER INSERT ON products FOR EACH ROW EXECUTE FUNCTION tell_webhooks_product();
CREATE TRIGGER products_tell_webhooks_changed AFTER UPDATE ON products FOR EACH ROW
    WHEN (OLD.revision <> NEW.revision) EXECUTE FUNCTION tell_webhooks_product();

CREATE FUNCTION tell_webhooks_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tell_webhooks('chat.message_created', NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER chat_messages_tell_webhooks AFTER INSERT ON chat_messages FOR EACH ROW
    WHEN (NEW.sender_kind <> 'system') EXECUTE FUNCTION tell_webhooks_message();

CREATE FUNCTION tell_webhooks_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tell_webhooks(CASE NEW.status WHEN 'open' THEN 'chat.room_opened' ELSE 'chat.room_resolved' END, NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER chat_rooms_tell_webhooks_made AFTER INSERT ON chat_rooms FOR EACH ROW
    WHEN (NEW.status = 'open') EXECUTE FUNCTION tell_webhooks_room();
CREATE TRIGGER chat_rooms_tell_webhooks_changed AFTER UPDATE ON chat_rooms FOR EACH ROW
    WHEN (OLD.status <> NEW.status AND NEW.status IN ('open', 'resolved')) EXECUTE FUNCTION tell_webhooks_room();

-- What its sender took back, or what went with its buyer's account, is told nobody any more: it waits for no further
-- try, and is gone from the log.
CREATE INDEX webhook_events_chat_idx ON webhook_events (subject_id) WHERE event LIKE 'chat.%';
CREATE FUNCTION forget_webhooks_chat() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM webhook_events WHERE subject_id = OLD.id AND event LIKE 'chat.%';
    RETURN NULL;
END $$;
CREATE TRIGGER chat_messages_forget_webhooks_deleted AFTER UPDATE ON chat_messages FOR EACH ROW
    WHEN (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL) EXECUTE FUNCTION forget_webhooks_chat();
CREATE TRIGGER chat_messages_forget_webhooks_gone AFTER DELETE ON chat_messages FOR EACH ROW
    EXECUTE FUNCTION forget_webhooks_chat();
CREATE TRIGGER chat_rooms_forget_webhooks AFTER DELETE ON chat_rooms FOR EACH ROW EXECUTE FUNCTION forget_webhooks_chat();
