/* comment_copy: what a portal says of a comment, and what we make of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/mem.h"
#include "bitrix/comment_copy.h"
#include "io/field.h"

#define MARK	"hirewire-0123456789abcdefghij-_"

static const struct {
	const char	*message, *text, *mark;		/* mark NULL: none */
} said[] = {
	{ "Текст", "Текст", NULL },
	{ "[b]Жирный[/b] и [URL=https://a.by/?x=[1]]ссылка[/URL]",
	    "Жирный и ]ссылка", NULL },
	{ "[USER=5]Пётр Ли[/USER], посмотрите", "Пётр Ли, посмотрите", NULL },
	{ "[quote]раз\nдва[/quote]\nтри", "раз\nдва\nтри", NULL },
	{ "массив a[0] и [срочно]", "массив a[0] и [срочно]", NULL },
	{ "[b", "[b", NULL },
	{ "[b\n]", "[b\n]", NULL },
	{ "[", "[", NULL },
	{ "наш\n\n" MARK, "наш", MARK },
	{ "в середине " MARK " слово", "в середине " MARK " слово",
	    NULL },
	{ "не метка\nhirewire-привет", "не метка\nhirewire-привет", NULL },
	{ "commentAuxTaskInfo|created", "", NULL },
	{ " \r\n ", "", NULL },
};

static void
reads_what_people_wrote(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(said); i++) {
		own_json json_t	*doc = json_pack("{s:s, s:s, s:s, s:s}", "ID",
				    "7", "AUTHOR_ID", "3", "AUTHOR_NAME",
				    "Анна\nЛи", "POST_MESSAGE",
				    said[i].message);
		own_bitrix_said struct bitrix_said	s = { 0 };

		assert_true(bitrix_said_read(doc, &s));
		assert_int_equal(s.id, 7);
		assert_int_equal(s.author_id, 3);
		assert_string_equal(s.author, "Анна Ли");
		assert_string_equal(s.text, said[i].text);
		if (said[i].mark == NULL)
			assert_null(s.mark);
		else
			assert_string_equal(s.mark, said[i].mark);
	}
}

static void
what_has_no_number_is_none(void **state)
{
	static const char *const	bad[] = { "{}", "[]", "null", "5",
		"{\"ID\":0}", "{\"ID\":\"-1\"}", "{\"ID\":{}}" };

	(void)state;
	for (size_t i = 0; i < nitems(bad); i++) {
		own_json json_t		*doc = json_loads(bad[i],
					    JSON_DECODE_ANY, NULL);
		struct bitrix_said	 s = { 0 };

		assert_false(bitrix_said_read(doc, &s));
	}
}

/* Whatever stands before and behind it, the text comes back. */
static void
a_text_comes_back(void **state)
{
	(void)state;
	for (int named = 0; named < 2; named++) {
		const char	*name = named ? "Анна Ли" : NULL;
		own_str char	*sent = bitrix_said_text(name, "Готово",
				    MARK);
		own_json json_t	*doc = json_pack("{s:i, s:s}", "ID", 1,
				    "POST_MESSAGE", sent);
		own_bitrix_said struct bitrix_said	s = { 0 };
		own_str char	*bare = NULL, *here = NULL, *again = NULL;

		assert_true(bitrix_said_read(doc, &s));
		assert_string_equal(s.mark, MARK);
		bare = bitrix_said_bare("Анна Ли", s.text);
		assert_string_equal(bare, "Готово");
		here = bitrix_said_here(name, "Готово");
		again = bitrix_said_bare("Анна Ли", here);
		assert_string_equal(again, "Готово");
	}
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(reads_what_people_wrote),
		cmocka_unit_test(what_has_no_number_is_none),
		cmocka_unit_test(a_text_comes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
