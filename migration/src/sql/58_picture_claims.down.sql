DROP TABLE picture_claims;
