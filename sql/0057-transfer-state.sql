-- What became of a transfer is in the index of tasks: SQL does not look for it.
ALTER TABLE transfer DROP KEY IF EXISTS by_state;
