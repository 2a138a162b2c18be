-- Sums of job boards by slots of a quarter of an hour (base/zone.h): a day is that of who looks at them. What was kept
-- by the day of UTC stands at its noon, which is that day nearly everywhere.
ALTER TABLE integration_day
	ADD COLUMN IF NOT EXISTS slot TINYINT UNSIGNED NOT NULL DEFAULT 48 COMMENT 'of the day: 0 to 95',
	DROP PRIMARY KEY,
	ADD PRIMARY KEY (company_id, day, integration_id, slot);
