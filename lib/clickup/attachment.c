#include "clickup/attachment.h"

#include <jansson.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "clickup/api.h"
#include "clickup/api_file.h"
#include "clickup/api_task.h"
#include "clickup/cache.h"
#include "clickup/link.h"
#include "io/fetch.h"
#include "io/field.h"

void
clickup_attachment_clear(struct clickup_attachment *file)
{
	mem_free_str(&file->title);
	buf_clear(&file->body);
}

/* --- reading --- */

/* Title and address of the file in this list; false: it is not there. */
static bool
find_file(const char *attachments, const char *id, char **title, char **url)
{
	own_json json_t	*list = attachments == NULL ? NULL :
			    json_loads(attachments, 0, NULL);
	const json_t	*file;
	const char	*have, *link;
	size_t		 i;

	json_array_foreach(list, i, file) {
		have = field_str(file, "id");
		link = field_str(file, "url");
		if (have == NULL || link == NULL || strcmp(have, id) != 0)
			continue;
		have = field_str(file, "title");
		*title = mem_dup(have != NULL ? have : "");
		*url = mem_dup(link);
		return true;
	}
	return false;
}

static int
look_up(struct clickup *api, const char *cached, const char *task_id,
    const char *id, char **title, char **url, struct err *err)
{
	own_clickup_task struct clickup_task	task = { 0 };

	if (find_file(cached, id, title, url))
		return 0;
	if (clickup_task_fetch(api, task_id, &task, err) == -1)
		return -1;
	if (!find_file(task.attachments, id, title, url))
		return err_set(err, ERR_ABSENT, "no such attachment");
	return 0;
}

int
clickup_attachment_fetch(struct db *db, const struct conf *conf, int64_t company_id,
    int64_t user_id, const char *task_id, const char *attachment_id,
    struct clickup_attachment *out, struct err *err)
{
	own_clickup struct clickup	*api = NULL;
	own_str char			*known = NULL, *title = NULL,
					*url = NULL;
	own_res struct fetch_res	 res = { 0 };

	if (clickup_cache_attachments(db, user_id, task_id, &known,
	    err) == -1 || clickup_link_open(db, conf, company_id, user_id,
	    &api, err) == -1 || look_up(api, known, task_id, attachment_id,
	    &title, &url, err) == -1)
		return -1;
	if (clickup_file_fetch(api, task_id, attachment_id, url, CLICKUP_ATTACHMENT_MAX,
	    &res, err) == -1) {
		if (strstr(err->code, "too_large") != NULL)
			return err_code(err, ERR_TOO_LARGE, "clickup.file_limit",
			    "%zu", CLICKUP_ATTACHMENT_MAX >> 20);
		return -1;
	}
	out->title = give(title);
	out->body = give(res.body);
	return 0;
}
