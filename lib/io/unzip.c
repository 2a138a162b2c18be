#include "io/unzip.h"

#include <string.h>
#include <zip.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

#define PIECE	16384

struct unzip {
	zip_t	*zip;
};

static int
damaged(struct err *err, const char *what)
{
	return err_code(err, ERR_INPUT, "io.zip", "%s", what);
}

struct unzip *
unzip_open(const char *data, size_t len, struct err *err)
{
	own_unzip struct unzip	*u = mem_zero(sizeof(*u));
	zip_source_t		*source = zip_source_buffer_create(data, len, 0,
				    NULL);

	if (source == NULL || (u->zip = zip_open_from_source(source,
	    ZIP_RDONLY, NULL)) == NULL) {
		zip_source_free(source);
		damaged(err, "no ZIP");
		return NULL;
	}
	return give(u);
}

void
unzip_close(struct unzip **u)
{
	if (*u != NULL && (*u)->zip != NULL)
		zip_discard((*u)->zip);
	mem_free_str((char **)u);
}

/* -1: there is none. */
static zip_int64_t
locate(const struct unzip *u, const char *name)
{
	zip_int64_t	 at = zip_name_locate(u->zip, name, ZIP_FL_NOCASE);
	own_str char	*other = NULL;

	if (at != -1)
		return at;
	other = mem_dup(name);
	for (char *slash = other; (slash = strchr(slash, '/')) != NULL;)
		*slash = '\\';
	return zip_name_locate(u->zip, other, ZIP_FL_NOCASE);
}

bool
unzip_has(const struct unzip *u, const char *name)
{
	return locate(u, name) != -1;
}

int
unzip_read(const struct unzip *u, const char *name, size_t max,
    struct buf *out, struct err *err)
{
	const zip_int64_t	 at = locate(u, name);
	const size_t		 end = out->len + max;
	char			 piece[PIECE];
	zip_file_t		*file;
	zip_int64_t		 n = 0;

	if (at == -1)
		return err_set(err, ERR_ABSENT, "%s", name);
	if ((file = zip_fopen_index(u->zip, (zip_uint64_t)at, 0)) == NULL)
		return damaged(err, name);
	while (out->len < end && (n = zip_fread(file, piece,
	    sizeof(piece))) > 0)
		buf_add(out, piece, (size_t)n < end - out->len ? (size_t)n :
		    end - out->len);
	zip_fclose(file);
	return n < 0 ? damaged(err, name) : 0;
}
