-- The shop's figures. What each one means is written in docs/figures.md and here, and nowhere else:
-- two views say what a sale is, three functions add sales up for a span of days.
--
-- A day that changed is marked in the transaction that changes it, and reckoned from the orders
-- themselves until `fold_figures` has added it up again. So figures are true at every moment, and what
-- nobody touched is read from sums. Marks are rows without a key: those who mark never wait.

CREATE FUNCTION shop_day(at timestamptz) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (at AT TIME ZONE 'Asia/Jakarta')::date
$$;

CREATE INDEX orders_paid_day_idx ON orders (shop_day(paid_at)) WHERE paid_at IS NOT NULL;
CREATE INDEX users_role_created_idx ON users (role_id, created_at);

-- An order that the shop was paid for, on the day of the payment. What went back of it since is taken
-- off that day. An order whose payment the provider took back is none.
CREATE VIEW sales AS
SELECT o.id AS order_id, shop_day(o.paid_at) AS day, o.paid_at, o.courier, o.grand_total AS captured, o.refunded_total AS refunded,
       o.grand_total - o.refunded_total AS revenue, o.shipping_total AS shipping, o.discount_total AS discount,
       o.payment_status = 'refunded' AS undone
FROM orders o
WHERE o.paid_at IS NOT NULL AND o.payment_status IN ('paid', 'partially_refunded', 'refunded');

-- How a sale was paid: by the payment that the order took, not one that came twice or too late.
CREATE VIEW sale_methods AS
SELECT s.*, COALESCE(p.method, p.provider, 'unknown') AS method
FROM sales s
LEFT JOIN LATERAL (
    SELECT p.method, p.provider FROM payments p
    WHERE p.order_id = s.order_id AND p.status IN ('paid', 'partially_refunded', 'refunded')
      AND NOT EXISTS (SELECT FROM refunds r WHERE r.payment_id = p.id AND r.kind = 'automatic')
    ORDER BY p.settled_at, p.id LIMIT 1) p ON true;

-- The goods of sales: what was asked for them, less what went back for these very pieces. Of an order
-- that went back whole nothing was sold. OFFSET keeps them being looked up order by order: a day has few,
-- which the planner cannot know.
CREATE VIEW sold_lines AS
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
    WHERE r.order_id = s.order_id AND r.status = 'succeeded' AND t.order_item_id = i.id) b;

-- What people search for, whatever case and spaces they write it in.
CREATE FUNCTION search_key(query text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT left(lower(btrim(regexp_replace(query, '\s+', ' ', 'g'))), 120)
$$;

-- Visits: browsers that opened the shop on a day. Addresses are never written: who was there is a hash
-- with a salt that is made for the day, and both are removed when the day is over.
CREATE TABLE visits (
    day date CONSTRAINT visits_pkey PRIMARY KEY,
    visits bigint NOT NULL CONSTRAINT visits_visits_check CHECK (visits > 0)
);
CREATE TABLE visit_salts (
    day date CONSTRAINT visit_salts_pkey PRIMARY KEY,
    salt uuid NOT NULL DEFAULT gen_random_uuid()
);
-- After a crash some may count twice; that is not worth a flush.
CREATE UNLOGGED TABLE visitors_seen (
    day date NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT visitors_seen_pkey PRIMARY KEY (day, hash)
);

-- Days to be reckoned anew.
CREATE TABLE figure_marks (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT figure_marks_pkey PRIMARY KEY,
    day date NOT NULL
);

-- The sums of a day.
CREATE TABLE figure_days (
    day date CONSTRAINT figure_days_pkey PRIMARY KEY,
    orders bigint NOT NULL,
    captured bigint NOT NULL,
    refunded bigint NOT NULL
);
CREATE TABLE figure_splits (
    day date NOT NULL,
    kind text NOT NULL CONSTRAINT figure_splits_kind_check CHECK (kind IN ('courier', 'method')),
    key text NOT NULL,
    orders bigint NOT NULL,
    revenue bigint NOT NULL,
    CONSTRAINT figure_splits_pkey PRIMARY KEY (day, kind, key)
);
-- Products and searches are many: their days are added up to months, too.
CREATE TABLE figure_products (
    grain text NOT NULL CONSTRAINT figure_products_grain_check CHECK (grain IN ('day', 'month')),
    start date NOT NULL,
    product_id uuid NOT NULL,
    orders bigint NOT NULL,
    pieces bigint NOT NULL,
    revenue bigint NOT NULL,
    views bigint NOT NULL,
    cart_adds bigint NOT NULL,
    CONSTRAINT figure_products_pkey PRIMARY KEY (grain, start, product_id)
);
CREATE TABLE figure_searches (
    grain text NOT NULL CONSTRAINT figure_searches_grain_check CHECK (grain IN ('day', 'month')),
    start date NOT NULL,
    query text NOT NULL,
    searches bigint NOT NULL,
    without_results bigint NOT NULL,
    CONSTRAINT figure_searches_pkey PRIMARY KEY (grain, start, query)
);

-- Marks the days of what changed.
CREATE FUNCTION mark_order_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.paid_at IS NOT NULL THEN
        INSERT INTO figure_marks (day) VALUES (shop_day(OLD.paid_at));
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.paid_at IS NOT NULL
       AND (TG_OP = 'INSERT' OR shop_day(NEW.paid_at) IS DISTINCT FROM shop_day(OLD.paid_at)) THEN
        INSERT INTO figure_marks (day) VALUES (shop_day(NEW.paid_at));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER orders_mark_inserted AFTER INSERT ON orders FOR EACH ROW WHEN (NEW.paid_at IS NOT NULL) EXECUTE FUNCTION mark_order_day();
CREATE TRIGGER orders_mark_deleted AFTER DELETE ON orders FOR EACH ROW WHEN (OLD.paid_at IS NOT NULL) EXECUTE FUNCTION mark_order_day();
CREATE TRIGGER orders_mark_updated AFTER UPDATE ON orders FOR EACH ROW
    WHEN ((OLD.paid_at IS NOT NULL OR NEW.paid_at IS NOT NULL)
          AND (OLD.paid_at, OLD.payment_status, OLD.grand_total, OLD.refunded_total, OLD.courier)
              IS DISTINCT FROM (NEW.paid_at, NEW.payment_status, NEW.grand_total, NEW.refunded_total, NEW.courier))
    EXECUTE FUNCTION mark_order_day();

-- What hangs on an order: its lines, its payments, its refunds. The row's column `order_id` names it.
CREATE FUNCTION mark_day_of_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO figure_marks (day)
    SELECT shop_day(o.paid_at) FROM orders o WHERE o.id = COALESCE(NEW.order_id, OLD.order_id) AND o.paid_at IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER order_items_mark_updated AFTER UPDATE ON order_items FOR EACH ROW
    WHEN ((OLD.quantity, OLD.line_total, OLD.product_id) IS DISTINCT FROM (NEW.quantity, NEW.line_total, NEW.product_id))
    EXECUTE FUNCTION mark_day_of_order();
CREATE TRIGGER order_items_mark_deleted AFTER DELETE ON order_items FOR EACH ROW EXECUTE FUNCTION mark_day_of_order();
CREATE TRIGGER payments_mark_updated AFTER UPDATE ON payments FOR EACH ROW
    WHEN ((OLD.method, OLD.status) IS DISTINCT FROM (NEW.method, NEW.status)
          AND (OLD.status IN ('paid', 'partially_refunded', 'refunded') OR NEW.status IN ('paid', 'partially_refunded', 'refunded')))
    EXECUTE FUNCTION mark_day_of_order();
CREATE TRIGGER payments_mark_inserted AFTER INSERT ON payments FOR EACH ROW
    WHEN (NEW.status IN ('paid', 'partially_refunded', 'refunded')) EXECUTE FUNCTION mark_day_of_order();
CREATE TRIGGER refunds_mark_inserted AFTER INSERT ON refunds FOR EACH ROW EXECUTE FUNCTION mark_day_of_order();
CREATE TRIGGER refunds_mark_updated AFTER UPDATE ON refunds FOR EACH ROW
    WHEN ((OLD.status, OLD.kind, OLD.payment_id) IS DISTINCT FROM (NEW.status, NEW.kind, NEW.payment_id))
    EXECUTE FUNCTION mark_day_of_order();

CREATE FUNCTION mark_view_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO figure_marks (day) SELECT DISTINCT day FROM changed;
    RETURN NULL;
END $$;
CREATE TRIGGER product_views_mark_inserted AFTER INSERT ON product_views REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION mark_view_days();
CREATE TRIGGER product_views_mark_updated AFTER UPDATE ON product_views REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION mark_view_days();
CREATE TRIGGER product_views_mark_deleted AFTER DELETE ON product_views REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION mark_view_days();

CREATE FUNCTION mark_search_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO figure_marks (day) SELECT DISTINCT shop_day(created_at) FROM changed;
    RETURN NULL;
END $$;
CREATE TRIGGER search_log_mark_inserted AFTER INSERT ON search_log REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION mark_search_days();
CREATE TRIGGER search_log_mark_deleted AFTER DELETE ON search_log REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION mark_search_days();

-- Days of a span that are not added up. As an array, the index of days is used for them.
CREATE FUNCTION marked_days(first date, last date) RETURNS date[] LANGUAGE sql STABLE AS $$
    SELECT ARRAY(SELECT DISTINCT m.day FROM figure_marks m WHERE m.day BETWEEN first AND last)
$$;

-- Sales by day, days without any left out.
CREATE FUNCTION sales_by_day(first date, last date) RETURNS TABLE (day date, orders bigint, captured bigint, refunded bigint)
LANGUAGE sql STABLE AS $$
    WITH marked AS MATERIALIZED (SELECT marked_days(first, last) AS days)
    SELECT d.day, d.orders, d.captured, d.refunded FROM figure_days d, marked
    WHERE d.day BETWEEN first AND last AND d.day <> ALL (marked.days)
    UNION ALL
    SELECT s.day, count(*), sum(s.captured)::bigint, sum(s.refunded)::bigint FROM sales s
    WHERE s.day = ANY ((SELECT days FROM marked)::date[]) GROUP BY s.day
$$;

-- Sales by courier and by method of payment.
CREATE FUNCTION sales_by_split(first date, last date) RETURNS TABLE (kind text, key text, orders bigint, revenue bigint)
LANGUAGE sql STABLE AS $$
    WITH marked AS MATERIALIZED (SELECT marked_days(first, last) AS days),
    live AS MATERIALIZED (SELECT * FROM sale_methods s WHERE s.day = ANY ((SELECT days FROM marked)::date[]))
    SELECT u.kind, u.key, sum(u.orders)::bigint, sum(u.revenue)::bigint FROM (
        SELECT d.kind, d.key, d.orders, d.revenue FROM figure_splits d, marked
        WHERE d.day BETWEEN first AND last AND d.day <> ALL (marked.days)
        UNION ALL
        SELECT 'courier', courier, count(*), sum(l.revenue) FROM live l GROUP BY courier
        UNION ALL
        SELECT 'method', method, count(*), sum(l.revenue) FROM live l GROUP BY method) u
    GROUP BY u.kind, u.key
$$;

-- Which sums make up a span: months, days beside them, and days to take off the months again, because
-- they lie outside or are marked. A month is the sum of its days at all times, so that it can be used
-- whenever less of it is to be taken off than the span has of it.
CREATE FUNCTION figure_plan(first date, last date, marked date[], OUT months date[], OUT plus date[], OUT minus date[])
LANGUAGE sql STABLE AS $$
    WITH days AS (
        SELECT d::date AS day, date_trunc('month', d)::date AS month, d::date BETWEEN first AND last AND d::date <> ALL (marked) AS wanted
        FROM generate_series(date_trunc('month', first::timestamp), LEAST(date_trunc('month', last::timestamp) + interval '1 month' - interval '1 day',
                 GREATEST((SELECT max(start) FROM figure_products WHERE grain = 'day'), (SELECT max(start) FROM figure_searches WHERE grain = 'day'))::timestamp),
             interval '1 day') d),
    used AS (SELECT month FROM days GROUP BY month HAVING count(*) FILTER (WHERE wanted) > count(*) FILTER (WHERE NOT wanted))
    SELECT ARRAY(SELECT month FROM used),
           ARRAY(SELECT day FROM days WHERE wanted AND month NOT IN (SELECT month FROM used)),
           ARRAY(SELECT day FROM days WHERE NOT wanted AND month IN (SELECT month FROM used))
$$;

-- What became of each product: paid orders with it, pieces, revenue, views, times it was put into a cart.
CREATE FUNCTION product_figures(first date, last date)
RETURNS TABLE (product_id uuid, orders bigint, pieces bigint, revenue bigint, views bigint, cart_adds bigint) LANGUAGE sql STABLE AS $$
    WITH marked AS MATERIALIZED (SELECT marked_days(first, last) AS days),
    plan AS MATERIALIZED (SELECT p.months, p.plus, p.minus FROM marked, figure_plan(first, last, marked.days) p)
    SELECT u.product_id, sum(u.orders)::bigint, sum(u.pieces)::bigint, sum(u.revenue)::bigint, sum(u.views)::bigint, sum(u.cart_adds)::bigint
    FROM (
        SELECT f.product_id, f.orders, f.pieces, f.revenue, f.views, f.cart_adds FROM figure_products f
        WHERE f.grain = 'month' AND f.start = ANY ((SELECT months FROM plan)::date[])
        UNION ALL
        SELECT f.product_id, f.orders, f.pieces, f.revenue, f.views, f.cart_adds FROM figure_products f
        WHERE f.grain = 'day' AND f.start = ANY ((SELECT plus FROM plan)::date[])
        UNION ALL
        SELECT f.product_id, -f.orders, -f.pieces, -f.revenue, -f.views, -f.cart_adds FROM figure_products f
        WHERE f.grain = 'day' AND f.start = ANY ((SELECT minus FROM plan)::date[])
        UNION ALL
        SELECT l.product_id, count(DISTINCT l.order_id), sum(l.pieces)::bigint, sum(l.revenue)::bigint, 0, 0 FROM sold_lines l
        WHERE l.day = ANY ((SELECT days FROM marked)::date[]) GROUP BY l.product_id
        UNION ALL
        SELECT v.product_id, 0, 0, 0, v.views, v.cart_adds FROM product_views v
        WHERE v.day = ANY ((SELECT days FROM marked)::date[])) u
    GROUP BY u.product_id
$$;

-- What was searched for, and how often nothing was found.
CREATE FUNCTION search_figures(first date, last date) RETURNS TABLE (query text, searches bigint, without_results bigint)
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
        SELECT search_key(s.query), count(*), count(*) FILTER (WHERE s.results = 0)
        FROM unnest((SELECT days FROM marked)) m (day)
        JOIN search_log s ON s.created_at >= (m.day::timestamp AT TIME ZONE 'Asia/Jakarta')
                         AND s.created_at < ((m.day + 1)::timestamp AT TIME ZONE 'Asia/Jakarta')
        GROUP BY 1) u
    GROUP BY u.query HAVING sum(u.searches) <> 0
$$;
-- Views by day are few for a day and many for a year.
CREATE INDEX product_views_day_idx ON product_views (day);

-- Adds up the days that changed, the latest first, at most so many. Gives how many those were.
--
-- The marks are read first: whatever is committed after that leaves a mark that stays, and its day is
-- reckoned from the orders until the next time. One at a time, so that no older sums replace newer ones.
CREATE FUNCTION fold_figures(most integer) RETURNS integer LANGUAGE plpgsql AS $$
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
    SELECT 'day', m.day, search_key(s.query), count(*), count(*) FILTER (WHERE s.results = 0)
    FROM unnest(folded) m (day)
    JOIN search_log s ON s.created_at >= (m.day::timestamp AT TIME ZONE 'Asia/Jakarta')
                     AND s.created_at < ((m.day + 1)::timestamp AT TIME ZONE 'Asia/Jakarta')
    GROUP BY m.day, search_key(s.query);
    DELETE FROM figure_searches f WHERE f.grain = 'month' AND f.start = ANY (months);
    INSERT INTO figure_searches (grain, start, query, searches, without_results)
    SELECT 'month', m, f.query, sum(f.searches), sum(f.without_results)
    FROM unnest(months) m JOIN figure_searches f ON f.grain = 'day' AND f.start >= m AND f.start < m + interval '1 month'
    GROUP BY m, f.query;

    DELETE FROM figure_marks f WHERE f.id = ANY (done);
    RETURN cardinality(folded);
END $$;

-- What there is already is reckoned from the orders until the first time.
INSERT INTO figure_marks (day)
SELECT shop_day(paid_at) FROM orders WHERE paid_at IS NOT NULL
UNION SELECT day FROM product_views
UNION SELECT shop_day(created_at) FROM search_log;
