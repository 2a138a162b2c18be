-- Accounts of a company at services that are no job boards: what a connection has beside its keys.
CREATE TABLE IF NOT EXISTS integration_account (
	connection_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	provider VARCHAR(20) NOT NULL COMMENT 'bitrix24, notion',
	is_active BOOLEAN NOT NULL DEFAULT TRUE,
	metadata JSON NOT NULL DEFAULT '{}' COMMENT 'of whoever uses the API; nothing here reads it',
	facts JSON NOT NULL DEFAULT '{}' COMMENT 'what the last check said: whose key, what it may do',
	facts_at DATETIME(3) NULL,
	renew_lease CHAR(16) CHARACTER SET ascii NULL COMMENT 'who refreshes the token just now',
	renew_until DATETIME(3) NULL,
	created_by BIGINT UNSIGNED NULL,
	updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
	KEY (company_id, provider),
	FOREIGN KEY (connection_id) REFERENCES connection (id) ON DELETE CASCADE
);
