-- What failed or is at work is found among all that was done, without it.
ALTER TABLE outbox ADD KEY IF NOT EXISTS by_state (company_id, state, created_at, id);
ALTER TABLE sync_run ADD KEY IF NOT EXISTS by_state (company_id, state, status, created_at, id);
