-- By which secret key the secrets in this database are sealed, told by a print that gives nothing of the key away: no row
-- before the first process noted it, or one.
CREATE TABLE sealed_by (
    id boolean CONSTRAINT sealed_by_pkey PRIMARY KEY DEFAULT true CONSTRAINT sealed_by_one_check CHECK (id),
    print text NOT NULL,
    since timestamptz NOT NULL DEFAULT now()
);
