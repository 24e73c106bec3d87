ALTER TABLE store_profile DROP CONSTRAINT store_profile_accent_check, DROP COLUMN brand_revision;
