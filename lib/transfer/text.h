/* text: what is written into Huntflow for people: the résumé of an applicant without a file that
 * says more, and the comment that holds all that the item says. Touches no network. */
#ifndef TRANSFER_TEXT_H
#define TRANSFER_TEXT_H

#include <jansson.h>
#include <stdbool.h>

struct transfer_contact;
struct transfer_item;
struct transfer_words;

/* What the texts are made of. */
struct transfer_text {
	const struct transfer_words	*words;
	const struct transfer_item	*item;
	const struct transfer_contact	*contact;
	const char			*cv_text;	/* of the parser; NULL or blank: none */
	const char			*marker;	/* NULL: a preview, which has none */
	const json_t			*files;		/* of the row, NULL: nothing was sent */
	bool				 attached;	/* to one who has none of our members */
};

/*
 * The marker is the fragment of the link to the item: people need not read it, the browser
 * does not send it, and it finds the applicant again.
 */
char	*transfer_text_link(const char *url, const char *marker);
char	*transfer_text_resume(const struct transfer_text *);
char	*transfer_text_comment(const struct transfer_text *);

#endif
