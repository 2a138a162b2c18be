-- What the house lacks now: its admins are told once when it begins to matter, and once when it is over.
CREATE TABLE IF NOT EXISTS alarm (
	name VARCHAR(150) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'kind, what of it, and @machine where it is that of one: disk:run@hr1',
	company_id BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '0: it concerns all',
	since DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	told_at DATETIME(3) NULL COMMENT 'NULL: it has not lasted yet',
	PRIMARY KEY (name, company_id)
);
