/* err: why something failed, for code (kind), for programs outside (code) and
 * for people (text). */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

enum err_kind {
	ERR_NONE,
	ERR_INPUT,	/* 400 what was sent is wrong; fields say where */
	ERR_AUTH,	/* 401 not signed in */
	ERR_DENIED,	/* 403 signed in, not allowed */
	ERR_ABSENT,	/* 404 not there, or not for this user */
	ERR_METHOD,	/* 405 */
	ERR_CONFLICT,	/* 409 the state does not allow it */
	ERR_TOO_LARGE,	/* 413 */
	ERR_UNFIT,	/* 422 well said, but there is no such possibility */
	ERR_BUSY,	/* 429 asked to wait: retry_after_s */
	ERR_INTERNAL,	/* 500 our fault */
	ERR_REMOTE,	/* 502 a remote service failed or made no sense */
	ERR_REMOTE_AUTH,/* 424 a remote service refused our key */
	ERR_DOWN,	/* 503 the database is away: retry_after_s */
	ERR_TIMEOUT	/* 504 a remote service did not answer in time */
};

#define ERR_FIELDS_MAX	16

/* One wrong field of the input. path: "settings.sync_interval", "task_ids[3]". */
struct err_field {
	char	 path[96];
	char	 code[48];	/* stable: "required", "type", "range", ... */
	char	 text[160];	/* the argument of the message, English */
};

/*
 * Zero it before use. code is the stable name that clients see and that selects
 * the message in the user's language (text.h); text is one technical English
 * line for the log and as the message's %s; what is secret in it is masked (mask.h).
 */
struct err {
	enum err_kind		 kind;
	int			 remote_status;	/* HTTP status of a remote service, or 0 */
	int			 retry_after_s;	/* 0: not known */
	char			 code[48];
	char			 text[512];
	struct err_field	 field[ERR_FIELDS_MAX];
	int			 nfields;
	bool			 unsure;	/* it may be done all the same */
};

/* Each returns -1, so that a failing step is one return statement. */
int	err_set(struct err *, enum err_kind, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
/* The same with a stable code of its own. */
int	err_code(struct err *, enum err_kind, const char *code,
	    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* ERR_INPUT on one field; call again to add more (16 are kept). */
int	err_field(struct err *, const char *path, const char *code,
	    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/*
 * The fields that were added since there were `from` of them are inside of this one: "role" becomes
 * "members[0].role", and "", which is the whole of it, "members[0]".
 */
int	err_within(struct err *, int from, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
/*
 * Put what was being done before the text. kind ERR_NONE keeps the kind; code
 * and fields stay.
 */
int	err_wrap(struct err *, enum err_kind, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));

/* The HTTP status, stable default code ("input", "absent", ...) of a kind. */
int		 err_status(enum err_kind);
const char	*err_name(enum err_kind);

#endif
