-- The shop's looks are edited apart from its profile, and have a revision of their own.
ALTER TABLE store_profile
    ADD COLUMN brand_revision integer NOT NULL DEFAULT 1,
    -- Without one it is the colour of the house.
    ADD CONSTRAINT store_profile_accent_check CHECK (colours ->> 'accent' ~ '^#[0-9a-f]{6}$');
