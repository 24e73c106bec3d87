-- Products are written, and deliveries received, in transactions that hold their listings back (`bulk_load`). Programs are to be
-- told of them all the same.
CREATE OR REPLACE FUNCTION tell_webhooks(told text, about uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    event_id uuid := gen_random_uuid();
BEGIN
    IF NOT EXISTS (SELECT FROM webhook_endpoints e WHERE e.active AND told = ANY (e.events)) THEN
        RETURN;
    END IF;
    INSERT INTO webhook_events (id, event, subject_id, occurred_at) VALUES (event_id, told, about, clock_timestamp());
    INSERT INTO outbox (job) VALUES (jsonb_build_object(
        'kind', 'webhooks.spread', 'payload', jsonb_build_object('event_id', event_id),
        'run_at', NULL, 'max_attempts', 25, 'key', NULL));
END $$;

-- A transaction is judged by what it comes to, as for those who work here (`note_stock_crossing`): shipping lets the hold go before
-- the pieces leave, and for a moment there seem to be more. The first change of a variant knows what there was.
CREATE OR REPLACE FUNCTION tell_webhooks_stock() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    judged text := COALESCE(current_setting('hurtrock.told_stocks', true), '');
    shelf stocks;
BEGIN
    IF position(NEW.variant_id::text IN judged) > 0 THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('hurtrock.told_stocks', judged || ' ' || NEW.variant_id, true);
    SELECT * INTO shelf FROM stocks WHERE variant_id = NEW.variant_id;
    IF shelf.on_hand - shelf.reserved <> OLD.on_hand - OLD.reserved THEN
        PERFORM tell_webhooks('stock.changed', NEW.variant_id);
    END IF;
    IF shelf.state <> OLD.state AND shelf.state <> 'in_stock' THEN
        PERFORM tell_webhooks('stock.' || shelf.state, NEW.variant_id);
    END IF;
    RETURN NULL;
END $$;

-- Asked for each change, so that nothing is put aside until the commit where nobody listens: a load of a catalogue changes millions.
CREATE FUNCTION stock_is_told() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM webhook_endpoints WHERE active AND events && ARRAY['stock.changed', 'stock.low', 'stock.out'])
$$;
DROP TRIGGER stocks_tell_webhooks ON stocks;
CREATE CONSTRAINT TRIGGER stocks_tell_webhooks AFTER UPDATE ON stocks DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.on_hand - OLD.reserved <> NEW.on_hand - NEW.reserved OR OLD.state <> NEW.state) AND stock_is_told())
    EXECUTE FUNCTION tell_webhooks_stock();
