-- Admins look the audit up by person, action and day; how often one did the same lately is counted.
ALTER TABLE audit
	ADD KEY IF NOT EXISTS by_user (company_id, user_id, id),
	ADD KEY IF NOT EXISTS by_action (company_id, action, id),
	ADD KEY IF NOT EXISTS by_day (company_id, created_at),
	ADD KEY IF NOT EXISTS by_lately (company_id, user_id, action, created_at),
	ADD KEY IF NOT EXISTS by_age (created_at);
