DROP TABLE api_key_paces;
