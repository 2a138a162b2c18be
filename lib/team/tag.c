#include "team/tag.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "index/set.h"
#include "index/tally.h"
#include "io/field.h"
#include "team/task_doc.h"
#include "team/task_find.h"

#define MOST	200

int
tag_emit(struct db *db, const struct task_sight *sight, struct buf *out,
    struct err *err)
{
	const struct task_filter		 any = { 0 };
	own_index_set struct index_set		*seen = NULL;
	own_index_tally struct index_tally	 all = { 0 };

	if (task_find_set(db, sight, &any, &seen, err) == -1 ||
	    index_tally(sight->read, TASK_TERM_TAG, seen, &all, err) == -1)
		return -1;
	emit_open(out, NULL, '[');
	for (size_t i = 0; i < all.n && i < MOST; i++) {
		own_str char	*name = mem_ndup(all.v[i].label,
				    all.v[i].label_len);

		emit_open(out, NULL, '{');
		emit_str(out, "name", name);
		emit_int(out, "count", all.v[i].count);
		emit_close(out, '}');
	}
	emit_close(out, ']');
	return 0;
}
