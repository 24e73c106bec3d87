CREATE OR REPLACE FUNCTION tell_webhooks(told text, about uuid) RETURNS void LANGUAGE plpgsql AS $$
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

CREATE OR REPLACE FUNCTION tell_webhooks_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tell_webhooks('stock.changed', NEW.variant_id);
    IF NEW.state <> OLD.state AND NEW.state <> 'in_stock' THEN
        PERFORM tell_webhooks('stock.' || NEW.state, NEW.variant_id);
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER stocks_tell_webhooks ON stocks;
CREATE TRIGGER stocks_tell_webhooks AFTER UPDATE ON stocks FOR EACH ROW
    WHEN (OLD.on_hand - OLD.reserved <> NEW.on_hand - NEW.reserved OR OLD.state <> NEW.state)
    EXECUTE FUNCTION tell_webhooks_stock();
DROP FUNCTION stock_is_told;
