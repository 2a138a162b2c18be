-- Integrations with job boards: what a connection has beside its keys, their log, kept dictionaries.
CREATE TABLE IF NOT EXISTS integration (
	connection_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	description VARCHAR(1000) NOT NULL DEFAULT '',
	is_active BOOLEAN NOT NULL DEFAULT TRUE,
	search JSON NOT NULL DEFAULT '{}' COMMENT 'the search_* fields and currency',
	account JSON NOT NULL DEFAULT '{}' COMMENT 'what the last check said: whose key, what it may do, quotas',
	account_at DATETIME(3) NULL,
	found BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'different people',
	imported BIGINT UNSIGNED NOT NULL DEFAULT 0,
	error_count INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'failures since the last success',
	last_error_code VARCHAR(48) NOT NULL DEFAULT '',
	last_error VARCHAR(500) NOT NULL DEFAULT '',
	last_error_at DATETIME(3) NULL,
	renew_lease CHAR(16) CHARACTER SET ascii NULL COMMENT 'who refreshes the token just now',
	renew_until DATETIME(3) NULL,
	created_by BIGINT UNSIGNED NULL,
	updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
	KEY (company_id),
	FOREIGN KEY (connection_id) REFERENCES connection (id) ON DELETE CASCADE
);

-- What was done with an integration; outlives it, so it repeats its name.
CREATE TABLE IF NOT EXISTS integration_log (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	integration_id BIGINT UNSIGNED NOT NULL,
	platform VARCHAR(20) NOT NULL,
	name VARCHAR(100) NOT NULL DEFAULT '',
	operation ENUM('create', 'update', 'delete', 'test', 'connect', 'search', 'import', 'sync') NOT NULL,
	status ENUM('success', 'partial', 'error') NOT NULL,
	code VARCHAR(48) NOT NULL DEFAULT '' COMMENT 'of the message, in the reader''s language',
	message VARCHAR(500) NOT NULL DEFAULT '' COMMENT 'its argument',
	details JSON NOT NULL DEFAULT '{}',
	user_id BIGINT UNSIGNED NULL COMMENT 'NULL: by itself',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	KEY newest (company_id, id),
	KEY of_integration (company_id, integration_id, id),
	KEY by_operation (company_id, operation, id),
	KEY (created_at)
);

-- People found and imported, by integration and day (UTC); outlives the integration.
CREATE TABLE IF NOT EXISTS integration_day (
	company_id BIGINT UNSIGNED NOT NULL,
	day DATE NOT NULL,
	integration_id BIGINT UNSIGNED NOT NULL,
	platform VARCHAR(20) NOT NULL,
	searches INT UNSIGNED NOT NULL DEFAULT 0,
	errors INT UNSIGNED NOT NULL DEFAULT 0,
	found INT UNSIGNED NOT NULL DEFAULT 0,
	imported INT UNSIGNED NOT NULL DEFAULT 0,
	PRIMARY KEY (company_id, day, integration_id)
);

-- Dictionaries of job boards (regions), as far as they are used; the same for all companies.
CREATE TABLE IF NOT EXISTS platform_dictionary (
	platform VARCHAR(20) NOT NULL,
	address CHAR(64) CHARACTER SET ascii NOT NULL COMMENT 'hash',
	name VARCHAR(40) NOT NULL,
	etag VARCHAR(128) NOT NULL DEFAULT '',
	data MEDIUMTEXT NOT NULL COMMENT 'JSON',
	checked_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	PRIMARY KEY (platform, address, name)
);
