-- What a person chose for single tasks of a bulk import, having seen its proposal.
ALTER TABLE import_item
	ADD COLUMN IF NOT EXISTS choice JSON NULL COMMENT 'duplicate, applicant, names: of lib/import/choice.h' AFTER options;
