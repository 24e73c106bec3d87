ALTER TABLE suppliers DROP COLUMN locale;
DROP TRIGGER restock_orders_tell ON restock_orders;
DROP FUNCTION tell_incoming_changed;
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
