#include "transfer/name.h"

#include <string.h>

#include "base/err.h"
#include "base/utf8.h"
#include "io/field.h"

#define NAME_CHARS	255

const char *const transfer_name_words[] = { "given", "title", "cv", "part" };

static void
put(char *out, const char *s)
{
	size_t	 len, room;

	if (s == NULL)
		s = "";
	s += strspn(s, " \t\r\n");
	len = utf8_head(s, NAME_CHARS);
	room = utf8_cut(s, PERSON_NAME_SIZE - 1);
	if (len > room)
		len = room;
	while (len > 0 && strchr(" \t\r\n", s[len - 1]) != NULL)
		len--;
	memcpy(out, s, len);
	out[len] = '\0';
}

static bool
is_whole(const struct person_name *name)
{
	return name->first[0] != '\0' && name->last[0] != '\0';
}

static bool
is_empty(const struct person_name *name)
{
	return name->first[0] == '\0' && name->last[0] == '\0';
}

/* What the parser took for a name may be the CV's heading. */
static void
put_part(char out[PERSON_NAME_SIZE], const char *given)
{
	if (given == NULL || !person_name_part(given, out))
		out[0] = '\0';
}

static void
read_cv(const json_t *cv, struct person_name *out)
{
	const json_t	*name = json_object_get(cv, "name");

	memset(out, 0, sizeof(*out));
	put_part(out->first, field_str(name, "first"));
	put_part(out->last, field_str(name, "last"));
	put_part(out->middle, field_str(name, "middle"));
}

/* The CV often has the father's name, which a title leaves out. */
static void
add_middle(struct person_name *name, const struct person_name *cv)
{
	if (name->middle[0] == '\0' && strcmp(name->first, cv->first) == 0 &&
	    strcmp(name->last, cv->last) == 0)
		put(name->middle, cv->middle);
}

/* Half a name of one, and what the other knows beside it. */
static void
join(struct person_name *name, const struct person_name *other)
{
	if (name->first[0] == '\0')
		put(name->first, other->first);
	if (name->last[0] == '\0')
		put(name->last, other->last);
}

static int
choose(const struct transfer_name_ask *ask, const struct person_name *title,
    enum person_name_kind kind, struct person_name *out,
    enum transfer_name_from *from, struct err *err)
{
	struct person_name	 cv;

	read_cv(ask->cv, &cv);
	put(out->first, ask->first);
	put(out->last, ask->last);
	put(out->middle, ask->middle);
	*from = TRANSFER_NAME_GIVEN;
	if (!is_empty(out))
		return 0;
	*from = TRANSFER_NAME_TITLE;
	if (kind == PERSON_WHOLE) {
		*out = *title;
		add_middle(out, &cv);
	} else if (!is_empty(&cv)) {
		*out = cv;
		join(out, title);
		*from = TRANSFER_NAME_CV;
	} else if (kind == PERSON_SINGLE) {
		*out = *title;
	} else
		put(out->last, ask->title);
	return !is_empty(out) ? 0 : err_code(err, ERR_INPUT, "transfer.name_empty",
	    "the task has no title and its CV no name");
}

int
transfer_name_read(const struct transfer_name_ask *ask,
    struct person_name *out, enum transfer_name_from *from, struct err *err)
{
	struct person_name	 title;
	enum person_name_kind	 kind = person_name_read(ask->title, &title);

	memset(out, 0, sizeof(*out));
	if (choose(ask, &title, kind, out, from, err) == -1)
		return -1;
	memcpy(out->position, title.position, sizeof(out->position));
	if (is_whole(out))
		return 0;
	*from = TRANSFER_NAME_PART;
	if (out->first[0] == '\0')
		put(out->first, "-");
	if (out->last[0] == '\0')
		put(out->last, "-");
	return 0;
}

const char *
transfer_name_told(enum transfer_name_from from, bool cv)
{
	if (from == TRANSFER_NAME_GIVEN)
		return transfer_name_words[from];
	return transfer_name_words[from == TRANSFER_NAME_PART && cv ?
	    TRANSFER_NAME_CV : TRANSFER_NAME_TITLE];
}
