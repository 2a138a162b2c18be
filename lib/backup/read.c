#include "backup/read.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/blank.h"
#include "backup/write.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"

#define CONF_MAX	(1 << 20)

struct read {
	int		 fd;
	int64_t		 size;
	struct vault_in	*vault;
	/* The piece that was read last. */
	char		 kind;
	const void	*data;
	size_t		 len;
};

static int
damaged(struct err *err, const char *what)
{
	return err_code(err, ERR_INPUT, "backup.damaged", "%s", what);
}

void
read_close(struct read **r)
{
	if (*r == NULL)
		return;
	vault_in_close(&(*r)->vault);
	if ((*r)->fd != -1)
		close((*r)->fd);
	free(*r);
	*r = NULL;
}

struct read *
read_open(const char *path, struct err *err)
{
	own_read struct read	*r = mem_zero(sizeof(*r));
	struct stat		 st;

	r->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (r->fd == -1 || fstat(r->fd, &st) == -1) {
		err_code(err, ERR_INPUT, "backup.read", "%s: %s", path,
		    strerror(errno));
		return NULL;
	}
	if (!S_ISREG(st.st_mode)) {
		err_code(err, ERR_INPUT, "backup.read", "%s: %s", path,
		    S_ISDIR(st.st_mode) ? strerror(EISDIR) : "not a file");
		return NULL;
	}
	r->size = st.st_size;
	return (r->vault = vault_open(r->fd, err)) == NULL ? NULL : give(r);
}

enum vault_lock
read_lock(const struct read *r)
{
	return vault_lock(r->vault);
}

/* The next piece; its end is that of the file. */
static int
next(struct read *r, struct err *err)
{
	const int	rc = vault_get(r->vault, &r->kind, &r->data, &r->len,
			    err);

	return rc == 0 ? damaged(err, "no end") : rc == -1 ? -1 : 0;
}

static int
parse(const struct read *r, json_t **out, struct err *err)
{
	*out = json_loadb(r->data, r->len, JSON_REJECT_DUPLICATES, NULL);
	return *out != NULL ? 0 : damaged(err, "no JSON");
}

static int
read_about(struct read *r, struct read_about *out, struct err *err)
{
	own_json json_t		*doc = NULL;
	struct read_about	 about = { 0 };
	const char		*version, *made_at;
	int			 keys;
	json_int_t		 schema;

	if (next(r, err) == -1)
		return -1;
	if (r->kind != PIECE_ABOUT)
		return damaged(err, "another beginning");
	if (parse(r, &doc, err) == -1)
		return -1;
	if (json_unpack(doc, "{s:I, s:s, s:s, s:b}", "schema", &schema,
	    "version", &version, "made_at", &made_at, "keys", &keys) == -1)
		return damaged(err, "what it is");
	about.schema = schema;
	about.keys = keys != 0;
	snprintf(about.version, sizeof(about.version), "%s", version);
	snprintf(about.made_at, sizeof(about.made_at), "%s", made_at);
	*out = about;
	return 0;
}

int
read_begin(struct read *r, const struct vault_key *key,
    struct read_about *out, struct buf *conf, struct err *err)
{
	if (vault_unlock(r->vault, key, err) == -1 ||
	    read_about(r, out, err) == -1 || next(r, err) == -1)
		return -1;
	while (r->kind == PIECE_CONF) {
		if (conf->len + r->len > CONF_MAX)
			return damaged(err, "the configuration");
		buf_add(conf, r->data, r->len);
		if (next(r, err) == -1)
			return -1;
	}
	return 0;
}

static int
take(void *blank, const void *data, size_t len, struct err *err)
{
	return blank_add(blank, data, len, err);
}

static int
check_sum(struct read *r, const struct blank *got, struct err *err)
{
	own_json json_t	*doc = NULL;
	json_int_t	 bytes, tables;
	const int	 rc = r->kind != PIECE_SUM ? damaged(err, "its sum") :
			    parse(r, &doc, err);

	if (rc == -1)
		return -1;
	if (json_unpack(doc, "{s:I, s:I}", "bytes", &bytes, "tables",
	    &tables) == -1 || bytes != got->bytes || tables != got->tables ||
	    !got->complete)
		return damaged(err, "its sum");
	return 0;
}

/* Behind the sum the file ends. */
static int
check_end(struct read *r, struct err *err)
{
	const int	rc = vault_get(r->vault, &r->kind, &r->data, &r->len,
			    err);

	return rc == 1 ? damaged(err, "more behind its end") : rc;
}

int
read_dump(struct read *r, const struct flow *to, struct backup_made *out,
    struct err *err)
{
	struct blank				 count = { .to = *to };
	const struct flow			 counted = { take, &count };
	own_flow_unpack struct flow_unpack	*unpack = flow_unpack_open(
	    &counted);

	while (r->kind == PIECE_DUMP)
		if (flow_unpack_add(unpack, r->data, r->len, err) == -1 ||
		    next(r, err) == -1)
			return -1;
	if (flow_unpack_end(unpack, err) == -1 ||
	    blank_end(&count, err) == -1 || check_sum(r, &count, err) == -1 ||
	    check_end(r, err) == -1)
		return -1;
	*out = (struct backup_made){ .bytes = r->size,
		.dump_bytes = count.bytes, .tables = count.tables,
		.log_at = count.log_at };
	memcpy(out->log_file, count.log_file, sizeof(out->log_file));
	return 0;
}
