-- A year behind the shop: :orders orders of two lines that were paid, some of them given back whole or in
-- part, with a thousand of :products products looked at each day, three searches per order, and visits. Today's
-- views and visits are the shop's own, of the rows measured before.
SET LOCAL hurtrock.bulk = 'on';

INSERT INTO users (id, email, password_hash, name, phone, role_id, created_at)
SELECT bench_id('a001', n), 'past-' || n || '@bench.example', 'none', 'Pelanggan ' || n, '+6281200000000',
       (SELECT id FROM roles WHERE name = 'buyer'), now() - n * (interval '1 year' / (:orders / 5))
FROM generate_series(1, :orders / 5) n;

INSERT INTO orders (id, number, user_id, buyer_name, buyer_email, locale, status, payment_status, items_total, shipping_total, discount_total,
                    grand_total, refunded_total, item_count, address, shipping, courier, destination, pay_until, paid_at, created_at)
SELECT bench_id('a005', n), 'HRT-' || to_char(at, 'YYMMDD') || '-' || upper(lpad(to_hex(n), 6, '0')), bench_id('a001', 1 + n % (:orders / 5)),
       'Pelanggan', 'past@bench.example', 'id', CASE WHEN n % 25 = 0 THEN 'refunded' ELSE 'completed' END,
       CASE WHEN n % 25 = 0 THEN 'refunded' WHEN n % 17 = 0 THEN 'partially_refunded' ELSE 'paid' END,
       items, 20000 + n % 7 * 1000, 0, items + 20000 + n % 7 * 1000,
       CASE WHEN n % 25 = 0 THEN items + 20000 + n % 7 * 1000 WHEN n % 17 = 0 THEN first ELSE 0 END, 2,
       '{"recipient": "Pelanggan"}', '{"courier": "JNE", "name": "JNE REG"}',
       (ARRAY['JNE', 'J&T', 'SiCepat', 'POS'])[1 + n % 4], 'Kota Bandung', at + interval '1 day', at, at - interval '10 minutes'
FROM (SELECT n, now() - n * (interval '1 year' / :orders) AS at, 1000000 + n % 300 * 25000 AS first, 2000000 + n % 300 * 50000 AS items
      FROM generate_series(1, :orders) n) o;

INSERT INTO order_items (id, order_id, variant_id, product_id, product_slug, name, sku, options, price, quantity, weight_g, line_total, position)
SELECT bench_id('a006', n * 2 + line), bench_id('a005', n), bench_id('8004', 4 * p), bench_id('8002', p), 'produk-' || p, 'Produk ' || p,
       'BENCH-' || p, '[]', 1000000 + n % 300 * 25000, 1, 500, 1000000 + n % 300 * 25000, line
FROM generate_series(1, :orders) n, generate_series(0, 1) line,
     LATERAL (SELECT 1 + (n * 7919::bigint + line * 104729) % 997 % (:products / 2) + line * (:products / 2) AS p) chosen;

INSERT INTO payments (id, order_id, provider, reference, external_id, amount, refunded, status, method, expires_at, settled_at, created_at)
SELECT bench_id('a007', n), o.id, CASE WHEN n % 3 = 0 THEN 'stripe' ELSE 'midtrans' END, o.number || '-1', 'bench-' || n, o.grand_total,
       o.refunded_total, o.payment_status, (ARRAY['card', 'qris', 'bca_va', 'gopay', 'mandiri_bill'])[1 + n % 5], o.pay_until, o.paid_at, o.created_at
FROM generate_series(1, :orders) n JOIN orders o ON o.id = bench_id('a005', n);

INSERT INTO refunds (id, order_id, payment_id, amount, kind, channel, status, created_at, settled_at)
SELECT bench_id('a008', n), o.id, bench_id('a007', n), o.refunded_total, CASE WHEN n % 25 = 0 THEN 'full' ELSE 'items' END, 'provider', 'succeeded',
       o.paid_at, o.paid_at + interval '2 days'
FROM generate_series(1, :orders) n JOIN orders o ON o.id = bench_id('a005', n) WHERE o.refunded_total > 0;
INSERT INTO refund_items (refund_id, order_item_id, quantity, amount)
SELECT bench_id('a008', n), bench_id('a006', n * 2), 1, 1000000 + n % 300 * 25000
FROM generate_series(1, :orders) n WHERE n % 17 = 0 AND n % 25 <> 0;

INSERT INTO product_views (product_id, day, views, cart_adds)
SELECT bench_id('8002', p), shop_day(now()) - day, 5 + (p * 31 + day * 17) % 60, (p + day) % 6
FROM generate_series(1, :products) p, generate_series(1, 365) day
WHERE (p + day) % greatest(1, :products / 1000) = 0;

INSERT INTO search_log (query, results, created_at)
SELECT (ARRAY['gitar', 'bass', 'senar', 'pedal', 'ampli', 'drum', 'stik', 'kabel'])[1 + n % 8] || CASE WHEN n % 3 > 0 THEN ' ' || n % 1500 ELSE '' END,
       CASE WHEN n % 11 = 0 THEN 0 ELSE n % 200 END, now() - n * (interval '1 year' / (:orders * 3))
FROM generate_series(1, :orders * 3) n;

INSERT INTO visits (day, visits) SELECT shop_day(now()) - day, :orders / 10 + day % 50 FROM generate_series(1, 365) day;
