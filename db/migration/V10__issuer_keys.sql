-- The keys that issuers published last, so that a gateway can start while an issuer is down. They
-- are public, and are used no longer than the issuer's failing allows: see docs/issuers.md.

CREATE TABLE issuer_key_set (
  source          text        PRIMARY KEY CHECK (length(source) BETWEEN 1 AND 2100),
  document        bytea       NOT NULL CHECK (length(document) <= 262144),
  max_age_seconds bigint      CHECK (max_age_seconds >= 0),
  fetched_at      timestamptz NOT NULL
);

COMMENT ON COLUMN issuer_key_set.source IS 'where they come from: the URL of the keys, or that of the metadata with a hash of the expected issuers';
COMMENT ON COLUMN issuer_key_set.document IS 'a JWK Set (RFC 7517), as it came';
COMMENT ON COLUMN issuer_key_set.max_age_seconds IS 'how long the issuer said that it may be used; null if it did not';
