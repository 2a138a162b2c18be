-- Files of CVs, read before anybody is made of them: kept for a day, and longer when a candidate took one.

CREATE TABLE IF NOT EXISTS document (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NULL COMMENT 'who sent it',
	name VARCHAR(255) NOT NULL,
	size INT UNSIGNED NOT NULL COMMENT 'bytes',
	state ENUM('waiting', 'reading', 'read') NOT NULL DEFAULT 'waiting',
	begun_at DATETIME(3) NULL COMMENT 'the reading of it; one that is long past was given up',
	kind VARCHAR(8) CHARACTER SET ascii NOT NULL DEFAULT 'other',
	pages INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '0: not known',
	cut BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'there is more text than was kept',
	problem VARCHAR(40) CHARACTER SET ascii NULL COMMENT 'the code of a message: why it says nothing',
	said MEDIUMTEXT NOT NULL DEFAULT '' COMMENT 'its text',
	guess MEDIUMTEXT NULL COMMENT 'JSON: what was understood',
	candidate_id BIGINT UNSIGNED NULL COMMENT 'who took it',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	KEY expiry (candidate_id, created_at),
	KEY by_company (company_id, id),
	FOREIGN KEY (company_id) REFERENCES company (id),
	FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE SET NULL
);

CREATE TABLE IF NOT EXISTS document_part (
	document_id BIGINT UNSIGNED NOT NULL,
	part SMALLINT UNSIGNED NOT NULL,
	data MEDIUMBLOB NOT NULL,
	PRIMARY KEY (document_id, part),
	FOREIGN KEY (document_id) REFERENCES document (id) ON DELETE CASCADE
);
