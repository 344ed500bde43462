-- The audit log of rejected requests, complete: partitions by day, so that old days go at once; counts
-- that grow until their minute is over; how long a project keeps its rejections, and how much of an
-- e-mail address.

-- Rejections are inserted in transactions that end in another order than they began, so whoever follows
-- the log goes by transaction: what one older than every open one wrote is all there.
ALTER TABLE rejection RENAME TO rejection_before;

CREATE TABLE rejection (
  replica        uuid        NOT NULL,
  seq            bigint      NOT NULL,
  at             timestamptz NOT NULL,
  request_id     text        NOT NULL,
  revision       bigint      NOT NULL,
  project_id     text,
  route          text,
  reason         text        NOT NULL,
  status         int         NOT NULL,
  method         text        NOT NULL,
  host           text        NOT NULL,
  path           text        NOT NULL,
  verified       boolean     NOT NULL,
  client         text,
  issuer         text,
  subject        text,
  email          text,
  source_address text        NOT NULL,
  user_agent     text,
  detail         text        NOT NULL,
  tx             bigint      NOT NULL DEFAULT pg_current_xact_id()::text::bigint
) PARTITION BY RANGE (at);

COMMENT ON COLUMN rejection.seq IS 'number given by the replica, so that a batch sent twice is kept once';
COMMENT ON COLUMN rejection.verified IS 'whether the issuer vouches for client, issuer, subject and email';
COMMENT ON COLUMN rejection.tx IS 'the transaction that wrote it; the live tail goes by it';

-- A clock that is wrong, or a spool that is found after weeks, must find a place too.
CREATE TABLE rejection_default PARTITION OF rejection DEFAULT;

-- Makes the partition of a day, in UTC, and moves to it what came before it was there.
CREATE FUNCTION rejection_make_partition(day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  part  text        := 'rejection_' || to_char(day, 'YYYYMMDD');
  since timestamptz := day::timestamp AT TIME ZONE 'UTC';
  until timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
BEGIN
  IF to_regclass(part) IS NOT NULL THEN
    RETURN;
  END IF;
  LOCK TABLE rejection_default IN ACCESS EXCLUSIVE MODE;
  EXECUTE format('CREATE TABLE %I (LIKE rejection INCLUDING ALL)', part);
  EXECUTE format(
    'WITH early AS (DELETE FROM rejection_default WHERE at >= %L AND at < %L RETURNING *)
     INSERT INTO %I SELECT * FROM early', since, until, part);
  EXECUTE format(
    'ALTER TABLE rejection ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', part, since, until);
END $$;

-- Drops the partitions of the days before one; gives how many they were.
CREATE FUNCTION rejection_drop_partitions(before date) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  part    text;
  dropped int := 0;
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
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;

SELECT rejection_make_partition(d.day)
  FROM (SELECT DISTINCT (r.at AT TIME ZONE 'UTC')::date AS day FROM rejection_before r
        UNION
        SELECT (now() AT TIME ZONE 'UTC')::date + n FROM generate_series(0, 3) n) d;

INSERT INTO rejection
SELECT b.replica, b.seq, b.at, b.request_id, b.revision, b.project_id, b.route, b.reason, b.status,
       b.method, b.host, b.path, b.verified, b.client, b.issuer, b.subject, b.email, b.source_address,
       b.user_agent, b.detail
  FROM rejection_before b;

DROP TABLE rejection_before;

ALTER TABLE rejection ADD PRIMARY KEY (replica, seq, at);

CREATE INDEX rejection_by_time ON rejection (at DESC, replica DESC, seq DESC);
CREATE INDEX rejection_by_project ON rejection (project_id, at DESC, replica DESC, seq DESC);
CREATE INDEX rejection_by_request ON rejection (request_id);
CREATE INDEX rejection_by_transaction ON rejection (tx, replica, seq);

ALTER TABLE rejection_fold ADD COLUMN network text;

CREATE INDEX rejection_fold_by_project ON rejection_fold (project_id, minute DESC);

COMMENT ON COLUMN rejection_fold.rejections IS 'grows until the minute is over: a count that is sent again, or late, never lowers it';
COMMENT ON COLUMN rejection_fold.network IS 'the /24 or /48 the requests came from; null where too many are to be told apart';

-- A new column changes what a row of policy hashes to, and so what all of them come to.
UPDATE policy_head
   SET digest = digest # (SELECT coalesce(bit_xor(policy_hash('project', policy_json(p))), 0) FROM project p);

ALTER TABLE project
  ADD COLUMN rejection_retention_days int  NOT NULL DEFAULT 30
    CHECK (rejection_retention_days BETWEEN 1 AND 3650),
  ADD COLUMN rejection_emails         text NOT NULL DEFAULT 'plain'
    CHECK (rejection_emails IN ('plain', 'hashed')),
  ADD COLUMN rejection_email_key      text NOT NULL
    DEFAULT encode(sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')), 'hex')
    CHECK (rejection_email_key ~ '^[0-9a-f]{64}$');

COMMENT ON COLUMN project.rejection_email_key IS 'what HMAC-SHA-256 hashes e-mail addresses with; the API never shows it';

UPDATE policy_head
   SET digest = digest # (SELECT coalesce(bit_xor(policy_hash('project', policy_json(p))), 0) FROM project p);
