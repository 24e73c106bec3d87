CREATE TABLE shipping_services (
    id uuid CONSTRAINT shipping_services_pkey PRIMARY KEY,
    courier text NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    base_price bigint NOT NULL CONSTRAINT shipping_services_base_price_check CHECK (base_price >= 0),
    price_per_kg bigint NOT NULL CONSTRAINT shipping_services_price_per_kg_check CHECK (price_per_kg >= 0),
    price_per_km bigint NOT NULL CONSTRAINT shipping_services_price_per_km_check CHECK (price_per_km >= 0),
    volumetric_divisor integer NOT NULL DEFAULT 6000 CONSTRAINT shipping_services_divisor_check CHECK (volumetric_divisor > 0),
    min_weight_kg integer NOT NULL DEFAULT 1 CONSTRAINT shipping_services_min_weight_check CHECK (min_weight_kg > 0),
    rounding_tolerance_g integer NOT NULL DEFAULT 300 CONSTRAINT shipping_services_tolerance_check CHECK (rounding_tolerance_g BETWEEN 0 AND 999),
    -- Farthest distance served; NULL is everywhere.
    max_distance_km integer CONSTRAINT shipping_services_distance_check CHECK (max_distance_km > 0),
    min_days integer NOT NULL CONSTRAINT shipping_services_min_days_check CHECK (min_days >= 0),
    max_days integer NOT NULL,
    active boolean NOT NULL DEFAULT true,
    sort_order integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT shipping_services_code_key UNIQUE (courier, code),
    CONSTRAINT shipping_services_max_days_check CHECK (max_days >= min_days)
);

CREATE TABLE carts (
    id uuid CONSTRAINT carts_pkey PRIMARY KEY,
    user_id uuid CONSTRAINT carts_user_fkey REFERENCES users (id) ON DELETE CASCADE,
    token_hash bytea CONSTRAINT carts_token_key UNIQUE,
    status text NOT NULL DEFAULT 'open' CONSTRAINT carts_status_check CHECK (status IN ('open', 'ordered', 'merged')),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT carts_owner_check CHECK (user_id IS NOT NULL OR token_hash IS NOT NULL)
);
CREATE UNIQUE INDEX carts_open_user_key ON carts (user_id) WHERE status = 'open';
CREATE INDEX carts_updated_idx ON carts (updated_at) WHERE status = 'open';

CREATE TABLE cart_items (
    cart_id uuid NOT NULL CONSTRAINT cart_items_cart_fkey REFERENCES carts (id) ON DELETE CASCADE,
    variant_id uuid NOT NULL CONSTRAINT cart_items_variant_fkey REFERENCES variants (id) ON DELETE CASCADE,
    quantity integer NOT NULL CONSTRAINT cart_items_quantity_check CHECK (quantity BETWEEN 1 AND 99),
    price_when_added bigint NOT NULL CONSTRAINT cart_items_price_check CHECK (price_when_added >= 0),
    added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT cart_items_pkey PRIMARY KEY (cart_id, variant_id)
);
CREATE INDEX cart_items_variant_idx ON cart_items (variant_id);

CREATE TABLE orders (
    id uuid CONSTRAINT orders_pkey PRIMARY KEY,
    number text NOT NULL CONSTRAINT orders_number_key UNIQUE CONSTRAINT orders_number_check CHECK (number ~ '^HRT-[0-9]{6}-[0-9A-Z]{6}$'),
    user_id uuid CONSTRAINT orders_user_fkey REFERENCES users (id) ON DELETE SET NULL,
    cart_id uuid CONSTRAINT orders_cart_key UNIQUE CONSTRAINT orders_cart_fkey REFERENCES carts (id) ON DELETE SET NULL,
    buyer_name text NOT NULL,
    buyer_email text NOT NULL,
    buyer_phone text,
    locale text NOT NULL CONSTRAINT orders_locale_check CHECK (locale IN ('id', 'en')),
    status text NOT NULL CONSTRAINT orders_status_check CHECK (status IN
        ('pending', 'paid', 'processing', 'shipped', 'delivered', 'completed', 'cancelled', 'expired', 'refunded')),
    payment_status text NOT NULL CONSTRAINT orders_payment_status_check CHECK (payment_status IN
        ('unpaid', 'pending', 'challenged', 'paid', 'partially_refunded', 'refunded')),
    items_total bigint NOT NULL CONSTRAINT orders_items_total_check CHECK (items_total >= 0),
    shipping_total bigint NOT NULL CONSTRAINT orders_shipping_total_check CHECK (shipping_total >= 0),
    discount_total bigint NOT NULL DEFAULT 0 CONSTRAINT orders_discount_total_check CHECK (discount_total >= 0),
    tax_included bigint NOT NULL DEFAULT 0 CONSTRAINT orders_tax_included_check CHECK (tax_included >= 0),
    grand_total bigint NOT NULL,
    refunded_total bigint NOT NULL DEFAULT 0 CONSTRAINT orders_refunded_total_check CHECK (refunded_total BETWEEN 0 AND grand_total),
    item_count integer NOT NULL CONSTRAINT orders_item_count_check CHECK (item_count > 0),
    address jsonb NOT NULL,
    shipping jsonb NOT NULL,
    courier text NOT NULL,
    destination text NOT NULL,
    note text NOT NULL DEFAULT '',
    pay_until timestamptz NOT NULL,
    paid_at timestamptz,
    shipped_at timestamptz,
    delivered_at timestamptz,
    completed_at timestamptz,
    closed_at timestamptz,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT orders_grand_total_check CHECK (grand_total = items_total + shipping_total - discount_total AND grand_total >= 0)
);
CREATE INDEX orders_user_idx ON orders (user_id, created_at DESC, id DESC);
CREATE INDEX orders_created_idx ON orders (created_at DESC, id DESC);
CREATE INDEX orders_status_idx ON orders (status, created_at DESC, id DESC);
CREATE INDEX orders_payment_status_idx ON orders (payment_status, created_at DESC, id DESC);
CREATE INDEX orders_courier_idx ON orders (courier, created_at DESC, id DESC);
CREATE INDEX orders_paid_idx ON orders (paid_at) WHERE paid_at IS NOT NULL;
CREATE INDEX orders_pay_until_idx ON orders (pay_until) WHERE status = 'pending';
CREATE INDEX orders_text_idx ON orders USING gin (fold(number || ' ' || buyer_name || ' ' || buyer_email) gin_trgm_ops);

CREATE TABLE order_items (
    id uuid CONSTRAINT order_items_pkey PRIMARY KEY,
    order_id uuid NOT NULL CONSTRAINT order_items_order_fkey REFERENCES orders (id) ON DELETE CASCADE,
    variant_id uuid NOT NULL CONSTRAINT order_items_variant_fkey REFERENCES variants (id),
    product_id uuid NOT NULL CONSTRAINT order_items_product_fkey REFERENCES products (id),
    product_slug text NOT NULL,
    name text NOT NULL,
    sku text NOT NULL,
    options jsonb NOT NULL,
    price bigint NOT NULL CONSTRAINT order_items_price_check CHECK (price >= 0),
    cost bigint,
    quantity integer NOT NULL CONSTRAINT order_items_quantity_check CHECK (quantity > 0),
    weight_g integer NOT NULL,
    line_total bigint NOT NULL,
    image jsonb,
    position integer NOT NULL,
    CONSTRAINT order_items_line_total_check CHECK (line_total = price * quantity),
    CONSTRAINT order_items_variant_key UNIQUE (order_id, variant_id)
);
CREATE INDEX order_items_variant_idx ON order_items (variant_id);
CREATE INDEX order_items_product_idx ON order_items (product_id);

-- Stock held for an order. expires_at is NULL once the order is paid; the row goes when the goods
-- leave the store or the order is called off.
CREATE TABLE stock_reservations (
    order_id uuid NOT NULL CONSTRAINT stock_reservations_order_fkey REFERENCES orders (id) ON DELETE CASCADE,
    variant_id uuid NOT NULL CONSTRAINT stock_reservations_variant_fkey REFERENCES stocks (variant_id) ON DELETE RESTRICT,
    quantity integer NOT NULL CONSTRAINT stock_reservations_quantity_check CHECK (quantity > 0),
    expires_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT stock_reservations_pkey PRIMARY KEY (order_id, variant_id)
);
CREATE INDEX stock_reservations_variant_idx ON stock_reservations (variant_id, expires_at);

CREATE FUNCTION apply_reservation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('UPDATE', 'DELETE') THEN
        UPDATE stocks SET reserved = reserved - OLD.quantity WHERE variant_id = OLD.variant_id;
    END IF;
    IF TG_OP IN ('UPDATE', 'INSERT') THEN
        UPDATE stocks SET reserved = reserved + NEW.quantity WHERE variant_id = NEW.variant_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER stock_reservations_apply AFTER INSERT OR DELETE OR UPDATE OF quantity, variant_id ON stock_reservations
    FOR EACH ROW EXECUTE FUNCTION apply_reservation();

CREATE TABLE order_events (
    id uuid CONSTRAINT order_events_pkey PRIMARY KEY,
    order_id uuid NOT NULL CONSTRAINT order_events_order_fkey REFERENCES orders (id) ON DELETE CASCADE,
    kind text NOT NULL,
    note text,
    actor_id uuid CONSTRAINT order_events_actor_fkey REFERENCES users (id) ON DELETE SET NULL,
    actor text,
    created_at timestamptz NOT NULL
);
CREATE INDEX order_events_order_idx ON order_events (order_id, id);

CREATE TABLE shipments (
    id uuid CONSTRAINT shipments_pkey PRIMARY KEY,
    order_id uuid NOT NULL CONSTRAINT shipments_order_fkey REFERENCES orders (id) ON DELETE CASCADE,
    courier text NOT NULL,
    service text NOT NULL,
    tracking_number text NOT NULL CONSTRAINT shipments_tracking_number_check CHECK (tracking_number ~ '^[A-Z0-9-]{8,30}$'),
    weight_g integer NOT NULL CONSTRAINT shipments_weight_check CHECK (weight_g > 0),
    status text NOT NULL DEFAULT 'shipped' CONSTRAINT shipments_status_check CHECK (status IN ('shipped', 'failed', 'returned', 'delivered')),
    label_path text,
    shipped_at timestamptz NOT NULL,
    delivered_at timestamptz,
    polled_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT shipments_tracking_number_key UNIQUE (courier, tracking_number)
);
CREATE INDEX shipments_order_idx ON shipments (order_id);
CREATE TABLE shipment_events (
    id uuid CONSTRAINT shipment_events_pkey PRIMARY KEY,
    shipment_id uuid NOT NULL CONSTRAINT shipment_events_shipment_fkey REFERENCES shipments (id) ON DELETE CASCADE,
    status text NOT NULL,
    note text NOT NULL DEFAULT '',
    happened_at timestamptz NOT NULL,
    CONSTRAINT shipment_events_key UNIQUE (shipment_id, status, happened_at)
);

CREATE TABLE payments (
    id uuid CONSTRAINT payments_pkey PRIMARY KEY,
    order_id uuid NOT NULL CONSTRAINT payments_order_fkey REFERENCES orders (id) ON DELETE CASCADE,
    provider text NOT NULL,
    -- What we call the attempt at the provider; never used twice.
    reference text NOT NULL CONSTRAINT payments_reference_key UNIQUE,
    external_id text,
    amount bigint NOT NULL CONSTRAINT payments_amount_check CHECK (amount > 0),
    refunded bigint NOT NULL DEFAULT 0,
    status text NOT NULL CONSTRAINT payments_status_check CHECK (status IN
        ('creating', 'open', 'pending', 'challenged', 'paid', 'failed', 'cancelled', 'expired', 'partially_refunded', 'refunded', 'charged_back')),
    redirect_url text,
    method text,
    pay_code text,
    failure text,
    raw jsonb,
    expires_at timestamptz NOT NULL,
    settled_at timestamptz,
    checked_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT payments_refunded_check CHECK (refunded BETWEEN 0 AND amount),
    CONSTRAINT payments_external_key UNIQUE (provider, external_id)
);
CREATE INDEX payments_order_idx ON payments (order_id, created_at DESC);
-- A buyer never holds two payable bills for one order.
CREATE UNIQUE INDEX payments_live_key ON payments (order_id) WHERE status IN ('creating', 'open', 'pending', 'challenged');
CREATE INDEX payments_live_idx ON payments (checked_at) WHERE status IN ('creating', 'open', 'pending', 'challenged');

-- Every notification and status answer, once.
CREATE TABLE payment_events (
    id uuid CONSTRAINT payment_events_pkey PRIMARY KEY,
    provider text NOT NULL,
    event_key text NOT NULL,
    payment_id uuid CONSTRAINT payment_events_payment_fkey REFERENCES payments (id) ON DELETE SET NULL,
    source text NOT NULL CONSTRAINT payment_events_source_check CHECK (source IN ('notification', 'query')),
    kind text NOT NULL,
    payload jsonb NOT NULL,
    effect text,
    received_at timestamptz NOT NULL,
    applied_at timestamptz,
    CONSTRAINT payment_events_event_key UNIQUE (provider, event_key)
);
CREATE INDEX payment_events_payment_idx ON payment_events (payment_id, received_at);
CREATE INDEX payment_events_received_idx ON payment_events (received_at, id);

CREATE TABLE refunds (
    id uuid CONSTRAINT refunds_pkey PRIMARY KEY,
    order_id uuid NOT NULL CONSTRAINT refunds_order_fkey REFERENCES orders (id) ON DELETE CASCADE,
    payment_id uuid CONSTRAINT refunds_payment_fkey REFERENCES payments (id) ON DELETE CASCADE,
    amount bigint NOT NULL CONSTRAINT refunds_amount_check CHECK (amount > 0),
    kind text NOT NULL CONSTRAINT refunds_kind_check CHECK (kind IN ('full', 'items', 'goodwill', 'automatic')),
    channel text NOT NULL CONSTRAINT refunds_channel_check CHECK (channel IN ('provider', 'manual_transfer')),
    status text NOT NULL CONSTRAINT refunds_status_check CHECK (status IN ('pending', 'succeeded', 'failed', 'cancelled')),
    restock boolean NOT NULL DEFAULT false,
    reason text NOT NULL DEFAULT '',
    external_id text,
    failure text,
    actor_id uuid CONSTRAINT refunds_actor_fkey REFERENCES users (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL,
    settled_at timestamptz
);
CREATE INDEX refunds_order_idx ON refunds (order_id);
CREATE INDEX refunds_payment_idx ON refunds (payment_id);
CREATE TABLE refund_items (
    refund_id uuid NOT NULL CONSTRAINT refund_items_refund_fkey REFERENCES refunds (id) ON DELETE CASCADE,
    order_item_id uuid NOT NULL CONSTRAINT refund_items_order_item_fkey REFERENCES order_items (id) ON DELETE CASCADE,
    quantity integer NOT NULL CONSTRAINT refund_items_quantity_check CHECK (quantity > 0),
    amount bigint NOT NULL CONSTRAINT refund_items_amount_check CHECK (amount >= 0),
    CONSTRAINT refund_items_pkey PRIMARY KEY (refund_id, order_item_id)
);

CREATE TABLE payment_configurations (
    provider text CONSTRAINT payment_configurations_pkey PRIMARY KEY,
    active boolean NOT NULL DEFAULT false,
    sandbox boolean NOT NULL DEFAULT true,
    -- Sealed with the server's secret key; see the server's `secrets` room.
    sealed_keys bytea,
    minimum bigint NOT NULL DEFAULT 10000 CONSTRAINT payment_configurations_minimum_check CHECK (minimum >= 0),
    expiry_minutes integer NOT NULL DEFAULT 1440 CONSTRAINT payment_configurations_expiry_check CHECK (expiry_minutes BETWEEN 30 AND 1440),
    revision integer NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TRIGGER shipping_services_touch BEFORE UPDATE ON shipping_services FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER carts_touch BEFORE UPDATE ON carts FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER orders_touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER payments_touch BEFORE UPDATE ON payments FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER payment_configurations_touch BEFORE UPDATE ON payment_configurations FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
