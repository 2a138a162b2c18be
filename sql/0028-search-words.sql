-- Search words follow their rules: those of tasks cached before are made anew, from here on.
CREATE TABLE IF NOT EXISTS clickup_words (
	id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
	version SMALLINT UNSIGNED NOT NULL COMMENT 'of the rules that are being followed',
	upto BIGINT UNSIGNED NULL COMMENT 'the last clickup_task.id that has such words; NULL: all have'
);
INSERT IGNORE INTO clickup_words (id, version, upto) VALUES (1, 1, NULL);
