#include "clickup/cache_fill.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/filetype.h"
#include "base/mem.h"
#include "clickup/api.h"
#include "clickup/api_comment.h"
#include "clickup/api_task.h"
#include "clickup/cache.h"
#include "clickup/follow.h"
#include "clickup/link.h"
#include "clickup/listener.h"
#include "clickup/set.h"
#include "io/db.h"
#include "io/field.h"
#include "io/secret.h"
#include "person/link.h"

/* Files that a CV may be of: PDFs, and others. */
struct counts {
	int	 pdfs, others;
};

static struct counts
count_files(const char *attachments)
{
	own_json json_t	*files = attachments == NULL ? NULL :
			    json_loads(attachments, 0, NULL);
	const json_t	*file;
	struct counts	 n = { 0 };
	size_t		 i;

	json_array_foreach(files, i, file) {
		const enum filetype	 type = filetype_said(
		    field_str(file, "extension"),
		    field_str(file, "mimetype"), field_str(file, "title"));

		n.pdfs += type == FILETYPE_PDF;
		n.others += type != FILETYPE_PDF && filetype_cv(type) >= 0;
	}
	return n;
}

/* comments, fields: JSON texts. */
static bool
has_link(const struct clickup_task *t, const char *comments,
    enum person_site site)
{
	const char *const	 texts[] = { t->custom_fields, t->markdown,
				    t->description, comments };
	struct person_link	 link;

	for (size_t i = 0; i < nitems(texts); i++)
		if (texts[i] != NULL && person_link_find(texts[i], site,
		    &link))
			return true;
	return false;
}

/* The word of the column cv; files: how many of that kind there are. */
static const char *
cv_of(const struct clickup_task *t, const char *comments, int *files)
{
	const struct counts	 n = count_files(t->attachments);

	*files = n.pdfs > 0 ? n.pdfs : n.others;
	if (*files > 255)
		*files = 255;
	if (*files > 0)
		return n.pdfs > 0 ? "pdf" : "file";
	for (enum person_site s = PERSON_LINKEDIN; s <= PERSON_RABOTA; s++)
		if (has_link(t, comments, s))
			return person_site_word(s);
	return t->attachments != NULL ? "none" : "unknown";
}

bool
clickup_fill_wanted(const struct clickup_set *set,
    const struct clickup_task *t)
{
	return clickup_set_has(set, t->list_id) && !t->archived &&
	    (set->include_closed || strcmp(t->status_type, "closed") != 0) &&
	    (set->subtasks || t->parent_id[0] == '\0');
}

static void
add_part(struct buf *all, const char *s)
{
	buf_puts(all, s);
	buf_putc(all, '\0');
}

/* What a list gives: only a task itself gives its files, so they do not count. */
static void
hash_content(const struct clickup_cache_new *t, uint8_t out[16])
{
	own_buf struct buf	all = { 0 };
	char			hex[SECRET_HASH_SIZE];

	add_part(&all, t->list_id);
	add_part(&all, t->parent_id);
	add_part(&all, t->name);
	add_part(&all, t->description);
	add_part(&all, t->status);
	add_part(&all, t->status_type);
	add_part(&all, t->status_color);
	add_part(&all, t->priority);
	add_part(&all, t->url);
	add_part(&all, t->assignees);
	add_part(&all, t->tags);
	add_part(&all, t->custom_fields);
	buf_add(&all, &t->date_created, sizeof(t->date_created));
	buf_add(&all, &t->date_updated, sizeof(t->date_updated));
	buf_add(&all, &t->date_closed, sizeof(t->date_closed));
	buf_add(&all, &t->due_date, sizeof(t->due_date));
	secret_hash_bytes(all.data, all.len, hex);
	for (int i = 0; i < 16; i++) {
		const char	pair[3] = { hex[2 * i], hex[2 * i + 1], '\0' };

		out[i] = (uint8_t)strtoul(pair, NULL, 16);
	}
}

/* Every task is sorted by its times: one that lacks them counts as very old. */
static int64_t
or_old(int64_t at)
{
	return at > 0 ? at : 1000;
}

void
clickup_fill_map(const struct clickup_task *t, const char *comments,
    struct clickup_cache_new *out)
{
	*out = (struct clickup_cache_new){
		.task_id = t->task_id, .list_id = t->list_id,
		.parent_id = t->parent_id, .name = t->name,
		.description = t->description, .status = t->status,
		.status_type = t->status_type,
		.status_color = t->status_color, .priority = t->priority,
		.url = t->url,
		.date_created = or_old(t->date_created),
		.date_updated = or_old(t->date_updated > 0 ? t->date_updated :
		    t->date_created),
		.date_closed = t->date_closed, .due_date = t->due_date,
		.assignees = t->assignees, .tags = t->tags,
		.custom_fields = t->custom_fields,
		.attachments = t->attachments, .comments = comments,
		.markdown = t->markdown, .asked_at = t->asked_at,
	};
	out->cv = cv_of(t, comments, &out->cv_count);
	hash_content(out, out->hash);
}

struct put {
	const struct clickup_listeners		*listeners;
	int64_t				 connection_id, user_id;
	struct clickup_cache_new		 row;
	struct clickup_cache_stored	 stored;
};

static int
put_work(struct db *db, void *arg, struct err *err)
{
	struct put	*put = arg;

	if (clickup_cache_store(db, put->connection_id, put->user_id,
	    &put->row, 1, &put->stored, err) == -1)
		return -1;
	return put->stored.change[0] == '\0' ? 0 : clickup_listeners_changed(
	    put->listeners, db, put->connection_id, put->stored.id, 1, err);
}

int
clickup_fill_put(struct db *db, const struct clickup_listeners *listeners,
    int64_t connection_id, int64_t user_id, const struct clickup_task *task,
    const char *comments, struct err *err)
{
	struct put	put = { .listeners = listeners,
		.connection_id = connection_id, .user_id = user_id };

	clickup_fill_map(task, comments, &put.row);
	return db_tx_run(db, put_work, &put, err);
}

int
clickup_fill_detail(struct db *db, int64_t user_id,
    const struct clickup_task *task, const json_t *comments, struct err *err)
{
	own_str char			*text = json_dumps(comments, JSON_COMPACT);
	struct clickup_cache_new	 row;

	clickup_fill_map(task, text, &row);
	if (row.attachments == NULL)
		row.attachments = "[]";
	if (strcmp(row.cv, "unknown") == 0)
		row.cv = "none";
	return clickup_cache_detail(db, user_id, &row, err);
}

int
clickup_fill_refresh(struct db *db, const struct conf *conf,
    const struct clickup_listeners *listeners, int64_t company_id,
    int64_t user_id, int64_t connection_id, const char *task_id,
    struct err *err)
{
	own_clickup struct clickup		*api = NULL;
	own_clickup_task struct clickup_task	 task = { 0 };
	own_json json_t				*comments = NULL;
	own_str char				*text = NULL;

	if (clickup_link_open(db, conf, company_id, user_id, &api, err) == -1 ||
	    clickup_task_fetch(api, task_id, &task, err) == -1 ||
	    clickup_comments_fetch(api, task_id, 0, &comments, err) == -1)
		return -1;
	if (task.attachments == NULL)
		task.attachments = mem_dup("[]");
	text = json_dumps(comments, JSON_COMPACT);
	if (clickup_fill_put(db, listeners, connection_id, user_id, &task,
	    text, err) == -1)
		return -1;
	clickup_follow_written(db, conf, connection_id);
	return 0;
}
