/* step: how far candidates came, and when, kept as it happens: what reports are made of. Tables
 * candidate_step and candidate_found. */
#ifndef CANDIDATE_STEP_H
#define CANDIDATE_STEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct candidate_by;
struct candidate_said;
struct db;
struct err;
struct origin;

enum candidate_step {
	CANDIDATE_STEP_KEEP,
	CANDIDATE_STEP_HIDE,
	CANDIDATE_STEP_CONTACT,		/* paid contacts were opened */
	CANDIDATE_STEP_IMPORT,
	CANDIDATE_STEP_HUNTFLOW,	/* there is an applicant */
	CANDIDATE_STEP_HIRED,		/* so says the stage of an applicant with their contacts */
	CANDIDATE_STEPS
};
extern const char *const candidate_step_names[];	/* "keep", "hide", ..., NULL */

/* --- in the transaction of the change --- */

/* A source that was not known before; person: nor was the person. */
int	candidate_step_found(struct db *, const struct candidate_said *,
	    bool person, struct err *);
/* Only the first time counts. source_id: where the person was found; 0: the first place. */
int	candidate_step_add(struct db *, const struct candidate_by *,
	    int64_t candidate_id, int64_t source_id, enum candidate_step,
	    struct err *);
/* It was taken back. */
int	candidate_step_drop(struct db *, int64_t candidate_id,
	    enum candidate_step, struct err *);
/* What a new state (candidate_states) means: keep, or hide; the others are no step. */
int	candidate_step_state(struct db *, const struct candidate_by *,
	    int64_t candidate_id, const char *state, struct err *);

/* Of these persons those whom Huntflow shows as hired since they were found; whoever sent or
 * imported them did it. */
int	candidate_step_hired(struct db *, const int64_t *ids, size_t n,
	    struct err *);

/* For struct origin_listener: whoever has the e-mail of an applicant that is there is in
 * Huntflow. */
int	candidate_step_released(struct db *, const struct origin *,
	    struct err *);

#endif
