/* s3: objects of one bucket, by addresses that are signed for a minute: by us for ourselves, or for
 * a browser. Source: Amazon S3 API reference, "Authenticating Requests: Using Query Parameters (AWS
 * Signature Version 4)". */
#ifndef FILE_S3_H
#define FILE_S3_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct conf;
struct db;
struct err;

#define S3_NAME_MAX	120	/* bytes of an object's name: letters, digits, "-._/" */
#define S3_LINK_S	60

struct s3 {
	char	*endpoint;	/* "https://s3.eu-central-1.amazonaws.com", no slash at the end */
	char	*bucket, *region, *prefix;
	char	*key, *secret;
};
/*
 * FILES_URL=s3://bucket?endpoint=https://host[:port][&region=name][&prefix=name], FILES_KEY and
 * FILES_SECRET. on: false: there is no FILES_URL, and out stays as it is. ERR_INTERNAL names the
 * key that is wrong, never what it holds.
 */
int	 s3_read_conf(const struct conf *, struct s3 *out, bool *on,
	    struct err *);
void	 s3_clear(struct s3 *);
#define own_s3	cleanup(s3_clear)

/* An object as the answer to a GET says what it is; both may be NULL. */
struct s3_answer {
	const char	*disposition, *type;
};
/* Its whole address, for this method alone, good for seconds from at_ms on. */
void	 s3_link(const struct s3 *, const char *method, const char *name,
	    const struct s3_answer *, int64_t at_ms, int seconds,
	    struct buf *out);

/* What is put is asked for, len bytes in all, from any place on: how many were put out, or
 * S3_GIVE_UP. */
#define S3_GIVE_UP	((size_t)-1)	/* FETCH_GIVE_UP, too */
typedef size_t s3_give(void *arg, size_t at, char *out, size_t room);
int	 s3_put(const struct s3 *, struct db *, const struct conf *,
	    const char *name, s3_give *, void *arg, size_t len, struct err *);
/* What is got comes in pieces; data NULL: it begins anew. False: no more of it. */
typedef bool s3_sink(void *arg, const char *data, size_t len);
/* ERR_ABSENT; ERR_REMOTE also: more than max bytes. */
int	 s3_get(const struct s3 *, struct db *, const struct conf *,
	    const char *name, size_t max, s3_sink *, void *arg, struct err *);
/* One that is not there is dropped. */
int	 s3_drop(const struct s3 *, struct db *, const struct conf *,
	    const char *name, struct err *);

#endif
