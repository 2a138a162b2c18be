#define PCRE2_CODE_UNIT_WIDTH 8
#include "io/pattern.h"

#include <pcre2.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"

#define STEPS_MAX	200000	/* some ms of backtracking */
#define DEPTH_MAX	1000
#define HEAP_MAX_KB	4096
#define NEST_MAX	20

struct pattern {
	pcre2_code		*code;
	pcre2_match_context	*limits;
};

void
pattern_close(struct pattern *p)
{
	if (p == NULL)
		return;
	pcre2_code_free(p->code);
	pcre2_match_context_free(p->limits);
	free(p);
}

static const char *
code_of(int error)
{
	switch (error) {
	case PCRE2_ERROR_MISSING_CLOSING_PARENTHESIS:
	case PCRE2_ERROR_UNMATCHED_CLOSING_PARENTHESIS:
		return "io.pattern_parenthesis";
	case PCRE2_ERROR_MISSING_SQUARE_BRACKET:
		return "io.pattern_bracket";
	case PCRE2_ERROR_QUANTIFIER_INVALID:
		return "io.pattern_repeat";
	default:
		return "io.pattern";
	}
}

/* The characters of the first bytes. */
static size_t
characters(const char *text, size_t bytes)
{
	own_str char	*head = mem_ndup(text, bytes);

	return utf8_count(head);
}

static pcre2_code *
compile(const char *text, struct err *err)
{
	pcre2_compile_context	*bounds = pcre2_compile_context_create(NULL);
	pcre2_code		*code = NULL;
	PCRE2_SIZE		 at = 0;
	int			 error = 0;

	pcre2_set_max_pattern_length(bounds, PATTERN_MAX * 4);
	pcre2_set_parens_nest_limit(bounds, NEST_MAX);
	code = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED,
	    PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_NEVER_BACKSLASH_C,
	    &error, &at, bounds);
	pcre2_compile_context_free(bounds);
	if (code != NULL)
		return code;
	err_field(err, "regex", code_of(error), "%zu", characters(text, at));
	return NULL;
}

struct pattern *
pattern_open(const char *text, struct err *err)
{
	struct pattern	*p;
	pcre2_code	*code = compile(text, err);

	if (code == NULL)
		return NULL;
	p = mem_zero(sizeof(*p));
	p->code = code;
	p->limits = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(p->limits, STEPS_MAX);
	pcre2_set_depth_limit(p->limits, DEPTH_MAX);
	pcre2_set_heap_limit(p->limits, HEAP_MAX_KB);
	return p;
}

int
pattern_match(const struct pattern *p, const char *text, size_t len)
{
	pcre2_match_data	*data = pcre2_match_data_create(1, NULL);
	int			 rc = pcre2_match(p->code, (PCRE2_SPTR)text,
				    len, 0, 0, data, p->limits);

	pcre2_match_data_free(data);
	return rc >= 0 ? 1 : rc == PCRE2_ERROR_NOMATCH ? 0 : -1;
}
