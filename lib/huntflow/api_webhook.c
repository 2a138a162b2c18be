#include "huntflow/api_webhook.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "huntflow/api_get.h"
#include "io/fetch.h"
#include "io/field.h"

#define COPY(to, from)	snprintf((to), sizeof(to), "%s",		\
	    (from) != NULL ? (from) : "")

int
huntflow_webhook_list(struct huntflow *hf, int64_t account,
    struct huntflow_webhooks *out, struct err *err)
{
	struct huntflow_get	 get;
	struct huntflow_page	 page;
	own_json json_t		*doc = NULL;
	const json_t		*item;
	size_t			 i;

	huntflow_get_path(&get, "/accounts/%" PRId64 "/hooks", account);
	if (huntflow_get_ask(hf, &get, &doc, err) == -1 ||
	    huntflow_get_page(doc, &page, err) == -1)
		return -1;
	out->n = 0;
	json_array_foreach(page.items, i, item) {
		struct huntflow_webhook	*w = &out->v[out->n];

		if (out->n == nitems(out->v) || field_num(item, "id", 0) <= 0)
			continue;
		w->id = field_num(item, "id", 0);
		w->active = field_flag(item, "active");
		COPY(w->url, field_str(item, "url"));
		out->n++;
	}
	return 0;
}

int
huntflow_webhook_create(struct huntflow *hf, int64_t account, const char *url,
    const char *secret, int64_t *id, struct err *err)
{
	own_json json_t		*body = json_pack("{s:s, s:s, s:b, s:[s, s]}",
				    "secret", secret, "url", url, "active", 1,
				    "webhook_events", "APPLICANT", "VACANCY");
	struct fetch_req	 rq = { .method = "POST", .json = body };
	struct huntflow_get	 at;
	own_json json_t		*doc = NULL;

	huntflow_get_path(&at, "/accounts/%" PRId64 "/hooks", account);
	if (huntflow_get_send(hf, &rq, at.path, &doc, err) == -1)
		return -1;
	if ((*id = field_num(doc, "id", 0)) <= 0)
		return err_code(err, ERR_REMOTE, "huntflow.shape",
		    "huntflow: a webhook without id");
	return 0;
}

int
huntflow_webhook_delete(struct huntflow *hf, int64_t account, int64_t id,
    struct err *err)
{
	struct fetch_req	 rq = { .method = "DELETE" };
	struct huntflow_get	 at;
	own_json json_t		*doc = NULL;

	huntflow_get_path(&at, "/accounts/%" PRId64 "/hooks/%" PRId64, account,
	    id);
	return huntflow_get_send(hf, &rq, at.path, &doc, err);
}

/* --- deliveries --- */

/* The vacancy is in the event itself, or in its log entry. */
static int64_t
vacancy_of(const json_t *event)
{
	const int64_t	 id = field_num(field_at(event, "vacancy", NULL),
			    "id", 0);

	return id != 0 ? id : field_num(field_at(event, "applicant_log",
	    "vacancy", NULL), "id", 0);
}

/* When the event happened, by its log entry. */
static int64_t
logged_at(const json_t *event)
{
	const char	*at = field_str(json_object_get(event, "applicant_log"),
			    "created");
	int64_t		 ms;

	if (at == NULL)
		at = field_str(json_object_get(event, "vacancy_log"),
		    "created");
	return at != NULL && clock_parse(at, &ms) == 0 && ms > 0 ? ms : 0;
}

int
huntflow_webhook_event(const char *body, size_t len, const char *header,
    struct huntflow_event *out, struct err *err)
{
	own_json json_t	*doc = NULL;
	const json_t	*meta, *event;
	struct err	 why = { 0 };
	const char	*type;

	memset(out, 0, sizeof(*out));
	COPY(out->type, header);
	if (strcmp(out->type, "PING") == 0)
		return 0;	/* its body is not described */
	if (field_parse(body, len, &doc, &why) == -1 || !json_is_object(doc))
		return err_code(err, ERR_REMOTE, "huntflow.shape",
		    "huntflow: an event that is no JSON object");
	meta = json_object_get(doc, "meta");
	event = json_object_get(doc, "event");
	if ((type = field_str(meta, "event_type")) != NULL)
		COPY(out->type, type);
	if (out->type[0] == '\0')
		return err_code(err, ERR_REMOTE, "huntflow.shape",
		    "huntflow: an event without a type");
	COPY(out->action, field_str(meta, "webhook_action"));
	COPY(out->event_id, field_str(meta, "event_id"));
	if (out->event_id[0] == '\0')
		COPY(out->event_id, field_str(meta, "payload_id"));
	out->account = field_num(json_object_get(meta, "account"), "id", 0);
	out->applicant = field_num(json_object_get(event, "applicant"), "id",
	    0);
	out->vacancy = vacancy_of(event);
	out->logged_at = logged_at(event);
	return 0;
}
