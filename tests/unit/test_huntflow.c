/* huntflow: recorded answers and what we make of them; odd ones end in an error, not in a crash. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/mem.h"
#include "huntflow/api.h"
#include "huntflow/api_applicant.h"
#include "huntflow/api_dictionary.h"
#include "huntflow/api_token.h"
#include "huntflow/api_upload.h"
#include "io/field.h"

static json_t *
data(const char *name)
{
	char	 path[128];
	json_t	*doc;

	snprintf(path, sizeof(path), "tests/data/huntflow/%s", name);
	doc = json_load_file(path, 0, NULL);
	assert_non_null(doc);
	return doc;
}

static int
read_me(const json_t *doc, struct err *err)
{
	own_huntflow_me struct huntflow_me	me = { 0 };

	return huntflow_me_parse(doc, &me, err);
}

static int
read_items(const json_t *doc, struct err *err)
{
	own_huntflow_items struct huntflow_items	items = { 0 };

	return huntflow_items_parse(doc, "name", &items, err);
}

static int
read_upload(const json_t *doc, struct err *err)
{
	own_huntflow_upload struct huntflow_upload	upload = { 0 };

	return huntflow_upload_parse(doc, &upload, err);
}

static int
read_applicant(const json_t *doc, struct err *err)
{
	own_huntflow_applicant struct huntflow_applicant one = { 0 };

	return huntflow_applicant_parse(doc, &one, err);
}

static int
read_applicants(const json_t *doc, struct err *err)
{
	own_huntflow_applicants struct huntflow_applicants list = { 0 };

	return huntflow_applicants_parse(doc, &list, err);
}

static int
read_tags(const json_t *doc, struct err *err)
{
	struct huntflow_tag_ids	ids;

	return huntflow_applicant_tags_parse(doc, &ids, err);
}

static int
read_token(const json_t *doc, struct err *err)
{
	own_huntflow_token struct huntflow_token	token = { 0 };

	return huntflow_token_parse(doc, &token, err);
}

typedef int reader(const json_t *, struct err *);

static const struct {
	const char	*file;
	reader		*read;
} good[] = {
	{ "me.json",		read_me },
	{ "accounts.json",	read_items },
	{ "statuses.json",	read_items },
	{ "tags.json",		read_items },
	{ "holes.json",		read_items },
	{ "upload-parsed.json",	read_upload },
	{ "upload-plain.json",	read_upload },
	{ "created.json",	read_applicant },
	{ "applicant.json",	read_applicant },
	{ "search.json",	read_applicants },
	{ "holes.json",		read_applicants },
	{ "applicant-tags.json", read_tags },
	{ "token.json",		read_token },
};

static void
reads_recorded_answers(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(good); i++) {
		own_json json_t	*doc = data(good[i].file);
		struct err	 err = { 0 };

		if (good[i].read(doc, &err) == -1)
			fail_msg("%s: %s", good[i].file, err.text);
	}
}

static void
refuses_other_shapes(void **state)
{
	static const char *const	odd[] = { "empty.json", "list.json",
		"odd.json" };
	static reader *const		readers[] = { read_me, read_items,
		read_upload, read_applicant, read_applicants, read_tags,
		read_token };

	(void)state;
	for (size_t i = 0; i < nitems(odd); i++)
		for (size_t k = 0; k < nitems(readers); k++) {
			own_json json_t	*doc = data(odd[i]);
			struct err	 err = { 0 };

			assert_int_equal(readers[k](doc, &err), -1);
			assert_int_equal(err.kind, ERR_REMOTE);
			assert_string_equal(err.code, "huntflow.shape");
		}
}

static void
takes_what_is_there(void **state)
{
	own_json json_t	*holes = data("holes.json"),
			*created = data("created.json"),
			*parsed = data("upload-parsed.json"),
			*plain = data("upload-plain.json"),
			*whole = data("applicant.json");
	own_huntflow_items struct huntflow_items	 items = { 0 };
	own_huntflow_applicant struct huntflow_applicant one = { 0 },
							 two = { 0 };
	own_huntflow_upload struct huntflow_upload	 a = { 0 }, b = { 0 };
	struct err					 err = { 0 };

	(void)state;
	assert_int_equal(huntflow_items_parse(holes, "name", &items, &err), 0);
	assert_int_equal(items.n, 2);
	assert_int_equal(items.v[0].id, 6);
	assert_string_equal(items.v[1].name, "whole");
	assert_int_equal(huntflow_applicant_parse(created, &one, &err), 0);
	assert_int_equal(one.id, 19);
	assert_int_equal(one.ndoubles, 1);
	assert_int_equal(one.doubles[0], 8);
	assert_int_equal(one.externals[0], 1);
	assert_int_equal(huntflow_applicant_parse(whole, &two, &err), 0);
	assert_int_equal(two.nlinks, 1);
	assert_int_equal(two.links[0].vacancy, 4);
	assert_int_equal(two.links[0].status, 12);
	assert_int_equal(huntflow_upload_parse(parsed, &a, &err), 0);
	assert_int_equal(a.photo, 19);
	assert_non_null(a.fields);
	assert_int_equal(huntflow_upload_parse(plain, &b, &err), 0);
	assert_null(b.fields);
	assert_int_equal(b.photo, 0);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(reads_recorded_answers),
		cmocka_unit_test(refuses_other_shapes),
		cmocka_unit_test(takes_what_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
