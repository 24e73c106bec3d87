CREATE OR REPLACE FUNCTION stock_faults() RETURNS TABLE (law text, subject text, detail text) LANGUAGE sql STABLE AS $$
    SELECT f.law, v.sku, format('%s instead of %s', f.found, f.expected)
    FROM stocks s
    JOIN variants v ON v.id = s.variant_id
    LEFT JOIN (SELECT variant_id, sum(quantity) AS pieces FROM stock_movements GROUP BY variant_id) m ON m.variant_id = s.variant_id
    LEFT JOIN (SELECT variant_id, sum(quantity) AS pieces FROM stock_reservations GROUP BY variant_id) h ON h.variant_id = s.variant_id
    CROSS JOIN LATERAL breaches(ARRAY[
        CASE WHEN s.on_hand <> COALESCE(m.pieces, 0)
            THEN ROW ('on_hand_is_the_ledger', s.on_hand, COALESCE(m.pieces, 0))::breach END,
        CASE WHEN s.reserved <> COALESCE(h.pieces, 0)
            THEN ROW ('reserved_is_the_holds', s.reserved, COALESCE(h.pieces, 0))::breach END,
        CASE WHEN s.reserved NOT BETWEEN 0 AND s.on_hand
            THEN ROW ('reserved_is_on_the_shelf', s.reserved, s.on_hand)::breach END
    ]) AS f (law, found, expected)
$$;

ALTER TABLE email_messages DROP COLUMN restock_order_id;
DROP TABLE restock_receipt_items, restock_receipts;
ALTER TABLE restock_order_items DROP COLUMN position, DROP COLUMN supplier_sku, DROP COLUMN quantity_damaged;
DROP INDEX restock_orders_created_idx;
ALTER TABLE restock_orders DROP COLUMN cancelled_at, DROP COLUMN cancel_reason;
DROP SEQUENCE restock_order_numbers;
DROP VIEW supplies;
DROP TABLE supplier_products;
DROP INDEX suppliers_folded_name_idx;
ALTER TABLE suppliers DROP COLUMN revision, DROP COLUMN lead_time_days;
DROP INDEX stock_movements_time_idx;
DROP TRIGGER stock_movements_apply ON stock_movements;
CREATE OR REPLACE FUNCTION apply_movement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE stocks SET on_hand = on_hand + NEW.quantity WHERE variant_id = NEW.variant_id;
    RETURN NULL;
END $$;
CREATE TRIGGER stock_movements_apply AFTER INSERT ON stock_movements
    FOR EACH ROW EXECUTE FUNCTION apply_movement();
ALTER TABLE stock_movements DROP COLUMN on_hand_after;
DROP TRIGGER stocks_note_crossing ON stocks;
DROP FUNCTION note_stock_crossing, stock_severity;
DROP TABLE stock_alerts;
DROP TRIGGER variants_open_stock ON variants;
CREATE OR REPLACE FUNCTION open_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO stocks (variant_id, product_id, low_stock_threshold) VALUES (NEW.id, NEW.product_id, NEW.low_stock_threshold);
    ELSIF NEW.low_stock_threshold <> OLD.low_stock_threshold THEN
        UPDATE stocks SET low_stock_threshold = NEW.low_stock_threshold WHERE variant_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER variants_open_stock AFTER INSERT OR UPDATE OF low_stock_threshold ON variants
    FOR EACH ROW EXECUTE FUNCTION open_stock();
DROP INDEX stocks_level_idx;
ALTER TABLE stocks DROP COLUMN level, DROP COLUMN minimum_stock;
