/* zip_out: what it writes is what libzip reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/unzip.h"
#include "io/zip_out.h"

#define LONG	200000

static void
is_read_by_others(void **state)
{
	struct zip_out		*zip = zip_out_open();
	own_buf struct buf	 file = { 0 }, got = { 0 }, line = { 0 };
	own_unzip struct unzip	*in = NULL;
	struct err		 err = { 0 };

	(void)state;
	for (int i = 0; i < LONG; i++)
		buf_fmt(&line, "%d\n", i);
	zip_out_begin(zip, &file, "empty.txt");
	zip_out_end(zip, &file);
	zip_out_begin(zip, &file, "long.txt");
	for (size_t at = 0; at < line.len; at += 1000)
		zip_out_put(zip, &file, line.data + at, line.len - at < 1000 ?
		    line.len - at : 1000);
	zip_out_end(zip, &file);
	zip_out_finish(zip, &file);
	zip_out_close(zip);
	assert_true(file.len < line.len);
	in = unzip_open(file.data, file.len, &err);
	assert_non_null(in);
	assert_true(unzip_has(in, "empty.txt"));
	assert_int_equal(unzip_read(in, "long.txt", line.len + 1, &got, &err),
	    0);
	assert_int_equal(got.len, line.len);
	assert_memory_equal(got.data, line.data, line.len);
}

/* One that is given up in the middle of an entry. */
static void
is_closed_half_way(void **state)
{
	struct zip_out		*zip = zip_out_open();
	own_buf struct buf	 file = { 0 };

	(void)state;
	zip_out_begin(zip, &file, "a.txt");
	zip_out_put(zip, &file, "text", 4);
	zip_out_close(zip);
	zip_out_close(NULL);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(is_read_by_others),
		cmocka_unit_test(is_closed_half_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
