/* candidate: a person over all sources, as lists and pages show them. Table candidate. */
#ifndef CANDIDATE_CANDIDATE_H
#define CANDIDATE_CANDIDATE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "candidate/rule.h"

struct db;
struct db_rows;
struct err;

/* Platforms of sources, beside job boards: added by hand, read from a file. */
#define CANDIDATE_MANUAL	"manual"
#define CANDIDATE_FILE		"file"

extern const char *const candidate_states[];	/* "new", "keep", ..., NULL */
extern const char *const candidate_consents[];	/* "unknown", ..., NULL */

/* The person with this id (bound twice) and those that are joined to it, as g (id). */
#define CANDIDATE_GROUP "(SELECT ? AS id UNION ALL SELECT id FROM candidate "	\
	"WHERE joined_to = ?) g"

/* Texts live until the next row. Times are ms, 0: none. */
struct candidate {
	int64_t		 id, company_id, joined_to, user_id, version, notes;
	const char	*first_name, *last_name, *middle_name, *birth_date;
	const char	*email, *phone, *location;
	const char	*current_position, *current_company, *currency;
	const char	*experience_years, *salary_min, *salary_max;	/* numbers, or NULL */
	const char	*photo_url, *state, *known, *consent, *retain_until;
	const char	*skills, *contacts, *sources, *tags;	/* JSON */
	const char	*profile, *own;		/* JSON; NULL in lists */
	int64_t		 created_at, updated_at, imported_at, consent_at;
	bool		 erased;
};

/* Of candidate c. */
#define CANDIDATE_COLS "c.id, c.company_id, c.joined_to, c.user_id, c.version, "	\
	"c.notes, c.first_name, c.last_name, c.middle_name, "			\
	"CAST(c.birth_date AS CHAR), "	\
	"c.email, c.phone, c.location, c.current_position, "			\
	"c.current_company, c.currency, c.experience_years, c.salary_min, "	\
	"c.salary_max, c.photo_url, c.state, "				\
	"c.known, c.consent, "							\
	"CAST(c.retain_until AS CHAR), "							\
	"c.skills, c.contacts, c.sources, c.tags, c.created_at, "		\
	"c.updated_at, c.imported_at, c.consent_at, c.erased_at IS NOT NULL"
#define CANDIDATE_WHOLE CANDIDATE_COLS ", c.profile, c.own"
#define CANDIDATE_BRIEF CANDIDATE_COLS ", NULL, NULL"
bool	candidate_next(struct db_rows *, struct candidate *out);

/* One of the company's; the id of one that is joined gives whom it is joined to. ERR_ABSENT: none,
 * or erased. */
int	candidate_get(struct db *, int64_t company_id, int64_t id,
	    struct db_rows **, struct candidate *out, struct err *);
/* ERR_CONFLICT "candidate.forbidden": blacklisted, or not to be contacted. */
int	candidate_may_contact(const struct candidate *, struct err *);
/* The id of the person that it is a part of, or is; ERR_ABSENT as above. */
int	candidate_root(struct db *, int64_t company_id, int64_t id,
	    int64_t *root, struct err *);
struct candidate_facts candidate_facts_of(const struct candidate *);

/* --- in the transaction of a writer, who has the rev --- */

int	candidate_add(struct db *, int64_t company_id, int64_t rev, int64_t *id,
	    struct err *);
/* What is shown of the person is made anew of its sources and of own. */
int	candidate_refresh(struct db *, int64_t id, int64_t rev, struct err *);

#endif
