-- Changes of the team's tasks are numbered, so that an index beside the database can follow them.
-- Breaks older programs.
CREATE TABLE IF NOT EXISTS task_turn (
	company_id BIGINT UNSIGNED NOT NULL,
	slot TINYINT UNSIGNED NOT NULL COMMENT 'of the processes that count here',
	n BIGINT UNSIGNED NOT NULL COMMENT 'the newest number of it',
	PRIMARY KEY (company_id, slot)
);
ALTER TABLE task_history
	ADD COLUMN IF NOT EXISTS slot TINYINT UNSIGNED NOT NULL DEFAULT 0,
	ADD COLUMN IF NOT EXISTS turn BIGINT UNSIGNED NULL COMMENT 'of the slot; NULL: of before there were numbers',
	ADD UNIQUE KEY IF NOT EXISTS by_turn (company_id, slot, turn);
ALTER TABLE company
	ADD COLUMN IF NOT EXISTS task_collection BIGINT UNSIGNED NOT NULL DEFAULT (UUID_SHORT() & 9223372036854775807)
		COMMENT 'what an index knows its tasks by; no other database has it';
ALTER TABLE task ADD KEY IF NOT EXISTS by_id (company_id, id);
