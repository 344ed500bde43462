-- What keeps callers at one target; who vouches for the targets of a backend, and whether the gateway shows them a certificate. The
-- private key of that is a file beside each gateway and never here.

-- New columns change what a row of policy hashes to, and so what all of them come to.
UPDATE policy_head
   SET digest = digest # (SELECT coalesce(bit_xor(policy_hash('backend', policy_json(b))), 0) FROM backend b);

ALTER TABLE backend
  ADD COLUMN tls      jsonb CHECK (jsonb_typeof(tls) = 'object'),
  ADD COLUMN affinity jsonb CHECK (jsonb_typeof(affinity) = 'object');

COMMENT ON COLUMN backend.tls IS 'how https targets are known; null by their host name and the authorities of the JDK';
COMMENT ON COLUMN backend.affinity IS 'the cookie that keeps a caller at one target; null none does';

UPDATE policy_head
   SET digest = digest # (SELECT coalesce(bit_xor(policy_hash('backend', policy_json(b))), 0) FROM backend b);
