-- Accounts at remote services, their sealed credentials, the budget, the call log.
CREATE TABLE connection (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	owner_id BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'a user, or 0: the company''s',
	provider VARCHAR(20) NOT NULL COMMENT 'clickup, huntflow',
	environment ENUM('PROD', 'SANDBOX') NOT NULL DEFAULT 'PROD',
	name VARCHAR(100) NOT NULL DEFAULT '',
	base_url VARCHAR(300) NOT NULL DEFAULT '',
	settings JSON NOT NULL DEFAULT '{}' COMMENT 'clickup: team_id, space_id, folder_id, list_id, their names, max_tasks, include_closed, subtasks',
	status ENUM('new', 'ok', 'error', 'refused') NOT NULL DEFAULT 'new',
	status_code VARCHAR(48) NOT NULL DEFAULT '' COMMENT 'the last error''s stable code',
	status_text VARCHAR(500) NOT NULL DEFAULT '',
	checked_at DATETIME(3) NULL,
	auto_sync BOOLEAN NOT NULL DEFAULT FALSE,
	sync_interval INT UNSIGNED NOT NULL DEFAULT 30 COMMENT 'minutes, 1 to 1440',
	next_run_at DATETIME(3) NULL,
	last_sync_at DATETIME(3) NULL,
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
	UNIQUE KEY (company_id, owner_id, provider, environment, name),
	KEY (owner_id, provider),
	KEY (auto_sync, next_run_at),
	FOREIGN KEY (company_id) REFERENCES company (id)
);

CREATE TABLE secret (
	connection_id BIGINT UNSIGNED NOT NULL,
	name VARCHAR(40) NOT NULL COMMENT 'api_key, refresh_token, webhook',
	cipher VARBINARY(4096) NOT NULL,
	key_id CHAR(16) CHARACTER SET ascii NOT NULL,
	tail VARCHAR(4) NOT NULL DEFAULT '' COMMENT 'last characters, shown as "ends in"',
	expires_at DATETIME(3) NULL,
	updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
	PRIMARY KEY (connection_id, name),
	FOREIGN KEY (connection_id) REFERENCES connection (id) ON DELETE CASCADE
);

CREATE TABLE rate_bucket (
	provider VARCHAR(20) NOT NULL,
	credential CHAR(64) CHARACTER SET ascii NOT NULL COMMENT 'hash',
	window_at DATETIME(3) NOT NULL COMMENT 'start of the window that is being filled; may lie ahead',
	used INT UNSIGNED NOT NULL DEFAULT 0,
	max_calls INT UNSIGNED NOT NULL DEFAULT 0,
	until_at DATETIME(3) NULL COMMENT 'the service asked to wait until then',
	wait_ms INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'what the last caller was told to wait',
	PRIMARY KEY (provider, credential)
);

CREATE TABLE api_call (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	company_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NULL,
	connection_id BIGINT UNSIGNED NULL,
	provider VARCHAR(20) NOT NULL,
	source ENUM('call', 'manual') NOT NULL DEFAULT 'call',
	log_type ENUM('GET', 'POST', 'PATCH', 'DELETE', 'ERROR') NOT NULL COMMENT 'PUT counts as PATCH',
	method VARCHAR(10) NOT NULL,
	endpoint VARCHAR(500) NOT NULL,
	status_code SMALLINT NULL,
	duration_ms INT UNSIGNED NULL,
	request_data MEDIUMTEXT NULL COMMENT 'JSON, masked, at most 4 KB',
	response_data MEDIUMTEXT NULL,
	error_message VARCHAR(1000) NOT NULL DEFAULT '',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	PRIMARY KEY (id, created_at),
	KEY newest (company_id, id),
	KEY by_user (company_id, user_id, id),
	KEY by_type (company_id, log_type, id),
	KEY by_time (company_id, created_at, log_type, user_id)
);
