-- The log of rejections with millions of rows: what the lists are filtered by has an index, and what the
-- summaries add up is counted when it is written, for each hour.

-- Values that callers chose may be longer than an index takes, so their hashes are in it.
CREATE INDEX rejection_by_reason ON rejection (reason, at DESC);
CREATE INDEX rejection_by_route ON rejection (project_id, route, at DESC);
CREATE INDEX rejection_by_client ON rejection (hashtextextended(client, 0), at DESC) WHERE client IS NOT NULL;
CREATE INDEX rejection_by_subject ON rejection (hashtextextended(subject, 0), at DESC) WHERE subject IS NOT NULL;
CREATE INDEX rejection_by_email ON rejection (hashtextextended(email, 0), at DESC) WHERE email IS NOT NULL;
CREATE INDEX rejection_by_source ON rejection (hashtextextended(source_address, 0), at DESC);

CREATE TABLE rejection_hour (
  project_id text        NOT NULL,
  mark       text        NOT NULL CHECK (mark IN ('reason', 'client', 'route', 'user')),
  hour       timestamptz NOT NULL,
  key        text        COLLATE "C",
  rejections bigint      NOT NULL CHECK (rejections >= 0),
  UNIQUE NULLS NOT DISTINCT (project_id, mark, hour, key)
) WITH (fillfactor = 70);

CREATE INDEX rejection_hour_by_time ON rejection_hour (hour);

COMMENT ON TABLE rejection_hour IS 'how many rows rejection has, by what a summary tells apart';
COMMENT ON COLUMN rejection_hour.project_id IS 'empty where a rejection is of no project';

-- As much of a value as an index takes; what differs only behind that counts as one.
CREATE FUNCTION rejection_key(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN length(value) <= 300 THEN value ELSE left(value, 300) || '…' END
$$;

-- Ordered, so that two gateways that add to the same counts wait for each other in one direction.
CREATE FUNCTION rejection_count_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO rejection_hour AS h (project_id, mark, hour, key, rejections)
  SELECT coalesce(r.project_id, ''), m.mark, date_trunc('hour', r.at, 'UTC'), rejection_key(m.key), count(*)
    FROM added r
   CROSS JOIN LATERAL (VALUES ('reason', r.reason), ('client', r.client), ('route', r.route),
                              ('user', r.issuer || ' ' || r.subject)) AS m (mark, key)
   GROUP BY 1, 2, 3, 4
   ORDER BY 1, 2, 3, 4
  ON CONFLICT (project_id, mark, hour, key) DO UPDATE SET rejections = h.rejections + excluded.rejections;
  RETURN NULL;
END $$;

CREATE FUNCTION rejection_count_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE rejection_hour h SET rejections = h.rejections - g.rejections
    FROM (SELECT coalesce(r.project_id, '') AS project_id, m.mark, date_trunc('hour', r.at, 'UTC') AS hour,
                 rejection_key(m.key) AS key, count(*) AS rejections
            FROM gone r
           CROSS JOIN LATERAL (VALUES ('reason', r.reason), ('client', r.client), ('route', r.route),
                                      ('user', r.issuer || ' ' || r.subject)) AS m (mark, key)
           GROUP BY 1, 2, 3, 4) g
   WHERE h.project_id = g.project_id AND h.mark = g.mark AND h.hour = g.hour
     AND h.key IS NOT DISTINCT FROM g.key;
  DELETE FROM rejection_hour h
   USING (SELECT DISTINCT date_trunc('hour', r.at, 'UTC') AS hour FROM gone r) g
   WHERE h.hour = g.hour AND h.rejections = 0;
  RETURN NULL;
END $$;

CREATE TRIGGER count_added AFTER INSERT ON rejection REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION rejection_count_added();
CREATE TRIGGER count_gone AFTER DELETE ON rejection REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION rejection_count_gone();

INSERT INTO rejection_hour (project_id, mark, hour, key, rejections)
SELECT coalesce(r.project_id, ''), m.mark, date_trunc('hour', r.at, 'UTC'), rejection_key(m.key), count(*)
  FROM rejection r
 CROSS JOIN LATERAL (VALUES ('reason', r.reason), ('client', r.client), ('route', r.route),
                            ('user', r.issuer || ' ' || r.subject)) AS m (mark, key)
 GROUP BY 1, 2, 3, 4;

-- A day's partition goes without its rows being deleted, so its counts are taken along here.
CREATE OR REPLACE FUNCTION rejection_drop_partitions(before date) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  part    text;
  dropped int := 0;
  since   timestamptz;
BEGIN
  FOR part IN
    SELECT c.relname
      FROM pg_inherits i
      JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'rejection'::regclass
       AND c.relname ~ '^rejection_\d{8}$'
       AND c.relname < 'rejection_' || to_char(before, 'YYYYMMDD')
  LOOP
    EXECUTE format('DROP TABLE %I', part);
    since := to_date(right(part, 8), 'YYYYMMDD')::timestamp AT TIME ZONE 'UTC';
    DELETE FROM rejection_hour h WHERE h.hour >= since AND h.hour < since + interval '1 day';
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;

-- Lists of policy go by ID in the order of its bytes, which the primary keys are not in.
CREATE INDEX client_by_id ON client (project_id, id COLLATE "C");
CREATE INDEX access_grant_by_id ON access_grant (project_id, id COLLATE "C");
