-- How fresh the issuers' keys are that each gateway holds. A gateway says so after it fetched keys,
-- and again when it registers anew; its rows go with its row of gateway_replica.

CREATE TABLE gateway_keys (
  incarnation uuid        NOT NULL REFERENCES gateway_replica ON DELETE CASCADE,
  source      text        NOT NULL CHECK (length(source) BETWEEN 1 AND 2100),
  fetched_at  timestamptz,
  kept        boolean     NOT NULL,
  refresh_at  timestamptz NOT NULL,
  end_at      timestamptz,
  tried_at    timestamptz NOT NULL,
  failures    integer     NOT NULL CHECK (failures >= 0),
  problem     text        NOT NULL CHECK (length(problem) <= 1000),
  PRIMARY KEY (incarnation, source)
);

COMMENT ON COLUMN gateway_keys.source IS 'as in issuer_key_set';
COMMENT ON COLUMN gateway_keys.fetched_at IS 'when the issuer gave the keys that are held; null if none are';
COMMENT ON COLUMN gateway_keys.kept IS 'whether they come from issuer_key_set, because the issuer has not answered this process yet';
COMMENT ON COLUMN gateway_keys.refresh_at IS 'the first token from then on has them fetched anew';
COMMENT ON COLUMN gateway_keys.end_at IS 'from when on they are used no more; null if none are held';
COMMENT ON COLUMN gateway_keys.problem IS 'what was wrong with the last fetch; empty when nothing was';
