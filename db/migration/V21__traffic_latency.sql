-- How long gateways took to decide on admitted requests, and backends to answer them, as counts by
-- length of time. Every gateway adds to rows of its own, so that none waits for another's.

CREATE TABLE traffic_latency (
  project_id text        NOT NULL,
  step       text        NOT NULL CHECK (step IN ('minute', 'hour')),
  at         timestamptz NOT NULL,
  replica    uuid        NOT NULL,
  decision   bigint[]    NOT NULL,
  backend    bigint[]    NOT NULL,
  PRIMARY KEY (project_id, step, at, replica)
) WITH (fillfactor = 60);

CREATE INDEX traffic_latency_by_time ON traffic_latency (step, at);

COMMENT ON COLUMN traffic_latency.at IS 'where the minute or hour begins';
COMMENT ON COLUMN traffic_latency.replica IS 'as in traffic_batch';
COMMENT ON COLUMN traffic_latency.decision IS 'how many took how long: four counts for each doubling of microseconds, from 0 on; what is missing at the end is 0';
COMMENT ON COLUMN traffic_latency.backend IS 'from the decision to the head of the answer, in the same way';
