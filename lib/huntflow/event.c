#include "huntflow/event.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "huntflow/api_applicant.h"
#include "huntflow/api_vacancy.h"
#include "huntflow/api_webhook.h"
#include "huntflow/applicant_view.h"
#include "huntflow/cache.h"
#include "huntflow/link.h"
#include "huntflow/org.h"
#include "huntflow/person.h"
#include "io/db.h"
#include "io/field.h"
#include "live/event.h"
#include "service/api_cache.h"
#include "webhook/service.h"

#define PING	"PING"	/* with which Huntflow tries the address */
#define LOG	30	/* entries of a log that are looked through */

/* --- what is sent --- */

/* "applicant-11-236"; "" when it is about neither kind. */
static void
object_of(const struct huntflow_event *ev, char *out, size_t size)
{
	*out = '\0';
	if (ev->account <= 0)
		return;
	if (strcmp(ev->type, "APPLICANT") == 0 ||
	    strcmp(ev->type, "OFFER") == 0)
		snprintf(out, size, "applicant-%" PRId64 "-%" PRId64,
		    ev->account, ev->applicant);
	else if (strcmp(ev->type, "VACANCY") == 0)
		snprintf(out, size, "vacancy-%" PRId64 "-%" PRId64,
		    ev->account, ev->vacancy);
}

/* The same event comes again with another retry count; older versions have no id at all. */
int
huntflow_event_read(const struct webhook_post *post, struct webhook_event *out,
    struct err *err)
{
	struct huntflow_event	ev;

	out->ping = post->event != NULL && strcmp(post->event, PING) == 0;
	if (out->ping)
		return 0;
	if (huntflow_webhook_event(post->body, post->len, post->event, &ev,
	    err) == -1)
		return -1;
	snprintf(out->name, sizeof(out->name), "%s/%s", ev.type, ev.action);
	object_of(&ev, out->object_id, sizeof(out->object_id));
	out->sent_at = ev.logged_at;
	if (ev.event_id[0] != '\0')
		out->identity = mem_fmt("%" PRId64 " %s %s", ev.account,
		    ev.type, ev.event_id);
	return 0;
}

/* --- what is cached of it --- */

/* What all events of one object say together. */
struct change {
	bool	 vacancy;		/* else an applicant */
	int64_t	 account, id;		/* id 0: not given (older versions) */
	char	 action[16];		/* of the newest */
};

/* Of a stale event it is not believed what was done: pages read for themselves. */
static void
read_action(const struct webhook_group *g, struct change *t)
{
	const char	*slash = strchr(g->last, '/');

	snprintf(t->action, sizeof(t->action), "%s", slash != NULL &&
	    slash[1] != '\0' && !g->stale ? slash + 1 : "edit");
	for (char *s = t->action; *s != '\0'; s++)
		if (*s >= 'A' && *s <= 'Z')
			*s = (char)(*s - 'A' + 'a');
}

static int
read_change(const struct webhook_group *g, struct change *t, struct err *err)
{
	char	kind[16];

	if (sscanf(g->object_id, "%15[a-z]-%" SCNd64 "-%" SCNd64, kind,
	    &t->account, &t->id) != 3)
		return err_set(err, ERR_INTERNAL, "event: %s", g->object_id);
	t->vacancy = strcmp(kind, "vacancy") == 0;
	read_action(g, t);
	return 0;
}

/* Is the document among what is kept? (who asks here is no reader: no hit is counted) */
static int
is_kept(struct huntflow_link *link, const struct huntflow_cache *cache,
    const struct api_cache_key *key, bool *kept, struct err *err)
{
	own_str char	*text = NULL;
	int		 rc = api_cache_get(link->db, &cache->owner, key, &text,
			    err);

	*kept = rc == 1;
	return rc == -1 ? -1 : 0;
}

struct rereading {
	struct huntflow_link	*link;
	const struct change	*change;
};

static int
ask(void *arg, json_t **out, struct err *err)
{
	const struct rereading	*r = arg;
	const struct change	*t = r->change;
	struct huntflow_get	 get;

	if (t->vacancy)
		huntflow_vacancy_get(&get, t->account, t->id);
	else
		huntflow_applicant_get(&get, t->account, t->id);
	return huntflow_get_ask(r->link->api, &get, out, err);
}

static int
reread(struct huntflow_link *link, const struct change *t,
    const struct huntflow_cache *cache, const struct api_cache_key *key,
    const char **result, json_t **doc, struct err *err)
{
	struct rereading	 r = { link, t };

	if (huntflow_cache_renew(cache, key, ask, &r, doc, err) == -1) {
		/* Gone, or the service fails on it: it is not kept, that is all. */
		if (err->kind != ERR_ABSENT &&
		    strcmp(err->code, "huntflow.shape") != 0)
			return -1;
		memset(err, 0, sizeof(*err));
		return 0;
	}
	*result = "stored";
	return 0;
}

/* doc: as it is now, where it was read; the caller's. */
static int
refresh(struct huntflow_link *link, const struct change *t, const char **result,
    json_t **doc, struct err *err)
{
	const struct huntflow_cache	 cache = huntflow_cache_of(link);
	const struct api_cache_key	 key = t->vacancy ?
					    huntflow_cache_vacancy(t->account,
					    t->id) :
					    huntflow_cache_candidate(
					    t->account, t->id);
	own_str char	*path = mem_fmt(t->vacancy ? "/accounts/%" PRId64
			    "/vacancies/%" PRId64 : "/accounts/%" PRId64
			    "/applicants/%" PRId64 "/vacancy", t->account,
			    t->id);
	bool		 kept;

	*result = "cleared";
	if (is_kept(link, &cache, &key, &kept, err) == -1 ||
	    huntflow_cache_wrote(&cache, path, err) == -1)
		return -1;
	if (!kept || t->id == 0 || strcmp(t->action, "delete") == 0)
		return 0;
	return reread(link, t, &cache, &key, result, doc, err);
}

/* --- what is known of the person --- */

/* Of one who is known here already; who is not is heard of when somebody looks. */
static int
ask_known(struct huntflow_link *link, const struct change *t,
    const struct huntflow_place *place, json_t **doc, struct err *err)
{
	struct rereading	r = { link, t };
	bool			known;

	if (*doc != NULL || huntflow_person_is_known(link->db, place, t->id,
	    &known, err) == -1)
		return *doc != NULL ? 0 : -1;
	if (!known || ask(&r, doc, err) == 0)
		return 0;
	if (err->kind != ERR_ABSENT)
		return -1;
	memset(err, 0, sizeof(*err));
	return huntflow_person_gone(link->db, place, t->id, err);
}

/* The newest of the log; what cannot be read now is when somebody looks. */
static void
note_stages(struct huntflow_org *org, int64_t id)
{
	const struct applicant_log_ask	 ask = { .page = 1, .size = LOG };
	own_json json_t			*items = NULL;
	struct err			 why = { 0 };
	bool				 more;

	if (applicant_view_logs(org, id, &ask, &items, &more, &why) == -1)
		log_err(LOG_WARN, "huntflow: a log", &why);
}

/* Candidates hear of a refusal, a hiring, a contact, and of one who is gone. */
static int
note_person(struct huntflow_link *link, const struct change *t, json_t **doc,
    struct err *err)
{
	const struct huntflow_place	place = { link->company_id, t->account,
		link->environment };
	own_huntflow_org struct huntflow_org *org = NULL;
	own_json json_t			*items = json_array();

	if (t->vacancy || t->id == 0)
		return 0;
	if (strcmp(t->action, "delete") == 0)
		return huntflow_person_gone(link->db, &place, t->id, err);
	if (ask_known(link, t, &place, doc, err) == -1)
		return -1;
	if (*doc == NULL)
		return 0;
	org = huntflow_org_at(link, t->account, "ru");
	json_array_append_new(items, applicant_view_item(org, *doc, 0));
	applicant_view_seen(org, items, true);
	note_stages(org, t->id);
	return 0;
}

static void
tell_pages(struct huntflow_link *link, const struct change *t)
{
	own_json json_t	*data = json_pack("{s:o, s:I, s:s}", "id", t->id != 0 ?
			    json_integer(t->id) : json_null(), "account_id",
			    (json_int_t)t->account, "action", t->action);

	live_event_add(link->db, link->conf, link->company_id, link->user_id,
	    t->vacancy ? "vacancy" : "applicant", data);
}

int
huntflow_event_handle(void *client, const struct webhook_group *g,
    struct webhook_outcome *out, struct err *err)
{
	struct change	 t = { .id = 0 };
	own_json json_t	*doc = NULL;

	if (read_change(g, &t, err) == -1 ||
	    refresh(client, &t, &out->result, &doc, err) == -1 ||
	    note_person(client, &t, &doc, err) == -1)
		return -1;
	tell_pages(client, &t);
	return 0;
}
