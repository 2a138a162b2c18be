#include "huntflow/api_upload.h"

#include <inttypes.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "huntflow/api.h"
#include "huntflow/api_get.h"
#include "io/fetch.h"
#include "io/field.h"


void
huntflow_upload_clear(struct huntflow_upload *upload)
{
	json_decref(upload->fields);
	mem_free_str(&upload->text);
	memset(upload, 0, sizeof(*upload));
}

int
huntflow_upload_parse(const json_t *doc, struct huntflow_upload *out,
    struct err *err)
{
	json_t	*fields = json_object_get(doc, "fields");

	if (field_num(doc, "id", 0) <= 0)
		return huntflow_shape(err, "upload: no id");
	out->id = field_num(doc, "id", 0);
	out->photo = field_num(json_object_get(doc, "photo"), "id", 0);
	out->fields = json_is_object(fields) ? json_incref(fields) : NULL;
	out->text = mem_dup(field_str(doc, "text"));
	return 0;
}

int
huntflow_upload(struct huntflow *hf, int64_t account, const char *name,
    const char *type, const void *data, size_t len, bool parse,
    struct huntflow_upload *out, struct err *err)
{
	struct fetch_req	 rq = {
		.method = "POST",
		.header = { { "X-File-Parse", parse ? "true" : NULL } },
		.file = { "file", name, type, data, len },
		.patience = 2,		/* the parser takes its time */
	};
	struct huntflow_get	 at;
	own_json json_t		*doc = NULL;

	if (len > HUNTFLOW_FILE_MAX)
		return err_code(err, ERR_TOO_LARGE, "huntflow.file_too_large",
		    "%s: %zu bytes, 15 MB at most", name, len);
	huntflow_get_path(&at, "/accounts/%" PRId64 "/upload", account);
	if (huntflow_get_send(hf, &rq, at.path, &doc, err) == -1)
		return -1;
	return huntflow_upload_parse(doc, out, err);
}
