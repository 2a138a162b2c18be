-- A table that was deleted and comes again is the same one: its rows keep the ids under which they were sent to Huntflow.
CREATE TABLE IF NOT EXISTS sheet_past (
	company_id BIGINT UNSIGNED NOT NULL,
	digest CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'as of sheet',
	number INT UNSIGNED NOT NULL COMMENT 'as of sheet_row',
	sheet_id BIGINT UNSIGNED NOT NULL,
	row_id BIGINT UNSIGNED NOT NULL,
	PRIMARY KEY (company_id, digest, number),
	FOREIGN KEY (company_id) REFERENCES company (id)
);
