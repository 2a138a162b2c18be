/* form: what people say of a candidate: checked strictly, each error names its member. */
#ifndef CANDIDATE_FORM_H
#define CANDIDATE_FORM_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct err;

#define CANDIDATE_TAGS_MAX	30
#define CANDIDATE_TAG_MAX	50	/* characters */
#define CANDIDATE_MANY		200	/* ids of one request */
#define CANDIDATE_ALL		1000	/* candidates of a filter that are changed at once */

/* A change; what is not given stays. */
struct candidate_form {
	json_t		*own;		/* corrected fields: null: as the sources say again */
	json_t		*tags;		/* NULL: not given */
	const char	*state, *consent;	/* NULL: not given */
	const char	*retain_until;	/* "": none any more; NULL: not given */
	int64_t		 version;	/* 0: whatever it is */
};
void	candidate_form_clear(struct candidate_form *);
#define own_candidate_form cleanup(candidate_form_clear)

/* {tags, state, consent, retain_until, version, first_name, ...}; texts are borrowed. */
int	candidate_form_read(const json_t *body, struct candidate_form *,
	    struct err *);
/* The same of the person's own: fields alone, and consent. */
int	candidate_form_read_own(const json_t *body, struct candidate_form *,
	    struct err *);
/* A new person as somebody describes them, as platform/found.h makes it: some name, e-mail, phone
 * or profile at least. platform: "manual". */
int	candidate_form_read_new(const json_t *body, json_t **found,
	    struct err *);
/* ERR_INPUT on the sum that was changed: of the corrected fields, which have the change already,
 * the least is more than the most. */
int	candidate_form_check_money(const json_t *change, const json_t *own,
	    struct err *);
/* Has a found person a name, an e-mail, a phone or a profile? */
bool	candidate_form_somebody(const json_t *found);
/* Tags, each once, whatever the case of their letters. */
int	candidate_form_tags(const json_t *body, const char *name, json_t **out,
	    struct err *);
/* Ids from 1, each once; min..max of them. */
int	candidate_form_ids(const json_t *body, const char *name, size_t min,
	    size_t max, int64_t *out, size_t *n, struct err *);

#endif
