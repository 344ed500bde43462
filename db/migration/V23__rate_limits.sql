-- How often the callers of a route may come.

-- New columns change what a row of policy hashes to, and so what all of them come to.
UPDATE policy_head
   SET digest = digest # (SELECT coalesce(bit_xor(policy_hash('route', policy_json(r))), 0) FROM route r);

ALTER TABLE route ADD COLUMN rate_limit jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(rate_limit) = 'array');

COMMENT ON COLUMN route.rate_limit IS 'how many requests of whom in how many seconds';

UPDATE policy_head
   SET digest = digest # (SELECT coalesce(bit_xor(policy_hash('route', policy_json(r))), 0) FROM route r);
