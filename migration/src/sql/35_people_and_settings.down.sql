DROP TABLE email_settings, shipping_settings;
ALTER TABLE shipping_services
    DROP CONSTRAINT shipping_services_code_key,
    ADD CONSTRAINT shipping_services_code_key UNIQUE (courier, code);
ALTER TABLE payment_configurations DROP COLUMN methods;
DROP INDEX users_name_idx, users_text_idx;
DROP TABLE user_notes;
ALTER TABLE roles DROP COLUMN revision;
DROP FUNCTION lacks_second_factor;
DROP TRIGGER users_totp_tell ON users;
DROP TABLE security_settings, sign_in_challenges;
