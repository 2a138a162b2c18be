/* outbox_run: sends what waits in the outbox by mail: what each kind says, its writer makes. */
#ifndef ACCOUNT_OUTBOX_RUN_H
#define ACCOUNT_OUTBOX_RUN_H

struct conf;
struct db;
struct err;
struct outbox;
struct user;

/* A letter; all is owned. html, unsubscribe: NULL: none. */
struct outbox_letter {
	char	*subject, *text, *html;
	char	*unsubscribe;	/* address that takes one off this kind */
};

/* An array of them ends with { 0 }. */
struct outbox_writer {
	const char	*kind;
	int		 tries;		/* after so many it is given up */
	/* 0, or -1: ERR_ABSENT when there is nothing to say any more. */
	int		(*write)(struct db *, const struct conf *,
			    const struct outbox *, const struct user *,
			    const void *arg, struct outbox_letter *out,
			    struct err *);
	/* It went out; NULL: nothing is to be done then. */
	void		(*sent)(struct db *, const struct outbox *,
			    const struct user *);
	const void	*arg;
};

/* All that is due, for about a minute at most. Any number of processes. */
int	outbox_run(struct db *, const struct conf *,
	    const struct outbox_writer *, struct err *);

#endif
