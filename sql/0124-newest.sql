-- The newest is told by its time: nodes of a cluster number their rows by steps of their own.
ALTER TABLE sync_run ADD KEY IF NOT EXISTS newest (connection_id, state, created_at, id);
ALTER TABLE import_job ADD KEY IF NOT EXISTS newest (user_id, created_at, id);
ALTER TABLE telegram_message ADD KEY IF NOT EXISTS of_about (bot_id, chat_id, about, created_at, id);
