#include "huntflow/vacancy_count.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "huntflow/api_applicant.h"
#include "huntflow/org.h"
#include "io/field.h"

#define SEVERAL_MS	10000	/* for the counts of several vacancies */
#define TALLY_PAGES	4	/* of a vacancy's people that are read for them */

json_t *
vacancy_count_at(struct huntflow_org *org, int64_t vacancy, int64_t stage)
{
	own_json json_t		*doc = NULL;
	struct huntflow_get	 get;
	struct huntflow_page	 page;
	struct err		 why = { 0 };

	huntflow_applicant_list(&get, org->account, vacancy, stage, 1, 1);
	if (huntflow_org_read_page(org, &get, HUNTFLOW_KEEP_LIST_S, &doc,
	    &page, &why) == -1) {
		log_err(LOG_WARN, "huntflow: count at a stage", &why);
		return json_null();
	}
	return page.total >= 0 ? json_integer(page.total) : json_null();
}

/* The people of one vacancy; first: the stage where all begin; moved: the latest, "" for none. */
struct tally {
	int64_t	 vacancy, first, seen, fresh;
	char	 moved[40];
};

/* The stage where all begin; 0: none is known. */
static int64_t
first_stage(struct huntflow_org *org)
{
	const json_t	*all, *stage, *first = NULL;
	struct err	 why = { 0 };
	size_t		 i;

	if (huntflow_org_list(org, HUNTFLOW_STAGES, &all, &why) == -1) {
		log_err(LOG_WARN, "huntflow: stages", &why);
		return 0;
	}
	json_array_foreach(all, i, stage) {
		const char	*type = field_str(stage, "type");

		if (field_str(stage, "removed") != NULL || type == NULL ||
		    strcmp(type, "user") != 0)
			continue;
		if (first == NULL || field_num(stage, "order", 0) <
		    field_num(first, "order", 0))
			first = stage;
	}
	return field_num(first, "id", 0);
}

/* Times of this form are in order as texts. */
static void
tally_person(struct tally *t, const json_t *person)
{
	const json_t	*link;
	size_t		 i;

	t->seen++;
	json_array_foreach(json_object_get(person, "links"), i, link) {
		own_json json_t	*at = huntflow_org_time(link, "updated");

		if (field_num(link, "vacancy", 0) != t->vacancy)
			continue;
		if (field_num(link, "status", 0) == t->first)
			t->fresh++;
		if (json_is_string(at) && strcmp(json_string_value(at),
		    t->moved) > 0)
			snprintf(t->moved, sizeof(t->moved), "%s",
			    json_string_value(at));
	}
}

/* More people than are read: the number is known, and how many are new is asked apart. */
static json_t *
tally_json(struct huntflow_org *org, struct tally *t, json_int_t total)
{
	const bool	 whole = total >= 0 && t->seen >= total;
	json_t		*fresh = NULL;

	if (t->first == 0 || total < 0)
		fresh = json_null();
	else
		fresh = whole ? json_integer(t->fresh) :
		    vacancy_count_at(org, t->vacancy, t->first);
	return json_pack("{s:I, s:o, s:o, s:s?}", "id",
	    (json_int_t)t->vacancy, "applicants_count", total >= 0 ?
	    json_integer(total) : json_null(), "new_count", fresh,
	    "moved_at", whole && *t->moved != '\0' ? t->moved : NULL);
}

static int
tally_read(struct huntflow_org *org, int64_t vacancy, int64_t first,
    json_t **out, struct err *err)
{
	struct tally		 t = { .vacancy = vacancy, .first = first };
	struct huntflow_page	 page = { .pages = 1, .total = -1 };
	const json_t		*person;
	size_t			 i;

	for (int64_t n = 1; n <= page.pages && n <= TALLY_PAGES; n++) {
		own_json json_t		*doc = NULL;
		struct huntflow_get	 get;

		huntflow_applicant_list(&get, org->account, vacancy, 0, n,
		    HUNTFLOW_PAGE);
		if (huntflow_org_read_page(org, &get, HUNTFLOW_KEEP_LIST_S,
		    &doc, &page, err) == -1)
			return -1;
		json_array_foreach(page.items, i, person)
			tally_person(&t, person);
	}
	*out = tally_json(org, &t, page.total);
	return 0;
}

int
vacancy_count_several(struct huntflow_org *org, const int64_t *ids, size_t n,
    json_t **out, struct err *err)
{
	const int64_t	 until = clock_mono_ms() + SEVERAL_MS,
			 first = first_stage(org);
	own_json json_t	*counts = json_array();
	bool		 answered = true;

	for (size_t i = 0; i < n; i++) {
		json_t		*one = NULL;
		struct err	 why = { 0 };

		answered = answered && clock_mono_ms() < until;
		if (answered && tally_read(org, ids[i], first, &one,
		    i == 0 ? err : &why) == -1) {
			if (i == 0)
				return -1;
			log_err(LOG_WARN, "huntflow: people of a vacancy",
			    &why);
			answered = false;
		}
		json_array_append_new(counts, one != NULL ? one :
		    json_pack("{s:I, s:n, s:n, s:n}", "id",
		    (json_int_t)ids[i], "applicants_count", "new_count",
		    "moved_at"));
	}
	*out = give(counts);
	return 0;
}
