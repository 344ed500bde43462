-- Users who were signed out, and single tokens that were revoked. Both are policy: logged,
-- propagated and confirmed like all of it. No token is kept, only what stands for it.
--
-- Neither is ever taken back, not even by hand: what was refused would be admitted again. A row may
-- go once it refuses nothing that would be admitted without it, which the triggers below see to.

CREATE TABLE sign_out (
  project_id   text        NOT NULL REFERENCES project (id) ON DELETE CASCADE,
  id           text        NOT NULL,
  issuer       text        CHECK (issuer ~ '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$'),
  subject      text        CHECK (length(subject) BETWEEN 1 AND 600),
  issued_until timestamptz NOT NULL DEFAULT clock_timestamp() CHECK (issued_until >= '0001-01-01 00:00Z' AND issued_until < '10000-01-01 00:00Z'),
  note         text        NOT NULL DEFAULT '' CHECK (length(note) <= 1000),
  changed_in   bigint      NOT NULL DEFAULT 0,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (project_id, id),
  CONSTRAINT sign_out_id CHECK (id = CASE WHEN issuer IS NULL THEN '*' WHEN subject IS NULL THEN issuer ELSE issuer || '/' || subject END),
  CONSTRAINT sign_out_subject_of_issuer CHECK (subject IS NULL OR issuer IS NOT NULL)
);

COMMENT ON TABLE sign_out IS 'one row for each user, issuer or project, whose issued_until only moves on';
COMMENT ON COLUMN sign_out.issuer IS 'ID of the issuer, or null for everybody; no foreign key, because it outlasts the issuer';
COMMENT ON COLUMN sign_out.subject IS 'the user as the issuer names them, or null for all of its users';
COMMENT ON COLUMN sign_out.issued_until IS 'tokens issued up to here are refused';

CREATE TABLE token_revocation (
  project_id text        NOT NULL REFERENCES project (id) ON DELETE CASCADE,
  id         text        NOT NULL,
  sha256     text        CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  issuer     text        CHECK (issuer ~ '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$'),
  jti        text        CHECK (length(jti) BETWEEN 1 AND 600),
  expires_at timestamptz CHECK (expires_at >= '0001-01-01 00:00Z' AND expires_at < '10000-01-01 00:00Z'),
  note       text        NOT NULL DEFAULT '' CHECK (length(note) <= 1000),
  changed_in bigint      NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (project_id, id),
  CONSTRAINT token_revocation_id CHECK (id = coalesce(sha256, issuer || '/' || jti)),
  CONSTRAINT token_revocation_one_name CHECK (CASE WHEN sha256 IS NULL THEN issuer IS NOT NULL AND jti IS NOT NULL ELSE num_nonnulls(issuer, jti) = 0 END)
);

CREATE INDEX sign_out_wide ON sign_out (project_id) WHERE subject IS NULL;
CREATE INDEX token_revocation_by_expiry ON token_revocation (expires_at);

COMMENT ON COLUMN token_revocation.sha256 IS 'of the signing input, header.payload; the signature has second spellings';
COMMENT ON COLUMN token_revocation.jti IS 'unique among the tokens of its issuer alone';
COMMENT ON COLUMN token_revocation.expires_at IS 'exp of the token; null where it is not known, and then the row is kept for good';

-- Whoever inserts by hand need not know how IDs are made.
CREATE FUNCTION revocation_id() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'token_revocation' THEN
    NEW.id := coalesce(NEW.sha256, NEW.issuer || '/' || NEW.jti);
  ELSE
    NEW.id := coalesce(NEW.issuer || coalesce('/' || NEW.subject, ''), '*');
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER a_id BEFORE INSERT ON sign_out FOR EACH ROW EXECUTE FUNCTION revocation_id();
CREATE TRIGGER a_id BEFORE INSERT ON token_revocation FOR EACH ROW EXECUTE FUNCTION revocation_id();

-- Sign-outs that refuse nothing by themselves: a wider one reaches at least as far.
CREATE VIEW sign_out_covered AS
  SELECT s.project_id, s.id
    FROM sign_out s
    JOIN sign_out wide
      ON wide.project_id = s.project_id AND wide.subject IS NULL AND wide.id <> s.id
     AND (wide.issuer IS NULL OR wide.issuer = s.issuer)
     AND wide.issued_until >= s.issued_until;

-- Sign-outs of users that refuse only what their issuer's maximum token age refuses by now. Without
-- a maximum age a token may live for any time, and its sign-out is kept. An hour is more than the
-- clocks of gateways may differ by.
CREATE VIEW sign_out_outlived AS
  SELECT s.project_id, s.id, s.issuer, s.issued_until
    FROM sign_out s
    JOIN issuer i ON i.project_id = s.project_id AND i.id = s.issuer
   WHERE s.subject IS NOT NULL
     AND i.kind <> 'firebase' -- its tokens are renewed, so that their age says nothing
     AND s.issued_until + make_interval(secs => i.max_token_age_seconds + i.clock_skew_seconds)
         < now() - interval '1 hour';

CREATE VIEW token_revocation_over AS
  SELECT t.project_id, t.id, t.expires_at
    FROM token_revocation t
   WHERE t.expires_at < now() - interval '1 hour';

CREATE FUNCTION sign_out_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.issued_until < OLD.issued_until THEN
      RAISE EXCEPTION 'a sign-out cannot be moved back: what it refused would be admitted again'
        USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF EXISTS (SELECT FROM project p WHERE p.id = OLD.project_id) AND NOT EXISTS (
       SELECT FROM sign_out_covered c WHERE c.project_id = OLD.project_id AND c.id = OLD.id) THEN
    RAISE EXCEPTION 'a sign-out cannot be taken back: what it refuses would be admitted again'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;

CREATE TRIGGER stands BEFORE UPDATE OR DELETE ON sign_out FOR EACH ROW EXECUTE FUNCTION sign_out_stands();

CREATE FUNCTION token_revocation_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF coalesce(NEW.expires_at, 'infinity') < coalesce(OLD.expires_at, 'infinity') THEN
      RAISE EXCEPTION 'a token revocation cannot end earlier: the token would be admitted again'
        USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF EXISTS (SELECT FROM project p WHERE p.id = OLD.project_id) AND NOT EXISTS (
       SELECT FROM token_revocation_over o WHERE o.project_id = OLD.project_id AND o.id = OLD.id) THEN
    RAISE EXCEPTION 'a token revocation cannot be taken back before the token has expired'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;

CREATE TRIGGER stands BEFORE UPDATE OR DELETE ON token_revocation FOR EACH ROW EXECUTE FUNCTION token_revocation_stands();

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['sign_out', 'token_revocation'] LOOP
    EXECUTE format('CREATE TRIGGER a_keep_key BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION policy_keep_key()', t);
    EXECUTE format('CREATE TRIGGER b_stamp_new BEFORE INSERT ON %I FOR EACH ROW EXECUTE FUNCTION policy_stamp()', t);
    EXECUTE format('CREATE TRIGGER b_stamp_old BEFORE UPDATE ON %I FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION policy_stamp()', t);
    EXECUTE format('CREATE TRIGGER record AFTER INSERT OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION policy_record()', t);
    EXECUTE format('CREATE TRIGGER record_old AFTER UPDATE ON %I FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION policy_record()', t);
    EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON %I EXECUTE FUNCTION policy_refuse(%L)', t, 'it would bypass the change log; use DELETE');
  END LOOP;
END $$;
