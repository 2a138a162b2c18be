/* int: one transfer, between the files that do it. */
#ifndef TRANSFER_INT_H
#define TRANSFER_INT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "origin/origin.h"
#include "transfer/contact.h"
#include "transfer/context.h"
#include "transfer/name.h"
#include "transfer/run.h"
#include "transfer/source.h"
#include "transfer/step.h"
#include "transfer/text.h"

struct duplicate_ask;
struct err;
struct huntflow;
struct huntflow_applicant;

#define TRANSFER_ALONE_MAX	16

/* What nobody else may look for or make an applicant of meanwhile. */
struct transfer_alone {
	char	*names[TRANSFER_ALONE_MAX];
	size_t	 n, held;
};

struct transfer_work {
	struct transfer_context		*ctx;
	const struct transfer_ask	*ask;
	struct huntflow			*api;
	struct origin			 row;
	bool				 created;	/* by us, now */
	bool				 attached;	/* to a vacancy, now */
	bool				 skipped;
	json_t				*duplicates;
	struct transfer_item		 item;
	struct transfer_contact		 contact;
	struct transfer_alone		 alone;
	json_t				*steps;
};
void	 transfer_work_clear(struct transfer_work *);
#define own_transfer_work cleanup(transfer_work_clear)

/* --- work.c: what every step does --- */

void	 transfer_work_begin(struct transfer_work *, enum transfer_step);
int	 transfer_work_save(struct transfer_work *, struct err *);
/* The same of what must not be forgotten: a database that is away is waited for. */
int	 transfer_work_save_surely(struct transfer_work *, struct err *);
/* The item, the contacts in it. */
int	 transfer_work_fetch(struct transfer_work *, struct err *);
/* What the name is read from; cv is left out. */
struct transfer_name_ask transfer_work_name(const struct transfer_work *);
/* What the texts for people are made of; cv_text is left out. */
struct transfer_text transfer_work_text(const struct transfer_work *);
/* The applicant as it is now; one that was merged into another is followed there. */
int	 transfer_work_applicant(struct transfer_work *,
	    struct huntflow_applicant *out, struct err *);

/* --- the steps; each is asked for whenever it is not recorded as done --- */

/* file.c: the item's files, as far as they are CVs and wanted: found, uploaded, parsed. */
int	 transfer_file(struct transfer_work *, struct err *);
/* make.c: the applicant, or the one who was there before; w->skipped: neither. */
int	 transfer_make(struct transfer_work *, struct err *);
int	 transfer_tag(struct transfer_work *, struct err *);
int	 transfer_attach(struct transfer_work *, struct err *);
int	 transfer_comment(struct transfer_work *, struct err *);

/* --- look.c: after a POST whose outcome nobody knows --- */

/* From now on the row is looked for. Always -1: "transfer.unsure", ERR_BUSY. */
int	 transfer_look_later(struct transfer_work *, struct err *);
/*
 * An applicant with our marker is ours: the row is ORIGIN_CREATED. None is found: it is looked for
 * again, after growing pauses; never does this lead to another POST. "transfer.unsure".
 */
int	 transfer_look(struct transfer_work *, struct err *);
/* Of a row that is done: has a second applicant come with the same marker? */
int	 transfer_look_second(struct transfer_work *, struct err *);

/* --- same.c: those who are in Huntflow already --- */

int	 transfer_same_find(struct transfer_work *,
	    const struct duplicate_ask *, const char *lang, json_t **out,
	    struct err *);
void	 transfer_same_links(const struct transfer_work *,
	    struct duplicate_ask *);
/* The item goes to an applicant who is there; its file goes with the comment. */
int	 transfer_same_take(struct transfer_work *, int64_t id, struct err *);
/* Does as asked when somebody like this is there. settled: no applicant is to be made. */
int	 transfer_same_settle(struct transfer_work *, const json_t *body,
	    bool *settled, struct err *);

/* --- alone.c: two items of one person are looked for and made one after the other --- */

/* E-mail, phones and pages of whoever is about to be looked for. */
void	 transfer_alone_add(struct transfer_work *,
	    const struct duplicate_ask *);
/* ERR_BUSY: another item of the person is under way, or nobody knows what came of it: errors of
 * transfer_person_check. */
int	 transfer_alone_take(struct transfer_work *, struct err *);
/* Before anything is stored that must not be lost: a lock that is gone fails every statement. */
void	 transfer_alone_leave(struct transfer_work *);

#endif
