-- What stands in for every row that a search looks at. unaccent() is STABLE, so this cannot be written into a statement as
-- what it is; and each call of a function in SQL sets up a statement of its own, which takes longer than the work does.
CREATE OR REPLACE FUNCTION fold(given text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
BEGIN
    RETURN lower(public.unaccent('public.unaccent'::regdictionary, given));
END $$;

-- What went back is looked up only for sales of which something did.
CREATE OR REPLACE VIEW sold_lines AS
SELECT s.order_id, s.day, i.product_id,
       CASE WHEN s.undone THEN 0 ELSE i.quantity - b.pieces END AS pieces,
       CASE WHEN s.undone THEN 0 ELSE i.line_total - b.amount END AS revenue
FROM sales s
CROSS JOIN LATERAL (SELECT i.id, i.product_id, i.quantity, i.line_total FROM order_items i WHERE i.order_id = s.order_id OFFSET 0) i
CROSS JOIN LATERAL (
    SELECT COALESCE(sum(t.quantity), 0) AS pieces, COALESCE(sum(t.amount), 0) AS amount
    FROM refunds r
    JOIN payments p ON p.id = r.payment_id AND p.status IN ('paid', 'partially_refunded', 'refunded')
    JOIN refund_items t ON t.refund_id = r.id
    WHERE s.refunded > 0 AND r.order_id = s.order_id AND r.status = 'succeeded' AND t.order_item_id = i.id) b;

-- Searches are counted by what was typed first: many type the same, and only then is each brought into its one form.
CREATE OR REPLACE FUNCTION search_figures(first date, last date) RETURNS TABLE (query text, searches bigint, without_results bigint)
LANGUAGE sql STABLE AS $$
    WITH marked AS MATERIALIZED (SELECT marked_days(first, last) AS days),
    plan AS MATERIALIZED (SELECT p.months, p.plus, p.minus FROM marked, figure_plan(first, last, marked.days) p)
    SELECT u.query, sum(u.searches)::bigint, sum(u.without_results)::bigint
    FROM (
        SELECT f.query, f.searches, f.without_results FROM figure_searches f
        WHERE f.grain = 'month' AND f.start = ANY ((SELECT months FROM plan)::date[])
        UNION ALL
        SELECT f.query, f.searches, f.without_results FROM figure_searches f
        WHERE f.grain = 'day' AND f.start = ANY ((SELECT plus FROM plan)::date[])
        UNION ALL
        SELECT f.query, -f.searches, -f.without_results FROM figure_searches f
        WHERE f.grain = 'day' AND f.start = ANY ((SELECT minus FROM plan)::date[])
        UNION ALL
        SELECT search_key(w.query), sum(w.searches)::bigint, sum(w.without_results)::bigint FROM (
            SELECT s.query, count(*) AS searches, count(*) FILTER (WHERE s.results = 0) AS without_results
            FROM unnest((SELECT days FROM marked)) m (day)
            JOIN search_log s ON s.created_at >= (m.day::timestamp AT TIME ZONE 'Asia/Jakarta')
                             AND s.created_at < ((m.day + 1)::timestamp AT TIME ZONE 'Asia/Jakarta')
            GROUP BY s.query) w
        GROUP BY 1) u
    GROUP BY u.query HAVING sum(u.searches) <> 0
$$;

-- The same where days are added up.
CREATE OR REPLACE FUNCTION fold_figures(most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    folded date[];
    done bigint[];
    months date[];
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('fold_figures'));
    folded := ARRAY(SELECT DISTINCT m.day FROM figure_marks m ORDER BY m.day DESC LIMIT most);
    IF folded = '{}' THEN RETURN 0; END IF;
    done := ARRAY(SELECT m.id FROM figure_marks m WHERE m.day = ANY (folded));
    months := ARRAY(SELECT DISTINCT date_trunc('month', d::timestamp)::date FROM unnest(folded) d);

    DELETE FROM figure_days f WHERE f.day = ANY (folded);
    INSERT INTO figure_days (day, orders, captured, refunded)
    SELECT s.day, count(*), sum(s.captured), sum(s.refunded) FROM sales s WHERE s.day = ANY (folded) GROUP BY s.day;

    DELETE FROM figure_splits f WHERE f.day = ANY (folded);
    INSERT INTO figure_splits (day, kind, key, orders, revenue)
    SELECT s.day, 'courier', s.courier, count(*), sum(s.revenue) FROM sales s WHERE s.day = ANY (folded) GROUP BY s.day, s.courier;
    INSERT INTO figure_splits (day, kind, key, orders, revenue)
    SELECT s.day, 'method', s.method, count(*), sum(s.revenue) FROM sale_methods s WHERE s.day = ANY (folded) GROUP BY s.day, s.method;

    DELETE FROM figure_products f WHERE f.grain = 'day' AND f.start = ANY (folded);
    INSERT INTO figure_products (grain, start, product_id, orders, pieces, revenue, views, cart_adds)
    SELECT 'day', u.day, u.product_id, sum(u.orders), sum(u.pieces), sum(u.revenue), sum(u.views), sum(u.cart_adds) FROM (
        SELECT l.day, l.product_id, count(DISTINCT l.order_id) AS orders, sum(l.pieces) AS pieces, sum(l.revenue) AS revenue, 0 AS views, 0 AS cart_adds
        FROM sold_lines l WHERE l.day = ANY (folded) GROUP BY l.day, l.product_id
        UNION ALL
        SELECT v.day, v.product_id, 0, 0, 0, v.views, v.cart_adds FROM product_views v WHERE v.day = ANY (folded)) u
    GROUP BY u.day, u.product_id;
    DELETE FROM figure_products f WHERE f.grain = 'month' AND f.start = ANY (months);
    INSERT INTO figure_products (grain, start, product_id, orders, pieces, revenue, views, cart_adds)
    SELECT 'month', m, f.product_id, sum(f.orders), sum(f.pieces), sum(f.revenue), sum(f.views), sum(f.cart_adds)
    FROM unnest(months) m JOIN figure_products f ON f.grain = 'day' AND f.start >= m AND f.start < m + interval '1 month'
    GROUP BY m, f.product_id;

    DELETE FROM figure_searches f WHERE f.grain = 'day' AND f.start = ANY (folded);
    INSERT INTO figure_searches (grain, start, query, searches, without_results)
    SELECT 'day', w.day, search_key(w.query), sum(w.searches), sum(w.without_results) FROM (
        SELECT m.day, s.query, count(*) AS searches, count(*) FILTER (WHERE s.results = 0) AS without_results
        FROM unnest(folded) m (day)
        JOIN search_log s ON s.created_at >= (m.day::timestamp AT TIME ZONE 'Asia/Jakarta')
                         AND s.created_at < ((m.day + 1)::timestamp AT TIME ZONE 'Asia/Jakarta')
        GROUP BY m.day, s.query) w
    GROUP BY w.day, search_key(w.query);
    DELETE FROM figure_searches f WHERE f.grain = 'month' AND f.start = ANY (months);
    INSERT INTO figure_searches (grain, start, query, searches, without_results)
    SELECT 'month', m, f.query, sum(f.searches), sum(f.without_results)
    FROM unnest(months) m JOIN figure_searches f ON f.grain = 'day' AND f.start >= m AND f.start < m + interval '1 month'
    GROUP BY m, f.query;

    DELETE FROM figure_marks f WHERE f.id = ANY (done);
    RETURN cardinality(folded);
END $$;
