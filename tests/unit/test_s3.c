/* s3: addresses as another implementation (botocore) signs them, and what is no configuration. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "file/s3.h"

#define AT_MS	INT64_C(1369353600000)	/* 2013-05-24 */

static const struct {
	const char	*endpoint, *method, *name, *disposition, *type, *signature;
} cases[] = {
	{ "https://s3.example.com", "GET", "task_file/7-abc", NULL, NULL,
	    "ddc1bc09e7a2562a3e2771123533a757cedbd6164afe8137ed4dfda86114f239" },
	{ "https://s3.example.com:9000", "PUT", "document/12-ff", NULL, NULL,
	    "22f388c66200b9b6dd080e8fffbd364c772a268225cc3058ae0971c3d3a437d4" },
	{ "https://s3.example.com", "GET", "task_file/7-abc",
	    "attachment; filename=\"a b.pdf\"; filename*=UTF-8''%D0%98.pdf",
	    "application/pdf",
	    "d23a811e540c43771be6c62c8a470a92767bb385ef9bafc816dcad06b27ac1da" },
};

static void
signs_as_others_do(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_str char		*endpoint = mem_dup(cases[i].endpoint);
		char			 bucket[] = "files-of-ours",
					 region[] = "eu-central-1",
					 prefix[] = "files",
					 key[] = "AKIAIOSFODNN7EXAMPLE",
					 secret[] = "wJalrXUtnFEMI/K7MDENG/"
					    "bPxRfiCYEXAMPLEKEY";
		const struct s3		 s3 = { endpoint, bucket, region, prefix,
			key, secret };
		own_buf struct buf	 url = { 0 };
		const char		*signature;

		s3_link(&s3, cases[i].method, cases[i].name,
		    &(struct s3_answer){ cases[i].disposition, cases[i].type },
		    AT_MS, S3_LINK_S, &url);
		signature = strstr(buf_str(&url), "X-Amz-Signature=");
		assert_non_null(signature);
		assert_string_equal(signature + strlen("X-Amz-Signature="),
		    cases[i].signature);
	}
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(signs_as_others_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
