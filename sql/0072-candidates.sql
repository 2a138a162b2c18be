-- People found on job boards and in files: one person over all sources, joined and split without losing any.

-- Writers of a company's candidates come one after the other: each takes the next rev here first.
CREATE TABLE IF NOT EXISTS candidate_total (
	company_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
	rev BIGINT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'of the newest change',
	candidates BIGINT NOT NULL DEFAULT 0 COMMENT 'that lists show',
	collection BIGINT UNSIGNED NOT NULL DEFAULT (UUID_SHORT() & 9223372036854775807)
		COMMENT 'what an index knows them by; no other database has it',
	FOREIGN KEY (company_id) REFERENCES company (id)
);

CREATE TABLE IF NOT EXISTS candidate (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	rev BIGINT UNSIGNED NOT NULL COMMENT 'of candidate_total, of its newest change',
	joined_to BIGINT UNSIGNED NULL COMMENT 'the person that it is a part of; never one that is joined itself',
	erased_at DATETIME(3) NULL COMMENT 'nothing is known any more; the id is not given again',
	first_name VARCHAR(255) NOT NULL DEFAULT '',
	last_name VARCHAR(255) NOT NULL DEFAULT '',
	middle_name VARCHAR(255) NOT NULL DEFAULT '',
	birth_date DATE NULL,
	email VARCHAR(254) NOT NULL DEFAULT '' COMMENT 'the first one',
	phone VARCHAR(40) NOT NULL DEFAULT '' COMMENT 'the first one, as it was written',
	location VARCHAR(255) NOT NULL DEFAULT '',
	current_position VARCHAR(255) NOT NULL DEFAULT '',
	current_company VARCHAR(255) NOT NULL DEFAULT '',
	experience_years DECIMAL(4, 1) NULL,
	salary_min BIGINT NULL,
	salary_max BIGINT NULL,
	currency CHAR(3) CHARACTER SET ascii NOT NULL DEFAULT '',
	photo_url VARCHAR(1000) NOT NULL DEFAULT '',
	skills JSON NOT NULL DEFAULT '[]',
	contacts JSON NOT NULL DEFAULT '{}' COMMENT '{emails, phones, links}',
	profile MEDIUMTEXT NOT NULL DEFAULT '{}' COMMENT 'JSON: summary, education, experience, languages, addresses',
	sources JSON NOT NULL DEFAULT '[]' COMMENT 'of candidate_source, what lists show of each',
	own JSON NOT NULL DEFAULT '{}' COMMENT 'what the team or the person corrected: wins over the sources',
	found_text MEDIUMTEXT NOT NULL DEFAULT '' COMMENT 'what words find the person by',
	tags JSON NOT NULL DEFAULT '[]',
	state ENUM('new', 'keep', 'hidden', 'blacklist', 'do_not_contact') NOT NULL DEFAULT 'new',
	notes INT UNSIGNED NOT NULL DEFAULT 0,
	user_id BIGINT UNSIGNED NULL COMMENT 'whom an import made',
	imported_at DATETIME(3) NULL,
	consent ENUM('unknown', 'asked', 'given', 'withdrawn') NOT NULL DEFAULT 'unknown',
	consent_at DATETIME(3) NULL,
	retain_until DATE NULL COMMENT 'is erased after this day',
	version INT UNSIGNED NOT NULL DEFAULT 1,
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	KEY by_id (company_id, id),
	KEY by_rev (company_id, rev, id),
	KEY joined (joined_to),
	UNIQUE KEY (user_id),
	KEY retained (retain_until),
	FOREIGN KEY (company_id) REFERENCES company (id)
);

-- ExternalCandidate: a person as one integration or file shows them.
CREATE TABLE IF NOT EXISTS candidate_source (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	candidate_id BIGINT UNSIGNED NOT NULL COMMENT 'whose it is; a joined one keeps its own',
	connection_id BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '0: a file, or an integration that was deleted',
	platform VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	external_id VARCHAR(190) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	profile_url VARCHAR(1000) NOT NULL DEFAULT '',
	hash BINARY(16) NOT NULL COMMENT 'of data',
	data MEDIUMTEXT NOT NULL COMMENT 'JSON: the fields of platform/found.h but raw_data',
	raw_data MEDIUMTEXT NULL COMMENT 'JSON: the answer itself, bounded',
	source_updated_at DATETIME(3) NULL COMMENT 'when the person changed it there',
	last_synced_at DATETIME(3) NOT NULL,
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	UNIQUE KEY by_external (company_id, connection_id, external_id),
	KEY by_candidate (candidate_id, id),
	KEY by_connection (connection_id, id),
	FOREIGN KEY (candidate_id) REFERENCES candidate (id)
);

-- What two sources of one person have in common, in one form each.
CREATE TABLE IF NOT EXISTS candidate_contact (
	source_id BIGINT UNSIGNED NOT NULL,
	company_id BIGINT UNSIGNED NOT NULL,
	candidate_id BIGINT UNSIGNED NOT NULL,
	kind CHAR(1) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
		COMMENT 'e-mail, phone, link; birth: name and day; name as it sounds; the same in this town',
	value VARCHAR(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	PRIMARY KEY (source_id, kind, value),
	KEY by_value (company_id, kind, value, candidate_id),
	KEY by_candidate (candidate_id, kind, value),
	FOREIGN KEY (source_id) REFERENCES candidate_source (id) ON DELETE CASCADE
);

-- Two that may be one person, or are known not to be.
CREATE TABLE IF NOT EXISTS candidate_pair (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	low_id BIGINT UNSIGNED NOT NULL,
	high_id BIGINT UNSIGNED NOT NULL,
	state ENUM('open', 'apart', 'joined') NOT NULL DEFAULT 'open',
	reasons JSON NOT NULL DEFAULT '[]' COMMENT '[{kind, value}]',
	weight INT NOT NULL DEFAULT 0 COMMENT 'the surest first',
	user_id BIGINT UNSIGNED NULL COMMENT 'who judged',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	UNIQUE KEY (low_id, high_id),
	KEY (high_id),
	KEY to_judge (company_id, state, weight, id),
	FOREIGN KEY (low_id) REFERENCES candidate (id) ON DELETE CASCADE,
	FOREIGN KEY (high_id) REFERENCES candidate (id) ON DELETE CASCADE
);

-- What was joined and split, to be undone.
CREATE TABLE IF NOT EXISTS candidate_join (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	kind ENUM('join', 'split') NOT NULL,
	candidate_id BIGINT UNSIGNED NOT NULL COMMENT 'who stayed',
	other_id BIGINT UNSIGNED NOT NULL COMMENT 'who was joined to them, or left them',
	moved JSON NOT NULL COMMENT 'ids: persons that were joined to other_id, sources that left',
	reasons JSON NOT NULL DEFAULT '[]',
	user_id BIGINT UNSIGNED NULL COMMENT 'NULL: by itself',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	undone_at DATETIME(3) NULL,
	undone_by BIGINT UNSIGNED NULL,
	KEY by_candidate (candidate_id, id),
	KEY by_other (other_id, id),
	FOREIGN KEY (candidate_id) REFERENCES candidate (id) ON DELETE CASCADE,
	FOREIGN KEY (other_id) REFERENCES candidate (id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS candidate_note (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	candidate_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NULL,
	text TEXT NOT NULL,
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	KEY by_candidate (candidate_id, id),
	FOREIGN KEY (candidate_id) REFERENCES candidate (id) ON DELETE CASCADE
);

-- Rows are added, never changed.
CREATE TABLE IF NOT EXISTS candidate_history (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	candidate_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NULL COMMENT 'NULL: by itself',
	via ENUM('page', 'api', 'bot', 'import', 'service') NOT NULL,
	action VARCHAR(30) CHARACTER SET ascii NOT NULL COMMENT 'found, update, join, split, undo, change, note, import, ...',
	data JSON NOT NULL DEFAULT '{}',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	KEY newest (candidate_id, id),
	FOREIGN KEY (candidate_id) REFERENCES candidate (id) ON DELETE CASCADE
);

-- Who was erased is not made anew by the next sync: hashes of what a service calls them.
CREATE TABLE IF NOT EXISTS candidate_erased (
	company_id BIGINT UNSIGNED NOT NULL,
	hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'of platform and external id',
	erased_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	PRIMARY KEY (company_id, hash)
);
