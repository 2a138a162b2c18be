#include "hh/hook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "hh/api.h"
#include "io/field.h"
#include "platform/request.h"
#include "webhook/service.h"

#define ID_CHARS	"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"
#define NEW_NEGOTIATION	"NEW_NEGOTIATION_VACANCY"
#define NEW_RESPONSE	"NEW_RESPONSE_OR_INVITATION_VACANCY"
#define NEW_STATE	"NEGOTIATION_EMPLOYER_STATE_CHANGE"

static const char *const	actions[] = { NEW_NEGOTIATION, NEW_RESPONSE,
	NEW_STATE };

/* --- what it sends --- */

bool
hh_hook_is_new(const char *name)
{
	return strcmp(name, NEW_NEGOTIATION) == 0 ||
	    strcmp(name, NEW_RESPONSE) == 0;
}

/* A word that may stand in an address, of so many characters at most. */
static bool
is_id(const char *id, size_t most)
{
	return id != NULL && *id != '\0' && strlen(id) <= most &&
	    strspn(id, ID_CHARS) == strlen(id);
}

/* Its id is one of the subscription and the kind of event. */
int
hh_hook_read(const struct webhook_post *post, struct webhook_event *out,
    struct err *err)
{
	own_json json_t	*doc = json_loadb(post->body, post->len,
			    JSON_REJECT_DUPLICATES, NULL);
	const char	*name = field_str(doc, "action_type");
	const char	*id = field_str(doc, "id");
	const char	*topic = field_str(json_object_get(doc, "payload"),
			    "topic_id");

	if (name != NULL)
		snprintf(out->name, sizeof(out->name), "%s", name);
	if (!is_id(name, sizeof(out->name) - 1) || !is_id(id, 80))
		return err_code(err, ERR_INPUT, "webhook.shape",
		    "HH.ru: an event without its name or id");
	out->identity = mem_fmt("%s %s", name, id);
	for (size_t i = 0; i < nitems(actions); i++)
		if (strcmp(actions[i], name) == 0 &&
		    is_id(topic, sizeof(out->object_id) - 1))
			snprintf(out->object_id, sizeof(out->object_id), "%s",
			    topic);
	return 0;
}

/* --- subscriptions: one is made or removed, then they are listed --- */

enum step { DO, LIST, OVER };

struct hook {
	enum step	 step;
	const char	*url, *id;	/* to be made; to be removed; NULL */
	json_t		*body;
};

static void *
hook_open(const struct platform_ask *ask)
{
	struct hook	*h = mem_zero(sizeof(*h));
	json_t		*list = json_array();

	h->url = field_str(ask->more, "url");
	h->id = ask->id;
	h->step = h->url != NULL || h->id != NULL ? DO : LIST;
	for (size_t i = 0; i < nitems(actions); i++)
		json_array_append_new(list, json_pack("{s:s}", "type",
		    actions[i]));
	h->body = json_pack("{s:s?, s:o}", "url", h->url, "actions", list);
	return h;
}

static void
hook_close(void *state)
{
	struct hook	*h = state;

	json_decref(h->body);
	free(h);
}

static int
hook_next(void *state, struct platform_request *req, struct err *err)
{
	struct hook	*h = state;

	(void)err;
	if (h->step == OVER)
		return 0;
	platform_request_paths(req, "webhook/subscriptions");
	if (h->step == LIST)
		return 1;
	if (h->url != NULL) {
		req->http.method = "POST";
		req->http.json = h->body;
	} else {
		req->http.method = "DELETE";
		platform_request_path(req, h->id);
	}
	return 1;
}

/* {items: [{id, url}]} */
static int
hook_take(void *state, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	struct hook	*h = state;
	const json_t	*items = json_object_get(doc, "items"), *one;
	json_t		*list = json_array();
	size_t		 i;

	if (h->step == DO) {
		h->step = h->url != NULL ? LIST : OVER;
		json_decref(list);
		return 0;
	}
	json_decref(got->about);
	got->about = json_pack("{s:o}", "items", list);
	if (!json_is_array(items))
		return err_code(err, ERR_REMOTE, "platform.shape",
		    "HH.ru: subscriptions without items");
	json_array_foreach(items, i, one)
		if (is_id(field_str(one, "id"), 80))
			json_array_append_new(list, json_pack("{s:O, s:O?}",
			    "id", json_object_get(one, "id"), "url",
			    json_object_get(one, "url")));
	h->step = OVER;
	return 0;
}

const struct platform_talk	hh_hook_talk = {
	.open = hook_open,
	.next = hook_next,
	.take = hook_take,
	.close = hook_close,
};
