-- People see their sessions and end single ones. A name of its own tells a session without its secret or
-- the hash of that, and where it began tells people which one it is.

ALTER TABLE operator_session
  ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
  ADD COLUMN source_address text;

COMMENT ON COLUMN operator_session.id IS 'names it to people; opens nothing';
COMMENT ON COLUMN operator_session.source_address IS 'where it began; null for what an older version began';
