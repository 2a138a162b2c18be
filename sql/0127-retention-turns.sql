-- What is too old goes company by company, as does what waits for S3: each is found by an index.
ALTER TABLE document ADD COLUMN IF NOT EXISTS in_rows BOOLEAN NOT NULL DEFAULT TRUE COMMENT 'its bytes; FALSE: in S3';
ALTER TABLE document ADD KEY IF NOT EXISTS waits_of (company_id, in_rows, id);
ALTER TABLE document ADD KEY IF NOT EXISTS loose_of (company_id, candidate_id, inbox_item_id, created_at);
ALTER TABLE task_file ADD COLUMN IF NOT EXISTS in_rows BOOLEAN NOT NULL DEFAULT TRUE COMMENT 'its bytes; FALSE: in S3';
ALTER TABLE task_file ADD KEY IF NOT EXISTS waits_of (company_id, in_rows, id);
ALTER TABLE task ADD KEY IF NOT EXISTS binned_of (company_id, deleted_at);
ALTER TABLE inbox_item ADD KEY IF NOT EXISTS rejected_of (company_id, state, decided_at);
ALTER TABLE sheet ADD KEY IF NOT EXISTS oldest_of (company_id, created_at);
ALTER TABLE candidate ADD KEY IF NOT EXISTS retained_of (company_id, joined_to, retain_until);
ALTER TABLE candidate ADD KEY IF NOT EXISTS leaves_of (company_id, left_at);
