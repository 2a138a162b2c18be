-- Until when a running sync waits for the service's limit.
ALTER TABLE sync_run ADD COLUMN waits_until DATETIME(3) NULL AFTER lease_until;
