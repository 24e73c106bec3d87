-- Whoever saw jobs and emails could run them again as well. That is a permission of its own now, and nobody loses it.
INSERT INTO role_permissions (role_id, permission)
SELECT role_id, 'system.manage' FROM role_permissions WHERE permission = 'system.read'
UNION SELECT id, 'system.manage' FROM roles WHERE name = 'admin'
ON CONFLICT DO NOTHING;
UPDATE api_keys SET scopes = array_append(scopes, 'system.manage') WHERE 'system.read' = ANY (scopes) AND NOT 'system.manage' = ANY (scopes);
