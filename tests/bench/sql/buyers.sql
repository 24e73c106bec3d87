-- Buyers :first to :last: an account, a session, an address, and a cart with two lines, one of 500
-- baskets. Whoever has the same basket lives in the same district, so that it costs the same.
INSERT INTO users (id, email, password_hash, name, phone, role_id)
SELECT bench_id('9001', n), 'buyer-' || n || '@bench.example', password_hash, 'Pembeli ' || n, '+6281200000000',
       (SELECT id FROM roles WHERE name = 'buyer')
FROM generate_series(:first, :last) n, (SELECT COALESCE((SELECT password_hash FROM users WHERE email = 'first@bench.example'), 'none') AS password_hash) given;

INSERT INTO sessions (id, user_id, token_hash, rotated_at, user_agent, ip, last_seen_at, expires_at)
SELECT bench_id('9002', n), bench_id('9001', n), sha256(convert_to('secret-' || n, 'UTF8')), now(), 'bench', '127.0.0.1', now(),
       now() + interval '1 day'
FROM generate_series(:first, :last) n;

INSERT INTO addresses (id, user_id, label, recipient, phone, street, district_code, postal_code, is_default)
SELECT bench_id('9003', n), bench_id('9001', n), 'Rumah', 'Pembeli ' || n, '+6281200000000', 'Jl. Panggung No. ' || n,
       d.code, '40123', true
FROM generate_series(:first, :last) n
JOIN (SELECT code, row_number() OVER (ORDER BY code) - 1 AS place FROM districts WHERE code LIKE '32.%') d
  ON d.place = n % 500 % (SELECT count(*) FROM districts WHERE code LIKE '32.%');

INSERT INTO carts (id, user_id, status) SELECT bench_id('9004', n), bench_id('9001', n), 'open' FROM generate_series(:first, :last) n;

INSERT INTO cart_items (cart_id, variant_id, quantity, price_when_added)
SELECT bench_id('9004', n), v.id, 1, v.price
FROM generate_series(:first, :last) n, generate_series(0, 1) line
JOIN LATERAL (SELECT id, price FROM variants WHERE id = bench_id('8004', 4 * ((n % 500 * 2 + line) % :products + 1))) v ON true;
