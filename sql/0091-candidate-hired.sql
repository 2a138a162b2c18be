-- Who was hired, as Huntflow's stages tell: the last step of reports.
ALTER TABLE huntflow_person
	ADD COLUMN IF NOT EXISTS hired TINYINT NOT NULL DEFAULT 0 COMMENT 'the newest stage is a hiring',
	ADD COLUMN IF NOT EXISTS hired_at DATETIME(3) NULL COMMENT 'when they became so; NULL: they were, before they were seen';
ALTER TABLE candidate_step MODIFY step ENUM('keep', 'hide', 'contact', 'import', 'huntflow', 'hired') NOT NULL;
