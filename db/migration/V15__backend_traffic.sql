-- How requests are spread over the targets of a backend, and what keeps its failures from spreading.

-- New columns change what a row of policy hashes to, and so what all of them come to.
UPDATE policy_head
   SET digest = digest # (SELECT coalesce(bit_xor(policy_hash('backend', policy_json(b))), 0) FROM backend b);

ALTER TABLE backend
  ADD COLUMN total_timeout_millis int   CHECK (total_timeout_millis BETWEEN 1 AND 86400000),
  ADD COLUMN load_balancing       jsonb CHECK (jsonb_typeof(load_balancing) = 'object'),
  ADD COLUMN health_check         jsonb CHECK (jsonb_typeof(health_check) = 'object'),
  ADD COLUMN ejection             jsonb CHECK (jsonb_typeof(ejection) = 'object'),
  ADD COLUMN retries              jsonb CHECK (jsonb_typeof(retries) = 'object'),
  ADD COLUMN limits               jsonb CHECK (jsonb_typeof(limits) = 'object'),
  ADD COLUMN circuit_breaker      jsonb CHECK (jsonb_typeof(circuit_breaker) = 'object');

COMMENT ON COLUMN backend.total_timeout_millis IS 'from the admission to the last byte; null is no bound';
COMMENT ON COLUMN backend.load_balancing IS 'by what a request gets a target; null draws one by weight';
COMMENT ON COLUMN backend.health_check IS 'how targets are asked whether they serve; null does not ask';
COMMENT ON COLUMN backend.ejection IS 'when failures of requests take a target out; null never';
COMMENT ON COLUMN backend.retries IS 'when a request is sent again; null never';
COMMENT ON COLUMN backend.limits IS 'how many requests may be under way; null any number';
COMMENT ON COLUMN backend.circuit_breaker IS 'when nothing is sent for a while; null never';

UPDATE policy_head
   SET digest = digest # (SELECT coalesce(bit_xor(policy_hash('backend', policy_json(b))), 0) FROM backend b);
