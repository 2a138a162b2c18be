-- How many tasks became applicants in each quarter of an hour: kept with the transfers, not counted over them.
ALTER TABLE transfer ADD COLUMN IF NOT EXISTS done_at DATETIME(3) NULL COMMENT 'when it was done first: counted in transfer_slot' AFTER state;
UPDATE transfer SET done_at = updated_at, updated_at = updated_at WHERE state = 'done';
CREATE TABLE IF NOT EXISTS transfer_slot (
	user_id BIGINT UNSIGNED NOT NULL,
	slot INT UNSIGNED NOT NULL COMMENT 'quarters of an hour since 1970: days of all time zones begin with one',
	done INT UNSIGNED NOT NULL,
	PRIMARY KEY (user_id, slot),
	FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE
);
INSERT INTO transfer_slot (user_id, slot, done)
	SELECT x.user_id, UNIX_TIMESTAMP(x.done_at) DIV 900, COUNT(*) FROM transfer x JOIN user u ON u.id = x.user_id
	WHERE x.done_at IS NOT NULL GROUP BY 1, 2;
