-- What is known of a candidate elsewhere is a filter of lists, so their rows have it.
ALTER TABLE candidate
	ADD COLUMN IF NOT EXISTS known SET('huntflow', 'clickup', 'rejected') NOT NULL DEFAULT '' AFTER user_id;
