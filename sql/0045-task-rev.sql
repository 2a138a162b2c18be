-- Changes of the task list are numbered, so that an index beside the database can follow them.
ALTER TABLE clickup_total
	ADD COLUMN rev BIGINT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'of the newest change; each transaction that changes tasks takes the next',
	ADD COLUMN forgotten BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'removals up to this rev are no longer in clickup_gone',
	ADD COLUMN collection BIGINT UNSIGNED NOT NULL DEFAULT (UUID_SHORT() & 9223372036854775807) COMMENT 'what an index knows the list by; no other database has it';
CREATE TABLE clickup_gone (
	connection_id BIGINT UNSIGNED NOT NULL,
	rev BIGINT UNSIGNED NOT NULL,
	id BIGINT UNSIGNED NOT NULL COMMENT 'clickup_task.id of a row that was removed',
	gone_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	PRIMARY KEY (connection_id, rev, id),
	KEY (gone_at),
	FOREIGN KEY (connection_id) REFERENCES connection (id) ON DELETE CASCADE
);
ALTER TABLE clickup_task
	ADD COLUMN rev BIGINT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'of the newest change of what lists show, filter or sort by',
	ADD KEY by_rev (connection_id, rev, id);
