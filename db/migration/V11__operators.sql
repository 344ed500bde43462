-- Who may administer: operators, API tokens, sessions of the console, and the log of changes to them.
--
-- None of it is policy: gateways read nothing here, so it makes no revisions, and its log is a table
-- of its own that replicas of an older version never meet.

CREATE SEQUENCE access_version;

CREATE TABLE operator (
  id         text        PRIMARY KEY CHECK (id ~ '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$'),
  email      text        CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 320),
  issuer     text        CHECK (length(issuer) BETWEEN 1 AND 2100),
  subject    text        CHECK (length(subject) BETWEEN 1 AND 255),
  role       text        NOT NULL CHECK (role IN ('owner', 'editor', 'viewer')),
  projects   text[]      CHECK (cardinality(projects) <= 1000),
  changed_in bigint      NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT operator_one_principal CHECK (
    num_nonnulls(issuer, subject) = CASE WHEN email IS NULL THEN 2 ELSE 0 END)
);

CREATE UNIQUE INDEX operator_by_email ON operator (email);
CREATE UNIQUE INDEX operator_by_subject ON operator (issuer, subject);

COMMENT ON COLUMN operator.email IS 'of whoever signs in with it verified; in lower case';
COMMENT ON COLUMN operator.projects IS 'what the role is over; null for all projects, empty for none';
COMMENT ON COLUMN operator.changed_in IS 'its ETag; no revision of policy';

CREATE TABLE api_token (
  id         text        PRIMARY KEY CHECK (id ~ '^[0-9A-Za-z]{12}$'),
  sha256     bytea       NOT NULL UNIQUE CHECK (length(sha256) = 32),
  name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  role       text        NOT NULL CHECK (role IN ('owner', 'editor', 'viewer')),
  projects   text[]      CHECK (cardinality(projects) <= 1000),
  expires_at timestamptz NOT NULL CHECK (expires_at < '10000-01-01 00:00Z'),
  created_by text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);

COMMENT ON COLUMN api_token.sha256 IS 'of the token, which is shown once and not kept';
COMMENT ON COLUMN api_token.projects IS 'what the role is over; null for all projects, empty for none';
COMMENT ON COLUMN api_token.revoked_at IS 'the row stays, so that history can say whose the changes were';

-- Apart from the tokens, so that use locks no row that a revocation needs, and leaves no history.
CREATE TABLE api_token_use (
  token   text        PRIMARY KEY REFERENCES api_token (id) ON DELETE CASCADE,
  used_at timestamptz NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE operator_session (
  sha256       bytea       PRIMARY KEY CHECK (length(sha256) = 32),
  operator     text        REFERENCES operator (id) ON DELETE CASCADE,
  api_token    text        REFERENCES api_token (id) ON DELETE CASCADE,
  setup_sha256 bytea       CHECK (length(setup_sha256) = 32),
  created_at   timestamptz NOT NULL DEFAULT now(),
  seen_at      timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT operator_session_one_holder CHECK (num_nonnulls(operator, api_token, setup_sha256) = 1)
);

CREATE INDEX operator_session_by_operator ON operator_session (operator);
CREATE INDEX operator_session_by_api_token ON operator_session (api_token);
CREATE INDEX operator_session_by_age ON operator_session (seen_at);

COMMENT ON COLUMN operator_session.sha256 IS 'of the ID in the cookie, which is not kept';
COMMENT ON COLUMN operator_session.setup_sha256 IS 'the set-up token that began it: the session ends when that is replaced';

CREATE TABLE access_change (
  rev        bigint      NOT NULL,
  ord        int         NOT NULL,
  tbl        text        NOT NULL,
  op         text        NOT NULL CHECK (op IN ('insert', 'update', 'delete')),
  id         text        NOT NULL,
  old        jsonb,
  new        jsonb,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor      text        NOT NULL DEFAULT coalesce(nullif(current_setting('portcullis.actor', true), ''), 'sql:' || session_user),
  request_id text        DEFAULT nullif(current_setting('portcullis.request_id', true), ''),
  PRIMARY KEY (rev, ord)
);

COMMENT ON COLUMN access_change.rev IS 'the revision of policy at the time: what comes after the changes of that revision';
COMMENT ON COLUMN access_change.ord IS 'from 1000000, behind the places of changes of policy';

CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON access_change
  EXECUTE FUNCTION policy_refuse('the history is kept');
CREATE TRIGGER refuse_update BEFORE UPDATE ON access_change
  EXECUTE FUNCTION policy_refuse('the history is written once');

CREATE VIEW change AS
  SELECT c.rev, c.ord, c.at, c.actor, c.request_id, c.tbl, c.op, c.project_id, c.id, c.old, c.new
    FROM policy_change c
  UNION ALL
  SELECT c.rev, c.ord, c.at, c.actor, c.request_id, c.tbl, c.op, '', c.id, c.old, c.new
    FROM access_change c;

CREATE FUNCTION access_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_in := nextval('access_version');
  NEW.updated_at := clock_timestamp();
  RETURN NEW;
END $$;

-- The lock puts these changes in one order with each other and with those of policy.
CREATE FUNCTION access_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  revision bigint;
  old_row  jsonb;
  new_row  jsonb;
BEGIN
  SELECT h.rev INTO revision FROM policy_head h FOR UPDATE;
  IF TG_OP <> 'INSERT' THEN
    old_row := policy_json(OLD) - '{sha256,changed_in}'::text[];
  END IF;
  IF TG_OP <> 'DELETE' THEN
    new_row := policy_json(NEW) - '{sha256,changed_in}'::text[];
  END IF;
  INSERT INTO access_change (rev, ord, tbl, op, id, old, new)
  SELECT revision, coalesce(max(c.ord) + 1, 1000000), TG_TABLE_NAME, lower(TG_OP),
         coalesce(new_row, old_row) ->> 'id', old_row, new_row
    FROM access_change c WHERE c.rev = revision;
  RETURN NULL;
END $$;

CREATE TRIGGER b_stamp BEFORE INSERT OR UPDATE ON operator FOR EACH ROW EXECUTE FUNCTION access_stamp();
CREATE TRIGGER record AFTER INSERT OR UPDATE OR DELETE ON operator FOR EACH ROW EXECUTE FUNCTION access_record();
CREATE TRIGGER record AFTER INSERT OR UPDATE OR DELETE ON api_token FOR EACH ROW EXECUTE FUNCTION access_record();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON operator
  EXECUTE FUNCTION policy_refuse('it would bypass the change log; use DELETE');
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON api_token
  EXECUTE FUNCTION policy_refuse('it would bypass the change log; use DELETE');

-- Once there is an owner of everything, there always is one.
CREATE FUNCTION operator_keep_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM policy_head FOR UPDATE; -- two owners who remove each other wait here
  IF NOT EXISTS (SELECT FROM operator o WHERE o.role = 'owner' AND o.projects IS NULL) THEN
    RAISE EXCEPTION 'Operator ''%'' is the last owner of everything: make somebody else one first', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'operator_keep_owner';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER keep_owner AFTER UPDATE OR DELETE ON operator FOR EACH ROW
  WHEN (OLD.role = 'owner' AND OLD.projects IS NULL) EXECUTE FUNCTION operator_keep_owner();

-- Whoever takes the row over is somebody else, who has not signed in.
CREATE FUNCTION operator_end_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM operator_session s WHERE s.operator = OLD.id;
  RETURN NULL;
END $$;

CREATE TRIGGER end_sessions AFTER UPDATE ON operator FOR EACH ROW
  WHEN ((OLD.email, OLD.issuer, OLD.subject) IS DISTINCT FROM (NEW.email, NEW.issuer, NEW.subject))
  EXECUTE FUNCTION operator_end_sessions();

-- Rights over a project end with it: a later project of that name is another.
CREATE FUNCTION project_end_rights() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE operator SET projects = array_remove(projects, OLD.id) WHERE projects @> ARRAY[OLD.id];
  UPDATE api_token SET projects = array_remove(projects, OLD.id) WHERE projects @> ARRAY[OLD.id];
  RETURN NULL;
END $$;

CREATE TRIGGER end_rights AFTER DELETE ON project FOR EACH ROW EXECUTE FUNCTION project_end_rights();
