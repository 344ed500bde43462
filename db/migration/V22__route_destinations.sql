-- Routes that lead to several backends, or send callers elsewhere, and how long they wait.

-- New columns change what a row of policy hashes to, and so what all of them come to.
UPDATE policy_head
   SET digest = digest # (SELECT coalesce(bit_xor(policy_hash('route', policy_json(r))), 0) FROM route r);

ALTER TABLE route
  ALTER COLUMN backend DROP NOT NULL,
  ADD COLUMN split                   jsonb   NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(split) = 'array'),
  ADD COLUMN redirect                jsonb   CHECK (jsonb_typeof(redirect) = 'object'),
  ADD COLUMN preserve_host           boolean NOT NULL DEFAULT false,
  ADD COLUMN response_timeout_millis integer CHECK (response_timeout_millis > 0),
  ADD COLUMN idle_timeout_millis     integer CHECK (idle_timeout_millis > 0),
  ADD COLUMN total_timeout_millis    integer CHECK (total_timeout_millis > 0),
  ADD CONSTRAINT route_one_destination CHECK (num_nonnulls(backend, redirect) = 1);

COMMENT ON COLUMN route.split IS 'other backends with their percentages of the callers';
COMMENT ON COLUMN route.redirect IS 'where callers are sent instead of to a backend';
COMMENT ON COLUMN route.preserve_host IS 'whether the backend gets the Host that the caller sent';
COMMENT ON COLUMN route.response_timeout_millis IS 'in place of the backend''s own; null leaves that';

-- As it was, and a backend that a share names stays too.
CREATE OR REPLACE FUNCTION policy_keep_named() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  holder text;
BEGIN
  PERFORM FROM policy_head FOR UPDATE; -- waits for changes under way, so that none adds a name unseen
  IF TG_TABLE_NAME = 'issuer' THEN
    SELECT format('client ''%s''', c.id) INTO holder FROM client c
     WHERE c.project_id = OLD.project_id AND c.issuer = OLD.id AND c.deleted_at IS NULL
     ORDER BY c.id LIMIT 1;
  ELSIF TG_TABLE_NAME = 'backend' THEN
    SELECT format('route ''%s''', r.id) INTO holder FROM route r
     WHERE r.project_id = OLD.project_id
       AND (r.backend = OLD.id OR r.split @> jsonb_build_array(jsonb_build_object('backend', OLD.id)))
     ORDER BY r.id LIMIT 1;
  ELSE
    SELECT format('grant ''%s''', g.id) INTO holder FROM access_grant g
     WHERE g.project_id = OLD.project_id AND OLD.id = ANY (g.routes)
     ORDER BY g.id LIMIT 1;
  END IF;
  IF holder IS NOT NULL THEN
    RAISE EXCEPTION '% still names % ''%'': delete it first, or let it name another', upper(left(holder, 1)) || substr(holder, 2), TG_TABLE_NAME, OLD.id
      USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'policy_keep_named';
  END IF;
  RETURN OLD;
END $$;

UPDATE policy_head
   SET digest = digest # (SELECT coalesce(bit_xor(policy_hash('route', policy_json(r))), 0) FROM route r);
