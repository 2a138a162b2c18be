-- Not only tasks of ClickUp go to Huntflow: a transfer is of one item of a source, the source is its kind.
ALTER TABLE transfer
	ADD COLUMN IF NOT EXISTS kind VARCHAR(15) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'clickup'
		COMMENT 'the source of the item: clickup, candidate' AFTER account_id,
	MODIFY task_id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the item, as its source calls it';
ALTER TABLE transfer
	ADD UNIQUE KEY IF NOT EXISTS once_of_kind (company_id, environment, account_id, task_id, kind, overruled),
	DROP KEY IF EXISTS once;
ALTER TABLE import_job ADD COLUMN IF NOT EXISTS kind VARCHAR(15) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'clickup'
	COMMENT 'the source of its items' AFTER user_id;
