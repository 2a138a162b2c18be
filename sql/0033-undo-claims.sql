-- Workers that ended over one applicant of an undo: after many of them it is left as it is.
ALTER TABLE import_undo_item
	ADD COLUMN IF NOT EXISTS claims SMALLINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'taken since it was last given back' AFTER attempts;
