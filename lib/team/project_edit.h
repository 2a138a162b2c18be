/* project_edit: what people do with projects and their members. Each deed is one transaction, with
 * its history and what others are told of it. Programs that call it have WEB_STARTS. */
#ifndef TEAM_PROJECT_EDIT_H
#define TEAM_PROJECT_EDIT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct actor;
struct db;
struct err;

/* May this person make projects, clients? ERR_DENIED "team.denied". */
int	project_edit_may_add(const struct actor *, struct err *);

/*
 * {name, description?, client?: id, name or null, status?, deadline?, members?: [{user, role}]}.
 * Who makes it manages it, unless members say otherwise.
 */
int	project_edit_add(struct db *, const struct actor *, const json_t *body,
	    int64_t *id, struct err *);
/* The same, none of them required, and version: ERR_CONFLICT "team.project_version", it was changed
 * since. members replace those who were active. */
int	project_edit_change(struct db *, const struct actor *, int64_t id,
	    const json_t *body, struct err *);
/* body: {version?}, or NULL. move_to -1: refused while it has tasks, ERR_CONFLICT
 * "team.project_used"; 0: they become personal. */
int	project_edit_drop(struct db *, const struct actor *, int64_t id,
	    const json_t *body, int64_t move_to, struct err *);

/* {user, role?, is_active?}; role: executor when it is not given. */
int	project_edit_member(struct db *, const struct actor *, int64_t id,
	    const json_t *body, struct err *);
int	project_edit_member_drop(struct db *, const struct actor *,
	    int64_t id, int64_t user_id, struct err *);

#endif
