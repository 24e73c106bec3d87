-- All of buyers :first to :last want one piece of the same article, of which :pieces are left.
CREATE TABLE bench_rush AS SELECT reserved AS held FROM stocks WHERE variant_id = bench_id('8004', 4);
DELETE FROM cart_items WHERE cart_id BETWEEN bench_id('9004', :first) AND bench_id('9004', :last);
INSERT INTO cart_items (cart_id, variant_id, quantity, price_when_added)
SELECT bench_id('9004', n), v.id, 1, v.price FROM generate_series(:first, :last) n, variants v WHERE v.id = bench_id('8004', 4);
INSERT INTO stock_movements (id, variant_id, kind, reason, quantity)
SELECT gen_random_uuid(), variant_id, 'adjustment', 'count', :pieces - (on_hand - reserved) FROM stocks
WHERE variant_id = bench_id('8004', 4) AND on_hand - reserved <> :pieces;
