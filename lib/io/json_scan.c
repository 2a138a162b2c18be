#include "io/json_scan.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mask.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/field.h"

#define DEPTH_MAX	32
#define TOKEN_MAX	(2u << 20)	/* bytes of a text */
#define WEIGHT_MAX	(32u << 20)	/* bytes of what is kept at a time */
#define OBJECT_WEIGHT	320		/* an object with its table, nothing in it */
#define VALUE_WEIGHT	100		/* any other value, with its member's name */
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
	size_t		 weight, before;	/* before: less the element under way */
	const char	*code;		/* why it was given up, or NULL */
	yajl_handle	 parser;
	bool		 broken;
	char		*each, *hide;
	json_scan_taker	*take;
	void		*arg;
	bool		 in_each;	/* open[1] is the array of elements */
	bool		 quoted, escaped;	/* where is_endless stopped */
	size_t		 token;
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

static size_t
weight_of(const json_t *value)
{
	return json_is_object(value) ? OBJECT_WEIGHT :
	    VALUE_WEIGHT + json_string_length(value);
}

static int
put(struct json_scan *p, json_t *value)
{
	json_t	*top = p->depth > 0 ? p->open[p->depth - 1] : NULL;

	if ((p->weight += weight_of(value)) > WEIGHT_MAX) {
		json_decref(value);
		return give_up(p, "io.json_size");
	}
	if (top == NULL)
		p->root = value;
	else if (json_is_array(top))
		json_array_append_new(top, value);
	else if (json_object_set_new(top, p->key, value) == -1)
		return give_up(p, "io.json");
	return 1;
}

/* The element of the array that was just ended goes to whoever takes them. */
static void
hand_over(struct json_scan *p)
{
	json_t	*list = p->open[1];

	if (!p->in_each || p->depth != 2 || json_array_size(list) == 0)
		return;
	p->take(p->arg, json_array_get(list, 0));
	json_array_clear(list);
	p->weight = p->before;
}

static int
put_scalar(struct json_scan *p, json_t *value)
{
	p->keep = false;
	if (!put(p, value))
		return 0;
	hand_over(p);
	return 1;
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
		return give_up(arg, "io.json");
	memcpy(text, s, len);
	text[len] = '\0';
	errno = 0;
	n = strtoll(text, &end, 10);
	return put_scalar(arg, *end == '\0' && errno == 0 ? json_integer(n) :
	    json_real(strtod(text, NULL)));
}

static void
hide_in(const struct json_scan *p, json_t *text)
{
	own_str char	*copy = NULL;

	if (p->hide == NULL)
		return;
	copy = mem_dup(json_string_value(text));
	mask_value(copy, strlen(copy), p->hide);
	if (strcmp(copy, json_string_value(text)) != 0)
		json_string_set(text, copy);
}

/* U+0000 stands for no text: it costs its letter, as in pages that are read whole
 * (json_escape.h). */
static void
put_mended(struct buf *out, const char *s, size_t len)
{
	char	bad[4];

	for (size_t i = 0; i < len; i++)
		if (s[i] != '\0')
			buf_putc(out, s[i]);
		else
			buf_add(out, bad, utf8_put(UTF8_BAD, bad));
}

static int
on_string(void *arg, const unsigned char *s, size_t len)
{
	own_buf struct buf	 mended = { 0 };
	json_t			*text;

	if (!wanted(arg))
		return 1;
	if (memchr(s, '\0', len) != NULL) {
		put_mended(&mended, (const char *)s, len);
		s = (const unsigned char *)mended.data;
		len = mended.len;
	}
	/* yajl lets overlong forms and surrogates pass: jansson does not. */
	if ((text = field_string((const char *)s, len)) == NULL)
		return give_up(arg, "io.json");
	hide_in(arg, text);
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
	if (p->depth == 2 && p->take != NULL && json_is_array(level) &&
	    json_is_object(p->open[0]) && strcmp(p->key, p->each) == 0) {
		p->in_each = true;
		p->before = p->weight;
	}
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
	if (p->depth < 2)
		p->in_each = false;
	else
		hand_over(p);
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

struct json_scan *
json_scan_open(const struct json_scan_conf *conf, struct err *err)
{
	struct json_scan	*p = mem_zero(sizeof(*p));

	for (const char *const *name = conf->names; *name != NULL; name++)
		add_name(p, *name);
	p->each = mem_dup(conf->each);
	p->hide = mem_dup(conf->hide);
	p->take = conf->take;
	p->arg = conf->arg;
	if ((p->parser = yajl_alloc(&callbacks, NULL, p)) == NULL) {
		err_set(err, ERR_INTERNAL, "json_scan: no parser");
		json_scan_close(p);
		return NULL;
	}
	return p;
}

void
json_scan_close(struct json_scan *p)
{
	if (p == NULL)
		return;
	if (p->parser != NULL)
		yajl_free(p->parser);
	json_decref(p->root);
	if (p->hide != NULL)
		explicit_bzero(p->hide, strlen(p->hide));
	free(p->each);
	free(p->hide);
	free(p);
}

/* yajl keeps a text or number whole that goes over the end of a piece: it must not be endless. */
static bool
is_endless(struct json_scan *p, const char *s, size_t len)
{
	for (const char *end = s + len; s < end; s++) {
		if (p->quoted && p->escaped)
			p->escaped = false;
		else if (*s == '"')
			p->quoted = !p->quoted;
		else if (p->quoted)
			p->escaped = *s == '\\';
		if (!p->quoted && strchr(",:[]{} \t\r\n\"", *s) != NULL)
			p->token = 0;
		else if (++p->token > TOKEN_MAX)
			return true;
	}
	return false;
}

void
json_scan_feed(struct json_scan *p, const char *text, size_t len)
{
	if (!p->broken && is_endless(p, text, len)) {
		p->code = "io.json_size";
		p->broken = true;
	}
	if (!p->broken && yajl_parse(p->parser, (const unsigned char *)text,
	    len) != yajl_status_ok)
		p->broken = true;
}

int
json_scan_end(struct json_scan *p, json_t **out, struct err *err)
{
	if (p->broken || yajl_complete_parse(p->parser) != yajl_status_ok ||
	    p->root == NULL)
		return err_code(err, ERR_INPUT, p->code != NULL ? p->code :
		    "io.json", "broken, too deep or too large");
	*out = p->root;
	p->root = NULL;
	return 0;
}

static void
close_scan(struct json_scan **p)
{
	json_scan_close(*p);
}

int
json_scan_parse(const char *text, size_t len, const char *const *names,
    json_t **out, struct err *err)
{
	const struct json_scan_conf		 conf = { .names = names };
	cleanup(close_scan) struct json_scan	*p = json_scan_open(&conf, err);

	if (p == NULL)
		return -1;
	json_scan_feed(p, text, len);
	return json_scan_end(p, out, err);
}
