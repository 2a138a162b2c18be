-- Whose POST an Idempotency-Key is: when its program dies the key is free at once, unless something was done under it.
ALTER TABLE replay
	ADD COLUMN IF NOT EXISTS holder VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'request id of who does it; empty: of a program that did not say it',
	ADD COLUMN IF NOT EXISTS server VARCHAR(300) NOT NULL DEFAULT '' COMMENT 'of the database that it asked',
	ADD COLUMN IF NOT EXISTS line BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'its connection there',
	ADD COLUMN IF NOT EXISTS deeds INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'written with the first change that it committed';
