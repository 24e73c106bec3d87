-- An order of which no piece is left to be shipped has ended, though the shop keeps the shipping fee.
CREATE OR REPLACE FUNCTION order_faults() RETURNS TABLE (law text, subject text, detail text) LANGUAGE sql STABLE AS $$
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
    pieces_back AS (
        SELECT r.order_id, sum(i.quantity) AS pieces FROM refund_items i JOIN refunds r ON r.id = i.refund_id
        WHERE r.status = 'succeeded' GROUP BY r.order_id),
    facts AS (
        SELECT o.number, o.status, o.payment_status, o.items_total, o.shipping_total, o.discount_total, o.tax_included, o.grand_total,
               o.refunded_total, o.item_count, o.paid_at, o.shipped_at, o.delivered_at, o.completed_at, c.status AS cart,
               COALESCE(l.total, 0) AS lines_total, COALESCE(l.pieces, 0) AS pieces,
               COALESCE(m.taken, 0) AS taken, COALESCE(m.live, 0) AS live, COALESCE(m.awaited, 0) AS awaited, COALESCE(m.unwanted, 0) AS unwanted,
               COALESCE(m.sent_back, 0) AS sent_back, COALESCE(m.all_sent_back, 0) AS all_sent_back, COALESCE(m.shipping_back, 0) AS shipping_back,
               COALESCE(p.parcels, 0) AS parcels, COALESCE(b.pieces, 0) AS pieces_back,
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
        LEFT JOIN pieces_back b ON b.order_id = o.id
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
        -- Or of every piece, none of which was shipped: what the shop keeps for shipping or as a fee keeps nothing open.
        CASE WHEN o.status = 'refunded' AND o.taken = 1 AND o.sent_back < o.grand_total AND o.t_refund_failed = 0
              AND NOT (o.shipped_at IS NULL AND o.pieces_back >= o.pieces)
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
