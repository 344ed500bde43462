-- What the server promises of a commit, and whether it is still the one that made the promise.
--
-- A standby that was promoted without having everything, and a database restored from an older
-- copy, may have lost revocations that were confirmed. Both come up on another timeline of the
-- write-ahead log, or as another cluster.

CREATE FUNCTION policy_durability() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN current_setting('fsync') = 'off' THEN 'unsafe'
    WHEN current_setting('synchronous_commit') = 'off' THEN 'unsafe'
    WHEN current_setting('synchronous_standby_names') <> ''
         AND current_setting('synchronous_commit') IN ('on', 'remote_apply') THEN 'replicated'
    ELSE 'local'
  END
$$;

COMMENT ON FUNCTION policy_durability IS 'unsafe: a crash may lose commits; local: the loss of this server may; replicated: a synchronous standby has them too';

CREATE FUNCTION policy_place() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN pg_is_in_recovery() THEN 'in recovery'
    ELSE (SELECT c.system_identifier FROM pg_control_system() c)
         || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8)
  END
$$;

COMMENT ON FUNCTION policy_place IS 'cluster and timeline that the policy is written to';

ALTER TABLE policy_head
  ADD COLUMN durability text NOT NULL DEFAULT policy_durability(),
  ADD COLUMN place      text NOT NULL DEFAULT policy_place();

COMMENT ON COLUMN policy_head.durability IS 'of the newest revision';
COMMENT ON COLUMN policy_head.place IS 'where the policy was last known to be whole';

-- What a synchronous standby has confirmed survives its promotion, so that needs nobody's word.
CREATE FUNCTION policy_is_whole(head policy_head) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT head.place = policy_place() OR head.durability = 'replicated'
$$;

CREATE OR REPLACE FUNCTION policy_next_revision() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  revision bigint;
BEGIN
  UPDATE policy_head h
     SET rev = rev + 1,
         xid = pg_current_xact_id(),
         place = CASE WHEN policy_is_whole(h) THEN policy_place() ELSE h.place END,
         durability = CASE WHEN policy_is_whole(h) THEN policy_durability() ELSE h.durability END
   WHERE xid <> pg_current_xact_id();
  SELECT h.rev INTO revision FROM policy_head h;
  RETURN revision;
END $$;

-- An operator's word that the policy in this database is the one to go by. Whoever still acts on
-- what was there before reads everything anew.
CREATE FUNCTION policy_accept_place() RETURNS void LANGUAGE sql AS $$
  UPDATE policy_head
     SET place = policy_place(), durability = policy_durability(), history = gen_random_uuid()
$$;
