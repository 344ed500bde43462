-- The audit log of rejected requests. Written in batches by every gateway; never notifies, because
-- a notification takes a lock that every commit of the database would queue for.

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
  PRIMARY KEY (replica, seq)
);

CREATE INDEX rejection_by_time ON rejection (at DESC, replica DESC, seq DESC);
CREATE INDEX rejection_by_project ON rejection (project_id, at DESC, replica DESC, seq DESC);
CREATE INDEX rejection_by_request ON rejection (request_id);

COMMENT ON COLUMN rejection.seq IS 'number given by the replica, so that a batch sent twice is kept once';
COMMENT ON COLUMN rejection.verified IS 'whether the issuer vouches for client, issuer, subject and email';

-- Rejections that came faster than they could be written one by one, or that an unreachable
-- PostgreSQL left no room for: exact counts per minute instead of rows.
CREATE TABLE rejection_fold (
  replica    uuid        NOT NULL,
  seq        bigint      NOT NULL,
  minute     timestamptz NOT NULL,
  project_id text,
  route      text,
  reason     text        NOT NULL,
  client     text,
  rejections bigint      NOT NULL CHECK (rejections > 0),
  PRIMARY KEY (replica, seq)
);

CREATE INDEX rejection_fold_by_time ON rejection_fold (minute DESC);
