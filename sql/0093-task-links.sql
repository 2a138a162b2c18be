-- What hangs on a candidate is found by key: an erasure and an export read all tasks of the company for it.
ALTER TABLE task
	ADD KEY IF NOT EXISTS by_link (link_id, company_id);
