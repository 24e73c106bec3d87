CREATE OR REPLACE FUNCTION mark_day_of_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO figure_marks (day)
    SELECT shop_day(o.paid_at) FROM orders o WHERE o.id = COALESCE(NEW.order_id, OLD.order_id) AND o.paid_at IS NOT NULL;
    RETURN NULL;
END $$;
