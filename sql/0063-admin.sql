-- What works for a company is listed newest first: by its time, whatever it is; messages know whose they are.
ALTER TABLE outbox ADD COLUMN IF NOT EXISTS company_id BIGINT UNSIGNED NULL COMMENT 'NULL: nobody has that e-mail' AFTER id;
UPDATE outbox o JOIN user u ON u.id = o.user_id SET o.company_id = u.company_id;
ALTER TABLE outbox ADD KEY IF NOT EXISTS by_company (company_id, created_at, id, state);
ALTER TABLE import_job ADD KEY IF NOT EXISTS by_company (company_id, created_at, id, status);
ALTER TABLE sync_run ADD KEY IF NOT EXISTS by_company (company_id, created_at, id, state, status);
ALTER TABLE reminder ADD KEY IF NOT EXISTS by_company (company_id, at, id, sent_at);
