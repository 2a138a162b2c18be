-- Who went to Huntflow from a task is found by e-mail: candidates show that they are known there.
ALTER TABLE transfer
	ADD COLUMN IF NOT EXISTS email VARCHAR(254) AS (LOWER(JSON_VALUE(fields, '$.email'))) VIRTUAL,
	ADD KEY IF NOT EXISTS by_email (company_id, email);
