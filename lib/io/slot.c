#include "io/slot.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/err.h"
#include "io/db.h"

static void
name_put(char name[SLOT_SIZE], const char *work, int64_t i)
{
	snprintf(name, SLOT_SIZE, "%s-%" PRId64, work, i);
}

int
slot_take(struct db *db, const char *work, int64_t n, char name[SLOT_SIZE],
    struct err *err)
{
	for (int64_t i = 0; i < n; i++) {
		name_put(name, work, i);
		if (db_lock(db, name, 0, err) == 0)
			return 1;
		if (err->kind != ERR_BUSY)
			return -1;
		*err = (struct err){ 0 };
	}
	name[0] = '\0';
	return 0;
}

int
slot_all_taken(struct db *db, const char *work, int64_t n, bool *out,
    struct err *err)
{
	char	name[SLOT_SIZE];

	*out = true;
	while (*out && n-- > 0) {
		name_put(name, work, n);
		if (db_lock_held(db, name, out, err) == -1)
			return -1;
	}
	return 0;
}
