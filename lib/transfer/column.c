#include "transfer/column.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "person/email.h"
#include "person/link.h"
#include "person/name.h"
#include "person/phone.h"
#include "transfer/field.h"
#include "transfer/source.h"

#define PHONE_DIGITS	10	/* fewer without a name may be any number */

/* The parts of a name, in the order of the first words. */
enum part { WHOLE, FIRST, LAST, MIDDLE, PARTS };

const char *const transfer_column_words[] = { "name", "first_name",
	"last_name", "middle_name", "comment", "none", "link", "phone",
	"email", "money", "position", "company", "birthday", "skype",
	"telegram", NULL };

/* Words that name a part, as of transfer/field_words.def; the first row that is found holds. */
static const struct { enum part part; const char *words[10]; } part_words[] = {
	{ WHOLE, { " фио ", " ф и о ", " фамилия имя", " имя фамилия",
	    " имя и фамилия", " full name ", " fullname ", " аты жөні ",
	    " fish ", NULL } },
	{ LAST, { " фамили", " last name ", " lastname ", " surname ",
	    " family name ", " тегі ", " familiya", NULL } },
	{ MIDDLE, { " отчеств", " middle name ", " middlename ",
	    " patronymic ", NULL } },
	{ FIRST, { " имя ", " first name ", " firstname ", " given name ",
	    " есімі ", " ism ", NULL } },
	{ WHOLE, { " кандидат ", " соискатель ", " candidate ", " applicant ",
	    " name ", NULL } },
};

/* Names of what is no person's, though they hold such a word. */
static const char *const others[] = { " компани", " организаци", " company",
	" проект", " project", " файл", " file", " имя пользователя",
	" user name", " username", " логин", " ваканси", " vacancy", " id ",
	" номер ", NULL };

/* --- the guess --- */

static const char *
by_name(const char *name)
{
	enum transfer_field	to;
	const bool		named = transfer_field_named(name, &to);

	if (named && to == TRANSFER_FIELD_COMMENT)
		return transfer_field_words[to];
	for (size_t i = 0; i < nitems(part_words) &&
	    !transfer_field_says(name, others); i++)
		if (transfer_field_says(name, part_words[i].words))
			return transfer_column_words[part_words[i].part];
	return named ? transfer_field_words[to] : NULL;
}

static bool
holds_link(const char *cell)
{
	struct person_link	link;

	return person_link_next(&cell, &link);
}

static bool
holds_email(const char *cell)
{
	char	email[PERSON_EMAIL_SIZE];

	return person_email_read(cell, false, email);
}

static bool
holds_phone(const char *cell)
{
	struct person_phone	number;
	size_t			digits = 0;

	for (const char *at = cell; *at != '\0'; at++)
		digits += *at >= '0' && *at <= '9';
	return digits >= PHONE_DIGITS && person_phone_next(&cell,
	    PERSON_PHONE_FIELD, NULL, &number);
}

static bool
holds_name(const char *cell)
{
	struct person_name	name;

	return person_name_read(cell, &name) == PERSON_WHOLE &&
	    name.position[0] == '\0';
}

/* Does more than half of what the column says hold it? */
static bool
hold(const json_t *rows, size_t column, bool (*holds)(const char *))
{
	const json_t	*row;
	size_t		 i, filled = 0, held = 0;

	json_array_foreach(rows, i, row) {
		const char	*cell = json_string_value(json_array_get(row,
				    column));

		if (cell == NULL || *cell == '\0')
			continue;
		filled++;
		held += holds(cell);
	}
	return held * 2 > filled;
}

static const char *
by_cells(const json_t *rows, size_t column)
{
	static const struct { bool (*holds)(const char *); const char *word; }
	    kinds[] = { { holds_link, "link" }, { holds_email, "email" },
		{ holds_phone, "phone" } };

	for (size_t i = 0; i < nitems(kinds); i++)
		if (hold(rows, column, kinds[i].holds))
			return kinds[i].word;
	return "comment";
}

/* WHOLE..: the part that a word means; PARTS: none. */
static enum part
part_of(const char *word)
{
	enum part	part = WHOLE;

	while (part < PARTS && (word == NULL || strcmp(word,
	    transfer_column_words[part]) != 0))
		part++;
	return part;
}

void
transfer_column_guess(json_t *columns, const json_t *rows)
{
	bool	 nameless = true;
	json_t	*column;
	size_t	 i;

	json_array_foreach(columns, i, column) {
		const char	*word = by_name(field_str(column, "name"));

		if (word == NULL)
			word = by_cells(rows, i);
		nameless = nameless && part_of(word) == PARTS;
		json_object_set_new(column, "guess", json_string(word));
	}
	json_array_foreach(columns, i, column)
		if (nameless && strcmp(field_str(column, "guess"),
		    "comment") == 0 && hold(rows, i, holds_name)) {
			json_object_set_new(column, "guess", json_string(
			    transfer_column_words[WHOLE]));
			return;
		}
}

/* --- the choice --- */

static const json_t *
column_of(const json_t *columns, const char *id)
{
	const json_t	*column;
	size_t		 i;

	json_array_foreach(columns, i, column)
		if (strcmp(field_str(column, "id"), id) == 0)
			return column;
	return NULL;
}

int
transfer_column_read(const json_t *mapping, const json_t *columns,
    json_t **out, struct err *err)
{
	own_json json_t	*got = json_object();
	const char	*id, *word;
	json_t		*value;

	json_object_foreach((json_t *)(uintptr_t)mapping, id, value) {
		word = NULL;
		if (column_of(columns, id) == NULL)
			return err_field(err, id, "unknown", "%s", "");
		if (field_word_opt(mapping, id, transfer_column_words, &word,
		    err) == -1)
			return -1;
		if (word != NULL)
			json_object_set_new(got, id, json_string(word));
	}
	*out = give(got);
	return 0;
}

const char *
transfer_column_to(const json_t *column, const json_t *mapping)
{
	const char	*word = field_str(mapping, field_str(column, "id"));

	if (word == NULL)
		word = field_str(column, "guess");
	return word != NULL ? word : "comment";
}

/* --- a row --- */

static void
put_part(struct transfer_item *out, enum part part, const char *cell)
{
	char	**const	parts[] = { &out->name, &out->first, &out->last,
		    &out->middle };

	if (*parts[part] == NULL)
		*parts[part] = mem_dup(cell);
}

static char *
joined(const struct transfer_item *item)
{
	const char *const	parts[] = { item->last, item->first,
		item->middle };
	own_buf struct buf	out = { 0 };

	for (size_t i = 0; i < nitems(parts); i++)
		if (parts[i] != NULL)
			buf_fmt(&out, "%s%s", out.len > 0 ? " " : "",
			    parts[i]);
	return out.len > 0 ? mem_dup(buf_str(&out)) : NULL;
}

static const char *
first_text(const json_t *cells)
{
	const json_t	*cell;
	size_t		 i;

	json_array_foreach(cells, i, cell)
		if (!field_blank(json_string_value(cell)))
			return json_string_value(cell);
	return "";
}

static void
put_name(const json_t *cells, struct transfer_item *out)
{
	if (out->name != NULL) {	/* it says all of it */
		mem_put(&out->first, NULL);
		mem_put(&out->last, NULL);
		mem_put(&out->middle, NULL);
	} else if ((out->name = joined(out)) == NULL)
		out->name = mem_dup(first_text(cells));
}

void
transfer_column_item(const json_t *columns, const json_t *mapping,
    const json_t *cells, struct transfer_item *out)
{
	own_json json_t	*fields = json_array();
	const json_t	*column;
	size_t		 i;

	out->choices = json_object();
	json_array_foreach(columns, i, column) {
		const char	*cell = json_string_value(json_array_get(cells,
				    i)),
				*id = field_str(column, "id"),
				*to = transfer_column_to(column, mapping);
		const enum part	 part = part_of(to);

		if (cell == NULL || *cell == '\0')
			continue;
		if (part < PARTS)
			put_part(out, part, cell);
		if (part < PARTS || strcmp(to, "comment") != 0 ||
		    field_str(mapping, id) != NULL)
			json_object_set_new(out->choices, id, json_string(
			    part < PARTS ? "comment" : to));
		json_array_append_new(fields, json_pack(
		    "{s:s, s:s, s:s, s:s}", "id", id, "name", field_str(column,
		    "name"), "type", "text", "display", cell));
	}
	put_name(cells, out);
	out->fields = json_dumps(fields, JSON_COMPACT);
}
