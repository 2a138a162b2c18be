-- Views are kept of more lists than one: a name is taken within its list alone.
ALTER TABLE saved_view
	ADD COLUMN kind VARCHAR(20) NOT NULL DEFAULT 'clickup' COMMENT 'clickup, team: of which list' AFTER user_id,
	ADD UNIQUE KEY user_kind_name (user_id, kind, name),
	DROP INDEX user_id,
	ADD KEY company_kind (company_id, kind, shared),
	DROP INDEX company_id;
