-- Staff of companies as their portals have it, departments, codes that link a person to an employee.
CREATE TABLE IF NOT EXISTS employee (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	connection_id BIGINT UNSIGNED NOT NULL,
	external_id BIGINT UNSIGNED NOT NULL COMMENT 'the portal''s: others have the same number',
	email VARCHAR(254) NOT NULL DEFAULT '',
	full_name VARCHAR(300) NOT NULL DEFAULT '',
	first_name VARCHAR(150) NOT NULL DEFAULT '',
	last_name VARCHAR(150) NOT NULL DEFAULT '',
	position VARCHAR(300) NOT NULL DEFAULT '',
	phone VARCHAR(60) NOT NULL DEFAULT '',
	avatar VARCHAR(1000) NOT NULL DEFAULT '',
	departments JSON NOT NULL DEFAULT '[]' COMMENT 'ids of the portal',
	status ENUM('active', 'inactive') NOT NULL DEFAULT 'active',
	hash CHAR(64) CHARACTER SET ascii NOT NULL DEFAULT '' COMMENT 'of what the portal said; empty: it did not name them any more',
	user_id BIGINT UNSIGNED NULL COMMENT 'linked by an administrator or by a code, never by e-mail',
	linked_at DATETIME(3) NULL,
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
	UNIQUE KEY (connection_id, external_id),
	UNIQUE KEY (connection_id, user_id),
	KEY by_name (company_id, full_name, id),
	KEY by_email (company_id, email),
	KEY (user_id),
	FOREIGN KEY (connection_id) REFERENCES connection (id) ON DELETE CASCADE,
	FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE SET NULL
);

CREATE TABLE IF NOT EXISTS department (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	connection_id BIGINT UNSIGNED NOT NULL,
	external_id BIGINT UNSIGNED NOT NULL,
	parent_external_id BIGINT UNSIGNED NULL,
	name VARCHAR(300) NOT NULL DEFAULT '',
	sort INT NOT NULL DEFAULT 0,
	head_external_id BIGINT UNSIGNED NULL COMMENT 'an employee of the same portal',
	UNIQUE KEY (connection_id, external_id),
	KEY (company_id),
	FOREIGN KEY (connection_id) REFERENCES connection (id) ON DELETE CASCADE
);

-- Six digits that were sent to an employee for the person who asked.
CREATE TABLE IF NOT EXISTS employee_code (
	employee_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	code_hash CHAR(64) CHARACTER SET ascii NOT NULL DEFAULT '' COMMENT 'empty: used up',
	salt CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	tries TINYINT UNSIGNED NOT NULL DEFAULT 0,
	sent_count SMALLINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'within the hour that began at first_sent_at',
	first_sent_at DATETIME(3) NOT NULL,
	sent_at DATETIME(3) NOT NULL,
	expires_at DATETIME(3) NOT NULL,
	PRIMARY KEY (employee_id, user_id),
	KEY (user_id),
	KEY (expires_at),
	FOREIGN KEY (employee_id) REFERENCES employee (id) ON DELETE CASCADE,
	FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE
);
