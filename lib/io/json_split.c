#include "io/json_split.h"

#include <string.h>

static const char *
skip_blanks(const char *s, const char *end)
{
	while (s < end && memchr(" \t\r\n", *s, 4) != NULL)
		s++;
	return s;
}

/* s: a quote. Behind the other one, or NULL. */
static const char *
skip_string(const char *s, const char *end)
{
	for (s++; s < end; s++) {
		if (*s == '"')
			return s + 1;
		if (*s == '\\')
			s++;
	}
	return NULL;
}

static const char *
skip_nested(const char *s, const char *end)
{
	size_t	depth = 0;

	while (s < end) {
		if (*s == '"') {
			if ((s = skip_string(s, end)) == NULL)
				return NULL;
			continue;
		}
		if (*s == '{' || *s == '[')
			depth++;
		else if ((*s == '}' || *s == ']') && --depth == 0)
			return s + 1;
		s++;
	}
	return NULL;
}

static const char *
skip_word(const char *s, const char *end)
{
	while (s < end && memchr(" \t\r\n,:{}[]\"", *s, 11) == NULL)
		s++;
	return s < end ? s : NULL;
}

bool
json_split(const char *text, size_t len, struct json_part *out)
{
	const char	*end = text + len;
	const char	*s = skip_blanks(text, end), *behind;

	if (s == end || memchr(",:}]", *s, 4) != NULL)
		return false;
	behind = *s == '"' ? skip_string(s, end) :
	    *s == '{' || *s == '[' ? skip_nested(s, end) : skip_word(s, end);
	*out = (struct json_part){ s, (size_t)((behind != NULL ? behind :
	    end) - s), behind != NULL };
	return true;
}

/* The value at s; then *s is behind it, and behind the comma or colon that follows. */
static bool
next(const char **s, const char *end, struct json_part *out)
{
	if (!json_split(*s, (size_t)(end - *s), out))
		return false;
	*s = skip_blanks(out->text + out->len, end);
	if (*s < end && (**s == ',' || **s == ':'))
		(*s)++;
	return true;
}

bool
json_split_member(const struct json_part *object, const char *name,
    struct json_part *out)
{
	const char		*s = object->text + 1;
	const char		*end = object->text + object->len;
	const size_t		 len = strlen(name);
	struct json_part	 key;

	if (object->len == 0 || *object->text != '{')
		return false;
	while (next(&s, end, &key) && next(&s, end, out))
		if (key.len == len + 2 && memcmp(key.text + 1, name, len) == 0)
			return true;
	return false;
}

bool
json_split_next(const struct json_part *array, size_t *at,
    struct json_part *out)
{
	const char	*s = array->text + (*at > 0 ? *at : 1);

	if (array->len == 0 || *array->text != '[' ||
	    !next(&s, array->text + array->len, out))
		return false;
	*at = (size_t)(s - array->text);
	return true;
}
