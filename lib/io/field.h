/* field: members of a JSON document from outside, checked; each error names the
 * member. Works on request bodies (ERR_INPUT with the field) and on remote answers. */
#ifndef IO_FIELD_H
#define IO_FIELD_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

/*
 * Parse text from outside: bounded depth (32), valid UTF-8, no duplicate keys, no NUL. Its
 * strings are made as field_string makes them.
 * 0, or -1 with ERR_INPUT (code "io.json", "io.json_depth", "io.utf8").
 */
int	field_parse(const char *, size_t len, json_t **, struct err *);

/* A string from outside, its letters composed (unicode_composed). NULL: not UTF-8, or a NUL. */
json_t	*field_string(const char *, size_t len);

/* A string that field_line takes, made of what was written without care: utf8_line. */
json_t	*field_one_line(const char *);

/*
 * Marks an object made of form data, whose numbers and flags are texts: field_int,
 * field_bool_opt and field_array_opt then take "30", "on", and a single value.
 */
void	field_form(json_t *);
#define FIELD_FORM	""	/* the name of the mark */

/* Only these members may be present (NULL-ended list); others: code "unknown". */
int	field_only(const json_t *, const char *const *names, struct err *);

/* Members that may be absent, but not null (NULL-ended list): else code "required". */
int	field_no_null(const json_t *, const char *const *names, struct err *);

/* Required text of min..max characters (code points); with min, one that says something. Borrowed
 * from the document. */
int	field_text(const json_t *, const char *name, size_t min, size_t max,
	    const char **, struct err *);
/* Optional: absent or null leaves *out as it was; blanks alone are "". */
int	field_text_opt(const json_t *, const char *name, size_t max,
	    const char **, struct err *);
/* The same of one line, as a name is: without control characters; blanks around it are taken off in
 * the document. */
int	field_line(const json_t *, const char *name, size_t min, size_t max,
	    const char **, struct err *);
int	field_line_opt(const json_t *, const char *name, size_t max,
	    const char **, struct err *);
/* Text of 1..max characters that says something, into *own; absent leaves one that is there. */
int	field_said(const json_t *, const char *name, size_t max, char **own,
	    struct err *);
bool	field_blank(const char *);
int	field_int(const json_t *, const char *name, int64_t min, int64_t max,
	    int64_t *, struct err *);
int	field_int_opt(const json_t *, const char *name, int64_t min, int64_t max,
	    int64_t *, struct err *);
int	field_bool_opt(const json_t *, const char *name, bool *, struct err *);
/* The same; *given: the flag that was sent (it is *value), or NULL. */
int	field_bool_given(const json_t *, const char *name, bool *value,
	    const bool **given, struct err *);
/* One of a NULL-ended list of words. */
int	field_word_opt(const json_t *, const char *name, const char *const *words,
	    const char **, struct err *);
/* ERR_INPUT, code "choice", that names them all; -1. */
int	field_choice(const char *name, const char *const *words, struct err *);
/* Each of the array is another one of a NULL-ended list of at most 64 words; else "choice",
 * "unique". */
int	field_different(const json_t *array, const char *name,
	    const char *const *words, struct err *);
/*
 * "2026-11-20" or an ISO 8601 time of the years 1000 to 9999, as ms, for the field of that name: A
 * day alone is the one of the zone: its beginning, or, as an end, its last moment. A time without a
 * zone is one of it, too. Never 0, which says that there is none: 1970 begins at 1.
 */
int	field_moment(const char *text, const char *name, const char *zone,
	    bool end, int64_t *out, struct err *);
/* An object or array member; absent or null gives NULL. */
int	field_object_opt(const json_t *, const char *name, json_t **, struct err *);
int	field_array_opt(const json_t *, const char *name, size_t max, json_t **,
	    struct err *);

/* --- what remote services send: lenient readers, never failing --- */
/* Text member; a number or boolean becomes text (in the document). NULL: absent or null. */
const char *field_str(const json_t *, const char *name);
/* A copy of it, at most max bytes, no character halved; "" for NULL. */
char	*field_dup(const json_t *, const char *name, size_t max);
/* Integer from a number or a decimal string (ClickUp's "1508369194377"); dflt else. */
int64_t	field_num(const json_t *, const char *name, int64_t dflt);
bool	field_flag(const json_t *, const char *name);
/* Walk: field_at(doc, "status", "status", NULL). NULL when any step is absent. */
json_t	*field_at(const json_t *, ...) __attribute__((sentinel));

/* ms since the epoch as an ISO 8601 text; 0 gives null. */
json_t	*field_time(int64_t at_ms);

/* own_json json_t *: decref at the end of the block (jansson's json_auto_t is the same). */
void	field_json_close(json_t **);
#define own_json cleanup(field_json_close)

#endif
