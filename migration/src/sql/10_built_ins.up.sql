-- What every shop has from the start: the built-in roles and the shop's own profile.
INSERT INTO roles (id, name, built_in) VALUES
    ('01935f00-0000-7000-8000-000000000001', 'buyer', true),
    ('01935f00-0000-7000-8000-000000000002', 'staff', true),
    ('01935f00-0000-7000-8000-000000000003', 'admin', true);

INSERT INTO role_permissions (role_id, permission)
SELECT '01935f00-0000-7000-8000-000000000002', permission FROM unnest(ARRAY[
    'admin.access', 'catalog.read', 'inventory.read', 'orders.read', 'orders.write', 'reports.read', 'chat.answer']) permission;
INSERT INTO role_permissions (role_id, permission)
SELECT '01935f00-0000-7000-8000-000000000003', permission FROM unnest(ARRAY[
    'admin.access', 'catalog.read', 'catalog.write', 'inventory.read', 'inventory.write', 'orders.read', 'orders.write',
    'orders.refund', 'payments.read', 'payments.configure', 'reports.read', 'chat.answer', 'reviews.moderate', 'users.read',
    'users.manage', 'settings.manage', 'audit.read', 'integrations.manage', 'system.read']) permission;

INSERT INTO store_profile (name, tagline, address, city, regency_code, postal_code, phone, whatsapp, email, hours)
VALUES ('Hurtrock Music Store', 'Gear untuk yang main keras', 'Jl Gegerkalong Girang Complex Darut Tauhid Kav 22', 'Kota Bandung',
    '32.73', '40154', '+6282115558035', '+6282115558035', 'halo@hurtrock.example', '[
    {"weekday": 1, "opens": "09:30", "closes": "18:00"}, {"weekday": 2, "opens": "09:30", "closes": "18:00"},
    {"weekday": 3, "opens": "09:30", "closes": "18:00"}, {"weekday": 4, "opens": "09:30", "closes": "18:00"},
    {"weekday": 5, "opens": "09:30", "closes": "18:00"}, {"weekday": 6, "opens": "09:30", "closes": "17:00"},
    {"weekday": 7, "opens": null, "closes": null}]');
