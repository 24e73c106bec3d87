-- The law of stock and money: what must be true of the rows whenever nobody is in the middle of a
-- transaction. Each function returns every breach: the law, what it is about (a SKU, an order's
-- number, a payment's reference, a refund's id) and the figures. None is the only good answer.
--
-- Each reads its tables once, in whole, and joins them by hashing: no look-up per row. What was found
-- and what was expected is written down only where they differ.
CREATE TYPE breach AS (law text, found numeric, expected numeric);
CREATE FUNCTION breaches(found breach[]) RETURNS SETOF breach LANGUAGE sql IMMUTABLE AS $$
    -- Nearly every row has none; those are told by the first condition, before anything is unnested.
    SELECT b.law, b.found, b.expected FROM unnest($1) b WHERE num_nonnulls(VARIADIC $1) > 0 AND b.law IS NOT NULL
$$;

-- The shelf is the sum of its movements, what is set aside the sum of the holds.
CREATE FUNCTION stock_faults() RETURNS TABLE (law text, subject text, detail text) LANGUAGE sql STABLE AS $$
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

-- Goods of an order: what is held, what left the store, what came back, what money went back for.
CREATE FUNCTION line_faults() RETURNS TABLE (law text, subject text, detail text) LANGUAGE sql STABLE AS $$
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

-- Money: what came in, and what goes back of it.
CREATE FUNCTION payment_faults() RETURNS TABLE (law text, subject text, detail text) LANGUAGE sql STABLE AS $$
    WITH gone AS (
        SELECT payment_id, bool_or(kind = 'automatic') AS unwanted, bool_or(reason = 'made_at_provider') AS outside,
               COALESCE(sum(amount) FILTER (WHERE status = 'succeeded'), 0) AS sent,
               COALESCE(sum(amount) FILTER (WHERE status IN ('pending', 'succeeded')), 0) AS counted
        FROM refunds GROUP BY payment_id)
    SELECT f.law, p.reference, format('%s instead of %s, payment %s, order %s', f.found, f.expected, p.status, o.status)
    FROM payments p
    JOIN orders o ON o.id = p.order_id
    LEFT JOIN gone ON gone.payment_id = p.id
    CROSS JOIN LATERAL breaches(ARRAY[
        CASE WHEN p.status IN ('paid', 'partially_refunded', 'refunded') AND p.amount <> o.grand_total
            THEN ROW ('a_payment_is_what_the_order_costs', p.amount, o.grand_total::numeric)::breach END,
        CASE WHEN p.status IN ('paid', 'partially_refunded', 'refunded') AND p.settled_at IS NULL
            THEN ROW ('money_that_came_has_its_day', 0, 1)::breach END,
        CASE WHEN p.refunded <> LEAST(COALESCE(gone.sent, 0), p.amount)
            THEN ROW ('refunded_is_the_refunds', p.refunded, COALESCE(gone.sent, 0))::breach END,
        CASE WHEN p.status IN ('paid', 'partially_refunded', 'refunded') AND p.status <> CASE WHEN p.refunded <= 0 THEN 'paid' WHEN p.refunded < p.amount THEN 'partially_refunded' ELSE 'refunded' END
            THEN ROW ('a_payment_says_what_went_back', p.refunded, p.amount)::breach END,
        CASE WHEN gone.sent > p.amount
            THEN ROW ('no_more_goes_back_than_came', gone.sent, p.amount)::breach END,
        -- Somebody may have sent money back in the provider's own back office beside ours.
        CASE WHEN gone.counted > p.amount AND gone.sent <= p.amount AND NOT gone.outside
            THEN ROW ('no_more_is_promised_than_came', gone.counted, p.amount)::breach END,
        CASE WHEN gone.counted > 0 AND p.settled_at IS NULL
            THEN ROW ('only_money_that_came_goes_back', gone.counted, 0)::breach END,
        CASE WHEN p.status IN ('paid', 'partially_refunded', 'refunded') AND o.status IN ('pending', 'cancelled', 'expired') AND NOT COALESCE(gone.unwanted, false)
            THEN ROW ('no_money_without_an_order', p.amount - p.refunded, 0)::breach END
    ]) AS f (law, found, expected)
    UNION ALL
    SELECT f.law, r.id::text, format('%s instead of %s, %s refund of order %s is %s', f.found, f.expected, r.kind, o.number, r.status)
    FROM refunds r
    JOIN orders o ON o.id = r.order_id
    LEFT JOIN payments p ON p.id = r.payment_id
    LEFT JOIN (SELECT refund_id, sum(amount) AS amount FROM refund_items GROUP BY refund_id) i ON i.refund_id = r.id
    CROSS JOIN LATERAL breaches(ARRAY[
        CASE WHEN (r.kind = 'items' OR i.amount IS NOT NULL) AND r.amount <> COALESCE(i.amount, 0) + r.shipping
            THEN ROW ('a_refund_is_the_sum_of_its_parts', COALESCE(i.amount, 0) + r.shipping, r.amount)::breach END,
        CASE WHEN p.order_id <> r.order_id
            THEN ROW ('a_refund_is_of_its_own_order', 0, 1)::breach END,
        CASE WHEN (r.status = 'pending') <> (r.settled_at IS NULL)
            THEN ROW ('a_refund_that_ended_has_its_day', 0, 1)::breach END,
        CASE WHEN r.channel = 'manual_transfer' AND r.status = 'succeeded' AND COALESCE(r.bank_reference, '') = ''
            THEN ROW ('a_transfer_by_hand_has_its_reference', 0, 1)::breach END
    ]) AS f (law, found, expected)
$$;

-- Orders: their totals, their status and what it stands on, their timeline.
CREATE FUNCTION order_faults() RETURNS TABLE (law text, subject text, detail text) LANGUAGE sql STABLE AS $$
    WITH lines AS (
        SELECT order_id, sum(line_total) AS total, sum(quantity) AS pieces FROM order_items GROUP BY order_id),
    told AS (
        SELECT order_id,
               count(*) FILTER (WHERE kind = 'placed') AS placed,
               count(*) FILTER (WHERE kind IN ('paid', 'late_payment_accepted')) AS paid,
               count(*) FILTER (WHERE kind = 'payment_reversed') AS reversed,
               count(*) FILTER (WHERE kind = 'processing') AS processing,
               count(*) FILTER (WHERE kind = 'shipped') AS shipped,
               count(*) FILTER (WHERE kind = 'delivered') AS delivered,
               count(*) FILTER (WHERE kind = 'completed') AS completed,
               count(*) FILTER (WHERE kind = 'cancelled') AS cancelled,
               count(*) FILTER (WHERE kind = 'expired') AS expired,
               count(*) FILTER (WHERE kind = 'refunded') AS refunded,
               count(*) FILTER (WHERE kind = 'refund_failed') AS refund_failed
        FROM order_events GROUP BY order_id),
    gone AS (
        SELECT order_id, payment_id, bool_or(kind = 'automatic') AS unwanted,
               COALESCE(sum(amount) FILTER (WHERE status = 'succeeded'), 0) AS sent,
               COALESCE(sum(shipping) FILTER (WHERE status IN ('pending', 'succeeded')), 0) AS shipping
        FROM refunds GROUP BY order_id, payment_id),
    money AS (
        -- Taken: paid, and not one of those that the order could not take.
        SELECT p.order_id,
               count(*) FILTER (WHERE p.status IN ('paid', 'partially_refunded', 'refunded') AND NOT COALESCE(g.unwanted, false)) AS taken,
               count(*) FILTER (WHERE p.status IN ('creating', 'open', 'pending', 'challenged')) AS live,
               count(*) FILTER (WHERE p.status IN ('pending', 'challenged')) AS awaited,
               count(*) FILTER (WHERE g.unwanted) AS unwanted,
               COALESCE(sum(g.sent) FILTER (WHERE p.status IN ('paid', 'partially_refunded', 'refunded') AND NOT g.unwanted), 0) AS sent_back,
               COALESCE(sum(g.sent), 0) AS all_sent_back,
               COALESCE(sum(g.shipping) FILTER (WHERE p.status IN ('paid', 'partially_refunded', 'refunded')), 0) AS shipping_back
        FROM payments p LEFT JOIN gone g ON g.payment_id = p.id GROUP BY p.order_id),
    parcels AS (SELECT order_id, count(*) AS parcels FROM shipments GROUP BY order_id),
    facts AS (
        SELECT o.number, o.status, o.payment_status, o.items_total, o.shipping_total, o.discount_total, o.tax_included, o.grand_total,
               o.refunded_total, o.item_count, o.paid_at, o.shipped_at, o.delivered_at, o.completed_at, c.status AS cart,
               COALESCE(l.total, 0) AS lines_total, COALESCE(l.pieces, 0) AS pieces,
               COALESCE(m.taken, 0) AS taken, COALESCE(m.live, 0) AS live, COALESCE(m.awaited, 0) AS awaited, COALESCE(m.unwanted, 0) AS unwanted,
               COALESCE(m.sent_back, 0) AS sent_back, COALESCE(m.all_sent_back, 0) AS all_sent_back, COALESCE(m.shipping_back, 0) AS shipping_back,
               COALESCE(p.parcels, 0) AS parcels,
               COALESCE(t.placed, 0) AS t_placed, COALESCE(t.paid, 0) AS t_paid, COALESCE(t.reversed, 0) AS t_reversed,
               COALESCE(t.processing, 0) AS t_processing, COALESCE(t.shipped, 0) AS t_shipped, COALESCE(t.delivered, 0) AS t_delivered,
               COALESCE(t.completed, 0) AS t_completed, COALESCE(t.cancelled, 0) AS t_cancelled, COALESCE(t.expired, 0) AS t_expired,
               COALESCE(t.refunded, 0) AS t_refunded, COALESCE(t.refund_failed, 0) AS t_refund_failed,
               o.status IN ('paid', 'processing', 'shipped', 'delivered', 'completed', 'refunded') AS sale,
               o.status IN ('shipped', 'delivered', 'completed') AS away
        FROM orders o
        LEFT JOIN lines l ON l.order_id = o.id
        LEFT JOIN told t ON t.order_id = o.id
        LEFT JOIN money m ON m.order_id = o.id
        LEFT JOIN parcels p ON p.order_id = o.id
        LEFT JOIN carts c ON c.id = o.cart_id)
    SELECT f.law, o.number, format('%s instead of %s, order %s, payment %s', f.found, f.expected, o.status, o.payment_status)
    FROM facts o
    CROSS JOIN LATERAL breaches(ARRAY[
        -- What it costs.
        CASE WHEN o.items_total <> o.lines_total
            THEN ROW ('an_order_is_the_sum_of_its_lines', o.items_total, o.lines_total)::breach END,
        CASE WHEN o.item_count <> o.pieces
            THEN ROW ('an_order_counts_its_pieces', o.item_count, o.pieces)::breach END,
        CASE WHEN o.grand_total <> o.items_total + o.shipping_total - o.discount_total
            THEN ROW ('grand_total_adds_up', o.grand_total, o.items_total + o.shipping_total - o.discount_total)::breach END,
        CASE WHEN o.discount_total NOT BETWEEN 0 AND o.items_total
            THEN ROW ('a_discount_is_not_more_than_the_items', o.discount_total, o.items_total)::breach END,
        -- `TaxRule::GENERAL` of the shared crate: 12 % of 11/12, contained in the price, halves up.
        CASE WHEN o.tax_included <> 0 AND o.tax_included <> div(2 * 132 * (o.items_total - o.discount_total)::numeric + 1332, 2 * 1332)
            THEN ROW ('tax_is_contained_in_the_items', o.tax_included,
                      div(2 * 132 * (o.items_total - o.discount_total)::numeric + 1332, 2 * 1332))::breach END,
        -- What was paid.
        CASE WHEN o.sale AND o.payment_status <> 'unpaid' AND o.taken = 0
            THEN ROW ('no_order_without_money', o.taken, 1)::breach END,
        CASE WHEN o.taken > 1
            THEN ROW ('an_order_is_paid_once', o.taken, 1)::breach END,
        CASE WHEN o.live > 1
            THEN ROW ('one_bill_at_a_time', o.live, 1)::breach END,
        CASE WHEN o.sale AND o.payment_status = 'unpaid' AND (o.taken > 0 OR o.t_reversed = 0 OR o.status IN ('paid', 'processing'))
            THEN ROW ('unpaid_goods_were_reversed', o.t_reversed, 1)::breach END,
        CASE WHEN o.taken = 1
              AND o.payment_status <> CASE WHEN o.sent_back <= 0 THEN 'paid' WHEN o.sent_back < o.grand_total THEN 'partially_refunded' ELSE 'refunded' END
            THEN ROW ('a_payment_status_is_the_moneys', o.sent_back, o.grand_total)::breach END,
        CASE WHEN o.taken = 0 AND (o.payment_status IN ('paid', 'partially_refunded') OR o.payment_status = 'refunded' AND o.unwanted = 0)
            THEN ROW ('without_money_nothing_is_paid', o.taken, 1)::breach END,
        CASE WHEN o.payment_status IN ('pending', 'challenged') AND (o.status <> 'pending' OR o.awaited = 0 AND o.unwanted = 0)
            THEN ROW ('awaited_money_has_a_bill', o.awaited, 1)::breach END,
        -- What went back.
        CASE WHEN CASE WHEN o.taken = 1 THEN o.refunded_total <> LEAST(o.sent_back, o.grand_total) ELSE o.refunded_total > o.all_sent_back END
            THEN ROW ('an_order_knows_what_went_back', o.refunded_total, LEAST(o.sent_back, o.grand_total))::breach END,
        CASE WHEN o.status = 'refunded' AND o.taken = 1 AND o.sent_back < o.grand_total AND o.t_refund_failed = 0
            THEN ROW ('refunded_means_all_of_it', o.sent_back, o.grand_total)::breach END,
        CASE WHEN o.sale AND o.taken = 1 AND o.sent_back >= o.grand_total AND o.status <> 'refunded'
            THEN ROW ('all_of_it_means_refunded', o.sent_back, o.grand_total)::breach END,
        CASE WHEN o.shipping_back > o.shipping_total
            THEN ROW ('no_more_shipping_back_than_paid', o.shipping_back, o.shipping_total)::breach END,
        -- Where it stands.
        CASE WHEN o.away AND o.shipped_at IS NULL
            THEN ROW ('what_is_away_was_shipped', 0, 1)::breach END,
        CASE WHEN o.shipped_at IS NOT NULL AND NOT o.away AND o.status <> 'refunded'
            THEN ROW ('only_sales_are_shipped', 1, 0)::breach END,
        CASE WHEN (o.shipped_at IS NULL) <> (o.parcels = 0)
            THEN ROW ('what_was_shipped_has_a_parcel', o.parcels, 1)::breach END,
        CASE WHEN o.sale AND o.paid_at IS NULL OR o.status IN ('delivered', 'completed') AND o.delivered_at IS NULL
               OR (o.status = 'completed' AND o.completed_at IS NULL)
            THEN ROW ('dates_follow_the_status', 0, 1)::breach END,
        CASE WHEN o.cart = 'open'
            THEN ROW ('the_cart_is_closed', 1, 0)::breach END,
        -- The timeline.
        CASE WHEN o.t_placed <> 1
            THEN ROW ('placed_once', o.t_placed, 1)::breach END,
        CASE WHEN o.sale AND o.t_paid = 0
            THEN ROW ('paid_is_on_the_timeline', o.t_paid, 1)::breach END,
        CASE WHEN o.status = 'processing' AND o.t_processing = 0
            THEN ROW ('processing_is_on_the_timeline', o.t_processing, 1)::breach END,
        CASE WHEN o.t_shipped <> CASE WHEN o.shipped_at IS NULL THEN 0 ELSE 1 END
            THEN ROW ('shipped_once', o.t_shipped, CASE WHEN o.shipped_at IS NULL THEN 0 ELSE 1 END)::breach END,
        CASE WHEN o.t_delivered > 1 OR o.status = 'delivered' AND o.t_delivered = 0
            THEN ROW ('delivered_once', o.t_delivered, 1)::breach END,
        CASE WHEN o.t_completed > 1 OR (o.completed_at IS NULL) <> (o.t_completed = 0)
            THEN ROW ('completed_once', o.t_completed, 1)::breach END,
        CASE WHEN o.t_cancelled <> CASE WHEN o.status = 'cancelled' THEN 1 ELSE 0 END
            THEN ROW ('cancelled_once', o.t_cancelled, CASE WHEN o.status = 'cancelled' THEN 1 ELSE 0 END)::breach END,
        CASE WHEN o.status = 'expired' AND o.t_expired = 0
            THEN ROW ('expired_is_on_the_timeline', o.t_expired, 1)::breach END,
        CASE WHEN (o.status = 'refunded' OR o.refunded_total > 0) AND o.t_refunded = 0
            THEN ROW ('refunds_are_on_the_timeline', o.t_refunded, 1)::breach END
    ]) AS f (law, found, expected)
$$;

-- All breaches, as of one moment: a function that is STABLE sees what its caller's statement sees.
-- With little memory the joins would sort on disk; compiling takes longer than it saves.
CREATE FUNCTION ledger_faults() RETURNS TABLE (law text, subject text, detail text) LANGUAGE sql STABLE
    SET work_mem = '64MB' SET jit = off AS $$
    SELECT * FROM stock_faults()
    UNION ALL SELECT * FROM line_faults()
    UNION ALL SELECT * FROM payment_faults()
    UNION ALL SELECT * FROM order_faults()
$$;
