DELETE FROM store_profile;
DELETE FROM roles;
