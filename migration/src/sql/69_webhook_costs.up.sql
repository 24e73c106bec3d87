-- Whether whoever last said where a webhook goes sees what things cost: a key may see less than the person whose key it is.
ALTER TABLE webhook_endpoints ADD COLUMN tells_cost boolean NOT NULL DEFAULT true;
