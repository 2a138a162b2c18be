-- Tables of people that somebody brought (CSV, XLSX): their rows go to Huntflow as tasks do.
CREATE TABLE IF NOT EXISTS sheet (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NULL COMMENT 'who brought it',
	name VARCHAR(255) NOT NULL COMMENT 'of the file',
	kind VARCHAR(8) CHARACTER SET ascii NOT NULL,
	sheet VARCHAR(255) NOT NULL DEFAULT '' COMMENT 'which one of a workbook',
	sheets MEDIUMTEXT NOT NULL DEFAULT '[]' COMMENT 'JSON: the names of all',
	columns MEDIUMTEXT NOT NULL COMMENT 'JSON [{id, name, guess}]',
	mapping MEDIUMTEXT NOT NULL DEFAULT '{}' COMMENT 'JSON {column: where it goes}, as somebody chose',
	digest CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'of the file and the sheet: one that comes again is the same',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	UNIQUE KEY by_digest (company_id, digest),
	KEY expiry (created_at),
	FOREIGN KEY (company_id) REFERENCES company (id),
	FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE SET NULL
);

CREATE TABLE IF NOT EXISTS sheet_row (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	sheet_id BIGINT UNSIGNED NOT NULL,
	number INT UNSIGNED NOT NULL COMMENT 'as a spreadsheet counts them',
	cells MEDIUMTEXT NOT NULL COMMENT 'JSON [text], in the order of the columns',
	KEY by_sheet (sheet_id, id),
	FOREIGN KEY (sheet_id) REFERENCES sheet (id) ON DELETE CASCADE
);
