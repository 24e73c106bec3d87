-- NOTIFY holds a lock that all who notify share until the commit is on disk: transactions that
-- notify are committed one after the other. Those that come in crowds write down what is to be said
-- and done instead, and that happens for many at once when they are committed.
CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT outbox_pkey PRIMARY KEY,
    -- A job for the queue.
    job jsonb,
    -- A word on the channel `hurtrock`.
    news text,
    CONSTRAINT outbox_one_check CHECK ((job IS NULL) <> (news IS NULL))
);

-- Says it at the commit, or writes it down where the transaction has set hurtrock.quiet.
CREATE FUNCTION announce(told text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('hurtrock.quiet', true) = 'on' THEN
        INSERT INTO outbox (news) VALUES (told);
    ELSE
        PERFORM pg_notify('hurtrock', told);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION tell_stock_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF bulk_load() THEN RETURN NULL; END IF;
    IF NEW.state <> OLD.state THEN
        PERFORM refresh_listings(ARRAY[NEW.product_id]);
        PERFORM announce('listing ' || NEW.product_id);
    ELSIF LEAST(NEW.on_hand - NEW.reserved, 99) <> LEAST(OLD.on_hand - OLD.reserved, 99) THEN
        PERFORM announce('stock ' || NEW.product_id);
    END IF;
    RETURN NULL;
END $$;
