-- The stock list shows every piece and what is on its way. Shoppers are not told of more than 99, and product pages do not
-- care what was ordered from a supplier: for these it is `shelf` that is told, and no page is forgotten for it.
CREATE OR REPLACE FUNCTION tell_stock_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF bulk_load() THEN RETURN NULL; END IF;
    IF NEW.state <> OLD.state THEN
        PERFORM refresh_listings(ARRAY[NEW.product_id]);
        PERFORM announce('listing ' || NEW.product_id);
    ELSIF LEAST(NEW.on_hand - NEW.reserved, 99) <> LEAST(OLD.on_hand - OLD.reserved, 99) THEN
        PERFORM announce('stock ' || NEW.product_id);
    ELSIF (NEW.on_hand, NEW.reserved) <> (OLD.on_hand, OLD.reserved) THEN
        PERFORM announce('shelf ' || NEW.product_id);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION tell_incoming_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM announce('shelf ' || product_id)
    FROM (SELECT DISTINCT v.product_id FROM restock_order_items i JOIN variants v ON v.id = i.variant_id
          WHERE i.restock_order_id = NEW.id) coming;
    RETURN NULL;
END $$;
CREATE TRIGGER restock_orders_tell AFTER UPDATE ON restock_orders FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM OLD.status)
    EXECUTE FUNCTION tell_incoming_changed();

-- In which language a supplier is written to.
ALTER TABLE suppliers ADD COLUMN locale text NOT NULL DEFAULT 'id' CONSTRAINT suppliers_locale_check CHECK (locale IN ('id', 'en'));
