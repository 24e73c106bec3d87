-- How urgent a variant's stock is, for the back office: out, critical (at or below its minimum), low
-- (at or below its threshold), adequate. What shoppers are told stays in `state`.
ALTER TABLE stocks ADD COLUMN minimum_stock integer NOT NULL DEFAULT 0;
UPDATE stocks s SET minimum_stock = v.minimum_stock FROM variants v WHERE v.id = s.variant_id AND v.minimum_stock <> 0;
ALTER TABLE stocks ADD COLUMN level text NOT NULL GENERATED ALWAYS AS (
    CASE WHEN on_hand - reserved <= 0 THEN 'out'
         WHEN on_hand - reserved <= minimum_stock THEN 'critical'
         WHEN on_hand - reserved <= low_stock_threshold THEN 'low'
         ELSE 'adequate' END) STORED;
CREATE INDEX stocks_level_idx ON stocks (level, variant_id) WHERE level <> 'adequate';

CREATE OR REPLACE FUNCTION open_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO stocks (variant_id, product_id, low_stock_threshold, minimum_stock)
        VALUES (NEW.id, NEW.product_id, NEW.low_stock_threshold, NEW.minimum_stock);
    ELSIF (NEW.low_stock_threshold, NEW.minimum_stock) <> (OLD.low_stock_threshold, OLD.minimum_stock) THEN
        UPDATE stocks SET low_stock_threshold = NEW.low_stock_threshold, minimum_stock = NEW.minimum_stock WHERE variant_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER variants_open_stock ON variants;
CREATE TRIGGER variants_open_stock AFTER INSERT OR UPDATE OF low_stock_threshold, minimum_stock ON variants
    FOR EACH ROW EXECUTE FUNCTION open_stock();

-- A variant's stock fell to a level that is worse than the one before: written down by the transaction
-- that took the pieces, told to staff by a job. A threshold that is moved is no news to whoever moved it.
CREATE TABLE stock_alerts (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT stock_alerts_pkey PRIMARY KEY,
    variant_id uuid NOT NULL CONSTRAINT stock_alerts_variant_fkey REFERENCES stocks (variant_id) ON DELETE CASCADE,
    level text NOT NULL CONSTRAINT stock_alerts_level_check CHECK (level IN ('low', 'critical', 'out')),
    available integer NOT NULL,
    told_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX stock_alerts_waiting_idx ON stock_alerts (id) WHERE told_at IS NULL;
CREATE INDEX stock_alerts_variant_idx ON stock_alerts (variant_id, id);

CREATE FUNCTION stock_severity(level text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT CASE level WHEN 'out' THEN 3 WHEN 'critical' THEN 2 WHEN 'low' THEN 1 ELSE 0 END
$$;
-- A transaction is judged by what it comes to: one that ships takes the hold away before the pieces go, and
-- between the two there seem to be more. The first change of a level knows the one from before, the row that at the end.
CREATE FUNCTION note_stock_crossing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    judged text := COALESCE(current_setting('hurtrock.judged_stocks', true), '');
BEGIN
    IF position(NEW.variant_id::text IN judged) > 0 THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('hurtrock.judged_stocks', judged || ' ' || NEW.variant_id, true);
    INSERT INTO stock_alerts (variant_id, level, available)
    SELECT s.variant_id, s.level, s.on_hand - s.reserved FROM stocks s
    WHERE s.variant_id = NEW.variant_id AND s.on_hand - s.reserved < OLD.on_hand - OLD.reserved
      AND stock_severity(s.level) > stock_severity(OLD.level);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER stocks_note_crossing AFTER UPDATE ON stocks DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.level IS DISTINCT FROM OLD.level AND NOT bulk_load()) EXECUTE FUNCTION note_stock_crossing();

-- What was on the shelf after each movement, as the ledger was written: lists would add it up anew for every row.
ALTER TABLE stock_movements ADD COLUMN on_hand_after integer;
ALTER TABLE stock_movements DISABLE TRIGGER stock_movements_append_only;
UPDATE stock_movements m SET on_hand_after = b.pieces
FROM (SELECT id, sum(quantity) OVER (PARTITION BY variant_id ORDER BY created_at, id) AS pieces FROM stock_movements) b
WHERE b.id = m.id;
ALTER TABLE stock_movements ENABLE TRIGGER stock_movements_append_only;
ALTER TABLE stock_movements ALTER COLUMN on_hand_after SET NOT NULL;
CREATE OR REPLACE FUNCTION apply_movement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- One that is there already is about to be refused or, by ON CONFLICT DO NOTHING, left alone: the shelf is, too.
    IF EXISTS (SELECT FROM stock_movements WHERE id = NEW.id) THEN
        NEW.on_hand_after := 0;
        RETURN NEW;
    END IF;
    UPDATE stocks SET on_hand = on_hand + NEW.quantity WHERE variant_id = NEW.variant_id RETURNING on_hand INTO NEW.on_hand_after;
    RETURN NEW;
END $$;
DROP TRIGGER stock_movements_apply ON stock_movements;
CREATE TRIGGER stock_movements_apply BEFORE INSERT ON stock_movements FOR EACH ROW EXECUTE FUNCTION apply_movement();

-- The back office's lists.
CREATE INDEX stock_movements_time_idx ON stock_movements (created_at DESC, id DESC);

ALTER TABLE suppliers
    ADD COLUMN revision integer NOT NULL DEFAULT 1,
    -- Days from order to delivery, where a product says nothing else.
    ADD COLUMN lead_time_days integer NOT NULL DEFAULT 7 CONSTRAINT suppliers_lead_time_check CHECK (lead_time_days BETWEEN 0 AND 365);
CREATE INDEX suppliers_folded_name_idx ON suppliers (lower(name), id);

-- What a supplier calls a variant, and on which terms it comes.
CREATE TABLE supplier_products (
    supplier_id uuid NOT NULL CONSTRAINT supplier_products_supplier_fkey REFERENCES suppliers (id) ON DELETE CASCADE,
    variant_id uuid NOT NULL CONSTRAINT supplier_products_variant_fkey REFERENCES variants (id) ON DELETE CASCADE,
    supplier_sku text NOT NULL DEFAULT '',
    cost bigint CONSTRAINT supplier_products_cost_check CHECK (cost >= 0),
    lead_time_days integer CONSTRAINT supplier_products_lead_time_check CHECK (lead_time_days BETWEEN 0 AND 365),
    minimum_quantity integer NOT NULL DEFAULT 1 CONSTRAINT supplier_products_minimum_check CHECK (minimum_quantity > 0),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT supplier_products_pkey PRIMARY KEY (supplier_id, variant_id)
);
CREATE INDEX supplier_products_variant_idx ON supplier_products (variant_id);
CREATE TRIGGER supplier_products_touch BEFORE UPDATE ON supplier_products FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- Who supplies what: by terms of its own, or because the product names the supplier.
CREATE VIEW supplies AS
SELECT sp.supplier_id, sp.variant_id, sp.supplier_sku, sp.cost, sp.lead_time_days, sp.minimum_quantity, true AS has_terms
FROM supplier_products sp
UNION ALL
SELECT p.supplier_id, v.id, '', NULL::bigint, NULL::integer, 1, false
FROM products p JOIN variants v ON v.product_id = p.id
WHERE p.supplier_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM supplier_products sp WHERE sp.supplier_id = p.supplier_id AND sp.variant_id = v.id);

CREATE SEQUENCE restock_order_numbers;
ALTER TABLE restock_orders
    ADD COLUMN cancelled_at timestamptz,
    ADD COLUMN cancel_reason text NOT NULL DEFAULT '';
CREATE INDEX restock_orders_created_idx ON restock_orders (created_at DESC, id DESC);
ALTER TABLE restock_order_items
    ADD COLUMN position integer NOT NULL DEFAULT 0,
    ADD COLUMN supplier_sku text NOT NULL DEFAULT '',
    -- Pieces that came broken: they are not on the shelf.
    ADD COLUMN quantity_damaged integer NOT NULL DEFAULT 0 CONSTRAINT restock_order_items_damaged_check CHECK (quantity_damaged >= 0);

-- A delivery, as it was counted.
CREATE TABLE restock_receipts (
    id uuid CONSTRAINT restock_receipts_pkey PRIMARY KEY,
    restock_order_id uuid NOT NULL CONSTRAINT restock_receipts_order_fkey REFERENCES restock_orders (id) ON DELETE CASCADE,
    delivery_note text NOT NULL DEFAULT '',
    note text NOT NULL DEFAULT '',
    -- Nothing more comes of this order, whatever is missing.
    closes boolean NOT NULL DEFAULT false,
    received_by uuid CONSTRAINT restock_receipts_by_fkey REFERENCES users (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX restock_receipts_order_idx ON restock_receipts (restock_order_id, created_at, id);
CREATE TABLE restock_receipt_items (
    receipt_id uuid NOT NULL CONSTRAINT restock_receipt_items_receipt_fkey REFERENCES restock_receipts (id) ON DELETE CASCADE,
    variant_id uuid NOT NULL CONSTRAINT restock_receipt_items_variant_fkey REFERENCES variants (id),
    quantity integer NOT NULL CONSTRAINT restock_receipt_items_quantity_check CHECK (quantity >= 0),
    damaged integer NOT NULL DEFAULT 0 CONSTRAINT restock_receipt_items_damaged_check CHECK (damaged >= 0),
    reason text NOT NULL DEFAULT '',
    unit_cost bigint NOT NULL CONSTRAINT restock_receipt_items_cost_check CHECK (unit_cost >= 0),
    -- What a piece cost on average before and after.
    cost_before bigint,
    cost_after bigint,
    CONSTRAINT restock_receipt_items_pkey PRIMARY KEY (receipt_id, variant_id),
    CONSTRAINT restock_receipt_items_some_check CHECK (quantity + damaged > 0)
);
CREATE INDEX restock_receipt_items_variant_idx ON restock_receipt_items (variant_id);

-- The purchase order goes along with its email.
ALTER TABLE email_messages ADD COLUMN restock_order_id uuid
    CONSTRAINT email_messages_restock_order_fkey REFERENCES restock_orders (id) ON DELETE SET NULL;
CREATE INDEX email_messages_restock_order_idx ON email_messages (restock_order_id) WHERE restock_order_id IS NOT NULL;

-- The law of stock, with that of deliveries.
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
    UNION ALL
    -- What came with a delivery is in the ledger, piece by piece.
    SELECT f.law, o.number || ' ' || v.sku, format('%s instead of %s', f.found, f.expected)
    FROM restock_order_items i
    JOIN restock_orders o ON o.id = i.restock_order_id
    JOIN variants v ON v.id = i.variant_id
    LEFT JOIN (SELECT r.restock_order_id, t.variant_id, sum(t.quantity) AS pieces, sum(t.damaged) AS damaged
               FROM restock_receipt_items t JOIN restock_receipts r ON r.id = t.receipt_id
               GROUP BY r.restock_order_id, t.variant_id) t ON t.restock_order_id = i.restock_order_id AND t.variant_id = i.variant_id
    LEFT JOIN (SELECT reference_id, variant_id, sum(quantity) AS pieces FROM stock_movements
               WHERE kind = 'receipt' AND reference_kind = 'restock_order' GROUP BY reference_id, variant_id) m
        ON m.reference_id = i.restock_order_id AND m.variant_id = i.variant_id
    CROSS JOIN LATERAL breaches(ARRAY[
        CASE WHEN i.quantity_received <> COALESCE(t.pieces, 0) OR i.quantity_damaged <> COALESCE(t.damaged, 0)
            THEN ROW ('received_is_the_deliveries', i.quantity_received + i.quantity_damaged, COALESCE(t.pieces + t.damaged, 0))::breach END,
        CASE WHEN i.quantity_received <> COALESCE(m.pieces, 0)
            THEN ROW ('received_is_on_the_shelf', i.quantity_received, COALESCE(m.pieces, 0))::breach END
    ]) AS f (law, found, expected)
$$;
