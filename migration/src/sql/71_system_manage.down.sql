UPDATE api_keys SET scopes = array_remove(scopes, 'system.manage');
DELETE FROM role_permissions WHERE permission = 'system.manage';
