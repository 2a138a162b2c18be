-- Tasks of a status are counted, and those done lately found, by one index.
ALTER TABLE task ADD KEY IF NOT EXISTS by_status (company_id, deleted_at, status, completed_at);
ALTER TABLE task DROP KEY IF EXISTS by_completed_live;
