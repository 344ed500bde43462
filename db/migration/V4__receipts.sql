-- The answers to writes that carried an Idempotency-Key, kept for a day. A record is written in the
-- transaction of its change, so that it is there if and only if the change is.

CREATE TABLE receipt (
  actor       text        NOT NULL,
  key         text        NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  fingerprint bytea       NOT NULL CHECK (length(fingerprint) = 32),
  revision    bigint      NOT NULL,
  status      int         NOT NULL,
  etag        text,
  body        text,
  kept_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (actor, key)
);

CREATE INDEX receipt_by_age ON receipt (kept_at);

COMMENT ON COLUMN receipt.fingerprint IS 'SHA-256 of the request, so that a key that comes with another one is noticed';
COMMENT ON COLUMN receipt.body IS 'as it was sent, to the byte; none for 204';
