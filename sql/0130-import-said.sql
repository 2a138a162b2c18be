-- What a person says of a whole import reaches its items a thousand in a transaction.
ALTER TABLE import_job
	ADD COLUMN IF NOT EXISTS said ENUM('cancel', 'resume', 'retry') NULL COMMENT 'what was said last of all its items',
	ADD COLUMN IF NOT EXISTS said_code VARCHAR(48) NULL COMMENT 'of those that failed so; NULL: of all',
	ADD COLUMN IF NOT EXISTS said_options TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'as import_item.options',
	ADD COLUMN IF NOT EXISTS said_upto BIGINT UNSIGNED NULL COMMENT 'items up to this one have it; NULL: all';
ALTER TABLE import_job ADD KEY IF NOT EXISTS by_said (said_upto);
