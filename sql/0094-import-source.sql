-- Where a source has several places (tables, accounts), an import knows whose items it sends.
ALTER TABLE import_job ADD COLUMN IF NOT EXISTS source_id BIGINT UNSIGNED NULL COMMENT 'of the kind; NULL: it has but one place' AFTER kind;
