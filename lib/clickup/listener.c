#include "clickup/listener.h"

int
clickup_listeners_changed(const struct clickup_listeners *all, struct db *db,
    int64_t connection_id, const int64_t *rows, size_t n, struct err *err)
{
	for (size_t i = 0; n > 0 && all->v[i] != NULL; i++)
		if (all->v[i]->changed(db, connection_id, rows, n, err) == -1)
			return -1;
	return 0;
}

void
clickup_listeners_passed(const struct clickup_listeners *all, struct db *db,
    const struct conf *conf)
{
	for (size_t i = 0; all->v[i] != NULL; i++)
		all->v[i]->passed(db, conf);
}
