/* words: by what a text tells of a person who is erased: contacts as they are written, the digits
 * of phones, first and last name together. A room that keeps texts finds by them what must go. */
#ifndef CONTACT_WORDS_H
#define CONTACT_WORDS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct db_build;

struct contact_said {
	json_t	*texts, *digits;	/* arrays of strings */
	json_t	*names;			/* [[first, last, each as a pattern]] */
};
/* Zero it before use. */
struct contact_words {
	struct contact_said	 sure;
	struct contact_said	 own;	/* nobody but the person says so: perhaps another's */
	json_t			*judged;	/* {kind: [id]} */
};
void	contact_words_clear(struct contact_words *);
/* As a document, and back: what was not put in is not there. */
json_t	*contact_words_json(const struct contact_words *);
void	contact_words_read(struct contact_words *, const json_t *);
#define own_contact_words	cleanup(contact_words_clear)

/* What is too short to be anybody's is left out; "" and NULL are. A name is both parts of it, whole
 * words of the same text: one part alone is many people's. */
void	contact_said_text(struct contact_said *, const char *);
void	contact_said_phone(struct contact_said *, const char *);
void	contact_said_name(struct contact_said *, const char *first,
	    const char *last);

/*
 * Each puts " AND (...)" about a text (a literal expression). false: there is nothing to look for,
 * nothing is put and nothing may be written. Words outlive the statement.
 */
/* It holds a sure contact, or name: of lines of logs, which lose no more than what they say. */
bool	contact_words_where(struct db_build *, const struct contact_words *,
	    const char *text);
/* It holds a sure contact; a name alone may be a namesake's, and what the person alone says
 * anybody's: those alone that somebody judged. */
struct contact_place {
	const char	*kind;		/* the word of contact_words_judge */
	const char	*id, *text;	/* expressions */
};
bool	contact_words_where_sure(struct db_build *, const struct contact_words *,
	    const struct contact_place *);
/* It holds a name, or what the person alone says, and no sure contact: to be judged. */
bool	contact_words_where_named(struct db_build *,
	    const struct contact_words *, const struct contact_place *);

/* This one is of the person, though nothing sure says so. */
void	contact_words_judge(struct contact_words *, const char *kind,
	    int64_t id);

#endif
