#include "clickup/api_file.h"

#include <jansson.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "clickup/api.h"
#include "clickup/api_task.h"
#include "io/fetch.h"
#include "io/field.h"

static char *
find_file_url(const char *attachments, const char *id)
{
	own_json json_t	*files = attachments == NULL ? NULL :
			    json_loads(attachments, 0, NULL);
	const json_t	*file;
	const char	*have;
	size_t		 i;

	json_array_foreach(files, i, file)
		if ((have = json_string_value(json_object_get(file, "id")))
		    != NULL && strcmp(have, id) == 0)
			return mem_dup(field_str(file, "url"));
	return NULL;
}

int
clickup_file_fetch(struct clickup *c, const char *task_id,
    const char *attachment_id, const char *url, size_t max_bytes,
    struct fetch_res *out, struct err *err)
{
	own_clickup_task struct clickup_task	 task = { 0 };
	struct err				 first = { 0 };
	own_str char				*fresh = NULL;

	if (clickup_bytes(c, url, max_bytes, out, &first) == 0)
		return 0;
	if (first.remote_status != 403 && first.remote_status != 404) {
		*err = first;
		return -1;
	}
	fetch_res_clear(out);
	if (clickup_task_fetch(c, task_id, &task, err) == -1)
		return -1;
	if ((fresh = find_file_url(task.attachments, attachment_id)) == NULL)
		return err_code(err, ERR_ABSENT, "clickup.absent",
		    "clickup: attachment %s is gone", attachment_id);
	return clickup_bytes(c, fresh, max_bytes, out, err);
}
