#include "io/json_scan.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"

#define DEPTH_MAX	32
#define VALUES_MAX	1000000
#define KEY_SIZE	256
#define SLOTS		256	/* of the table of names; a power of two */

struct name {
	const char	*text;
	size_t		 len;
	bool		 whole;
};

struct json_scan {
	struct name	 names[SLOTS];
	json_t		*root;
	json_t		*open[DEPTH_MAX];	/* borrowed: root owns them */
	int		 depth;		/* of open */
	int		 dark;		/* levels below something unwanted */
	int		 whole;		/* levels below something kept whole */
	bool		 drop, keep;	/* what the key said of the next value */
	char		 key[KEY_SIZE];
	size_t		 values;
	const char	*code;		/* why it was given up, or NULL */
};

static size_t
slot_of(const unsigned char *s, size_t len)
{
	return (len * 31 + s[0] * 7u + s[len - 1]) & (SLOTS - 1);
}

static void
add_name(struct json_scan *p, const char *text)
{
	size_t	len = strlen(text), i;
	bool	whole = text[len - 1] == '*';

	len -= whole;
	i = slot_of((const unsigned char *)text, len);
	while (p->names[i].text != NULL)
		i = (i + 1) & (SLOTS - 1);
	p->names[i] = (struct name){ text, len, whole };
}

static const struct name *
find_name(const struct json_scan *p, const unsigned char *s, size_t len)
{
	size_t	i;

	if (len == 0)
		return NULL;
	for (i = slot_of(s, len); p->names[i].text != NULL;
	    i = (i + 1) & (SLOTS - 1))
		if (p->names[i].len == len &&
		    memcmp(p->names[i].text, s, len) == 0)
			return &p->names[i];
	return NULL;
}

static int
give_up(struct json_scan *p, const char *code)
{
	p->code = code;
	return 0;
}

/* Is the value that begins now wanted? */
static bool
wanted(struct json_scan *p)
{
	bool	drop = p->drop;

	p->drop = false;
	return p->dark == 0 && !drop;
}

static int
put(struct json_scan *p, json_t *value)
{
	json_t	*top = p->depth > 0 ? p->open[p->depth - 1] : NULL;

	if (++p->values > VALUES_MAX) {
		json_decref(value);
		return give_up(p, "json_size");
	}
	if (top == NULL)
		p->root = value;
	else if (json_is_array(top))
		json_array_append_new(top, value);
	else if (json_object_set_new(top, p->key, value) == -1)
		return give_up(p, "json");
	return 1;
}

static int
put_scalar(struct json_scan *p, json_t *value)
{
	p->keep = false;
	return put(p, value);
}

static int
on_null(void *arg)
{
	return !wanted(arg) || put_scalar(arg, json_null());
}

static int
on_flag(void *arg, int value)
{
	return !wanted(arg) || put_scalar(arg, json_boolean(value));
}

/* Whole numbers that fit are integers, all else is real. */
static int
on_number(void *arg, const char *s, size_t len)
{
	char		 text[64];
	char		*end;
	long long	 n;

	if (!wanted(arg))
		return 1;
	if (len >= sizeof(text))
		return give_up(arg, "json");
	memcpy(text, s, len);
	text[len] = '\0';
	errno = 0;
	n = strtoll(text, &end, 10);
	return put_scalar(arg, *end == '\0' && errno == 0 ? json_integer(n) :
	    json_real(strtod(text, NULL)));
}

static int
on_string(void *arg, const unsigned char *s, size_t len)
{
	json_t	*text;

	if (!wanted(arg))
		return 1;
	/* yajl lets overlong forms and surrogates pass: jansson does not. */
	if (memchr(s, '\0', len) != NULL ||
	    (text = field_string((const char *)s, len)) == NULL)
		return give_up(arg, "json");
	return put_scalar(arg, text);
}

static int
open_level(struct json_scan *p, json_t *(*make)(void))
{
	json_t	*level;

	if (p->depth + p->dark == DEPTH_MAX)
		return give_up(p, "io.json_depth");
	if (!wanted(p)) {
		p->dark++;
		return 1;
	}
	level = make();
	if (!put(p, level))
		return 0;
	p->open[p->depth++] = level;
	if (p->whole > 0 || p->keep)
		p->whole++;
	p->keep = false;
	return 1;
}

static int
close_level(void *arg)
{
	struct json_scan	*p = arg;

	if (p->dark > 0) {
		p->dark--;
		return 1;
	}
	p->depth--;
	if (p->whole > 0)
		p->whole--;
	return 1;
}

static int
on_map(void *arg)
{
	return open_level(arg, json_object);
}

static int
on_array(void *arg)
{
	return open_level(arg, json_array);
}

static int
on_key(void *arg, const unsigned char *s, size_t len)
{
	struct json_scan		*p = arg;
	const struct name	*name;

	if (p->dark > 0)
		return 1;
	name = p->whole > 0 ? NULL : find_name(p, s, len);
	p->drop = (p->whole == 0 && name == NULL) || len >= KEY_SIZE ||
	    memchr(s, '\0', len) != NULL;
	p->keep = name != NULL && name->whole;
	if (p->drop)
		return 1;
	memcpy(p->key, s, len);
	p->key[len] = '\0';
	return 1;
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_null,
	.yajl_boolean = on_flag,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_map,
	.yajl_map_key = on_key,
	.yajl_end_map = close_level,
	.yajl_start_array = on_array,
	.yajl_end_array = close_level,
};

int
json_scan_parse(const char *text, size_t len, const char *const *names,
    json_t **out, struct err *err)
{
	struct json_scan	p = { .code = NULL };
	yajl_handle	parser;
	yajl_status	status;

	for (; *names != NULL; names++)
		add_name(&p, *names);
	if ((parser = yajl_alloc(&callbacks, NULL, &p)) == NULL)
		return err_set(err, ERR_INTERNAL, "json_scan: no parser");
	status = yajl_parse(parser, (const unsigned char *)text, len);
	if (status == yajl_status_ok)
		status = yajl_complete_parse(parser);
	yajl_free(parser);
	if (status == yajl_status_ok && p.root != NULL) {
		*out = p.root;
		return 0;
	}
	json_decref(p.root);
	return err_code(err, ERR_INPUT, p.code != NULL ? p.code : "io.json",
	    "broken, too deep or too large");
}
