/* field: where a custom field of a task goes in Huntflow, and its value as Huntflow takes it.
 * Touches no network. Source: "Huntflow API v2", create applicant; ClickUp's "Custom Fields". */
#ifndef TRANSFER_FIELD_H
#define TRANSFER_FIELD_H

#include <stdbool.h>

/* In the order of transfer_field_words. */
enum transfer_field {
	TRANSFER_FIELD_COMMENT,		/* a line of the comment: whatever goes nowhere else */
	TRANSFER_FIELD_NONE,		/* nowhere at all */
	TRANSFER_FIELD_LINK,		/* a profile; what is none: a line of the comment */
	TRANSFER_FIELD_PHONE,
	TRANSFER_FIELD_EMAIL,
	TRANSFER_FIELD_MONEY,
	TRANSFER_FIELD_POSITION,
	TRANSFER_FIELD_COMPANY,
	TRANSFER_FIELD_BIRTHDAY,
	TRANSFER_FIELD_SKYPE,
	TRANSFER_FIELD_TELEGRAM,
	TRANSFER_FIELDS
};
/* "comment", "none", "link", and from then on the applicant's members; NULL-ended. */
extern const char *const transfer_field_words[];
/* false: there is no such word. */
bool	 transfer_field_of(const char *word, enum transfer_field *out);

/* Does the name hold one of these words? They are as field_words.def has them. */
bool	 transfer_field_says(const char *name, const char *const *words);
/* What its words alone say; false: nothing. */
bool	 transfer_field_named(const char *name, enum transfer_field *out);
/* By the type, and by the words of the name (Russian, English, Kazakh, Kyrgyz, Uzbek). */
enum transfer_field transfer_field_guess(const char *type, const char *name);

/*
 * What the member takes of a value as people read it (clickup/api_field.h), the caller's; NULL:
 * nothing. whole: that is all of it, so that the comment need not say it. country: as of
 * person/phone.h.
 */
char	*transfer_field_value(enum transfer_field, const char *display,
	    const char *country, bool *whole);

#endif
