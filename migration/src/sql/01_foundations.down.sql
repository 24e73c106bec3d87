DROP TABLE districts, regencies, provinces;
DROP FUNCTION refuse_change, touch_updated_at;
DROP TEXT SEARCH CONFIGURATION shop_indonesian;
DROP TEXT SEARCH CONFIGURATION shop_simple;
DROP FUNCTION fold;
