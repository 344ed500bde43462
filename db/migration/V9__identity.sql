-- What gateways tell backends about callers, and browsers about routes.
--
-- All gateways sign the identity assertion with the same keys, and each key is here long before the
-- first of them signs with it, so that no backend meets a key that its copy of the JWKS lacks.

CREATE TABLE assertion_key (
  kid         text        PRIMARY KEY CHECK (kid ~ '^[A-Za-z0-9_-]{43}$'),
  public_jwk  jsonb       NOT NULL,
  private_key bytea       NOT NULL,
  sealed      boolean     NOT NULL,
  signs_from  timestamptz NOT NULL UNIQUE,
  created_at  timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE assertion_key IS 'a key signs until the next one does, and stays in the JWKS for a day longer';
COMMENT ON COLUMN assertion_key.kid IS 'thumbprint of the public key (RFC 7638)';
COMMENT ON COLUMN assertion_key.private_key IS 'PKCS #8; if sealed, AES-256-GCM under a key made of PORTCULLIS_SECRET, behind its nonce of 12 bytes';

-- A new column changes what a row of policy hashes to, and so what all of them come to.
UPDATE policy_head
   SET digest = digest # (SELECT coalesce(bit_xor(policy_hash('route', policy_json(r))), 0) FROM route r);

ALTER TABLE route ADD COLUMN cors jsonb CHECK (jsonb_typeof(cors) = 'object');

COMMENT ON COLUMN route.cors IS 'what pages of other origins may do, answered by the gateway; null leaves CORS to the backend';

UPDATE policy_head
   SET digest = digest # (SELECT coalesce(bit_xor(policy_hash('route', policy_json(r))), 0) FROM route r);
