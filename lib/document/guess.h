/* guess: what the text of a CV says of its person. Pure: nothing is looked up, nothing is made up:
 * what the text does not say is null. Sources: CVs as hh.ru, SuperJob and LinkedIn export them. */
#ifndef DOCUMENT_GUESS_H
#define DOCUMENT_GUESS_H

#include <jansson.h>
#include <stdint.h>

/*
 * text: mended (mend.h); now_ms: until when a job lasts that has not ended. The caller's object:
 *	the members of ExternalCandidate that a text may tell, as platform/found.h writes them:
 *	null, or an empty array: not known;
 *	wished_position		what is looked for; current_position is that of the last job
 *	emails, phones, links	all that there are, [text]
 *	shape			"hh_ru", "superjob", "linkedin" (exports), "free"
 *	confidence		{member: 0 to 1} of those that are known
 *	places			{member: {line, text}}: where it was found; lines begin at 1
 */
json_t	*guess_cv(const char *text, int64_t now_ms);

#endif
