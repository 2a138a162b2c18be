-- When a person is reminded of a thing: by its deadline, or at a time of their own.
CREATE TABLE IF NOT EXISTS reminder (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	subject VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	subject_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '0: whoever answers for it then',
	before_minutes INT NULL COMMENT 'the deadline; below 0: after it; NULL: a time of its own',
	slot BIGINT NOT NULL COMMENT 'before_minutes, or the own time in ms',
	at DATETIME(3) NULL COMMENT 'NULL: there is no deadline now',
	sent_at DATETIME(3) NULL,
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	UNIQUE KEY once (subject, subject_id, user_id, slot),
	KEY due (sent_at, at),
	KEY user_id (user_id)
);
-- The moment that a notice names is written in the zone of whoever reads it.
ALTER TABLE notice ADD COLUMN IF NOT EXISTS moment DATETIME(3) NULL AFTER about;
