-- Tasks that a sync did not meet are kept until it is certain that they are gone.
ALTER TABLE clickup_task
	ADD COLUMN missed TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'whole passes in a row without it; 255: a person keeps it' AFTER read_at,
	ADD KEY by_missed (connection_id, missed);
ALTER TABLE sync_run
	ADD COLUMN tasks_missing INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'not met and kept' AFTER tasks_deleted,
	ADD COLUMN tasks_unreadable INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'passed over: without an id' AFTER tasks_missing;
