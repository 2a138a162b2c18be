-- What a sync run changed, as a sample for its page.
ALTER TABLE sync_run ADD changes JSON NULL COMMENT 'created, updated, deleted: up to 20 of each' AFTER calls;
ALTER TABLE sync_run ADD KEY by_time (user_id, created_at);
