-- A catalogue of :products products: about two variants each, two pictures, plentiful stock.
-- Ids are counted, so that the load can be made up without asking for them.
SET LOCAL hurtrock.bulk = 'on';

CREATE FUNCTION bench_id(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT ('019a0000-0000-7000-' || kind || '-' || lpad(to_hex(n), 12, '0'))::uuid
$$;

-- Where `place.sql` is.
CREATE SEQUENCE bench_orders;

INSERT INTO categories (id, parent_id, slug, name, name_en, description, description_en, sort_order)
SELECT bench_id('8001', c), CASE WHEN c > 8 THEN bench_id('8001', (c - 9) / 5 + 1) END, 'kategori-' || c,
       (ARRAY['Gitar', 'Bas', 'Drum', 'Ampli', 'Keyboard', 'Audio', 'Efek', 'Aksesori'])[CASE WHEN c > 8 THEN (c - 9) / 5 + 1 ELSE c END]
           || CASE WHEN c > 8 THEN ' ' || (ARRAY['Elektrik', 'Akustik', 'Klasik', 'Mini', 'Bekas'])[(c - 9) % 5 + 1] ELSE '' END,
       'Category ' || c, 'Pilihan untuk panggung dan studio.', 'For the stage and the studio.', c
FROM generate_series(1, 48) c;

INSERT INTO shipping_services (id, courier, code, name, base_price, price_per_kg, price_per_km, min_days, max_days, sort_order)
SELECT bench_id('8005', n), courier, code, courier || ' ' || code, base, per_kg, per_km, 1, days, n
FROM (VALUES (1, 'JNE', 'OKE', 2000, 6000, 22, 6), (2, 'JNE', 'REG', 2500, 7000, 25, 4), (3, 'JNE', 'YES', 6000, 12000, 38, 2),
             (4, 'J&T', 'EZ', 2400, 6900, 25, 4), (5, 'SiCepat', 'REG', 2300, 6800, 24, 4), (6, 'SiCepat', 'GOKIL', 9000, 3500, 15, 7),
             (7, 'POS', 'Kilat', 2000, 6500, 23, 6)) s (n, courier, code, base, per_kg, per_km, days);

INSERT INTO products (id, slug, name, description, description_en, brand, model, category_id, featured, status, option_names,
                      specifications, sold_count, rating_sum, rating_count, published_at, created_at)
SELECT bench_id('8002', n), 'produk-' || n,
       brand || ' ' || series || ' ' || n || ' ' || kind,
       'Model ' || series || ' ' || n || ' dari ' || brand || ' dengan badan ' || wood || '. Dibuat untuk musik rock dan metal: suara padat, '
           || 'leher yang nyaman, dan perangkat keras yang tahan dipakai setiap malam di panggung. Setiap unit disetel oleh teknisi kami '
           || 'sebelum dikirim, lengkap dengan garansi satu tahun. Cocok untuk pemain pemula maupun profesional yang mencari ' || kind || '.',
       brand || ' ' || series || ' ' || n || ' with a body of ' || wood || '. Made for rock and metal: a solid tone, a comfortable neck and '
           || 'hardware that lasts on stage night after night. Set up by our technicians before it ships, with a year of warranty.',
       brand, series || n, bench_id('8001', 9 + n % 40), n % 50 = 0, 'active',
       CASE WHEN n % 3 > 0 THEN '{Warna}'::text[] ELSE '{}' END,
       jsonb_build_array(
           jsonb_build_object('name', 'Badan', 'name_en', 'Body', 'value', wood),
           jsonb_build_object('name', 'Leher', 'name_en', 'Neck', 'value', 'Maple, 3 bagian'),
           jsonb_build_object('name', 'Skala', 'name_en', 'Scale', 'value', 610 + n % 60 || ' mm'),
           jsonb_build_object('name', 'Fret', 'name_en', 'Frets', 'value', (22 + n % 3)::text),
           jsonb_build_object('name', 'Pickup', 'name_en', 'Pickups', 'value', 'Humbucker H-H'),
           jsonb_build_object('name', 'Jembatan', 'name_en', 'Bridge', 'value', 'Tetap'),
           jsonb_build_object('name', 'Asal', 'name_en', 'Made in', 'value', 'Indonesia')),
       n::bigint * 7919 % 500, n % 40 * 4, n % 40, now() - (n % 700) * interval '1 day', now() - (n % 700) * interval '1 day'
FROM (SELECT n,
             (ARRAY['Ibanez', 'Fender', 'Gibson', 'Jackson', 'ESP', 'Schecter', 'PRS', 'Yamaha', 'Cort', 'Marshall', 'Mesa', 'Orange', 'Boss',
                    'Dunlop', 'Tama', 'Pearl', 'Zildjian', 'Sabian', 'Shure', 'Korg', 'Roland', 'Radix', 'Squier', 'Epiphone'])[n % 24 + 1] AS brand,
             (ARRAY['RG', 'SG', 'DK', 'LTD', 'Omen', 'Pacifica', 'JCM', 'Rocker', 'Metal Zone', 'Starclassic', 'Nova'])[n % 11 + 1] AS series,
             (ARRAY['gitar elektrik', 'gitar bas', 'drum set', 'ampli tabung', 'keyboard', 'mikrofon', 'pedal distorsi', 'senar'])[n % 8 + 1] AS kind,
             (ARRAY['mahoni', 'alder', 'ash rawa', 'basswood', 'maple'])[n % 5 + 1] AS wood
      FROM generate_series(1, :products) n) p;

INSERT INTO product_images (id, product_id, alt, width, height, color, widths, path, is_thumbnail, sort_order)
SELECT bench_id('8003', n * 2 + i), bench_id('8002', n), 'Foto ' || i + 1, 1600, 1600, '#1a1a1a', '{320,640,1280}', 'bench/' || n || '-' || i, i = 0, i
FROM generate_series(1, :products) n, generate_series(0, 1) i;

-- One variant of every third product, else two or three colours.
INSERT INTO variants (id, product_id, sku, options, price, compare_at, cost, weight_g, length_cm, width_cm, height_cm, low_stock_threshold, sort_order)
SELECT bench_id('8004', n * 4 + v), bench_id('8002', n), 'BENCH-' || n || '-' || v,
       CASE WHEN n % 3 > 0 THEN jsonb_build_array(jsonb_build_object('name', 'Warna', 'value', (ARRAY['Hitam', 'Putih', 'Merah'])[v + 1])) ELSE '[]' END,
       150000 + n::bigint * 104729 % 8850000 / 1000 * 1000 + v * 50000, NULL, 100000, 900 + n % 5000, 20 + n % 90, 15 + n % 30, 10, 3, v
FROM generate_series(1, :products) n, generate_series(0, n % 3) v;

INSERT INTO stock_movements (id, variant_id, kind, quantity)
SELECT bench_id('8006', n * 4 + v), bench_id('8004', n * 4 + v), 'receipt', :pieces
FROM generate_series(1, :products) n, generate_series(0, n % 3) v;

SELECT refresh_listings(ARRAY(SELECT id FROM products));
SELECT pg_notify('hurtrock', 'everything');
