-- What a CSV was read in: shown, and another one can be chosen where the guess is wrong.
ALTER TABLE sheet ADD COLUMN IF NOT EXISTS
	encoding VARCHAR(20) CHARACTER SET ascii NULL COMMENT 'of a text; NULL: a workbook, or from before';
