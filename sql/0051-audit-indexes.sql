-- The audit in the order of ids, whoever and whatever is looked for; days are looked at in the index, without the rows.
ALTER TABLE audit
	DROP KEY IF EXISTS company_id,
	DROP KEY IF EXISTS by_user,
	DROP KEY IF EXISTS by_action,
	ADD KEY IF NOT EXISTS by_company (company_id, id, created_at),
	ADD KEY by_user (company_id, user_id, id, created_at),
	ADD KEY by_action (company_id, action, id, created_at),
	ADD KEY IF NOT EXISTS by_user_action (company_id, user_id, action, id, created_at);
