-- The set-up token that was made and printed at the first start, for a server that was given none.
-- Only its hash is kept: 256 random bits need no slow hash.

CREATE TABLE setup_token (
  one        boolean     PRIMARY KEY DEFAULT true CHECK (one),
  hash       bytea       NOT NULL CHECK (length(hash) = 32),
  created_at timestamptz NOT NULL DEFAULT now()
);
