/* superjob: recorded answers and what we make of them; what is asked, page by page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "platform/found.h"
#include "platform/region.h"
#include "platform/request.h"
#include "platform/wish.h"
#include "superjob/api.h"
#include "superjob/superjob.h"

#define NOW_S	INT64_C(1790000000)

/* Members of a resume, and what becomes of one of a found person. */
static const struct { const char *resume, *name, *got; } members[] = {
	{ "\"a\": 1", "external_id", "\"77\"" },
	{ "\"a\": 1", "first_name", "null" },
	{ "\"firstname\": null, \"contacts_bought\": false", "first_name",
	    "null" },
	{ "\"firstname\": \"Иван\", \"contacts_bought\": true", "first_name",
	    "\"Иван\"" },
	{ "\"phone1\": \"79991234567\"", "phone", "\"79991234567\"" },
	{ "\"phone1\": null, \"phone2\": \"79991234568\"", "phone",
	    "\"79991234568\"" },
	{ "\"phone1\": \"7999*******\"", "phone", "null" },
	{ "\"birthday\": 0, \"birthmonth\": 0, \"birthyear\": 0",
	    "birth_date", "null" },
	{ "\"birthday\": 20, \"birthmonth\": 7, \"birthyear\": 1990",
	    "birth_date", "\"1990-07-20\"" },
	{ "\"birthday\": 31, \"birthmonth\": 2, \"birthyear\": 1990",
	    "birth_date", "null" },
	{ "\"birthday\": null, \"birthmonth\": \"7\", \"birthyear\": 1990",
	    "birth_date", "null" },
	{ "\"town\": {\"id\": 4, \"title\": \"Москва\"}", "location",
	    "\"Москва\"" },
	{ "\"town\": [{\"title\": \"Минск\"}]", "location", "\"Минск\"" },
	{ "\"town\": null, \"metro\": 0", "location", "null" },
	{ "\"profession\": \"C &amp; C++ <b>dev</b>\"", "current_position",
	    "\"C & C++ dev\"" },
	{ "\"profession\": \"\", \"last_profession\": \"QA\"",
	    "current_position", "\"QA\"" },
	{ "\"work_history\": [{\"name\": \"ООО\", \"yearend\": 0}]",
	    "current_company", "\"ООО\"" },
	{ "\"work_history\": [{\"name\": \"ООО\", \"yearend\": 2020}]",
	    "current_company", "null" },
	{ "\"work_history\": [{\"name\": \"ООО\", \"yearend\": null}]",
	    "current_company", "null" },
	{ "\"work_history\": [null, 5, {\"profession\": \"QA\", \"monthbeg\":"
	    " 3, \"yearbeg\": 2019, \"monthend\": 0, \"yearend\": 0,"
	    " \"work\": \"<p>a</p><p>b</p>\"}]", "experience",
	    "[{\"company\":null,\"position\":\"QA\",\"location\":null,"
	    "\"from\":\"2019-03\",\"to\":null,\"description\":\"a\\nb\"}]" },
	{ "\"work_history\": {}", "experience", "[]" },
	{ "\"experience_month_count\": 62", "experience_years", "5.2" },
	{ "\"experience_month_count\": null", "experience_years", "null" },
	{ "\"payment\": 150000, \"currency\": \"rub\"", "salary_min",
	    "150000" },
	{ "\"payment\": 150000, \"currency\": \"rub\"", "currency",
	    "\"RUB\"" },
	{ "\"payment\": 0", "salary_min", "null" },
	{ "\"payment\": \"по договорённости\"", "salary_min", "null" },
	{ "\"languages\": [[{\"title\": \"Английский\"}, {\"title\":"
	    " \"Базовый\"}], [{\"title\": \"Немецкий\"}], [], null]",
	    "languages", "[{\"language\":\"Английский\",\"level\":\"Базовый\"},"
	    "{\"language\":\"Немецкий\",\"level\":null}]" },
	{ "\"languages\": [{\"title\": \"Английский\"}, \"Немецкий\"]",
	    "languages", "[{\"language\":\"Английский\",\"level\":null},"
	    "{\"language\":\"Немецкий\",\"level\":null}]" },
	{ "\"base_education_history\": [{\"yearend\": 2012, \"institute\":"
	    " {\"title\": \"МГУ\"}, \"faculty\": \"ВМК\", \"profession\":"
	    " \"\", \"education_type\": {\"title\": \"Высшее\"}}],"
	    " \"education_history\": null", "education",
	    "[{\"institution\":\"МГУ\",\"degree\":\"Высшее\","
	    "\"field\":\"ВМК\",\"year\":2012}]" },
	{ "\"photo\": \"\"", "photo_url", "null" },
	{ "\"photo\": null, \"photo_sizes\": {\"medium\":"
	    " \"https://img.example/1.jpg\"}", "photo_url",
	    "\"https://img.example/1.jpg\"" },
	{ "\"date_published\": 1718000000, \"date_last_modified\":"
	    " 1718090000", "updated_at", "\"2024-06-11T07:13:20.000Z\"" },
	{ "\"date_published\": 1718000000", "updated_at",
	    "\"2024-06-10T06:13:20.000Z\"" },
	{ "\"date_last_modified\": 9e30", "updated_at", "null" },
	{ "\"achievements\": \"<script>x</script>a\", \"additional_info\":"
	    " \"1 &lt; 2\"", "summary", "\"a\\n\\n1 < 2\"" },
	{ "\"link\": \"javascript:alert(1)\"", "profile_url", "null" },
	/* What clients of such services were reported to stumble over. */
	{ "\"id\": \"78\"", "external_id", "\"78\"" },
	{ "\"id\": 78.0", "external_id", "\"78\"" },
	{ "\"payment\": -1, \"currency\": \"rub\"", "salary_min", "null" },
	{ "\"payment\": \"150000\", \"currency\": \"rub\"", "salary_min",
	    "150000" },
	{ "\"payment\": 150000.0, \"currency\": \"rub\"", "salary_min",
	    "150000" },
	{ "\"payment\": \"null\", \"currency\": \"rub\"", "salary_min",
	    "null" },
	{ "\"experience_month_count\": -1", "experience_years", "null" },
	{ "\"experience_month_count\": \"62\"", "experience_years", "5.2" },
	{ "\"work_history\": [{\"profession\": \"QA\", \"yearend\": 0}]",
	    "current_company", "null" },
	{ "\"date_published\": 1718000000000", "updated_at", "null" },
	{ "\"date_last_modified\": 1718090000000, \"date_published\":"
	    " 1718000000", "updated_at", "\"2024-06-10T06:13:20.000Z\"" },
	{ "\"town\": {\"id\": 4}", "location", "null" },
};

static json_t *
parsed(const char *text)
{
	json_error_t	 why;
	json_t		*doc = json_loads(text, 0, &why);

	if (doc == NULL)
		fail_msg("%s: %s", text, why.text);
	return doc;
}

static void
reads_each_member(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(members); i++) {
		own_str char	*text = mem_fmt("{\"id\": 77, %s}",
				    members[i].resume);
		own_json json_t	*resume = parsed(text);
		own_json json_t	*said = superjob_resume_said(resume);
		own_json json_t	*found = NULL;
		own_str char	*got = NULL;
		struct err	 err = { 0 };

		assert_int_equal(found_clean(SUPERJOB_NAME, said, &found,
		    &err), 0);
		got = json_dumps(json_object_get(found, members[i].name),
		    JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(4));
		assert_string_equal(got, members[i].got);
	}
}

static const struct {
	int			 status;
	const char		*doc;	/* NULL: a page */
	enum platform_refusal	 means;
	const char		*said;
} refusals[] = {
	{ 401, "{\"error\": {\"code\": 401, \"message\": \"no\"}}",
	    PLATFORM_EXPIRED, "no" },
	{ 410, "{\"error\": {\"code\": 410, \"message\": \"over\"}}",
	    PLATFORM_EXPIRED, "over" },
	{ 403, "{\"error\": {\"code\": 403, \"message\": \"no\"}}",
	    PLATFORM_DOUBT, "no" },
	{ 403, "{\"error\": \"denied\"}", PLATFORM_DOUBT, "denied" },
	{ 403, "{}", PLATFORM_DOUBT, "" },
	{ 403, "{\"error\": {\"message\": \"Заблокирована\", \"errors\":"
	    " [{\"reason\": \"client_blocked\", \"reason_text\": \"кем\"}]}}",
	    PLATFORM_DENIED, "кем" },
	{ 403, "{\"error\": {\"message\": \"Необходимо передать ключ"
	    " приложения\"}}", PLATFORM_KEY,
	    "Необходимо передать ключ приложения" },
	{ 403, "{\"error\": {\"message\": \"Too many requests\"}}",
	    PLATFORM_BUSY, "Too many requests" },
	{ 403, NULL, PLATFORM_BLOCKED, "" },
	{ 401, NULL, PLATFORM_BLOCKED, "" },
	{ 400, "{\"error\": null}", PLATFORM_INPUT, "" },
	{ 404, "{}", PLATFORM_GONE, "" },
	{ 429, NULL, PLATFORM_BUSY, "" },
	{ 451, NULL, PLATFORM_REGION, "" },
	{ 500, "{\"error\": []}", PLATFORM_DOWN, "" },
};

static void
tells_refusals_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(refusals); i++) {
		own_json json_t	*doc = refusals[i].doc != NULL ?
				    parsed(refusals[i].doc) : NULL;
		char		 said[200];

		assert_int_equal(superjob_refusal(refusals[i].status, doc,
		    said, sizeof(said)), refusals[i].means);
		assert_string_equal(said, refusals[i].said);
	}
}

static void
keeps_towns_and_catalogues(void **state)
{
	own_json json_t	*towns = parsed("{\"objects\": [{\"id\": 4, \"title\":"
			    " \"Москва\", \"title_eng\": \"Moscow\"}, null,"
			    " {\"id\": null, \"title\": \"x\"}], \"more\":"
			    " false}");
	own_json json_t	*list = parsed("[{\"key\": 33, \"title\": \"IT\","
			    " \"positions\": [{\"key\": 48, \"title_rus\":"
			    " \"Разработка\"}]}, {\"positions\": null}]");
	own_json json_t	*wrapped = json_pack("{s:{s:O}}", "list", "value",
			    list);
	own_json json_t	*map = superjob_town_distil(towns);
	own_json json_t	*bare = superjob_catalogue_distil(list);
	own_json json_t	*same = superjob_catalogue_distil(wrapped);

	(void)state;
	assert_string_equal(region_find(map, "мск"), "4");
	assert_string_equal(region_find(map, "MOSCOW"), "4");
	assert_null(region_find(map, "x"));
	assert_string_equal(region_find(bare, "разработка"), "48");
	assert_string_equal(region_find(bare, "it"), "33");
	assert_true(json_equal(bare, same));
	assert_null(superjob_town_distil(NULL));
}

/* The value of a parameter of what is asked next; NULL: there is none. */
static const char *
asked(const struct platform_request *req, const char *name)
{
	for (int i = 0; i < req->nquery; i++)
		if (strcmp(req->http.query[i].name, name) == 0)
			return req->http.query[i].value;
	return NULL;
}

/* People from at on behind skip others, an hour apart, of many there are. */
static json_t *
page_of(int skip, int at, int n, int many)
{
	json_t	*objects = json_array();

	for (int i = skip + at; i < skip + at + n && i < many; i++)
		json_array_append_new(objects, json_pack("{s:i, s:I}", "id",
		    i + 1, "date_published", (json_int_t)(NOW_S - i * 3600)));
	return json_pack("{s:o, s:i, s:b}", "objects", objects, "total", many,
	    "more", skip + at + n < many && at + n < SUPERJOB_DEPTH_MAX);
}

struct reading {
	int	many;		/* people there are */
	bool	splits;		/* does the board know date_published_to? */
	int	calls;
};

/* Answers like the board does until the talk is over. */
static void
read_all(struct reading *r, const struct platform_ask *ask,
    struct platform_got *got)
{
	void		*talk = superjob_search_talk.open(ask);
	struct err	 err = { 0 };

	for (;; r->calls++) {
		own_platform_request struct platform_request	req = { 0 };
		own_json json_t	*doc = NULL;
		const char	*until;
		int		 skip = 0, count;

		if (superjob_search_talk.next(talk, &req, &err) != 1)
			break;
		count = atoi(asked(&req, "count"));
		until = asked(&req, "date_published_to");
		if (until != NULL && r->splits)
			skip = (int)((NOW_S - atoll(until)) / 3600);
		doc = page_of(skip, atoi(asked(&req, "page")) * count, count,
		    r->many);
		assert_int_equal(superjob_search_talk.take(talk, doc, got,
		    &err), 0);
	}
	superjob_search_talk.close(talk);
}

/* All of them by cursors; how many different ones came. */
static size_t
read_on(struct reading *r, json_t **notes)
{
	own_wish struct wish	 wish = { .experience_min = -1,
	    .experience_max = -1, .salary_min = -1, .salary_max = -1,
	    .updated_within_days = -1, .limit = 200 };
	own_json json_t		*seen = json_object();
	own_str char		*cursor = NULL;

	*notes = json_array();
	do {
		const struct platform_ask ask = { .wish = &wish,
		    .cursor = cursor, .now_ms = NOW_S * 1000 };
		own_platform_got struct platform_got got = { .total = -1 };
		const json_t	*one;
		size_t		 i;

		read_all(r, &ask, &got);
		json_array_foreach(got.found, i, one)
			json_object_set_new(seen, field_str(one,
			    "external_id"), json_true());
		if (got.notes != NULL)
			json_array_extend(*notes, got.notes);
		mem_put(&cursor, give(got.cursor));
	} while (cursor != NULL && r->calls < 50);
	return json_object_size(seen);
}

static void
goes_on_behind_the_depth_by_date(void **state)
{
	static const struct { int many; bool splits; size_t got; size_t notes;
	} cases[] = {
		{ 0, true, 0, 0 }, { 499, true, 499, 0 },
		{ 500, true, 500, 0 }, { 1234, true, 1234, 0 },
		{ 620, false, 500, 1 },
	};

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		struct reading	 r = { cases[i].many, cases[i].splits, 0 };
		own_json json_t	*notes = NULL;

		assert_int_equal(read_on(&r, &notes), cases[i].got);
		assert_int_equal(json_array_size(notes), cases[i].notes);
	}
}

/* The end is not said, but nobody comes any more. */
static void
ends_when_nobody_comes(void **state)
{
	own_wish struct wish	 wish = { .limit = 50 };
	const struct platform_ask ask = { .wish = &wish };
	void			*talk = superjob_search_talk.open(&ask);
	own_platform_got struct platform_got got = { .total = -1 };
	own_json json_t		*doc = parsed("{\"objects\": [], \"total\": 9,"
				    " \"more\": true}");
	own_platform_request struct platform_request req = { 0 };
	struct err		 err = { 0 };

	(void)state;
	assert_int_equal(superjob_search_talk.take(talk, doc, &got, &err), 0);
	assert_int_equal(superjob_search_talk.next(talk, &req, &err), 0);
	assert_null(got.cursor);
	superjob_search_talk.close(talk);
}

static void
reads_responses(void **state)
{
	own_wish struct wish	 wish = { .limit = 50 };
	const struct platform_ask ask = { .wish = &wish, .id = "4700" };
	void			*talk = superjob_received_talk.open(&ask);
	own_platform_got struct platform_got got = { .total = -1 };
	own_platform_request struct platform_request req = { 0 };
	own_json json_t		*doc = parsed("{\"objects\": [{\"id\": 1,"
				    " \"date_sent\": 1718000000, \"resume\":"
				    " {\"id\": 7, \"email\": \"a@b.org\"},"
				    " \"message\": \"Привет\"}, {\"resume\":"
				    " null}, null], \"total\": 3, \"more\":"
				    " false}");
	const json_t		*one;
	struct err		 err = { 0 };

	(void)state;
	assert_int_equal(superjob_received_talk.next(talk, &req, &err), 1);
	assert_string_equal(req.http.path[1], "received");
	assert_string_equal(req.http.path[2], "4700");
	assert_int_equal(superjob_received_talk.take(talk, doc, &got, &err),
	    0);
	assert_int_equal(json_array_size(got.found), 1);
	assert_int_equal(got.unreadable, 2);
	one = json_array_get(got.found, 0);
	assert_string_equal(field_str(one, "email"), "a@b.org");
	assert_string_equal(json_string_value(field_at(one, "raw_data",
	    "response", "message", NULL)), "Привет");
	superjob_received_talk.close(talk);
}

/* Another currency than roubles is not asked for as if it were. */
static void
asks_for_roubles_alone(void **state)
{
	own_wish struct wish	 wish = { .salary_min = 1000, .limit = 50,
	    .currency = "USD" };
	const struct platform_ask ask = { .wish = &wish };
	void			*talk = superjob_search_talk.open(&ask);
	own_platform_request struct platform_request req = { 0 };
	struct err		 err = { 0 };

	(void)state;
	assert_int_equal(superjob_search_talk.next(talk, &req, &err), 1);
	assert_null(asked(&req, "payment_from"));
	superjob_search_talk.close(talk);
}

static void
trades_with_a_query_that_is_not_logged(void **state)
{
	const struct platform_keys keys = { .api_key = (char[]){ "id" },
	    .api_secret = (char[]){ "secret" } };
	const struct platform_grant renew = { .refresh_token = "old" };
	const struct platform_grant code = { .code = "c",
	    .redirect_uri = "https://hub.example/" };
	own_platform_request struct platform_request a = { 0 }, b = { 0 };

	(void)state;
	superjob_platform.oauth->trade(&keys, &renew, &a);
	superjob_platform.oauth->trade(&keys, &code, &b);
	superjob_platform.dress(&keys, "agent", &b);
	assert_string_equal(a.http.path[1], "refresh_token");
	assert_string_equal(asked(&a, "refresh_token"), "old");
	assert_null(asked(&a, "code"));
	assert_string_equal(b.http.path[1], "access_token");
	assert_string_equal(asked(&b, "client_secret"), "secret");
	assert_true(a.http.secret_query && b.http.secret_query && a.bare);
	assert_true(b.http.slash);
	assert_string_equal(b.http.header[0].name, "X-Api-App-Id");
	assert_int_equal(superjob_platform.limit, 120);
	assert_int_equal(superjob_platform.period_s, 60);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(reads_each_member),
		cmocka_unit_test(tells_refusals_apart),
		cmocka_unit_test(keeps_towns_and_catalogues),
		cmocka_unit_test(goes_on_behind_the_depth_by_date),
		cmocka_unit_test(ends_when_nobody_comes),
		cmocka_unit_test(reads_responses),
		cmocka_unit_test(asks_for_roubles_alone),
		cmocka_unit_test(trades_with_a_query_that_is_not_logged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
