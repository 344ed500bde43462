-- Traffic: how many requests were admitted, of whom, and when last. Written in batches by every
-- gateway, off the path of the requests. Rejections have rows and counts of their own.
--
-- Counters are added to while their minute is young, so rows keep room to be updated in place.

CREATE TABLE traffic_minute (
  project_id text        NOT NULL,
  minute     timestamptz NOT NULL,
  route      text        COLLATE "C" NOT NULL,
  client     text        COLLATE "C" NOT NULL,
  requests   bigint      NOT NULL CHECK (requests > 0),
  PRIMARY KEY (project_id, minute, route, client)
) WITH (fillfactor = 60);

CREATE TABLE traffic_hour (
  project_id text        NOT NULL,
  hour       timestamptz NOT NULL,
  route      text        COLLATE "C" NOT NULL,
  client     text        COLLATE "C" NOT NULL,
  requests   bigint      NOT NULL CHECK (requests > 0),
  PRIMARY KEY (project_id, hour, route, client)
) WITH (fillfactor = 60);

CREATE INDEX traffic_minute_by_time ON traffic_minute (minute);
CREATE INDEX traffic_hour_by_time ON traffic_hour (hour);

COMMENT ON COLUMN traffic_minute.route IS 'empty where there were too many kinds to tell apart';
COMMENT ON COLUMN traffic_minute.client IS 'empty for callers without a token, and where there were too many kinds';

CREATE TABLE seen_client (
  project_id   text        NOT NULL,
  client       text        COLLATE "C" NOT NULL,
  last_seen_at timestamptz NOT NULL,
  PRIMARY KEY (project_id, client)
) WITH (fillfactor = 60);

CREATE TABLE seen_user (
  project_id       text        NOT NULL,
  issuer           text        COLLATE "C" NOT NULL,
  subject          text        COLLATE "C" NOT NULL,
  client           text        COLLATE "C" NOT NULL,
  email            text,
  email_verified   boolean     NOT NULL,
  domain           text,
  authorized_party text,
  sign_in_provider text,
  tenant           text,
  first_seen_at    timestamptz NOT NULL,
  last_seen_at     timestamptz NOT NULL,
  admitted         bigint      NOT NULL,
  rejected         bigint      NOT NULL,
  PRIMARY KEY (project_id, issuer, subject, client)
) WITH (fillfactor = 60);

COMMENT ON TABLE seen_user IS 'users whose tokens were verified, by the client their tokens are for';
COMMENT ON COLUMN seen_user.issuer IS 'ID of the issuer in the project';
COMMENT ON COLUMN seen_user.email IS 'or its hash, as the project wants';
COMMENT ON COLUMN seen_user.domain IS 'the domain that the issuer vouches for, or its hash';

-- What each replica sent last, so that a batch whose answer was lost is counted once.
CREATE TABLE traffic_batch (
  replica uuid        PRIMARY KEY,
  batch   bigint      NOT NULL,
  at      timestamptz NOT NULL
);
