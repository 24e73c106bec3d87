-- on_hand and reserved are never written directly: on_hand is the sum of the ledger, reserved the
-- sum of the reservations, and the triggers below are the only hands on them.
CREATE TABLE stocks (
    variant_id uuid CONSTRAINT stocks_pkey PRIMARY KEY CONSTRAINT stocks_variant_fkey REFERENCES variants (id) ON DELETE CASCADE,
    product_id uuid NOT NULL CONSTRAINT stocks_product_fkey REFERENCES products (id) ON DELETE CASCADE,
    on_hand integer NOT NULL DEFAULT 0 CONSTRAINT stocks_on_hand_check CHECK (on_hand >= 0),
    reserved integer NOT NULL DEFAULT 0,
    low_stock_threshold integer NOT NULL DEFAULT 3,
    state text NOT NULL GENERATED ALWAYS AS (
        CASE WHEN on_hand - reserved <= 0 THEN 'out'
             WHEN on_hand - reserved <= low_stock_threshold THEN 'low'
             ELSE 'in_stock' END) STORED,
    CONSTRAINT stocks_reserved_check CHECK (reserved >= 0 AND reserved <= on_hand)
);
CREATE INDEX stocks_state_idx ON stocks (state) WHERE state <> 'in_stock';
CREATE INDEX stocks_product_idx ON stocks (product_id);

CREATE TABLE stock_movements (
    id uuid CONSTRAINT stock_movements_pkey PRIMARY KEY,
    variant_id uuid NOT NULL CONSTRAINT stock_movements_variant_fkey REFERENCES stocks (variant_id) ON DELETE RESTRICT,
    kind text NOT NULL CONSTRAINT stock_movements_kind_check CHECK (kind IN ('receipt', 'sale', 'return', 'adjustment')),
    quantity integer NOT NULL CONSTRAINT stock_movements_quantity_check CHECK (quantity <> 0),
    reason text CONSTRAINT stock_movements_reason_check CHECK (reason IN ('damage', 'theft', 'count', 'other')),
    note text NOT NULL DEFAULT '',
    actor_id uuid CONSTRAINT stock_movements_actor_fkey REFERENCES users (id),
    reference_kind text CONSTRAINT stock_movements_reference_check CHECK (reference_kind IN ('order', 'restock_order', 'refund')),
    reference_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT stock_movements_sign_check CHECK (
        CASE kind WHEN 'receipt' THEN quantity > 0 WHEN 'return' THEN quantity > 0 WHEN 'sale' THEN quantity < 0 ELSE true END),
    CONSTRAINT stock_movements_reason_when_check CHECK ((kind = 'adjustment') = (reason IS NOT NULL)),
    CONSTRAINT stock_movements_reference_when_check CHECK ((reference_kind IS NULL) = (reference_id IS NULL))
);
CREATE INDEX stock_movements_variant_idx ON stock_movements (variant_id, created_at, id);
CREATE INDEX stock_movements_reference_idx ON stock_movements (reference_kind, reference_id);
-- A line of an order leaves the store once.
CREATE UNIQUE INDEX stock_movements_sale_key ON stock_movements (reference_id, variant_id) WHERE kind = 'sale' AND reference_kind = 'order';

CREATE FUNCTION open_stock() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE FUNCTION apply_movement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE stocks SET on_hand = on_hand + NEW.quantity WHERE variant_id = NEW.variant_id;
    RETURN NULL;
END $$;
CREATE TRIGGER stock_movements_apply AFTER INSERT ON stock_movements
    FOR EACH ROW EXECUTE FUNCTION apply_movement();
CREATE TRIGGER stock_movements_append_only BEFORE UPDATE OR DELETE ON stock_movements
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION guard_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 AND (NEW.on_hand, NEW.reserved) IS DISTINCT FROM (OLD.on_hand, OLD.reserved) THEN
        RAISE EXCEPTION 'stock changes by movements and reservations only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stocks_guard BEFORE UPDATE ON stocks FOR EACH ROW EXECUTE FUNCTION guard_stock();
