-- Three things that operators had no way to see or to trip over safely: whether notifications arrive
-- at a gateway, who accepted the policy after a failover, and expiry at no time that exists.

ALTER TABLE gateway_replica ADD COLUMN notified boolean;

COMMENT ON COLUMN gateway_replica.notified IS 'whether NOTIFY arrives at it; null until it knows';

-- No gateway can read 'infinity' or a year of five digits, so one such row would stop them all.
-- What was to last for ever has no end; what was over before the year 1 stays over.
UPDATE client
   SET expires_at = CASE WHEN expires_at < '0001-01-01 00:00Z' THEN '0001-01-01 00:00Z'::timestamptz END
 WHERE expires_at < '0001-01-01 00:00Z' OR expires_at >= '10000-01-01 00:00Z';

UPDATE access_grant
   SET expires_at = CASE WHEN expires_at < '0001-01-01 00:00Z' THEN '0001-01-01 00:00Z'::timestamptz END
 WHERE expires_at < '0001-01-01 00:00Z' OR expires_at >= '10000-01-01 00:00Z';

ALTER TABLE client ADD CONSTRAINT client_expires_at
  CHECK (expires_at >= '0001-01-01 00:00Z' AND expires_at < '10000-01-01 00:00Z');
ALTER TABLE access_grant ADD CONSTRAINT access_grant_expires_at
  CHECK (expires_at >= '0001-01-01 00:00Z' AND expires_at < '10000-01-01 00:00Z');

-- An operator's word is part of the history. It changes no row of policy, so it makes no revision of
-- its own: it stands behind the changes of the revision that was accepted.
ALTER TABLE policy_change DROP CONSTRAINT policy_change_op_check;
ALTER TABLE policy_change ADD CONSTRAINT policy_change_op_check
  CHECK (op IN ('insert', 'update', 'delete', 'accept'));

CREATE FUNCTION policy_place_json(head policy_head) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('id', 'policy', 'place', head.place, 'durability', head.durability,
                            'history', head.history)
$$;

CREATE OR REPLACE FUNCTION policy_accept_place() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  was      policy_head;
  accepted policy_head;
BEGIN
  SELECT * INTO was FROM policy_head FOR UPDATE;
  IF policy_is_whole(was) THEN
    RETURN;
  END IF;
  UPDATE policy_head
     SET place = policy_place(), durability = policy_durability(), history = gen_random_uuid()
  RETURNING * INTO accepted;
  INSERT INTO policy_change (rev, ord, tbl, op, project_id, id, old, new, hash_delta)
  SELECT was.rev, coalesce(max(c.ord) + 1, 0), 'policy', 'accept', '', 'policy',
         policy_place_json(was), policy_place_json(accepted), 0
    FROM policy_change c WHERE c.rev = was.rev;
END $$;
