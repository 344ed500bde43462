-- History as a chain: each row's hash covers the row and the hash of the one before it, so that a row
-- that was altered, taken out or put in shows. Whoever has all rights over the database can make the
-- chain anew; a hash that was noted elsewhere shows that too. And where each change came from.

ALTER TABLE policy_change ADD COLUMN source_address text, ADD COLUMN hash bytea;
ALTER TABLE access_change ADD COLUMN source_address text, ADD COLUMN hash bytea;

ALTER TABLE policy_head
  ADD COLUMN policy_chain bytea NOT NULL DEFAULT '',
  ADD COLUMN access_chain bytea NOT NULL DEFAULT '';

COMMENT ON COLUMN policy_head.policy_chain IS 'hash of the newest row of policy_change';
COMMENT ON COLUMN policy_head.access_chain IS 'hash of the newest row of access_change';

-- What is done by hand has no actor of ours; what the server does by itself has no address.
CREATE FUNCTION history_source() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN coalesce(current_setting('portcullis.actor', true), '') = '' THEN 'psql'
              ELSE nullif(current_setting('portcullis.source_address', true), '') END
$$;

ALTER TABLE policy_change ALTER COLUMN source_address SET DEFAULT history_source();
ALTER TABLE access_change ALTER COLUMN source_address SET DEFAULT history_source();

-- Names each column, so that a column that is added later leaves old hashes as they are.
CREATE FUNCTION history_hash(before bytea, c policy_change) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(before || convert_to(jsonb_build_array(
    c.rev, c.ord, c.tbl, c.op, c.project_id, c.id, c.old, c.new, c.hash_delta,
    to_char(c.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), c.actor, c.request_id,
    c.source_address)::text, 'UTF8'))
$$;

CREATE FUNCTION history_hash(before bytea, c access_change) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(before || convert_to(jsonb_build_array(
    c.rev, c.ord, c.tbl, c.op, c.id, c.old, c.new,
    to_char(c.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), c.actor, c.request_id,
    c.source_address)::text, 'UTF8'))
$$;

DO $$
DECLARE
  p policy_change;
  a access_change;
  chain bytea := '';
BEGIN
  ALTER TABLE policy_change DISABLE TRIGGER refuse_update;
  FOR p IN SELECT * FROM policy_change ORDER BY rev, ord LOOP
    chain := history_hash(chain, p);
    UPDATE policy_change c SET hash = chain WHERE c.rev = p.rev AND c.ord = p.ord;
  END LOOP;
  ALTER TABLE policy_change ENABLE TRIGGER refuse_update;
  UPDATE policy_head SET policy_chain = chain;
  chain := '';
  ALTER TABLE access_change DISABLE TRIGGER refuse_update;
  FOR a IN SELECT * FROM access_change ORDER BY rev, ord LOOP
    chain := history_hash(chain, a);
    UPDATE access_change c SET hash = chain WHERE c.rev = a.rev AND c.ord = a.ord;
  END LOOP;
  ALTER TABLE access_change ENABLE TRIGGER refuse_update;
  UPDATE policy_head SET access_chain = chain;
END $$;

ALTER TABLE policy_change ALTER COLUMN hash SET NOT NULL;
ALTER TABLE access_change ALTER COLUMN hash SET NOT NULL;

-- The update takes the lock on the head, which writers hold already, so rows are chained in their order.
CREATE FUNCTION policy_change_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE policy_head h SET policy_chain = history_hash(h.policy_chain, NEW)
  RETURNING h.policy_chain INTO NEW.hash;
  RETURN NEW;
END $$;

CREATE FUNCTION access_change_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE policy_head h SET access_chain = history_hash(h.access_chain, NEW)
  RETURNING h.access_chain INTO NEW.hash;
  RETURN NEW;
END $$;

CREATE TRIGGER chain BEFORE INSERT ON policy_change FOR EACH ROW EXECUTE FUNCTION policy_change_chain();
CREATE TRIGGER chain BEFORE INSERT ON access_change FOR EACH ROW EXECUTE FUNCTION access_change_chain();

CREATE OR REPLACE VIEW change AS
  SELECT c.rev, c.ord, c.at, c.actor, c.request_id, c.tbl, c.op, c.project_id, c.id, c.old, c.new,
         c.source_address, c.hash
    FROM policy_change c
  UNION ALL
  SELECT c.rev, c.ord, c.at, c.actor, c.request_id, c.tbl, c.op, '', c.id, c.old, c.new,
         c.source_address, c.hash
    FROM access_change c;

-- Every row with whether it follows from the one before it.
CREATE VIEW history_checked AS
  SELECT 'policy' AS chain, c.rev, c.ord, c.hash,
         c.hash = history_hash(coalesce(lag(c.hash) OVER (ORDER BY c.rev, c.ord), ''), c.*) AS follows
    FROM policy_change c
  UNION ALL
  SELECT 'access', c.rev, c.ord, c.hash,
         c.hash = history_hash(coalesce(lag(c.hash) OVER (ORDER BY c.rev, c.ord), ''), c.*)
    FROM access_change c;

CREATE INDEX policy_change_by_project ON policy_change (project_id, rev);
