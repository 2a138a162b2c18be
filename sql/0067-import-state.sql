-- A person's imports by their state: one that runs is found among any number of those that are over.
ALTER TABLE import_job ADD KEY IF NOT EXISTS by_state (user_id, status, id);
