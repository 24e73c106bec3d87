DROP TABLE payment_configurations, refund_items, refunds, payment_events, payments, shipment_events, shipments,
    order_events, stock_reservations, order_items, orders, cart_items, carts, shipping_services;
DROP FUNCTION apply_reservation;
