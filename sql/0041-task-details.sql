-- Files of tasks are read in the background; a CV may be another document than a PDF.
ALTER TABLE clickup_task
	MODIFY cv ENUM('unknown', 'pdf', 'linkedin', 'rabota', 'none', 'file') NOT NULL DEFAULT 'unknown',
	ADD COLUMN detail_due TINYINT UNSIGNED NOT NULL DEFAULT 1 COMMENT '1: its files were not read since it changed' AFTER detailed_at,
	ADD KEY by_detail (connection_id, detail_due, date_updated);
UPDATE clickup_task SET detail_due = 0, updated_at = updated_at WHERE detailed_at >= date_updated;
