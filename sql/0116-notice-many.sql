-- What is told of many things at once says how many they are, in the words of whoever reads it.
ALTER TABLE notice ADD COLUMN IF NOT EXISTS many INT UNSIGNED NOT NULL DEFAULT 0
	COMMENT 'things that it is about; 0: one';
