-- Where an interrupted sync of an integration goes on.
ALTER TABLE integration ADD COLUMN IF NOT EXISTS sync_state JSON NOT NULL DEFAULT '{}'
	COMMENT 'run, stage, cursor, page' AFTER search;
