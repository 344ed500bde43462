-- What the issuers of kind `firebase` and `introspection` need beyond the others, which kinds of
-- tokens an issuer's are, and the scopes that a route asks for.

ALTER TABLE issuer
  ADD COLUMN firebase_project_id     text CHECK (length(firebase_project_id) BETWEEN 1 AND 100),
  ADD COLUMN tenants                 text[],
  ADD COLUMN sign_in_providers       text[],
  ADD COLUMN token_types             text[] NOT NULL DEFAULT '{id}'
    CHECK (cardinality(token_types) >= 1 AND token_types <@ '{id,access}'::text[]),
  ADD COLUMN introspection_uri       text,
  ADD COLUMN introspection_client_id text CHECK (length(introspection_client_id) BETWEEN 1 AND 255),
  ADD COLUMN audience_from           text CHECK (audience_from IN ('aud', 'client_id')),
  DROP CONSTRAINT issuer_has_keys,
  ADD CONSTRAINT issuer_has_keys CHECK (kind = 'introspection' OR jwks_uri IS NOT NULL OR discovery_uri IS NOT NULL),
  ADD CONSTRAINT issuer_firebase CHECK (kind <> 'firebase' OR firebase_project_id IS NOT NULL),
  ADD CONSTRAINT issuer_introspection CHECK (
    kind <> 'introspection' OR num_nulls(introspection_uri, introspection_client_id, audience_from) = 0);

COMMENT ON COLUMN issuer.tenants IS 'firebase: the Identity Platform tenants whose users are accepted; without any, only users of no tenant';
COMMENT ON COLUMN issuer.audience_from IS 'introspection: the member of the answer that names the audience';

-- An opaque token does not say whose it is, so there can be only one who is asked.
CREATE UNIQUE INDEX issuer_one_introspection ON issuer (project_id) WHERE kind = 'introspection';

ALTER TABLE route
  ADD COLUMN required_scopes text[] NOT NULL DEFAULT '{}';

-- Rows have more columns now, so they hash to something else.
UPDATE policy_head SET digest = coalesce((
  SELECT bit_xor(r.hash)
    FROM (SELECT policy_hash('project', policy_json(t)) AS hash FROM project t
          UNION ALL SELECT policy_hash('issuer', policy_json(t)) FROM issuer t
          UNION ALL SELECT policy_hash('client', policy_json(t)) FROM client t
          UNION ALL SELECT policy_hash('access_grant', policy_json(t)) FROM access_grant t
          UNION ALL SELECT policy_hash('backend', policy_json(t)) FROM backend t
          UNION ALL SELECT policy_hash('route', policy_json(t)) FROM route t
          UNION ALL SELECT policy_hash('sign_out', policy_json(t)) FROM sign_out t
          UNION ALL SELECT policy_hash('token_revocation', policy_json(t)) FROM token_revocation t) r), 0);
