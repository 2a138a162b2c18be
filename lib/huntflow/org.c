#include "huntflow/org.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "huntflow/api.h"
#include "huntflow/api_applicant.h"
#include "huntflow/api_vacancy.h"
#include "huntflow/link.h"
#include "io/field.h"
#include "io/markup.h"
#include "live/event.h"
#include "person/phone.h"

#define LIST_PAGES	100
#define DATE_LEN	10	/* "2026-11-20" */

int
huntflow_org_open(const struct caller *who, int64_t account,
    struct huntflow_org **out, struct err *err)
{
	own_huntflow_org struct huntflow_org	*org = mem_zero(sizeof(*org));

	org->db = who->db;
	org->conf = who->conf;
	org->company_id = who->company_id;
	org->user_id = who->user_id;
	org->account = account;
	org->lang = who->lang;
	org->country = person_phone_country(who->zone);
	if (huntflow_link_open(who->db, who->conf, who->user_id, NULL,
	    &org->link, err) == -1)
		return -1;
	org->api = org->link->api;
	org->cache = huntflow_cache_of(org->link);
	*out = give(org);
	return 0;
}

struct huntflow_org *
huntflow_org_at(struct huntflow_link *link, int64_t account,
    const char *lang)
{
	struct huntflow_org	*org = mem_zero(sizeof(*org));

	org->db = link->db;
	org->conf = link->conf;
	org->company_id = link->company_id;
	org->user_id = link->user_id;
	org->account = account;
	org->lang = lang;
	org->link = link;
	org->borrowed = true;
	org->api = link->api;
	org->cache = huntflow_cache_of(link);
	return org;
}

void
huntflow_org_close(struct huntflow_org *org)
{
	if (org == NULL)
		return;
	if (!org->borrowed)
		huntflow_link_close(org->link);
	for (size_t i = 0; i < nitems(org->lists); i++)
		json_decref(org->lists[i]);
	mem_free_str(&org->nick);
	free(org);
}

void
huntflow_org_close_p(struct huntflow_org **org)
{
	huntflow_org_close(*org);
	*org = NULL;
}

/* --- reading --- */

struct asking {
	struct huntflow_org		*org;
	const struct huntflow_get	*get;
	bool				 optional;
};

static int
ask(void *arg, json_t **out, struct err *err)
{
	const struct asking	*a = arg;

	if (huntflow_get_ask(a->org->api, a->get, out, err) == -1) {
		if (a->optional && err->kind == ERR_ABSENT) {
			memset(err, 0, sizeof(*err));
			*out = json_object();
			return 0;
		}
		if (err->remote_status >= 400 && err->remote_status < 500 &&
		    strcmp(err->code, "huntflow.shape") == 0)
			snprintf(err->code, sizeof(err->code),
			    "huntflow.broken");
		return -1;
	}
	huntflow_link_ok(a->org->link);
	return 0;
}

static int
read_kept(struct asking *asking, const struct api_cache_key *key,
    int64_t keep_s, json_t **out, struct err *err)
{
	struct huntflow_cache	 cache = asking->org->cache;

	if (keep_s == 0)
		return ask(asking, out, err);
	cache.ttl_s = keep_s;
	return huntflow_cache_read(&cache, key, ask, asking, out, NULL, err);
}

static int
read_answer(struct asking *asking, int64_t keep_s, json_t **out,
    struct err *err)
{
	own_buf struct buf	 query = { 0 };
	struct api_cache_key	 key;

	huntflow_get_query(asking->get, &query);
	key = huntflow_cache_answer(asking->get->path, buf_str(&query));
	return read_kept(asking, &key, keep_s, out, err);
}

int
huntflow_org_read(struct huntflow_org *org, const struct huntflow_get *get,
    int64_t keep_s, json_t **out, struct err *err)
{
	return read_answer(&(struct asking){ org, get, false }, keep_s, out,
	    err);
}

int
huntflow_org_read_page(struct huntflow_org *org, const struct huntflow_get *get,
    int64_t keep_s, json_t **out, struct huntflow_page *page, struct err *err)
{
	own_json json_t	*doc = NULL;

	if (huntflow_org_read(org, get, keep_s, &doc, err) == -1 ||
	    huntflow_get_page(doc, page, err) == -1)
		return -1;
	*out = give(doc);
	return 0;
}

int
huntflow_org_read_opt(struct huntflow_org *org,
    const struct huntflow_get *get, int64_t keep_s, json_t **out,
    struct err *err)
{
	return read_answer(&(struct asking){ org, get, true }, keep_s, out,
	    err);
}

/* One thing by its id, kept under its own name. */
static int
read_item(struct huntflow_org *org, const struct huntflow_get *get,
    const struct api_cache_key *key, int64_t id, bool fresh, json_t **out,
    struct err *err)
{
	own_json json_t	*doc = NULL;

	if (fresh && huntflow_cache_clear(&org->cache, key, err) == -1)
		return -1;
	if (read_kept(&(struct asking){ org, get, false }, key,
	    HUNTFLOW_KEEP_S, &doc, err) == -1 ||
	    huntflow_get_check(doc, id, err) == -1)
		return -1;
	*out = give(doc);
	return 0;
}

int
huntflow_org_applicant(struct huntflow_org *org, int64_t id, bool fresh,
    json_t **out, struct err *err)
{
	const struct api_cache_key	 key = huntflow_cache_candidate(
					    org->account, id);
	struct huntflow_get		 get;

	huntflow_applicant_get(&get, org->account, id);
	return read_item(org, &get, &key, id, fresh, out, err);
}

int
huntflow_org_vacancy(struct huntflow_org *org, int64_t id, bool fresh,
    json_t **out, struct err *err)
{
	const struct api_cache_key	 key = huntflow_cache_vacancy(
					    org->account, id);
	struct huntflow_get		 get;

	huntflow_vacancy_get(&get, org->account, id);
	return read_item(org, &get, &key, id, fresh, out, err);
}

/* --- dictionaries --- */

static int
read_list(struct huntflow_org *org, enum huntflow_dictionary kind,
    json_t *list, struct err *err)
{
	struct huntflow_get	 get;
	struct huntflow_page	 page = { .pages = 1 };

	for (int64_t n = 1; n <= page.pages && n <= LIST_PAGES; n++) {
		own_json json_t	*doc = NULL;

		huntflow_dictionary_get(&get, org->account, kind, n);
		if (huntflow_org_read(org, &get, HUNTFLOW_KEEP_S, &doc,
		    err) == -1 || huntflow_dictionary_read(doc, kind, list,
		    err) == -1 || huntflow_get_page(doc, &page, err) == -1)
			return -1;
		if (!huntflow_dictionary_paged(kind))
			break;
	}
	return 0;
}

int
huntflow_org_list(struct huntflow_org *org, enum huntflow_dictionary kind,
    const json_t **out, struct err *err)
{
	own_json json_t	*list = NULL;

	if (org->lists[kind] == NULL) {
		list = json_array();
		if (read_list(org, kind, list, err) == -1)
			return -1;
		org->lists[kind] = give(list);
	}
	*out = org->lists[kind];
	return 0;
}

const json_t *
huntflow_org_entry(struct huntflow_org *org, enum huntflow_dictionary kind,
    int64_t id)
{
	const json_t	*list, *entry;
	struct err	 why = { 0 };
	size_t		 i;

	if (huntflow_org_list(org, kind, &list, &why) == -1) {
		log_err(LOG_WARN, "huntflow: a dictionary", &why);
		org->lists[kind] = json_array();
		return NULL;
	}
	json_array_foreach(list, i, entry)
		if (field_num(entry, "id", 0) == id)
			return entry;
	return NULL;
}

json_t *
huntflow_org_named(struct huntflow_org *org, enum huntflow_dictionary kind,
    int64_t id)
{
	const json_t	*entry;

	if (id == 0)
		return json_null();
	entry = huntflow_org_entry(org, kind, id);
	return json_pack("{s:I, s:s?}", "id", (json_int_t)id, "name",
	    field_str(entry, "name"));
}

/* --- after a change --- */

void
huntflow_org_changed(struct huntflow_org *org, const char *type,
    int64_t id, const char *action, const char *path)
{
	own_str char	*whole = mem_fmt("/accounts/%" PRId64 "%s",
			    org->account, path);
	struct err	 err = { 0 };

	if (huntflow_cache_wrote(&org->cache, whole, &err) == -1)
		log_err(LOG_WARN, "huntflow: the cache after a change", &err);
	huntflow_link_ok(org->link);
	huntflow_org_tell(org, type, id, action);
}

void
huntflow_org_tell(struct huntflow_org *org, const char *type, int64_t id,
    const char *action)
{
	own_json json_t	*data = json_pack("{s:I, s:I, s:s}", "id",
			    (json_int_t)id, "account_id",
			    (json_int_t)org->account, "action", action);

	live_event_add(org->db, org->conf, org->company_id, org->user_id,
	    type, data);
}

int
huntflow_org_refused(struct err *err)
{
	const char	*at = strstr(err->text, " (/");
	own_str char	*text = NULL;
	char		 name[96];

	if (strcmp(err->code, "huntflow.input") != 0)
		return -1;
	text = mem_dup(err->text);
	if (at == NULL || sscanf(at, " (/%95[a-zA-Z0-9_]", name) != 1)
		return err_code(err, ERR_INPUT, "huntflow.refused", "%s",
		    text);
	text[at - err->text] = '\0';
	memset(err, 0, sizeof(*err));
	return err_field(err, name, "huntflow.value", "%s", text);
}

bool
huntflow_org_unsure(const struct huntflow_org *org, const struct err *err)
{
	return (err->kind == ERR_REMOTE || err->kind == ERR_TIMEOUT) &&
	    huntflow_sent(org->api);
}

int
huntflow_org_lost(struct err *err)
{
	own_str char	*text = mem_dup(err->text);

	err->unsure = true;
	return err_code(err, ERR_REMOTE, "huntflow.unsure", "%s", text);
}

static const char *
nick_of(struct huntflow_org *org)
{
	own_json json_t		*doc = NULL;
	struct huntflow_get	 get;
	struct huntflow_page	 page;
	struct err		 why = { 0 };
	const json_t		*item;
	size_t			 i;

	if (org->nick != NULL)
		return org->nick;
	huntflow_get_path(&get, "/accounts");
	if (huntflow_org_read_page(org, &get, HUNTFLOW_KEEP_S, &doc,
	    &page, &why) == -1)
		return NULL;
	json_array_foreach(page.items, i, item)
		if (field_num(item, "id", 0) == org->account)
			org->nick = mem_dup(field_str(item, "nick"));
	return org->nick;
}

char *
huntflow_org_page(struct huntflow_org *org, int64_t applicant)
{
	const char	*nick = nick_of(org);

	return nick == NULL ? NULL :
	    huntflow_link_page(org->link->base_url, nick, applicant);
}

/* --- how members are shown --- */

json_t *
huntflow_org_time(const json_t *doc, const char *name)
{
	const char	*text = json_string_value(json_object_get(doc, name));
	char		 iso[CLOCK_ISO_SIZE];
	int64_t		 at;

	if (text == NULL || clock_parse(text, &at) == -1)
		return json_null();
	if (strlen(text) == DATE_LEN)
		return json_string(text);
	clock_iso(at, iso);
	return json_string(iso);
}

json_t *
huntflow_org_text(const json_t *doc, const char *name)
{
	const char	*text = field_str(doc, name);

	return text != NULL ? json_string(text) : json_null();
}

/* The length of an element's name at s, behind '<'. */
static size_t
name_length(const char *s)
{
	return isalpha((unsigned char)*s) ? strspn(s, "abcdefghijklmnopqrstuv"
	    "wxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") : 0;
}

/* Does the element end somewhere behind it? */
static bool
is_closed(const char *name, size_t len, const char *text)
{
	while ((text = strstr(text, "</")) != NULL) {
		text += 2;
		if (strncasecmp(text, name, len) == 0 && text[len] == '>')
			return true;
	}
	return false;
}

/* Written as markup: it has lines, or an element with its end. "C < D" and a lone "<b>" that
 * somebody typed are text. */
static bool
has_tags(const char *text)
{
	static const char *const	 lines[] = { "br", "p", "hr", "img" };
	size_t				 len;

	for (const char *s = text; (s = strchr(s, '<')) != NULL; ) {
		if ((len = name_length(++s)) == 0 ||
		    strchr(s, '>') == NULL)
			continue;
		for (size_t i = 0; i < nitems(lines); i++)
			if (strlen(lines[i]) == len &&
			    strncasecmp(s, lines[i], len) == 0)
				return true;
		if (is_closed(s, len, s + len))
			return true;
	}
	return false;
}

json_t *
huntflow_org_nodes(const char *text)
{
	own_buf struct buf	 b = { 0 };
	struct err		 ignored = { 0 };
	json_t			*nodes;

	if (text == NULL || !has_tags(text) ||
	    markup_nodes_html(text, &b, &ignored) == -1)
		return json_null();
	nodes = json_loads(buf_str(&b), 0, NULL);
	return nodes != NULL ? nodes : json_null();
}

json_t *
huntflow_org_plain(const char *text)
{
	own_buf struct buf	 b = { 0 };
	struct err		 ignored = { 0 };

	if (text == NULL)
		return json_null();
	if (!has_tags(text) || markup_text(text, &b, &ignored) == -1)
		return json_string(text);
	return json_string(buf_str(&b));
}
