#include "huntflow/api_candidate.h"

#include <inttypes.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "huntflow/api.h"
#include "io/fetch.h"
#include "io/field.h"

#define APPLICANTS	"/accounts/%" PRId64 "/applicants"
#define APPLICANT	APPLICANTS "/%" PRId64
#define LOG_MS		15000	/* some logs never answer */

/* --- questions --- */

static void
add_id(struct huntflow_get *get, const char *name, int64_t id)
{
	if (id != 0)
		huntflow_get_num(get, name, id);
}

/* The filter is "vacancy": "vacancy_id", as the vendor's client sends it, is ignored. */
void
huntflow_candidate_list(struct huntflow_get *get, int64_t account,
    int64_t vacancy, int64_t status, int64_t page, int64_t count)
{
	huntflow_get_path(get, APPLICANTS, account);
	huntflow_get_num(get, "count", count);
	huntflow_get_num(get, "page", page);
	add_id(get, "status", status);
	add_id(get, "vacancy", vacancy);
}

static void
add_ask(struct huntflow_get *get, const struct huntflow_candidate_ask *ask)
{
	huntflow_get_add(get, "q", ask->q);
	add_id(get, "status", ask->status);
	add_id(get, "tag", ask->tag);
	add_id(get, "vacancy", ask->vacancy);
	if (ask->status != 0)	/* who stands there now, not who passed */
		huntflow_get_add(get, "only_current_status", "true");
}

void
huntflow_candidate_search(struct huntflow_get *get, int64_t account,
    const struct huntflow_candidate_ask *ask, int64_t page, int64_t count)
{
	huntflow_get_path(get, APPLICANTS "/search", account);
	huntflow_get_num(get, "count", count);
	huntflow_get_add(get, "field", "all");
	huntflow_get_num(get, "page", page);
	add_ask(get, ask);
}

void
huntflow_candidate_cursor(struct huntflow_get *get, int64_t account,
    const struct huntflow_candidate_ask *ask, const char *cursor,
    int64_t count)
{
	huntflow_get_path(get, APPLICANTS "/search_by_cursor", account);
	huntflow_get_num(get, "count", count);
	huntflow_get_add(get, "field", "all");
	huntflow_get_add(get, "next_page_cursor", cursor);
	add_ask(get, ask);
}

void
huntflow_candidate_get(struct huntflow_get *get, int64_t account, int64_t id)
{
	huntflow_get_path(get, APPLICANT, account, id);
}

void
huntflow_candidate_schema(struct huntflow_get *get, int64_t account)
{
	huntflow_get_path(get, APPLICANTS "/questionary", account);
}

void
huntflow_candidate_questionary(struct huntflow_get *get, int64_t account,
    int64_t id)
{
	huntflow_get_path(get, APPLICANT "/questionary", account, id);
}

void
huntflow_candidate_logs(struct huntflow_get *get, int64_t account, int64_t id,
    const char *type, int64_t page, int64_t count)
{
	huntflow_get_path(get, APPLICANT "/logs", account, id);
	huntflow_get_num(get, "count", count);
	huntflow_get_num(get, "page", page);
	huntflow_get_add(get, "type", type);
	get->timeout_ms = LOG_MS;
}

void
huntflow_candidate_external(struct huntflow_get *get, int64_t account,
    int64_t id, int64_t external)
{
	huntflow_get_path(get, APPLICANT "/externals/%" PRId64, account, id,
	    external);
}

/* --- changes --- */

/* twice: the same change again changes nothing more. */
static int
change(struct huntflow *hf, const char *method, const struct huntflow_get *at,
    const json_t *body, bool twice, json_t **out, struct err *err)
{
	struct fetch_req	 rq = { .method = method, .json = body,
				    .retry_unsafe = twice };
	own_json json_t		*doc = NULL;

	if (huntflow_get_send(hf, &rq, at->path, &doc, err) == -1)
		return -1;
	if (!json_is_object(doc))
		return huntflow_shape(err,
		    "a change was answered with no object");
	*out = give(doc);
	return 0;
}

int
huntflow_candidate_update(struct huntflow *hf, int64_t account, int64_t id,
    const json_t *body, json_t **out, struct err *err)
{
	struct huntflow_get	 at;

	huntflow_candidate_get(&at, account, id);
	return change(hf, "PATCH", &at, body, true, out, err);
}

int
huntflow_candidate_status(struct huntflow *hf, int64_t account, int64_t id,
    const json_t *body, bool move, json_t **out, struct err *err)
{
	struct huntflow_get	 at;

	huntflow_get_path(&at, APPLICANT "/vacancy", account, id);
	return change(hf, move ? "PUT" : "POST", &at, body, false, out, err);
}

int
huntflow_candidate_comment(struct huntflow *hf, int64_t account, int64_t id,
    const json_t *body, json_t **out, struct err *err)
{
	struct huntflow_get	 at;

	huntflow_get_path(&at, APPLICANT "/logs", account, id);
	return change(hf, "POST", &at, body, false, out, err);
}

int
huntflow_candidate_answer(struct huntflow *hf, int64_t account, int64_t id,
    const json_t *values, bool create, json_t **out, struct err *err)
{
	struct huntflow_get	 at;

	huntflow_candidate_questionary(&at, account, id);
	return change(hf, create ? "POST" : "PATCH", &at, values, true, out,
	    err);
}

int
huntflow_candidate_resume(struct huntflow *hf, int64_t account, int64_t id,
    int64_t external, const json_t *body, json_t **out, struct err *err)
{
	struct huntflow_get	 at;

	huntflow_candidate_external(&at, account, id, external);
	return change(hf, "PUT", &at, body, true, out, err);
}
