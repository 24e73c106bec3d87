DROP TABLE restock_order_items, restock_orders;
