/* huntflow_cache: what is kept, for whom, for how long, and what ends it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "group.h"
#include "huntflow/cache.h"
#include "io/db.h"
#include "io/field.h"
#include "step.h"


/* A cache of a new person with a connection of his own; company 0: a new one. */
static struct huntflow_cache
someone(int64_t company)
{
	struct huntflow_cache	 cache = { .db = db, .ttl_s = 60 };
	struct err		 err = { 0 };

	if (company == 0) {
		OK(db_exec(db, "INSERT INTO company (name) VALUES ('unit')",
		    DB_NONE, NULL, &err));
		company = db_last_id(db);
	}
	cache.owner.company_id = company;
	OK(db_exec(db, "INSERT INTO user (company_id, email, role) VALUES"
	    " (?, UUID(), 2)", DB_ARGS(db_int(company)), NULL, &err));
	cache.owner.user_id = db_last_id(db);
	OK(db_exec(db, "INSERT INTO connection (company_id, owner_id, provider)"
	    " VALUES (?, ?, 'huntflow')", DB_ARGS(db_int(company),
	    db_int(cache.owner.user_id)), NULL, &err));
	cache.owner.connection_id = db_last_id(db);
	return cache;
}

static bool
kept(const struct huntflow_cache *cache, struct api_cache_key key)
{
	own_json json_t	*doc = NULL;
	struct err	 err = { 0 };
	int		 rc = huntflow_cache_get(cache, &key, &doc, &err);

	assert_int_not_equal(rc, -1);
	return rc == 1;
}

static void
keep(const struct huntflow_cache *cache, struct api_cache_key key)
{
	own_json json_t	*doc = json_pack("{s:s}", "position", "Ёлка");
	struct err	 err = { 0 };

	OK(huntflow_cache_set(cache, &key, doc, &err));
}

static void
keys_are_the_documented_ones(void **state)
{
	struct api_cache_key	 key = huntflow_cache_vacancy(123, 456);
	char			 query[3000];
	struct api_cache_key	 one, other;

	(void)state;
	assert_string_equal(key.name, "vacancy_123_456");
	assert_string_equal(key.path, "/accounts/123/vacancies/456");
	key = huntflow_cache_candidate(INT64_MAX, INT64_MAX);
	assert_string_equal(key.name,
	    "candidate_9223372036854775807_9223372036854775807");
	key = huntflow_cache_answer("/accounts/1/tags", "");
	assert_string_equal(key.name, "/accounts/1/tags");
	memset(query, 'q', sizeof(query) - 1);
	query[sizeof(query) - 1] = '\0';
	one = huntflow_cache_answer("/accounts/1/tags", query);
	query[sizeof(query) - 2] = 'r';
	other = huntflow_cache_answer("/accounts/1/tags", query);
	assert_int_equal(strlen(one.name), API_CACHE_KEY);
	assert_string_not_equal(one.name, other.name);
	for (size_t i = 1; i + 3 < sizeof(query); i += 2)
		memcpy(query + i, "ю", 2);
	for (int cut = 0; cut < 2; cut++) {	/* never half a letter */
		own_json json_t	*text = NULL;

		one = huntflow_cache_answer("/accounts/1/tags", query + cut);
		text = json_string(one.name);
		assert_non_null(text);
	}
}

static void
entries_are_one_users(void **state)
{
	struct huntflow_cache	 anna = someone(0),
				 boris = someone(anna.owner.company_id);
	struct api_cache_key	 vacancy = huntflow_cache_vacancy(1, 2);
	struct api_cache_key	 person = huntflow_cache_candidate(1, 2);
	own_json json_t		*doc = NULL;
	struct err		 err = { 0 };

	(void)state;
	assert_false(kept(&anna, vacancy));
	keep(&anna, vacancy);
	assert_int_equal(huntflow_cache_get(&anna, &vacancy, &doc, &err), 1);
	assert_string_equal(field_str(doc, "position"), "Ёлка");
	assert_false(kept(&boris, vacancy));
	assert_false(kept(&anna, person));
	OK(huntflow_cache_clear(&anna, &vacancy, &err));
	assert_false(kept(&anna, vacancy));
	OK(huntflow_cache_clear(&anna, &vacancy, &err));
}

static void
time_ends_an_entry(void **state)
{
	struct huntflow_cache	 cache = someone(0);
	struct api_cache_key	 key = huntflow_cache_vacancy(1, 2);
	struct err		 err = { 0 };

	(void)state;
	keep(&cache, key);
	OK(db_exec(db, "UPDATE api_cache SET expires_at = NOW(3)"
	    " WHERE user_id = ?", DB_ARGS(db_int(cache.owner.user_id)), NULL,
	    &err));
	assert_false(kept(&cache, key));
	keep(&cache, key);
	assert_true(kept(&cache, key));
}

static void
too_large_a_document_is_not_kept(void **state)
{
	struct huntflow_cache	 cache = someone(0);
	struct api_cache_key	 key = huntflow_cache_vacancy(1, 2);
	own_str char		*text = mem_zero(API_CACHE_DATA + 1);
	own_json json_t		*doc = NULL;
	struct err		 err = { 0 };

	(void)state;
	keep(&cache, key);
	memset(text, 'x', API_CACHE_DATA);
	doc = json_string(text);
	OK(huntflow_cache_set(&cache, &key, doc, &err));
	assert_false(kept(&cache, key));	/* the old one would be wrong */
}

struct service {
	int	 asked;
	bool	 fails;
};

static int
answer(void *arg, json_t **out, struct err *err)
{
	struct service	*service = arg;

	service->asked++;
	if (service->fails)
		return err_code(err, ERR_ABSENT, "huntflow.absent", "404");
	*out = json_pack("{s:i}", "n", service->asked);
	return 0;
}

static void
reading_fills_once(void **state)
{
	struct huntflow_cache	 cache = someone(0);
	struct api_cache_key	 key = huntflow_cache_candidate(1, 2);
	struct service		 service = { .fails = true };
	struct api_cache_figures figures;
	struct err		 err = { 0 };
	bool			 hit;

	(void)state;
	for (int i = 0; i < 5; i++) {
		own_json json_t	*doc = NULL;

		memset(&err, 0, sizeof(err));
		if (i < 2) {
			assert_int_equal(huntflow_cache_read(&cache, &key,
			    answer, &service, &doc, &hit, &err), -1);
			assert_string_equal(err.code, "huntflow.absent");
			service.fails = i < 1;
			continue;
		}
		OK(huntflow_cache_read(&cache, &key, answer, &service, &doc,
		    &hit, &err));
		assert_int_equal(hit, i > 2);
		assert_int_equal(field_num(doc, "n", 0), 3);
	}
	assert_int_equal(service.asked, 3);
	OK(api_cache_figures(db, cache.owner.company_id, 0, &figures, &err));
	assert_int_equal(figures.hits, 2);
	assert_int_equal(figures.misses, 3);
	assert_int_equal(figures.entries, 1);
}

/* A row that was damaged is as good as none. */
static void
damaged_data_is_asked_anew(void **state)
{
	struct huntflow_cache	 cache = someone(0);
	struct api_cache_key	 key = huntflow_cache_vacancy(1, 2);
	struct service		 service = { 0 };
	own_json json_t		*doc = NULL;
	struct err		 err = { 0 };
	bool			 hit;

	(void)state;
	keep(&cache, key);
	OK(db_exec(db, "UPDATE api_cache SET data = '{\"half' WHERE user_id"
	    " = ?", DB_ARGS(db_int(cache.owner.user_id)), NULL, &err));
	OK(huntflow_cache_read(&cache, &key, answer, &service, &doc, &hit,
	    &err));
	assert_false(hit);
	assert_true(kept(&cache, key));
}

static void
writes_end_what_they_touch(void **state)
{
	static const char *const paths[] = { "/accounts/1/applicants",
	    "/accounts/1/applicants/5", "/accounts/1/applicants/5/logs",
	    "/accounts/1/applicants0", "/accounts/1/vacancies",
	    "/accounts/1/vacancies/7", "/accounts/12/applicants", "/me" };
	static const struct { const char *wrote, *ended; } cases[] = {
		{ "/accounts/1/applicants/5",		"11100000" },
		{ "/accounts/1/applicants",		"11100000" },
		{ "/accounts/1/applicants/5/vacancy",	"11101100" },
		{ "/accounts/1/vacancies/9",		"00001100" },
		{ "/accounts/1",			"11111100" },
		{ "/me",				"00000001" },
	};
	struct huntflow_cache	 anna = someone(0),
				 boris = someone(anna.owner.company_id),
				 stranger = someone(0);
	struct err		 err = { 0 };

	(void)state;
	for (size_t c = 0; c < nitems(cases); c++) {
		for (size_t i = 0; i < nitems(paths); i++) {
			keep(&boris, huntflow_cache_answer(paths[i], ""));
			keep(&stranger, huntflow_cache_answer(paths[i], ""));
		}
		OK(huntflow_cache_wrote(&anna, cases[c].wrote, &err));
		for (size_t i = 0; i < nitems(paths); i++) {
			if (kept(&boris, huntflow_cache_answer(paths[i], ""))
			    == (cases[c].ended[i] == '1'))
				fail_msg("%s: %s", cases[c].wrote, paths[i]);
			assert_true(kept(&stranger,
			    huntflow_cache_answer(paths[i], "")));
		}
	}
}

/* Something is written while the service answers: at this path or no path. */
struct late {
	const struct huntflow_cache	*cache;
	const char			*wrote;
};

static int
answer_late(void *arg, json_t **out, struct err *err)
{
	const struct late	*late = arg;

	*out = json_pack("{s:i}", "n", 1);
	return late->wrote == NULL ? 0 : huntflow_cache_wrote(late->cache,
	    late->wrote, err);
}

static void
what_was_read_before_a_write_is_not_kept(void **state)
{
	static const struct { const char *wrote; bool kept; } cases[] = {
		{ NULL, true }, { "/accounts/1/applicants/2", false },
		{ NULL, true }, { "/accounts/1/applicants/9/logs", false },
		{ "/accounts/1/vacancies/2", true }, { "/accounts/1", false },
		{ "/accounts/12/applicants", true }, { "/accounts", false },
	};
	struct huntflow_cache	 cache = someone(0),
				 mate = someone(cache.owner.company_id);
	struct api_cache_key	 key = huntflow_cache_candidate(1, 2);
	struct err		 err = { 0 };

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		struct late	 late = { &mate, cases[i].wrote };
		own_json json_t	*doc = NULL, *again = NULL;

		OK(huntflow_cache_clear(&cache, &key, &err));
		OK(huntflow_cache_read(&cache, &key, answer_late, &late, &doc,
		    NULL, &err));
		assert_int_equal(field_num(doc, "n", 0), 1);
		if (kept(&cache, key) != cases[i].kept)
			fail_msg("%s", cases[i].wrote);
		OK(huntflow_cache_renew(&cache, &key, answer_late, &late,
		    &again, &err));
		assert_int_equal(kept(&cache, key), cases[i].kept);
	}
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(keys_are_the_documented_ones),
		cmocka_unit_test(entries_are_one_users),
		cmocka_unit_test(time_ends_an_entry),
		cmocka_unit_test(too_large_a_document_is_not_kept),
		cmocka_unit_test(reading_fills_once),
		cmocka_unit_test(damaged_data_is_asked_anew),
		cmocka_unit_test(writes_end_what_they_touch),
		cmocka_unit_test(what_was_read_before_a_write_is_not_kept),
	};

	return cmocka_run_group_tests(tests, group_open, group_close);
}
