-- An import is made, and taken back, a thousand items in a transaction.
ALTER TABLE import_item ADD KEY IF NOT EXISTS by_job (job_id, id);
ALTER TABLE import_undo ADD COLUMN IF NOT EXISTS filled BIGINT UNSIGNED NULL COMMENT 'items of the import up to this one are among its own; NULL: all';
-- So do tables: one whose rows are not all there is not seen. A release before this one does not know the stage: while it
-- runs beside, it shows such a table with the rows that are there. It cannot be kept from it: a row belongs to a company
-- from the start, by its key, and an erasure finds a person in it by that.
ALTER TABLE sheet ADD COLUMN IF NOT EXISTS stage TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '1: its rows come; 2: they go; 3: they go, their ids are kept; 0: it is whole';
ALTER TABLE sheet ADD KEY IF NOT EXISTS by_stage (stage, created_at);
