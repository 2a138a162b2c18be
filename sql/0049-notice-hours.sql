-- When a person wants no letters, and when one letter with all that is new, by the clock of their zone.
CREATE TABLE IF NOT EXISTS notice_hours (
	user_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
	quiet_from TINYINT UNSIGNED NULL COMMENT 'hour; NULL: no quiet hours',
	quiet_to TINYINT UNSIGNED NULL,
	digest_hour TINYINT UNSIGNED NULL COMMENT 'NULL: no digest',
	digest_next DATETIME(3) NULL COMMENT 'when the next one is written',
	KEY digest_next (digest_next),
	FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE
);
