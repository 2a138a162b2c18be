#include "huntflow/file.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/filetype.h"
#include "base/log.h"
#include "base/mem.h"
#include "huntflow/api.h"
#include "huntflow/api_applicant.h"
#include "huntflow/api_get.h"
#include "huntflow/api_upload.h"
#include "huntflow/cv.h"
#include "huntflow/link.h"
#include "huntflow/org.h"
#include "io/fetch.h"
#include "io/field.h"
#include "io/web.h"
#include "service/call.h"

#define PHOTO_MAX	(5 * 1024 * 1024)
#define NAME_MAX_BYTES	250

/* --- uploads --- */

static void
put_name(json_t *out, const json_t *name)
{
	json_object_set_new(out, "first_name", huntflow_org_text(name,
	    "first"));
	json_object_set_new(out, "last_name", huntflow_org_text(name,
	    "last"));
	json_object_set_new(out, "middle_name", huntflow_org_text(name,
	    "middle"));
}

/* As the form of an applicant has them; null when nothing was understood. */
static json_t *
fields_json(const json_t *fields)
{
	json_t	*out;

	if (!json_is_object(fields))
		return json_null();
	out = json_object();
	put_name(out, json_object_get(fields, "name"));
	huntflow_cv_fields(out, fields);
	json_object_set_new(out, "phones", json_pack("O?",
	    json_object_get(fields, "phones")));
	json_object_set_new(out, "experience", json_pack("O?",
	    json_object_get(fields, "experience")));
	return out;
}

/* Has the name an extension? The service wants it. */
static int
check_file(const struct web_file *file, struct err *err)
{
	const char	*dot = file->filename != NULL ?
			    strrchr(file->filename, '.') : NULL;

	if (dot == NULL || dot[1] == '\0' || dot == file->filename ||
	    strlen(file->filename) > NAME_MAX_BYTES)
		return err_field(err, "file", "format", "CV.pdf");
	if (file->len == 0)
		return err_field(err, "file", "required", "%s", "");
	return 0;
}

/*
 * Is it what its name says, of a kind that cannot act? media: of its bytes, whatever the browser
 * says.
 */
static int
check_kind(const struct web_file *file, const char **media, struct err *err)
{
	const enum filetype	 said = filetype_said(NULL, NULL,
				    file->filename);
	const enum filetype	 got = filetype_of(file->data, file->len);
	const char		*dot = strrchr(file->filename, '.');

	if (filetype_acts(file->data, file->len))
		return err_field(err, "file", "huntflow.file_acts", "%s", "");
	*media = filetype_media(got);
	if (got != FILETYPE_OTHER && got == said)
		return 0;
	if (got != FILETYPE_OTHER)
		return err_field(err, "file", "huntflow.file_named", "%s",
		    filetype_extension(got));
	*media = "text/plain";
	return strcasecmp(dot, ".txt") == 0 &&
	    filetype_text(file->data, file->len) ? 0 :
	    err_field(err, "file", "huntflow.file_kind", "%s", "");
}

/* The parser chokes on some files: then the file alone is stored. */
static bool
parser_failed(const struct err *err)
{
	return err->kind == ERR_TIMEOUT || (err->kind == ERR_REMOTE &&
	    strcmp(err->code, "huntflow.unpaid") != 0);
}

static int
send_file(struct huntflow_org *org, const struct web_file *file,
    const char *media, bool *parse, struct huntflow_upload *out,
    struct err *err)
{
	for (;; *parse = false) {
		if (huntflow_upload(org->api, org->account, file->filename,
		    media, file->data, file->len, *parse, out, err) == 0)
			return 0;
		if (!*parse || !parser_failed(err))
			break;
		log_err(LOG_WARN, "huntflow: sent again without parsing", err);
		memset(err, 0, sizeof(*err));
	}
	if (strcmp(err->code, "huntflow.input") == 0) {
		own_str char	*why = mem_dup(err->text);

		return err_code(err, ERR_INPUT, "huntflow.refused", "%s",
		    why);
	}
	return -1;
}

int
huntflow_file_upload(struct huntflow_org *org, const struct web_file *file,
    bool parse, json_t **out, struct err *err)
{
	own_huntflow_upload struct huntflow_upload	 up = { 0 };
	const char					*media = NULL;

	if (check_file(file, err) == -1 ||
	    check_kind(file, &media, err) == -1 ||
	    send_file(org, file, media, &parse, &up, err) == -1)
		return -1;
	huntflow_link_ok(org->link);
	*out = json_pack("{s:I, s:s, s:b, s:o, s:o}", "id", (json_int_t)up.id,
	    "name", file->filename, "parsed", parse, "photo", up.photo != 0 ?
	    json_integer(up.photo) : json_null(), "fields",
	    fields_json(up.fields));
	return 0;
}

/* --- what lies with the service --- */

/* It lies at an address of its own, which needs no key and gets none. */
static int
fetch_stored(struct huntflow_org *org, const char *url, size_t max,
    struct fetch_res *res, struct err *err)
{
	const struct fetch_conf	 fc = {
		.conf = org->conf, .db = org->db, .provider = "huntflow",
		.base_url = org->link->base_url,
		.company_id = org->company_id, .user_id = org->user_id,
		.connection_id = org->link->connection_id,
		.record = call_record,
	};

	if (fetch_url(&fc, url, max, res, err) == 0)
		return 0;
	if (err->kind == ERR_ABSENT || err->kind == ERR_REMOTE_AUTH)
		return err_code(err, ERR_ABSENT, "absent",
		    "huntflow: the file is gone");
	return -1;
}

int
huntflow_file_photo(struct huntflow_org *org, int64_t applicant,
    struct buf *out, const char **type, struct err *err)
{
	own_res struct fetch_res	 res = { 0 };
	own_json json_t			*doc = NULL;
	const char			*url;
	enum filetype			 kind;

	if (huntflow_org_applicant(org, applicant, false, &doc, err) == -1)
		return -1;
	if ((url = field_str(doc, "photo_url")) == NULL)
		return err_set(err, ERR_ABSENT, "huntflow: no photo");
	if (fetch_stored(org, url, PHOTO_MAX, &res, err) == -1)
		return -1;
	kind = filetype_of(res.body.data, res.body.len);
	if (!filetype_picture(kind))
		return err_code(err, ERR_REMOTE, "huntflow.shape",
		    "huntflow: the photo is no picture");
	*type = filetype_media(kind);
	buf_add(out, res.body.data, res.body.len);
	return 0;
}

/* Of the files of a résumé; NULL: it has none such. */
static const json_t *
file_in(const json_t *resume, int64_t id)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(json_object_get(resume, "files"), i, one)
		if (field_num(one, "id", 0) == id)
			return one;
	return NULL;
}

/* keep_s: as of huntflow_org_read. */
static int
read_stored(struct huntflow_org *org, const struct huntflow_get *get,
    int64_t keep_s, int64_t file, struct fetch_res *res, char **name,
    struct err *err)
{
	own_json json_t	*resume = NULL;
	const json_t	*one;
	const char	*url, *said;

	if (huntflow_org_read(org, get, keep_s, &resume, err) == -1)
		return -1;
	one = file_in(resume, file);
	if ((url = field_str(one, "url")) == NULL)
		return err_set(err, ERR_ABSENT, "huntflow: no such file");
	if (fetch_stored(org, url, HUNTFLOW_FILE_MAX, res, err) == -1)
		return -1;
	said = field_str(one, "name");
	*name = mem_dup(said != NULL ? said : "file");
	return 0;
}

int
huntflow_file_resume(struct huntflow_org *org, int64_t applicant,
    int64_t external, int64_t file, struct buf *out, char **name,
    struct err *err)
{
	own_res struct fetch_res	 res = { 0 };
	struct huntflow_get		 get;

	huntflow_applicant_external(&get, org->account, applicant, external);
	if (read_stored(org, &get, HUNTFLOW_KEEP_S, file, &res, name,
	    err) == -1) {
		/* An address is good for a time: another one is asked for. */
		if (err->kind != ERR_ABSENT)
			return -1;
		memset(err, 0, sizeof(*err));
		if (read_stored(org, &get, 0, file, &res, name, err) == -1)
			return -1;
	}
	buf_add(out, res.body.data, res.body.len);
	return 0;
}
