-- People are told once that a service of theirs is away, and once that it is back.
ALTER TABLE connection ADD COLUMN IF NOT EXISTS told_at DATETIME(3) NULL COMMENT 'failed_at of the absence that its owner was told of and that they were not told the end of' AFTER failed_at;
ALTER TABLE connection ADD KEY IF NOT EXISTS told (told_at);
