DROP TRIGGER variants_open_stock ON variants;
DROP TABLE stock_movements, stocks;
DROP FUNCTION guard_stock, apply_movement, open_stock;
