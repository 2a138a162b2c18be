-- Where the custom fields of a ClickUp list go in Huntflow, as far as a person chose it.
CREATE TABLE IF NOT EXISTS field_choice (
	company_id BIGINT UNSIGNED NOT NULL,
	list_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'of ClickUp',
	field_id VARCHAR(100) COLLATE utf8mb4_bin NOT NULL COMMENT 'of ClickUp',
	target VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'a word of lib/transfer/field.h',
	chosen_by BIGINT UNSIGNED NULL,
	chosen_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	PRIMARY KEY (company_id, list_id, field_id),
	FOREIGN KEY (company_id) REFERENCES company (id) ON DELETE CASCADE
) COMMENT 'custom fields that nobody chose a place for are guessed';
