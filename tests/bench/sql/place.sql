-- Placing an order without the server: what it reads, locks and writes, in one transaction. Each run
-- is another buyer's with a cart of two lines; one too many breaks `orders_cart_fkey`.
SELECT nextval('bench_orders') AS n \gset
BEGIN;
INSERT INTO idempotency_keys (caller, key, operation, request_hash, created_at)
VALUES ('user:' || bench_id('9001', :n::bigint), 'bench-order', 'place_order', sha256('order'), now()) ON CONFLICT (caller, key) DO NOTHING;
SELECT a.id, a.label, a.recipient, a.phone, a.street, a.postal_code, a.is_default, d.code, d.name, r.code, r.name, p.code, p.name
FROM addresses a JOIN districts d ON d.code = a.district_code JOIN regencies r ON r.code = d.regency_code
JOIN provinces p ON p.code = r.province_code
WHERE a.user_id = bench_id('9001', :n::bigint) AND a.id = bench_id('9003', :n::bigint);
SELECT id FROM carts WHERE user_id = bench_id('9001', :n::bigint) AND status = 'open' FOR UPDATE;
SELECT FROM stocks WHERE variant_id IN (SELECT variant_id FROM cart_items WHERE cart_id = bench_id('9004', :n::bigint))
ORDER BY variant_id FOR UPDATE;
SELECT ci.variant_id, v.product_id, p.slug AS product_slug, p.name, p.brand, v.sku, v.options, v.price, v.cost,
       ci.price_when_added, ci.quantity, GREATEST(s.on_hand - s.reserved, 0) AS available,
       v.active AND p.status = 'active' AS active, v.weight_g, v.length_cm, v.width_cm, v.height_cm, i.image
FROM cart_items ci
JOIN variants v ON v.id = ci.variant_id
JOIN products p ON p.id = v.product_id
JOIN stocks s ON s.variant_id = v.id
LEFT JOIN LATERAL (
    SELECT jsonb_build_object('id', pi.id, 'alt', pi.alt, 'width', pi.width, 'height', pi.height, 'color', pi.color,
                              'widths', pi.widths, 'path', pi.path) AS image
    FROM product_images pi WHERE pi.product_id = p.id
    ORDER BY pi.id = v.image_id DESC NULLS LAST, pi.is_thumbnail DESC, pi.sort_order LIMIT 1) i ON true
WHERE ci.cart_id = bench_id('9004', :n::bigint)
ORDER BY ci.added_at, ci.variant_id;
WITH placed AS (
    INSERT INTO orders (id, number, user_id, cart_id, buyer_name, buyer_email, buyer_phone, locale, status, payment_status,
        items_total, shipping_total, discount_total, tax_included, grand_total, item_count, address, shipping, courier,
        destination, note, pay_until, created_at)
    VALUES (bench_id('9005', :n::bigint), 'HRT-261124-' || upper(right(lpad(to_hex(:n::bigint), 6, '0'), 6)), bench_id('9001', :n::bigint),
        bench_id('9004', :n::bigint), 'Pembeli', 'buyer-' || :n::bigint || '@bench.example', '+6281200000000', 'id', 'pending', 'unpaid',
        1000000, 20000, 0, 0, 1020000, 2,
        '{"recipient": "Pembeli", "phone": "+6281200000000", "street": "Jl. Panggung", "postal_code": "40123"}',
        '{"courier": "JNE", "code": "OKE", "name": "JNE OKE", "chargeable_kg": 2, "min_days": 1, "max_days": 6}',
        'JNE', 'Kota Bandung', '', now() + interval '1 day', now())),
items AS (
    INSERT INTO order_items (id, order_id, variant_id, product_id, product_slug, name, sku, options, price, cost, quantity,
                             weight_g, line_total, image, position)
    SELECT gen_random_uuid(), bench_id('9005', :n::bigint), v.id, p.id, p.slug, p.name, v.sku, v.options, v.price, v.cost, ci.quantity,
           v.weight_g, v.price * ci.quantity, '{"path": "bench/1-0", "width": 1600, "height": 1600}', 0
    FROM cart_items ci JOIN variants v ON v.id = ci.variant_id JOIN products p ON p.id = v.product_id
    WHERE ci.cart_id = bench_id('9004', :n::bigint)
    RETURNING variant_id, quantity),
held AS (
    INSERT INTO stock_reservations (order_id, variant_id, quantity, expires_at, created_at)
    SELECT bench_id('9005', :n::bigint), variant_id, quantity, now() + interval '1 day', now() FROM items ORDER BY variant_id)
INSERT INTO order_events (id, order_id, kind, created_at) VALUES (bench_id('9006', :n::bigint), bench_id('9005', :n::bigint), 'placed', now());
INSERT INTO notifications (id, user_id, kind, order_id, data, created_at)
VALUES (bench_id('9007', :n::bigint), bench_id('9001', :n::bigint), 'placed', bench_id('9005', :n::bigint),
        jsonb_build_object('order_number', 'HRT-261124'), now());
-- Jobs that nobody will do here: far in the future.
SELECT FROM graphile_worker.add_jobs(ARRAY[
    ROW ('bench.tell', json_build_object('n', :n::bigint), NULL, now() + interval '9 days', 25, NULL, NULL, NULL)::graphile_worker.job_spec,
    ROW ('bench.expire', json_build_object('n', :n::bigint), NULL, now() + interval '9 days', 25, 'bench.expire:' || :n::bigint, NULL, NULL)
        ::graphile_worker.job_spec], true);
WITH closed AS (UPDATE carts SET status = 'ordered' WHERE id = bench_id('9004', :n::bigint))
UPDATE idempotency_keys SET status = 201, response = to_jsonb(bench_id('9005', :n::bigint))
WHERE caller = 'user:' || bench_id('9001', :n::bigint) AND key = 'bench-order';
COMMIT;
