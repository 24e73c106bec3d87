DROP TRIGGER payment_configurations_tell ON payment_configurations;
DROP TRIGGER shipping_services_tell ON shipping_services;
DROP TABLE search_log, product_views, reviews, notifications, email_messages, content_pages, store_profile;
DROP FUNCTION tell_settings_changed, apply_review;
