-- A reminder that is over said something, or its time had passed and nobody was told: admins see which.
ALTER TABLE reminder
	ADD COLUMN IF NOT EXISTS told TINYINT(1) NOT NULL DEFAULT 0 COMMENT 'somebody was, at sent_at' AFTER sent_at,
	DROP KEY by_company, ADD KEY by_company (company_id, at, id, sent_at, told);
UPDATE reminder SET told = 1 WHERE sent_at >= at;
