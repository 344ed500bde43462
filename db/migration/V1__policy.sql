-- Everything that decides a request, and the log of every change to it.
--
-- Each table carries `changed_in`, the revision that last touched the row, which is also its ETag.
-- Row triggers give the revision and write the log, so that a change made by hand in psql is
-- logged and reaches every gateway like any other.

CREATE TABLE project (
  id           text        PRIMARY KEY CHECK (id ~ '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$'),
  display_name text        NOT NULL CHECK (length(display_name) BETWEEN 1 AND 200),
  changed_in   bigint      NOT NULL DEFAULT 0,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE issuer (
  project_id            text        NOT NULL REFERENCES project (id),
  id                    text        NOT NULL CHECK (id ~ '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$'),
  kind                  text        NOT NULL CHECK (kind IN ('google', 'firebase', 'oidc', 'introspection')),
  issuers               text[]      NOT NULL CHECK (cardinality(issuers) BETWEEN 1 AND 20),
  jwks_uri              text,
  discovery_uri         text,
  algorithms            text[]      NOT NULL CHECK (cardinality(algorithms) >= 1),
  clock_skew_seconds    int         NOT NULL DEFAULT 10 CHECK (clock_skew_seconds BETWEEN 0 AND 60),
  max_token_age_seconds int         CHECK (max_token_age_seconds > 0),
  authorized_party      text        NOT NULL DEFAULT 'registered' CHECK (authorized_party IN ('registered', 'ignore')),
  enabled               boolean     NOT NULL DEFAULT true,
  changed_in            bigint      NOT NULL DEFAULT 0,
  created_at            timestamptz NOT NULL DEFAULT now(),
  updated_at            timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (project_id, id),
  CONSTRAINT issuer_has_keys CHECK (jwks_uri IS NOT NULL OR discovery_uri IS NOT NULL)
);

CREATE TABLE client (
  project_id       text        NOT NULL REFERENCES project (id),
  id               text        NOT NULL CHECK (length(id) BETWEEN 1 AND 255),
  issuer           text        NOT NULL,
  name             text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  application_type text        NOT NULL CHECK (application_type IN ('web', 'android', 'ios', 'desktop', 'tv', 'service')),
  restrictions     jsonb       NOT NULL DEFAULT '{}',
  state            text        NOT NULL DEFAULT 'enabled' CHECK (state IN ('enabled', 'disabled', 'revoked')),
  expires_at       timestamptz,
  deleted_at       timestamptz,
  changed_in       bigint      NOT NULL DEFAULT 0,
  created_at       timestamptz NOT NULL DEFAULT now(),
  updated_at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (project_id, id),
  CONSTRAINT client_deleted_is_revoked CHECK (deleted_at IS NULL OR state = 'revoked')
);

CREATE INDEX client_by_issuer ON client (project_id, issuer);

COMMENT ON COLUMN client.id IS 'the OAuth client ID, which is the aud claim of its tokens';
COMMENT ON COLUMN client.issuer IS 'exists unless the client is deleted: what stays known of it must not hold the issuer fast';
COMMENT ON COLUMN client.deleted_at IS 'off the lists since; its ID stays known as revoked';

CREATE TABLE access_grant (
  project_id text        NOT NULL REFERENCES project (id),
  id         text        NOT NULL CHECK (id ~ '^[A-Za-z0-9]([A-Za-z0-9._-]{0,62})$'),
  principal  text        NOT NULL CHECK (length(principal) BETWEEN 1 AND 600),
  role       text        NOT NULL DEFAULT 'invoker' CHECK (role = 'invoker'),
  effect     text        NOT NULL DEFAULT 'allow' CHECK (effect IN ('allow', 'deny')),
  routes     text[]      NOT NULL DEFAULT '{}',
  expires_at timestamptz,
  note       text        NOT NULL DEFAULT '' CHECK (length(note) <= 1000),
  changed_in bigint      NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (project_id, id)
);

CREATE INDEX access_grant_by_principal ON access_grant (project_id, principal);

COMMENT ON COLUMN access_grant.principal IS 'whom it speaks of, in Google''s member syntax';
COMMENT ON COLUMN access_grant.routes IS 'IDs of the routes it is about; empty for all';

CREATE TABLE backend (
  project_id          text        NOT NULL REFERENCES project (id),
  id                  text        NOT NULL CHECK (id ~ '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$'),
  targets             jsonb       NOT NULL CHECK (jsonb_typeof(targets) = 'array' AND jsonb_array_length(targets) >= 1),
  protocol            text        NOT NULL DEFAULT 'http1' CHECK (protocol IN ('http1', 'http2')),
  connect_timeout_millis  int         NOT NULL DEFAULT 2000 CHECK (connect_timeout_millis BETWEEN 1 AND 60000),
  response_timeout_millis int         NOT NULL DEFAULT 30000 CHECK (response_timeout_millis BETWEEN 1 AND 3600000),
  idle_timeout_millis     int         NOT NULL DEFAULT 60000 CHECK (idle_timeout_millis BETWEEN 1 AND 3600000),
  changed_in          bigint      NOT NULL DEFAULT 0,
  created_at          timestamptz NOT NULL DEFAULT now(),
  updated_at          timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (project_id, id)
);

CREATE TABLE route (
  project_id     text        NOT NULL REFERENCES project (id),
  id             text        NOT NULL CHECK (id ~ '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$'),
  hosts          text[]      NOT NULL CHECK (cardinality(hosts) BETWEEN 1 AND 100),
  path_prefix    text        CHECK (path_prefix LIKE '/%'),
  path           text        CHECK (path LIKE '/%'),
  methods        text[]      NOT NULL DEFAULT '{}',
  strip_prefix   boolean     NOT NULL DEFAULT false,
  backend        text        NOT NULL,
  authentication text        NOT NULL DEFAULT 'required' CHECK (authentication IN ('required', 'optional', 'public')),
  forward_token  text        NOT NULL DEFAULT 'none' CHECK (forward_token IN ('none', 'signature-removed', 'verbatim')),
  changed_in     bigint      NOT NULL DEFAULT 0,
  created_at     timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (project_id, id),
  CONSTRAINT route_backend FOREIGN KEY (project_id, backend) REFERENCES backend (project_id, id),
  CONSTRAINT route_one_path CHECK (num_nonnulls(path, path_prefix) = 1)
);

CREATE INDEX route_by_backend ON route (project_id, backend);

-- One row. Its lock puts policy changes in one order, and holding it until the commit makes that
-- order the order of commits: whoever sees revision n + 1 sees n. A sequence would not.
CREATE TABLE policy_head (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  rev     bigint  NOT NULL,
  xid     xid8    NOT NULL,
  digest  bigint  NOT NULL DEFAULT 0,
  history uuid    NOT NULL DEFAULT gen_random_uuid()
) WITH (fillfactor = 10);

COMMENT ON COLUMN policy_head.xid IS 'transaction that made rev; its later changes belong to the same revision';
COMMENT ON COLUMN policy_head.digest IS 'exclusive or of policy_hash over every row of policy';
COMMENT ON COLUMN policy_head.history IS 'another value means another database: what was learnt from the old one is void';

INSERT INTO policy_head (rev, xid) VALUES (0, '0');

CREATE TABLE policy_change (
  rev        bigint      NOT NULL,
  ord        int         NOT NULL,
  tbl        text        NOT NULL,
  op         text        NOT NULL CHECK (op IN ('insert', 'update', 'delete')),
  project_id text        NOT NULL,
  id         text        NOT NULL,
  old        jsonb,
  new        jsonb,
  hash_delta bigint      NOT NULL,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- a setting that was once SET LOCAL reads as '' in later transactions of its session
  actor      text        NOT NULL DEFAULT coalesce(nullif(current_setting('portcullis.actor', true), ''), 'sql:' || session_user),
  request_id text        DEFAULT nullif(current_setting('portcullis.request_id', true), ''),
  PRIMARY KEY (rev, ord)
);

CREATE INDEX policy_change_by_item ON policy_change (project_id, tbl, id, rev);

-- A gateway process. Its row is committed before it asks for its first lease.
CREATE TABLE gateway_replica (
  incarnation uuid        PRIMARY KEY,
  name        text        NOT NULL,
  version     text        NOT NULL,
  lease_ms    int         NOT NULL CHECK (lease_ms BETWEEN 500 AND 900000),
  applied_rev bigint      NOT NULL,
  hb          bigint      NOT NULL DEFAULT 0,
  started_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  seen_at     timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (fillfactor = 20);

-- The same row must hash alike in every session, so its times are written in one time zone.
CREATE FUNCTION policy_json(item anyelement) RETURNS jsonb
  LANGUAGE sql STABLE SET TimeZone = 'UTC' AS
$$ SELECT to_jsonb(item) $$;

CREATE FUNCTION policy_hash(tbl text, item jsonb) RETURNS bigint
  LANGUAGE sql IMMUTABLE AS
$$ SELECT ('x' || left(md5(tbl || chr(31) || item::text), 16))::bit(64)::bigint $$;

-- Takes the lock on the head, and the next revision for this transaction if it has none yet.
CREATE FUNCTION policy_next_revision() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  revision bigint;
BEGIN
  UPDATE policy_head SET rev = rev + 1, xid = pg_current_xact_id()
   WHERE xid <> pg_current_xact_id();
  SELECT h.rev INTO revision FROM policy_head h;
  RETURN revision;
END $$;

CREATE FUNCTION policy_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_in := policy_next_revision();
  NEW.updated_at := clock_timestamp();
  RETURN NEW;
END $$;

CREATE FUNCTION policy_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  revision bigint := policy_next_revision();
  old_row  jsonb;
  new_row  jsonb;
  item     jsonb;
  delta    bigint := 0;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    old_row := policy_json(OLD);
    delta := delta # policy_hash(TG_TABLE_NAME, old_row);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    new_row := policy_json(NEW);
    delta := delta # policy_hash(TG_TABLE_NAME, new_row);
  END IF;
  item := coalesce(new_row, old_row);
  UPDATE policy_head SET digest = digest # delta;
  INSERT INTO policy_change (rev, ord, tbl, op, project_id, id, old, new, hash_delta)
  SELECT revision, coalesce(max(c.ord) + 1, 0), TG_TABLE_NAME, lower(TG_OP),
         coalesce(item ->> 'project_id', item ->> 'id'), item ->> 'id', old_row, new_row, delta
    FROM policy_change c WHERE c.rev = revision;
  PERFORM pg_notify('portcullis', revision::text);
  RETURN NULL;
END $$;

CREATE FUNCTION policy_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0]
    USING ERRCODE = 'restrict_violation';
END $$;

-- A key that changed would be a removal and an addition in one row; replicas know items by their key.
CREATE FUNCTION policy_keep_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) -> 'id' IS DISTINCT FROM to_jsonb(OLD) -> 'id'
     OR to_jsonb(NEW) -> 'project_id' IS DISTINCT FROM to_jsonb(OLD) -> 'project_id' THEN
    RAISE EXCEPTION 'the key of % cannot change: delete it and create another', TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

-- What something else names stays. No foreign keys here, because a deleted client keeps the name
-- of its issuer, and a grant names many routes; and because people are told who holds on.
CREATE FUNCTION policy_keep_named() RETURNS trigger LANGUAGE plpgsql AS $$
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
     WHERE r.project_id = OLD.project_id AND r.backend = OLD.id
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

CREATE TRIGGER keep_named BEFORE DELETE ON issuer FOR EACH ROW EXECUTE FUNCTION policy_keep_named();
CREATE TRIGGER keep_named BEFORE DELETE ON backend FOR EACH ROW EXECUTE FUNCTION policy_keep_named();
CREATE TRIGGER keep_named BEFORE DELETE ON route FOR EACH ROW EXECUTE FUNCTION policy_keep_named();

CREATE FUNCTION policy_client_has_issuer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM policy_head FOR UPDATE;
  IF NEW.deleted_at IS NULL AND NOT EXISTS (
       SELECT FROM issuer i WHERE i.project_id = NEW.project_id AND i.id = NEW.issuer) THEN
    RAISE EXCEPTION 'Issuer ''%'' of the client does not exist: create it, or give the client another', NEW.issuer
      USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'policy_client_has_issuer';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER has_issuer AFTER INSERT OR UPDATE OF issuer, deleted_at ON client
  FOR EACH ROW EXECUTE FUNCTION policy_client_has_issuer();

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['project', 'issuer', 'client', 'access_grant', 'backend', 'route'] LOOP
    EXECUTE format('CREATE TRIGGER a_keep_key BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION policy_keep_key()', t);
    EXECUTE format('CREATE TRIGGER b_stamp_new BEFORE INSERT ON %I FOR EACH ROW EXECUTE FUNCTION policy_stamp()', t);
    EXECUTE format('CREATE TRIGGER b_stamp_old BEFORE UPDATE ON %I FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION policy_stamp()', t);
    EXECUTE format('CREATE TRIGGER record AFTER INSERT OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION policy_record()', t);
    EXECUTE format('CREATE TRIGGER record_old AFTER UPDATE ON %I FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION policy_record()', t);
    EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON %I EXECUTE FUNCTION policy_refuse(%L)', t, 'it would bypass the change log; use DELETE');
  END LOOP;
END $$;

CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON policy_change
  EXECUTE FUNCTION policy_refuse('the history of policy is kept');
CREATE TRIGGER refuse_update BEFORE UPDATE ON policy_change
  EXECUTE FUNCTION policy_refuse('the history of policy is written once');
