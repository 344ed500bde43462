-- The log of rejections with millions of rows: what the lists are filtered by has an index.

-- Values that callers chose may be longer than an index takes, so their hashes are in it.
CREATE INDEX rejection_by_reason ON rejection (reason, at DESC);
CREATE INDEX rejection_by_route ON rejection (project_id, route, at DESC);
CREATE INDEX rejection_by_client ON rejection (hashtextextended(client, 0), at DESC) WHERE client IS NOT NULL;
CREATE INDEX rejection_by_subject ON rejection (hashtextextended(subject, 0), at DESC) WHERE subject IS NOT NULL;
CREATE INDEX rejection_by_email ON rejection (hashtextextended(email, 0), at DESC) WHERE email IS NOT NULL;
CREATE INDEX rejection_by_source ON rejection (hashtextextended(source_address, 0), at DESC);

-- Lists of policy go by ID in the order of its bytes, which the primary keys are not in.
CREATE INDEX client_by_id ON client (project_id, id COLLATE "C");
CREATE INDEX access_grant_by_id ON access_grant (project_id, id COLLATE "C");
