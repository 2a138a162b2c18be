#include "huntflow/applicant_edit.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "huntflow/api.h"
#include "huntflow/api_applicant.h"
#include "huntflow/api_dictionary.h"
#include "huntflow/applicant_view.h"
#include "huntflow/link.h"
#include "huntflow/org.h"
#include "io/db.h"
#include "io/field.h"
#include "person/email.h"

#define COMMENT_MAX	20000	/* characters */
#define RESUME_MAX	200000
#define FILES_MAX	15	/* of one entry, as the service says */
#define TAG_LOCK_S	30

/* --- what all of them share --- */

static int
check_object(const json_t *body, struct err *err)
{
	if (!json_is_object(body) || json_object_size(body) == 0)
		return err_code(err, ERR_INPUT, "json", "an object");
	return 0;
}

/* Why the change was not made, or that nobody knows. */
static int
not_done(const struct huntflow_org *desk, struct err *err)
{
	return huntflow_org_unsure(desk, err) ? huntflow_org_lost(err) :
	    huntflow_org_refused(err);
}

static void
changed(struct huntflow_org *desk, int64_t id, const char *action,
    const char *below)
{
	char	 path[80];

	snprintf(path, sizeof(path), "/applicants/%" PRId64 "%s", id, below);
	huntflow_org_changed(desk, "applicant", id, action, path);
}

/* An array of ids, or NULL when it is not given. */
static int
read_ids(const json_t *body, const char *name, size_t max, json_t **out,
    struct err *err)
{
	const json_t	*id;
	size_t		 i;

	if (field_array_opt(body, name, max, out, err) == -1)
		return -1;
	json_array_foreach(*out, i, id)
		if (json_integer_value(id) <= 0) {
			own_str char	*path = mem_fmt("%s[%zu]", name, i);

			return err_field(err, path, "type", "integer");
		}
	return 0;
}

/* A thing of the organisation that must be there. */
static int
check_entry(struct huntflow_org *desk, enum huntflow_dictionary kind,
    int64_t id, const char *field, const json_t **out, struct err *err)
{
	const json_t	*list;

	if (huntflow_org_list(desk, kind, &list, err) == -1)
		return -1;
	*out = huntflow_org_entry(desk, kind, id);
	if (*out == NULL || field_str(*out, "removed") != NULL)
		return err_field(err, field, "huntflow_gone", "%s", "");
	return 0;
}

/* --- the person --- */

static const struct { const char *name; size_t max; bool required; } texts[] = {
	{ "first_name", 255, true }, { "last_name", 255, true },
	{ "middle_name", 255, false }, { "phone", 255, false },
	{ "email", 255, false }, { "position", 1000, false },
	{ "company", 1000, false }, { "money", 255, false },
	{ "skype", 255, false }, { "birthday", 10, false },
};

static bool
is_date(const char *s)
{
	int64_t	 at;

	return strlen(s) == 10 && clock_parse(s, &at) == 0;
}

static int
take_text(const json_t *body, size_t i, json_t *change, struct err *err)
{
	const char	*name = texts[i].name, *text = NULL;
	char		 email[PERSON_EMAIL_SIZE];

	if (json_object_get(body, name) == NULL)
		return 0;
	if (field_text_opt(body, name, texts[i].max, &text, err) == -1)
		return -1;
	if (text != NULL && *text == '\0')
		text = NULL;
	if (text == NULL && texts[i].required)
		return err_field(err, name, "required", "%s", "");
	if (text != NULL && strcmp(name, "email") == 0) {
		if (!person_email_read(text, false, email))
			return err_field(err, name, "format",
			    "anna@example.com");
		text = email;
	}
	if (text != NULL && strcmp(name, "birthday") == 0 && !is_date(text))
		return err_field(err, name, "format", "1990-05-31");
	json_object_set_new(change, name, text != NULL ? json_string(text) :
	    json_null());
	return 0;
}

/* The service knows one account of one kind. */
static int
take_telegram(const json_t *body, json_t *change, struct err *err)
{
	const char	*name = NULL;

	if (json_object_get(body, "telegram") == NULL)
		return 0;
	if (field_text_opt(body, "telegram", 255, &name, err) == -1)
		return -1;
	json_object_set_new(change, "social", name == NULL || *name == '\0' ?
	    json_array() : json_pack("[{s:s, s:s}]", "social_type", "TELEGRAM",
	    "value", name));
	return 0;
}

static int
take_person(const json_t *body, json_t *change, struct err *err)
{
	static const char *const names[] = { "first_name", "last_name",
		"middle_name", "phone", "email", "position", "company",
		"money", "skype", "birthday", "telegram", "photo", NULL };
	int64_t	 photo = 0;
	int	 rc = field_only(body, names, err);

	for (size_t i = 0; i < nitems(texts); i++)
		if (take_text(body, i, change, err) == -1)
			rc = -1;
	if (take_telegram(body, change, err) == -1 ||
	    field_int_opt(body, "photo", 1, INT64_MAX, &photo, err) == -1)
		return -1;
	if (photo != 0)
		json_object_set_new(change, "photo", json_integer(photo));
	return rc;
}

int
applicant_edit_person(struct huntflow_org *desk, int64_t id,
    const json_t *body, json_t **out, struct err *err)
{
	own_json json_t	*change = json_object(), *doc = NULL;

	if (check_object(body, err) == -1 ||
	    take_person(body, change, err) == -1)
		return -1;
	if (huntflow_applicant_update(desk->api, desk->account, id, change,
	    &doc, err) == -1)
		return not_done(desk, err);
	changed(desk, id, "edit", "");
	if (huntflow_get_check(doc, id, err) == -1)
		return -1;
	*out = applicant_view_item(desk, doc, 0);
	return 0;
}

/* --- stages --- */

struct move {
	int64_t		 vacancy, status;
	const char	*comment;	/* NULL: none */
	json_t		*files;		/* NULL: none */
	bool		 has_reason;
	int64_t		 reason;	/* 0: "other", which has no id */
};

static int
read_reason(const json_t *body, struct move *m, struct err *err)
{
	m->has_reason = json_object_get(body, "rejection_reason_id") != NULL;
	return field_int_opt(body, "rejection_reason_id", 1, INT64_MAX,
	    &m->reason, err);
}

static int
read_move(const json_t *body, struct move *m, struct err *err)
{
	static const char *const names[] = { "vacancy_id", "status_id",
		"comment", "rejection_reason_id", "files", NULL };

	if (check_object(body, err) == -1 ||
	    field_only(body, names, err) == -1 ||
	    field_int(body, "vacancy_id", 1, INT64_MAX, &m->vacancy,
	    err) == -1 || field_int(body, "status_id", 1, INT64_MAX,
	    &m->status, err) == -1 || field_text_opt(body, "comment",
	    COMMENT_MAX, &m->comment, err) == -1 ||
	    read_reason(body, m, err) == -1)
		return -1;
	return read_ids(body, "files", FILES_MAX, &m->files, err);
}

/* The stage is one, and a rejection has its reason. */
static int
check_move(struct huntflow_org *desk, const struct move *m, struct err *err)
{
	const json_t	*stage, *reason;
	const char	*type;

	if (check_entry(desk, HUNTFLOW_STAGES, m->status, "status_id", &stage,
	    err) == -1)
		return -1;
	type = field_str(stage, "type");
	if (type != NULL && strcmp(type, "trash") == 0 && !m->has_reason)
		return err_field(err, "rejection_reason_id", "required", "%s",
		    "");
	if (m->reason == 0)
		return 0;
	return check_entry(desk, HUNTFLOW_REASONS, m->reason,
	    "rejection_reason_id", &reason, err);
}

static json_t *
move_json(const struct move *m)
{
	json_t	*out = json_pack("{s:I, s:I}", "vacancy",
		    (json_int_t)m->vacancy, "status", (json_int_t)m->status);

	if (m->comment != NULL && *m->comment != '\0')
		json_object_set_new(out, "comment", json_string(m->comment));
	if (m->has_reason)
		json_object_set_new(out, "rejection_reason", m->reason != 0 ?
		    json_integer(m->reason) : json_null());
	if (json_array_size(m->files) > 0)
		json_object_set(out, "files", m->files);
	return out;
}

/* Where the applicant stands on this vacancy now; 0: not on it. */
static int
stage_now(struct huntflow_org *desk, int64_t id, int64_t vacancy,
    int64_t *out, struct err *err)
{
	own_json json_t	*doc = NULL;

	if (huntflow_org_applicant(desk, id, true, &doc, err) == -1)
		return -1;
	/* Without a vacancy the newest link would be meant. */
	*out = field_num(applicant_view_link(doc, vacancy), "status", 0);
	return 0;
}

/* After a lost answer: is the applicant where we wanted it? */
static bool
arrived(struct huntflow_org *desk, int64_t id, const struct move *m)
{
	struct err	 why = { 0 };
	int64_t		 now;

	return stage_now(desk, id, m->vacancy, &now, &why) == 0 &&
	    now == m->status;
}

static int
do_move(struct huntflow_org *desk, int64_t id, const struct move *m,
    bool is_there, struct err *err)
{
	own_json json_t	*body = move_json(m), *doc = NULL;

	if (huntflow_applicant_status(desk->api, desk->account, id, body,
	    is_there, &doc, err) == -1) {
		if (!huntflow_org_unsure(desk, err))
			return huntflow_org_refused(err);
		if (!arrived(desk, id, m))
			return huntflow_org_lost(err);
		memset(err, 0, sizeof(*err));
	}
	changed(desk, id, "status", "/vacancy");
	return 0;
}

static json_t *
moved_json(struct huntflow_org *desk, const struct move *m, bool is_changed)
{
	const json_t	*vacancy = huntflow_org_entry(desk,
			    HUNTFLOW_VACANCIES, m->vacancy);

	return json_pack("{s:{s:I, s:o}, s:o, s:b}", "vacancy", "id",
	    (json_int_t)m->vacancy, "position", huntflow_org_text(vacancy,
	    "name"), "status", huntflow_org_named(desk, HUNTFLOW_STAGES,
	    m->status), "changed", is_changed);
}

int
applicant_edit_status(struct huntflow_org *desk, int64_t id,
    const json_t *body, json_t **out, struct err *err)
{
	struct move	 m = { 0 };
	int64_t		 now;

	if (read_move(body, &m, err) == -1 ||
	    check_move(desk, &m, err) == -1 ||
	    stage_now(desk, id, m.vacancy, &now, err) == -1)
		return -1;
	/* Asked for twice: once is enough. */
	if (now == m.status && m.comment == NULL) {
		*out = moved_json(desk, &m, false);
		return 0;
	}
	if (do_move(desk, id, &m, now != 0, err) == -1)
		return -1;
	*out = moved_json(desk, &m, true);
	return 0;
}

/* --- comments --- */

static int
read_comment(const json_t *body, struct move *m, struct err *err)
{
	static const char *const names[] = { "comment", "vacancy_id",
		"status_id", "files", "rejection_reason_id", NULL };

	if (check_object(body, err) == -1 ||
	    field_only(body, names, err) == -1 ||
	    field_int_opt(body, "vacancy_id", 1, INT64_MAX, &m->vacancy,
	    err) == -1 || field_int_opt(body, "status_id", 1, INT64_MAX,
	    &m->status, err) == -1 || read_reason(body, m, err) == -1 ||
	    read_ids(body, "files", FILES_MAX, &m->files, err) == -1 ||
	    field_text_opt(body, "comment", COMMENT_MAX, &m->comment,
	    err) == -1)
		return -1;
	if (m->status != 0 && m->vacancy == 0)
		return err_field(err, "vacancy_id", "required", "%s", "");
	if ((m->comment == NULL || *m->comment == '\0') &&
	    json_array_size(m->files) == 0)
		return err_field(err, "comment", "required", "%s", "");
	return 0;
}

static json_t *
comment_json(const struct move *m)
{
	json_t	*out = json_object();

	if (m->comment != NULL && *m->comment != '\0')
		json_object_set_new(out, "comment", json_string(m->comment));
	if (m->vacancy != 0)
		json_object_set_new(out, "vacancy", json_integer(m->vacancy));
	if (json_array_size(m->files) > 0)
		json_object_set(out, "files", m->files);
	return out;
}

/* The newest entry: the one that the move has just made. */
static int
newest_log(struct huntflow_org *desk, int64_t id, json_t **out,
    struct err *err)
{
	const struct applicant_log_ask	 ask = { "STATUS", 1, 1 };
	own_json json_t			*items = NULL;
	bool				 more;

	if (applicant_view_logs(desk, id, &ask, &items, &more, err) == -1)
		return -1;
	*out = json_incref(json_array_get(items, 0));
	return 0;
}

/* A comment that brings the applicant to another stage. 1: it did, 0: the stage is the same. */
static int
comment_moves(struct huntflow_org *desk, int64_t id, const struct move *m,
    struct err *err)
{
	int64_t	 now;

	if (m->status == 0)
		return 0;
	if (check_move(desk, m, err) == -1 ||
	    stage_now(desk, id, m->vacancy, &now, err) == -1)
		return -1;
	if (now == m->status)
		return 0;
	return do_move(desk, id, m, now != 0, err) == -1 ? -1 : 1;
}

int
applicant_edit_comment(struct huntflow_org *desk, int64_t id,
    const json_t *body, json_t **out, struct err *err)
{
	own_json json_t	*sent = NULL, *doc = NULL;
	struct move	 m = { 0 };
	struct err	 ignored = { 0 };
	int		 rc;

	if (read_comment(body, &m, err) == -1 ||
	    (rc = comment_moves(desk, id, &m, err)) == -1)
		return -1;
	if (rc == 1) {
		if (newest_log(desk, id, out, &ignored) == -1 || *out == NULL)
			*out = moved_json(desk, &m, true);
		return 0;
	}
	sent = comment_json(&m);
	if (huntflow_applicant_comment(desk->api, desk->account, id, sent,
	    &doc, err) == -1)
		return not_done(desk, err);
	changed(desk, id, "comment", "/logs");
	*out = applicant_view_log(desk, doc);
	return 0;
}

/* --- tags --- */

struct tagging {
	json_t	*all, *add, *remove;	/* NULL: not given */
};

static int
check_tags(struct huntflow_org *desk, const json_t *ids, const char *name,
    struct err *err)
{
	const json_t	*id, *entry;
	size_t		 i;

	json_array_foreach(ids, i, id) {
		own_str char	*path = mem_fmt("%s[%zu]", name, i);

		if (check_entry(desk, HUNTFLOW_TAGS, json_integer_value(id),
		    path, &entry, err) == -1)
			return -1;
	}
	return 0;
}

static int
read_tagging(struct huntflow_org *desk, const json_t *body, struct tagging *t,
    struct err *err)
{
	static const char *const names[] = { "add", "remove", "tags", NULL };

	if (check_object(body, err) == -1 ||
	    field_only(body, names, err) == -1 ||
	    read_ids(body, "tags", HUNTFLOW_TAGS_MAX, &t->all, err) == -1 ||
	    read_ids(body, "add", HUNTFLOW_TAGS_MAX, &t->add, err) == -1 ||
	    read_ids(body, "remove", HUNTFLOW_TAGS_MAX, &t->remove,
	    err) == -1 || check_tags(desk, t->all, "tags", err) == -1)
		return -1;
	if (t->all == NULL && t->add == NULL && t->remove == NULL)
		return err_field(err, "tags", "required", "%s", "");
	return check_tags(desk, t->add, "add", err);
}

static void
add_id(struct huntflow_tag_ids *ids, int64_t id)
{
	for (size_t i = 0; i < ids->n; i++)
		if (ids->v[i] == id)
			return;
	if (ids->n < HUNTFLOW_TAGS_MAX)
		ids->v[ids->n++] = id;
}

static void
remove_id(struct huntflow_tag_ids *ids, int64_t id)
{
	for (size_t i = 0; i < ids->n; i++)
		if (ids->v[i] == id) {
			memmove(&ids->v[i], &ids->v[i + 1],
			    (ids->n - i - 1) * sizeof(ids->v[0]));
			ids->n--;
			return;
		}
}

/* The service replaces the whole list: what others have set must be read first. */
static int
merge_tags(struct huntflow_org *desk, int64_t id, const struct tagging *t,
    struct huntflow_tag_ids *ids, struct err *err)
{
	const json_t	*one;
	size_t		 i;

	ids->n = 0;
	if (t->all == NULL && huntflow_applicant_tags(desk->api, desk->account,
	    id, ids, err) == -1)
		return -1;
	json_array_foreach(t->all, i, one)
		add_id(ids, json_integer_value(one));
	json_array_foreach(t->remove, i, one)
		remove_id(ids, json_integer_value(one));
	json_array_foreach(t->add, i, one)
		add_id(ids, json_integer_value(one));
	if (huntflow_applicant_set_tags(desk->api, desk->account, id, ids,
	    err) == -1)
		return not_done(desk, err);
	return 0;
}

int
applicant_edit_tags(struct huntflow_org *desk, int64_t id, const json_t *body,
    json_t **out, struct err *err)
{
	struct huntflow_tag_ids	 ids;
	struct tagging		 t = { 0 };
	own_json json_t		*list = json_array();
	char			 lock[60];
	int			 rc;

	if (read_tagging(desk, body, &t, err) == -1)
		return -1;
	snprintf(lock, sizeof(lock), "tags-%" PRId64 "-%" PRId64,
	    desk->account, id);
	if (db_lock(desk->db, lock, TAG_LOCK_S, err) == -1)
		return -1;
	rc = merge_tags(desk, id, &t, &ids, err);
	db_unlock(desk->db, lock);
	if (rc == -1)
		return -1;
	changed(desk, id, "tags", "/tags");
	for (size_t i = 0; i < ids.n; i++)
		json_array_append_new(list, json_integer(ids.v[i]));
	*out = json_pack("{s:o}", "tags", applicant_view_tags(desk, list));
	return 0;
}

/* --- the questionary --- */

static int
check_answers(struct huntflow_org *desk, const json_t *body, struct err *err)
{
	own_json json_t		*schema = NULL;
	struct huntflow_get	 get;
	const char		*name;
	json_t			*value;
	int			 rc = 0;

	huntflow_applicant_schema(&get, desk->account);
	if (huntflow_org_read(desk, &get, HUNTFLOW_KEEP_S, &schema,
	    err) == -1)
		return -1;
	json_object_foreach((json_t *)(uintptr_t)body, name, value)
		if (!json_is_object(json_object_get(schema, name)))
			rc = err_field(err, name, "unknown", "%s", "");
	return rc;
}

/* Has the applicant a questionary yet? */
static int
has_answers(struct huntflow_org *desk, int64_t id, bool *out, struct err *err)
{
	own_json json_t		*doc = NULL;
	struct huntflow_get	 get;

	huntflow_applicant_questionary(&get, desk->account, id);
	*out = true;
	if (huntflow_org_read(desk, &get, 0, &doc, err) == 0)
		return 0;
	if (err->kind != ERR_ABSENT)
		return -1;
	memset(err, 0, sizeof(*err));
	*out = false;
	return 0;
}

int
applicant_edit_questionary(struct huntflow_org *desk, int64_t id,
    const json_t *body, json_t **out, struct err *err)
{
	own_json json_t	*doc = NULL;
	bool		 has;

	if (check_object(body, err) == -1 ||
	    check_answers(desk, body, err) == -1 ||
	    has_answers(desk, id, &has, err) == -1)
		return -1;
	if (huntflow_applicant_answer(desk->api, desk->account, id, body, !has,
	    &doc, err) == -1)
		return not_done(desk, err);
	changed(desk, id, "questionary", "/questionary");
	*out = json_pack("{s:O}", "values", doc);
	return 0;
}

/* --- résumés --- */

/* The whole résumé as it is sent back: the old one with what was given. */
static json_t *
resume_json(const json_t *old, const json_t *files, const char *text,
    int64_t source)
{
	json_t		*data = json_deep_copy(json_object_get(old, "data")),
			*ids = json_array();
	const json_t	*file;
	size_t		 i;

	if (!json_is_object(data)) {
		json_decref(data);
		data = json_object();
	}
	if (text != NULL)
		json_object_set_new(data, "body", json_string(text));
	json_array_foreach(json_object_get(old, "files"), i, file)
		json_array_append_new(ids, json_integer(field_num(file, "id",
		    0)));
	json_array_extend(ids, (json_t *)(uintptr_t)files);
	if (source == 0)
		source = field_num(old, "account_source", 0);
	return json_pack("{s:o, s:o, s:o}", "account_source", source != 0 ?
	    json_integer(source) : json_null(), "data", data, "files", ids);
}

static int
send_resume(struct huntflow_org *desk, int64_t id, int64_t external,
    const json_t *sent, json_t **out, struct err *err)
{
	own_json json_t	*doc = NULL;
	const char	*text;

	if (huntflow_applicant_resume(desk->api, desk->account, id, external,
	    sent, &doc, err) == -1)
		return not_done(desk, err);
	changed(desk, id, "resume", "/externals");
	text = field_str(json_object_get(doc, "data"), "body");
	*out = json_pack("{s:I, s:o, s:o, s:o}", "id", (json_int_t)external,
	    "body", huntflow_org_plain(text), "body_nodes",
	    huntflow_org_nodes(text), "files", applicant_view_files(
	    json_object_get(doc, "files")));
	return 0;
}

int
applicant_edit_resume(struct huntflow_org *desk, int64_t id, int64_t external,
    const json_t *body, json_t **out, struct err *err)
{
	static const char *const names[] = { "body", "files", "source_id",
		NULL };
	own_json json_t		*old = NULL, *sent = NULL;
	struct huntflow_get	 get;
	const char		*text = NULL;
	const json_t		*entry;
	json_t			*files = NULL;
	int64_t			 source = 0;

	if (check_object(body, err) == -1 ||
	    field_only(body, names, err) == -1 ||
	    field_text_opt(body, "body", RESUME_MAX, &text, err) == -1 ||
	    field_int_opt(body, "source_id", 1, INT64_MAX, &source,
	    err) == -1 ||
	    read_ids(body, "files", FILES_MAX, &files, err) == -1 ||
	    (source != 0 && check_entry(desk, HUNTFLOW_SOURCES, source,
	    "source_id", &entry, err) == -1))
		return -1;
	huntflow_applicant_external(&get, desk->account, id, external);
	if (huntflow_org_read(desk, &get, 0, &old, err) == -1)
		return -1;
	sent = resume_json(old, files, text, source);
	return send_resume(desk, id, external, sent, out, err);
}
