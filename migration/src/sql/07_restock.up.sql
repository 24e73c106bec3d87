CREATE TABLE restock_orders (
    id uuid CONSTRAINT restock_orders_pkey PRIMARY KEY,
    number text NOT NULL CONSTRAINT restock_orders_number_key UNIQUE,
    supplier_id uuid NOT NULL CONSTRAINT restock_orders_supplier_fkey REFERENCES suppliers (id),
    status text NOT NULL CONSTRAINT restock_orders_status_check CHECK (status IN ('draft', 'ordered', 'partially_received', 'received', 'cancelled')),
    expected_on date,
    ordered_at timestamptz,
    received_at timestamptz,
    notes text NOT NULL DEFAULT '',
    total bigint NOT NULL DEFAULT 0 CONSTRAINT restock_orders_total_check CHECK (total >= 0),
    created_by uuid CONSTRAINT restock_orders_created_by_fkey REFERENCES users (id) ON DELETE SET NULL,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX restock_orders_supplier_idx ON restock_orders (supplier_id, created_at DESC);
CREATE INDEX restock_orders_status_idx ON restock_orders (status, created_at DESC);
CREATE TABLE restock_order_items (
    restock_order_id uuid NOT NULL CONSTRAINT restock_order_items_order_fkey REFERENCES restock_orders (id) ON DELETE CASCADE,
    variant_id uuid NOT NULL CONSTRAINT restock_order_items_variant_fkey REFERENCES variants (id),
    quantity_ordered integer NOT NULL CONSTRAINT restock_order_items_ordered_check CHECK (quantity_ordered > 0),
    quantity_received integer NOT NULL DEFAULT 0 CONSTRAINT restock_order_items_received_check CHECK (quantity_received >= 0),
    unit_cost bigint NOT NULL CONSTRAINT restock_order_items_cost_check CHECK (unit_cost >= 0),
    CONSTRAINT restock_order_items_pkey PRIMARY KEY (restock_order_id, variant_id)
);
CREATE INDEX restock_order_items_variant_idx ON restock_order_items (variant_id);
CREATE TRIGGER restock_orders_touch BEFORE UPDATE ON restock_orders FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
