#include "huntflow/duplicate.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "huntflow/api_applicant.h"
#include "huntflow/applicant_view.h"
#include "huntflow/org.h"
#include "io/field.h"
#include "person/link.h"
#include "person/match.h"
#include "person/phone.h"

#define PHONES_MAX	3	/* numbers of one field that are looked for */
#define PHONE_TAIL	9	/* digits of a number that are looked for */
#define READS_MAX	8	/* résumés opened for one link */
#define FOUND		10	/* applicants looked at of one search */

/* --- comparing --- */

/* Texts live as long as the document. */
static struct person_facts
facts_of(const json_t *doc, const char *country)
{
	return (struct person_facts){
		.email = field_str(doc, "email"),
		.phone = field_str(doc, "phone"),
		.first = field_str(doc, "first_name"),
		.last = field_str(doc, "last_name"),
		.country = country,
	};
}

static json_t *
matched(const struct person_facts *a, const json_t *doc)
{
	const struct person_facts	 b = facts_of(doc, a->country);
	const unsigned			 match = person_match(a, &b);
	json_t				*out = json_array();

	for (enum person_match m = 0; m < PERSON_MATCHES; m++)
		if ((match & 1u << m) != 0)
			json_array_append_new(out, json_string(
			    person_match_word(m)));
	return out;
}

json_t *
duplicate_matched(const json_t *a, const json_t *b, const char *country)
{
	const struct person_facts	 facts = facts_of(a, country);

	return matched(&facts, b);
}

bool
duplicate_sure(const json_t *one)
{
	const json_t	*word;
	size_t		 i;

	json_array_foreach(json_object_get(one, "matched"), i, word)
		for (enum person_match m = 0; m < PERSON_MATCHES; m++)
			if (person_match_sure(m) && strcmp(person_match_word(m),
			    json_string_value(word)) == 0)
				return true;
	return false;
}

/* --- searching --- */

struct lookup {
	struct huntflow_org		*org;
	const struct duplicate_ask	*ask;
	json_t				*found;	/* id as text -> matched */
	int				 reads;
};

static void
keep(struct lookup *h, int64_t id, json_t *words)
{
	char	 key[24];

	snprintf(key, sizeof(key), "%" PRId64, id);
	if (json_array_size(words) > 0 &&
	    json_object_get(h->found, key) == NULL)
		json_object_set(h->found, key, words);
	json_decref(words);
}

static int
search(struct lookup *h, const char *q, json_t **doc,
    struct huntflow_page *page, struct err *err)
{
	const struct huntflow_applicant_ask	 want = { .q = q };
	struct huntflow_get			 get;

	huntflow_applicant_search(&get, h->org->account, &want, 1, FOUND);
	return huntflow_org_read_page(h->org, &get, 0, doc,
	    page, err);
}

/* By what the search itself returns. */
static int
look_for(struct lookup *h, const char *q, struct err *err)
{
	const struct person_facts	 facts = {
		h->ask->email, h->ask->phone, h->ask->first_name,
		h->ask->last_name, h->org->country };
	own_json json_t		*doc = NULL;
	struct huntflow_page	 page;
	const json_t		*one;
	size_t			 i;

	if (search(h, q, &doc, &page, err) == -1)
		return -1;
	json_array_foreach(page.items, i, one)
		if (field_num(one, "id", 0) > 0)
			keep(h, field_num(one, "id", 0), matched(&facts, one));
	return 0;
}

/* However it was written down, the end of the number is in it. */
static int
look_for_phone(struct lookup *h, struct err *err)
{
	const char		*at = h->ask->phone;
	struct person_phone	 one;

	for (int i = 0; i < PHONES_MAX && person_phone_next(&at,
	    PERSON_PHONE_FIELD, h->org->country, &one); i++) {
		const char	*national = one.digits + one.code_len;
		const size_t	 len = strlen(national);
		own_str char	*written = mem_ndup(one.from, (size_t)(one.to -
				    one.from));

		if (look_for(h, len > PHONE_TAIL ? national + len -
		    PHONE_TAIL : national, err) == -1 ||
		    look_for(h, written, err) == -1)
			return -1;
	}
	return 0;
}

/* Does one of the applicant's résumés hold the link? */
static bool
has_link(struct lookup *h, const json_t *doc, const char *link)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(json_object_get(doc, "external"), i, one) {
		own_json json_t		*resume = NULL;
		own_str char		*body = NULL;
		struct huntflow_get	 get;
		struct err		 why = { 0 };

		if (h->reads++ >= READS_MAX)
			return false;
		huntflow_applicant_external(&get, h->org->account,
		    field_num(doc, "id", 0), field_num(one, "id", 0));
		if (huntflow_org_read(h->org, &get, HUNTFLOW_KEEP_S, &resume,
		    &why) == -1) {
			log_err(LOG_WARN, "duplicate: a résumé", &why);
			continue;
		}
		body = mem_dup(field_str(json_object_get(resume, "data"),
		    "body"));
		if (body != NULL && person_link_in(body, link))
			return true;
	}
	return false;
}

static int
look_for_link(struct lookup *h, const char *address, struct err *err)
{
	own_json json_t		*doc = NULL;
	struct huntflow_page	 page;
	const json_t		*one;
	char			 link[PERSON_LINK_SIZE];
	size_t			 i;

	person_link_key(address, link);
	if (*link == '\0')
		return 0;
	if (search(h, link, &doc, &page, err) == -1)
		return -1;
	json_array_foreach(page.items, i, one) {
		const int64_t	 id = field_num(one, "id", 0);
		own_json json_t	*whole = NULL;
		struct err	 why = { 0 };

		if (id <= 0)
			continue;
		if (huntflow_org_applicant(h->org, id, false, &whole,
		    &why) == -1) {
			log_err(LOG_WARN, "duplicate: an applicant", &why);
			continue;
		}
		if (has_link(h, whole, link))
			keep(h, id, json_pack("[s]",
			    person_match_word(PERSON_MATCH_LINK)));
	}
	return 0;
}

static int
look(struct lookup *h, struct err *err)
{
	const struct duplicate_ask	*ask = h->ask;

	if (ask->email != NULL && *ask->email != '\0' &&
	    look_for(h, ask->email, err) == -1)
		return -1;
	if (ask->phone != NULL && look_for_phone(h, err) == -1)
		return -1;
	for (size_t i = 0; i < ask->nlinks; i++)
		if (look_for_link(h, ask->links[i], err) == -1)
			return -1;
	if (ask->first_name != NULL && ask->last_name != NULL &&
	    strlen(ask->first_name) > 1 && strlen(ask->last_name) > 1) {
		own_str char	*name = mem_fmt("%s %s", ask->last_name,
				    ask->first_name);

		return look_for(h, name, err);
	}
	return 0;
}

/* --- showing --- */

static json_t *
match_json(struct huntflow_org *org, int64_t id, json_t *words)
{
	static const char *const	 names[] = { "position", "company",
		"email", "phone", "photo_url", "vacancy", "status",
		"created" };
	own_json json_t		*doc = NULL, *item = NULL;
	own_str char		*url = huntflow_org_page(org, id);
	struct err		 why = { 0 };
	json_t			*out = json_pack("{s:I, s:n, s:O, s:o}", "id",
				    (json_int_t)id, "name", "matched", words,
				    "url", url != NULL ? json_string(url) :
				    json_null());

	if (huntflow_org_applicant(org, id, false, &doc, &why) == -1) {
		log_err(LOG_WARN, "duplicate: an applicant", &why);
		return out;
	}
	item = applicant_view_item(org, doc, 0);
	json_object_set_new(out, "name", applicant_view_name(doc));
	for (size_t i = 0; i < nitems(names); i++)
		json_object_set(out, names[i], json_object_get(item,
		    names[i]));
	return out;
}

int
duplicate_find(struct huntflow_org *org, const struct duplicate_ask *ask,
    json_t **out, struct err *err)
{
	own_json json_t	*found = json_object(), *sure = json_array(),
			*rest = json_array();
	struct lookup	 h = { .org = org, .ask = ask, .found = found };
	const char	*key;
	json_t		*words;

	if (look(&h, err) == -1)
		return -1;
	json_object_foreach(found, key, words) {
		own_json json_t	*one = NULL;

		if (json_array_size(sure) + json_array_size(rest) ==
		    DUPLICATE_MAX)
			break;
		one = match_json(org, strtoll(key, NULL, 10), words);
		json_array_append(duplicate_sure(one) ? sure : rest, one);
	}
	json_array_extend(sure, rest);
	*out = give(sure);
	return 0;
}
