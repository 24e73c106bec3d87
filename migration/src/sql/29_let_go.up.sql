-- Which refunds let pieces go before an order shipped is told by the ledger, not by the clock.
-- Goods of an order: what is held, what left the store, what came back, what money went back for.
CREATE OR REPLACE FUNCTION line_faults() RETURNS TABLE (law text, subject text, detail text) LANGUAGE sql STABLE AS $$
    WITH sold AS (
        SELECT reference_id AS order_id, variant_id, -sum(quantity) AS pieces FROM stock_movements
        WHERE kind = 'sale' AND reference_kind = 'order' GROUP BY reference_id, variant_id),
    back AS (
        SELECT r.order_id, m.variant_id, sum(m.quantity) AS pieces FROM stock_movements m JOIN refunds r ON r.id = m.reference_id
        WHERE m.reference_kind = 'refund' GROUP BY r.order_id, m.variant_id),
    given AS (
        SELECT i.order_item_id,
               -- Of money that was taken back since, nothing counts.
               COALESCE(sum(i.quantity) FILTER (
                   WHERE r.status IN ('pending', 'succeeded') AND p.status IN ('paid', 'partially_refunded', 'refunded')), 0) AS pieces,
               COALESCE(sum(i.amount) FILTER (
                   WHERE r.status IN ('pending', 'succeeded') AND p.status IN ('paid', 'partially_refunded', 'refunded')), 0) AS amount,
               -- No longer held, and so not shipped: what shipped comes back by a movement. Times do not tell, they are
               -- taken before the locks. A refund that failed let go too, until another makes up for it.
               COALESCE(sum(i.quantity) FILTER (
                   WHERE r.restock AND r.kind = 'items' AND r.status <> 'cancelled' AND again.id IS NULL AND m.id IS NULL), 0) AS let_go
        FROM refund_items i
        JOIN refunds r ON r.id = i.refund_id
        JOIN order_items l ON l.id = i.order_item_id
        LEFT JOIN refunds again ON again.retry_of = r.id
        LEFT JOIN stock_movements m ON m.reference_kind = 'refund' AND m.reference_id = r.id AND m.variant_id = l.variant_id
        LEFT JOIN payments p ON p.id = r.payment_id
        GROUP BY i.order_item_id)
    SELECT f.law, o.number || ' ' || i.sku, format('%s instead of %s, order %s, payment %s', f.found, f.expected, o.status, o.payment_status)
    FROM order_items i
    JOIN orders o ON o.id = i.order_id
    LEFT JOIN stock_reservations h ON h.order_id = i.order_id AND h.variant_id = i.variant_id
    LEFT JOIN sold ON sold.order_id = i.order_id AND sold.variant_id = i.variant_id
    LEFT JOIN back ON back.order_id = i.order_id AND back.variant_id = i.variant_id
    LEFT JOIN given ON given.order_item_id = i.id
    CROSS JOIN LATERAL breaches(ARRAY[
        CASE WHEN h.quantity > i.quantity
            THEN ROW ('no_more_held_than_ordered', h.quantity, i.quantity)::breach END,
        CASE WHEN o.status IN ('paid', 'processing') AND COALESCE(h.quantity, 0) + COALESCE(given.let_go, 0) < i.quantity
            THEN ROW ('what_is_paid_is_held', COALESCE(h.quantity, 0), i.quantity - COALESCE(given.let_go, 0))::breach END,
        CASE WHEN sold.pieces > i.quantity
            THEN ROW ('no_more_sold_than_ordered', sold.pieces, i.quantity)::breach END,
        CASE WHEN o.shipped_at IS NOT NULL AND o.payment_status <> 'unpaid' AND COALESCE(sold.pieces, 0) + COALESCE(given.let_go, 0) < i.quantity
            THEN ROW ('what_is_paid_is_shipped', COALESCE(sold.pieces, 0), i.quantity - COALESCE(given.let_go, 0))::breach END,
        CASE WHEN sold.pieces > 0 AND o.shipped_at IS NULL
            THEN ROW ('sold_only_when_shipped', sold.pieces, 0)::breach END,
        CASE WHEN back.pieces > COALESCE(sold.pieces, 0)
            THEN ROW ('no_more_back_than_sold', back.pieces, COALESCE(sold.pieces, 0))::breach END,
        CASE WHEN given.pieces > i.quantity
            THEN ROW ('no_more_pieces_refunded_than_ordered', given.pieces, i.quantity)::breach END,
        CASE WHEN given.amount > i.line_total
            THEN ROW ('no_more_refunded_than_the_line_cost', given.amount, i.line_total)::breach END,
        CASE WHEN i.line_total <> i.price * i.quantity
            THEN ROW ('a_line_is_price_times_quantity', i.line_total, i.price * i.quantity)::breach END
    ]) AS f (law, found, expected)
    UNION ALL
    -- Holds only of orders that may hold, for what they bought, and for as long as they may.
    SELECT f.law, o.number || ' ' || v.sku, format('%s held until %s, order %s', h.quantity, COALESCE(h.expires_at::text, 'it ships'), o.status)
    FROM stock_reservations h
    JOIN orders o ON o.id = h.order_id
    JOIN variants v ON v.id = h.variant_id
    LEFT JOIN order_items i ON i.order_id = h.order_id AND i.variant_id = h.variant_id
    CROSS JOIN LATERAL breaches(ARRAY[
        CASE WHEN o.status NOT IN ('pending', 'paid', 'processing')
            THEN ROW ('only_open_orders_hold', NULL, NULL)::breach END,
        CASE WHEN i.id IS NULL
            THEN ROW ('only_what_was_ordered_is_held', NULL, NULL)::breach END,
        CASE WHEN (h.expires_at IS NULL) <> (o.status IN ('paid', 'processing')) AND o.status IN ('pending', 'paid', 'processing')
            THEN ROW ('a_hold_ends_unless_paid', NULL, NULL)::breach END
    ]) AS f (law, found, expected)
    UNION ALL
    SELECT 'only_what_was_ordered_is_sold', COALESCE(o.number, s.order_id::text) || ' ' || v.sku, format('%s pieces', s.pieces)
    FROM sold s
    JOIN variants v ON v.id = s.variant_id
    LEFT JOIN orders o ON o.id = s.order_id
    LEFT JOIN order_items i ON i.order_id = s.order_id AND i.variant_id = s.variant_id
    WHERE i.id IS NULL
$$;
