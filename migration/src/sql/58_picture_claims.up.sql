-- Who is at work on the files of a picture: whoever sent it and does not show it yet, or the job that removes it. Files are not
-- kept in the database, and asking for them takes too long for a transaction to wait.
CREATE TABLE picture_claims (
    id uuid CONSTRAINT picture_claims_pkey PRIMARY KEY,
    path text NOT NULL,
    -- The files are being removed. Otherwise they stay.
    removes boolean NOT NULL,
    -- By then the work is over, or was given up.
    until timestamptz NOT NULL
);
CREATE INDEX picture_claims_path_idx ON picture_claims (path);
