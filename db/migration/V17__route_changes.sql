-- What routes change in what passes: paths and header fields.

-- New columns change what a row of policy hashes to, and so what all of them come to.
UPDATE policy_head
   SET digest = digest # (SELECT coalesce(bit_xor(policy_hash('route', policy_json(r))), 0) FROM route r);

ALTER TABLE route
  ADD COLUMN rewrite          jsonb CHECK (jsonb_typeof(rewrite) = 'object'),
  ADD COLUMN request_headers  jsonb CHECK (jsonb_typeof(request_headers) = 'object'),
  ADD COLUMN response_headers jsonb CHECK (jsonb_typeof(response_headers) = 'object');

COMMENT ON COLUMN route.rewrite IS 'what stands in place of the path or its prefix at the backend; null leaves it';
COMMENT ON COLUMN route.request_headers IS 'fields removed, set and added before forwarding';
COMMENT ON COLUMN route.response_headers IS 'fields removed, set and added before answering';

UPDATE policy_head
   SET digest = digest # (SELECT coalesce(bit_xor(policy_hash('route', policy_json(r))), 0) FROM route r);
