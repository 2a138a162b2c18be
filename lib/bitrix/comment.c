#include "bitrix/comment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/db.h"

static const char *const	states[] = { "new", "linked", "unlinked" };

void
bitrix_comments_clear(struct bitrix_comments *all)
{
	free(all->v);
	*all = (struct bitrix_comments){ 0 };
}

int
bitrix_comment_list(struct db *db, int64_t link_id,
    struct bitrix_comments *out, struct err *err)
{
	own_bitrix_comments struct bitrix_comments	 all = { 0 };
	own_rows struct db_rows				*rows = NULL;

	if (db_query(db, "SELECT id, IFNULL(external_id, 0), comment_id, "
	    "IFNULL(mark, ''), state, ours, theirs, "
	    "IFNULL(sent_at > NOW(3) - INTERVAL " BITRIX_SENT_S " SECOND, 0) "
	    "FROM bitrix_comment WHERE bitrix_task_id = ? ORDER BY id",
	    DB_ARGS(db_int(link_id)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		struct bitrix_comment	*c;

		all.v = mem_grow(all.v, all.n + 1, sizeof(*all.v));
		c = &all.v[all.n++];
		*c = (struct bitrix_comment){ .id = db_col_int(rows, 0),
			.link_id = link_id, .external_id = db_col_int(rows, 1),
			.comment_id = db_col_int(rows, 2),
			.sent = db_col_int(rows, 7) != 0 };
		snprintf(c->mark, sizeof(c->mark), "%s", db_col_str(rows, 3));
		snprintf(c->ours, sizeof(c->ours), "%s", db_col_str(rows, 5));
		snprintf(c->theirs, sizeof(c->theirs), "%s",
		    db_col_str(rows, 6));
		while (strcmp(states[c->state], db_col_str(rows, 4)) != 0)
			c->state++;
	}
	*out = give(all);
	return 0;
}

int
bitrix_comment_save(struct db *db, struct bitrix_comment *c, struct err *err)
{
	if (c->id != 0)
		return db_exec(db, "UPDATE bitrix_comment SET external_id = ?, "
		    "state = ?, ours = ?, theirs = ?, "
		    "sent_at = IF(?, NOW(3), NULL) WHERE id = ?",
		    DB_ARGS(db_id(c->external_id), db_str(states[c->state]),
		    db_str(c->ours), db_str(c->theirs), db_int(c->sent),
		    db_int(c->id)), NULL, err);
	if (db_exec(db, "INSERT INTO bitrix_comment (bitrix_task_id, "
	    "external_id, comment_id, mark, state, ours, theirs, sent_at) "
	    "VALUES (?, ?, ?, NULLIF(?, ''), ?, ?, ?, IF(?, NOW(3), NULL))",
	    DB_ARGS(db_int(c->link_id), db_id(c->external_id),
	    db_int(c->comment_id), db_str(c->mark), db_str(states[c->state]),
	    db_str(c->ours), db_str(c->theirs), db_int(c->sent)), NULL,
	    err) == -1)
		return -1;
	c->id = db_last_id(db);
	return 0;
}
