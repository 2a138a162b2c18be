-- Who did what, of the account and of the team's tasks and projects, is one list by time, found by person, action, way and thing.
ALTER TABLE audit
	ADD COLUMN IF NOT EXISTS via ENUM('page', 'api', 'bot', 'import', 'service') NULL COMMENT 'NULL: written before it was noted' AFTER user_id;
ALTER TABLE audit
	DROP KEY IF EXISTS by_day,
	DROP KEY by_company,
	DROP KEY by_user,
	DROP KEY by_action,
	DROP KEY by_user_action,
	DROP KEY IF EXISTS by_lately,
	ADD KEY by_company (company_id, created_at, id),
	ADD KEY by_user (company_id, user_id, created_at, id, action, via),
	ADD KEY by_action (company_id, action, created_at, id, via),
	ADD KEY by_user_action (company_id, user_id, action, created_at, id, via),
	ADD KEY by_via (company_id, via, created_at, id),
	ADD KEY by_object (company_id, object, created_at, id, action, via);
ALTER TABLE task_history
	DROP KEY by_company,
	ADD KEY by_company (company_id, created_at, id),
	ADD KEY IF NOT EXISTS by_user (company_id, user_id, created_at, id, action, via),
	ADD KEY IF NOT EXISTS by_action (company_id, action, created_at, id, via),
	ADD KEY IF NOT EXISTS by_user_action (company_id, user_id, action, created_at, id, via),
	ADD KEY IF NOT EXISTS by_via (company_id, via, created_at, id);
ALTER TABLE project_history
	DROP KEY by_company,
	ADD KEY by_company (company_id, created_at, id),
	ADD KEY IF NOT EXISTS by_user (company_id, user_id, created_at, id, action, via),
	ADD KEY IF NOT EXISTS by_action (company_id, action, created_at, id, via),
	ADD KEY IF NOT EXISTS by_user_action (company_id, user_id, action, created_at, id, via),
	ADD KEY IF NOT EXISTS by_via (company_id, via, created_at, id);
ALTER TABLE task_file ADD KEY IF NOT EXISTS by_company (company_id, size);
