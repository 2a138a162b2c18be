#include "index/kv.h"

#include <errno.h>
#include <lmdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/disk.h"
#include "base/err.h"
#include "index/aside.h"

#define MAP_SIZE	((size_t)64 << 30)	/* of addresses, not of disk */
#define READERS_MAX	1024

struct kv {
	MDB_env		*env;
	MDB_dbi		 dbi;		/* the one table */
	MDB_txn		*idle;		/* a reading one between two uses */
	char		*path, *locks;	/* of the file, and of its lock */
	struct stat	 st, locks_st;
	int		 open;
	bool		 damaged;
};
struct kv_txn {
	struct kv	*kv;
	MDB_txn		*txn;
	bool		 writes;
};
struct kv_cursor {
	struct kv_txn	*t;
	MDB_cursor	*cursor;
	MDB_val		 key, val;
};

/* LMDB says EIO of a page that found no room for its end. */
static bool
is_full(const struct kv *kv, int rc)
{
	return rc == MDB_MAP_FULL || rc == ENOSPC || rc == EDQUOT ||
	    (rc == EIO && disk_free_mb(kv->path) == 0);
}

static int
failed(struct kv *kv, int rc, const char *doing, struct err *err)
{
	if (is_full(kv, rc))
		return err_code(err, ERR_DOWN, "index.full", "index: %s: %s: %s",
		    kv->path, doing, mdb_strerror(rc));
	switch (rc) {
	case MDB_INVALID:
	case MDB_VERSION_MISMATCH:
	case MDB_CORRUPTED:
	case MDB_PAGE_NOTFOUND:
	case MDB_PANIC:
		kv->damaged = true;
		return err_code(err, ERR_INTERNAL, "index.damaged",
		    "index: %s: %s: %s", kv->path, doing, mdb_strerror(rc));
	default:
		return err_set(err, ERR_INTERNAL, "index: %s: %s: %s", kv->path,
		    doing, mdb_strerror(rc));
	}
}

/* LMDB reads what its pages say from the map: a file cut short would end the process. */
static int
check_size(struct kv *kv, struct err *err)
{
	MDB_envinfo	 info;
	MDB_stat	 pages;
	int		 fd, rc;

	if ((rc = mdb_env_info(kv->env, &info)) != 0 ||
	    (rc = mdb_env_stat(kv->env, &pages)) != 0 ||
	    (rc = mdb_env_get_fd(kv->env, &fd)) != 0)
		return failed(kv, rc, "open", err);
	if (fstat(fd, &kv->st) == -1 || stat(kv->locks, &kv->locks_st) == -1)
		return failed(kv, errno, "open", err);
	if ((uint64_t)kv->st.st_size / pages.ms_psize <= info.me_last_pgno)
		return failed(kv, MDB_CORRUPTED, "cut short", err);
	return 0;
}

static int
open_table(struct kv *kv, struct err *err)
{
	MDB_txn	*txn;
	int	 rc = mdb_txn_begin(kv->env, NULL, MDB_RDONLY, &txn);

	if (rc != 0)
		return failed(kv, rc, "open", err);
	rc = mdb_dbi_open(txn, NULL, 0, &kv->dbi);
	mdb_txn_abort(txn);
	return rc == 0 ? 0 : failed(kv, rc, "open", err);
}

/* A page may be damaged in ways that LMDB ends the process for. */
static void
assertion_failed(MDB_env *env, const char *what)
{
	(void)env;
	aside_die(what);
}

/*
 * No sync of the last page: a power cut may take back the last commit, never a part of one. Read
 * transactions belong to their handle, not to the thread.
 */
static int
open_env(struct kv *kv, const char *folder, struct err *err)
{
	int	 dead, rc;

	if ((rc = mdb_env_create(&kv->env)) != 0 ||
	    (rc = mdb_env_set_assert(kv->env, assertion_failed)) != 0 ||
	    (rc = mdb_env_set_mapsize(kv->env, MAP_SIZE)) != 0 ||
	    (rc = mdb_env_set_maxreaders(kv->env, READERS_MAX)) != 0 ||
	    (rc = mdb_env_open(kv->env, folder, MDB_NOMETASYNC | MDB_NOTLS |
	    MDB_NORDAHEAD, 0600)) != 0 ||
	    (rc = mdb_reader_check(kv->env, &dead)) != 0)
		return failed(kv, rc, "open", err);
	aside_guard(folder);
	return check_size(kv, err) == -1 ? -1 : open_table(kv, err);
}

int
kv_open(const char *folder, struct kv **out, struct err *err)
{
	struct kv	*kv = mem_zero(sizeof(*kv));

	kv->path = mem_fmt("%s/data.mdb", folder);
	kv->locks = mem_fmt("%s/lock.mdb", folder);
	if (open_env(kv, folder, err) == -1) {
		kv_close(kv);
		return -1;
	}
	*out = kv;
	return 0;
}

void
kv_close(struct kv *kv)
{
	if (kv == NULL)
		return;
	if (kv->idle != NULL)
		mdb_txn_abort(kv->idle);
	if (kv->env != NULL) {
		aside_guard(NULL);
		mdb_env_close(kv->env);
	}
	free(kv->path);
	free(kv->locks);
	free(kv);
}

bool
kv_damaged(const struct kv *kv)
{
	return kv->damaged;
}

static bool
is_another(const char *path, const struct stat *was)
{
	struct stat	 st;

	return stat(path, &st) == -1 || st.st_ino != was->st_ino ||
	    st.st_dev != was->st_dev;
}

bool
kv_replaced(const struct kv *kv)
{
	return is_another(kv->path, &kv->st) ||
	    is_another(kv->locks, &kv->locks_st);
}

bool
kv_busy(const struct kv *kv)
{
	return kv->open > 0;
}

static void
begun(struct kv *kv, MDB_txn *txn, bool writes, struct kv_txn **out)
{
	struct kv_txn	*t = mem_zero(sizeof(*t));

	t->kv = kv;
	t->txn = txn;
	t->writes = writes;
	kv->open++;
	*out = t;
}

int
kv_read(struct kv *kv, struct kv_txn **out, struct err *err)
{
	MDB_txn	*txn = kv->idle;
	int	 rc;

	kv->idle = NULL;
	rc = txn != NULL ? mdb_txn_renew(txn) :
	    mdb_txn_begin(kv->env, NULL, MDB_RDONLY, &txn);
	if (rc != 0)
		return failed(kv, rc, "read", err);
	begun(kv, txn, false, out);
	return 0;
}

/* A reader that was killed must not keep old pages from use for ever. */
int
kv_write(struct kv *kv, struct kv_txn **out, struct err *err)
{
	MDB_txn	*txn;
	int	 dead, rc;

	if ((rc = mdb_reader_check(kv->env, &dead)) != 0 ||
	    (rc = mdb_txn_begin(kv->env, NULL, 0, &txn)) != 0)
		return failed(kv, rc, "write", err);
	begun(kv, txn, true, out);
	return 0;
}

int
kv_commit(struct kv_txn **tp, struct err *err)
{
	struct kv_txn	*t = *tp;
	int		 rc = mdb_txn_commit(t->txn);

	*tp = NULL;
	t->kv->open--;
	if (rc != 0)
		failed(t->kv, rc, "commit", err);
	free(t);
	return rc == 0 ? 0 : -1;
}

void
kv_abort(struct kv_txn **tp)
{
	struct kv_txn	*t = *tp;

	if (t == NULL)
		return;
	*tp = NULL;
	t->kv->open--;
	if (!t->writes && t->kv->idle == NULL) {
		mdb_txn_reset(t->txn);
		t->kv->idle = t->txn;
	} else
		mdb_txn_abort(t->txn);
	free(t);
}

static MDB_val
val_of(const void *at, size_t len)
{
	return (MDB_val){ .mv_size = len, .mv_data = (void *)(uintptr_t)at };
}

static int
found(struct kv *kv, int rc, const char *doing, struct err *err)
{
	if (rc == 0)
		return 1;
	return rc == MDB_NOTFOUND ? 0 : failed(kv, rc, doing, err);
}

int
kv_get(struct kv_txn *t, const struct key *key, struct kv_val *out,
    struct err *err)
{
	MDB_val	 k = val_of(key->bytes, key->len), v;
	int	 rc = found(t->kv, mdb_get(t->txn, t->kv->dbi, &k, &v), "get", err);

	if (rc == 1)
		*out = (struct kv_val){ v.mv_data, v.mv_size };
	return rc;
}

int
kv_put(struct kv_txn *t, const struct key *key, const void *at, size_t len,
    struct err *err)
{
	MDB_val	 k = val_of(key->bytes, key->len), v = val_of(at, len);
	int	 rc = mdb_put(t->txn, t->kv->dbi, &k, &v, 0);

	return rc == 0 ? 0 : failed(t->kv, rc, "put", err);
}

int
kv_del(struct kv_txn *t, const struct key *key, struct err *err)
{
	MDB_val	 k = val_of(key->bytes, key->len);

	return found(t->kv, mdb_del(t->txn, t->kv->dbi, &k, NULL), "delete", err) == -1
	    ? -1 : 0;
}

int
kv_nonsense(struct kv_txn *t, const char *what, struct err *err)
{
	return failed(t->kv, MDB_CORRUPTED, what, err);
}

int
kv_cursor_open(struct kv_txn *t, struct kv_cursor **out, struct err *err)
{
	MDB_cursor	*cursor;
	int		 rc = mdb_cursor_open(t->txn, t->kv->dbi, &cursor);

	if (rc != 0)
		return failed(t->kv, rc, "cursor", err);
	*out = mem_zero(sizeof(**out));
	(*out)->t = t;
	(*out)->cursor = cursor;
	return 0;
}

void
kv_cursor_close(struct kv_cursor **cp)
{
	if (*cp == NULL)
		return;
	mdb_cursor_close((*cp)->cursor);
	free(*cp);
	*cp = NULL;
}

static int
move(struct kv_cursor *c, MDB_cursor_op op, struct err *err)
{
	return found(c->t->kv, mdb_cursor_get(c->cursor, &c->key, &c->val, op),
	    "cursor", err);
}

int
kv_cursor_seek(struct kv_cursor *c, const struct key *key, struct err *err)
{
	c->key = val_of(key->bytes, key->len);
	return move(c, MDB_SET_RANGE, err);
}

int
kv_cursor_before(struct kv_cursor *c, const struct key *key, struct err *err)
{
	int	 rc = kv_cursor_seek(c, key, err);

	return rc == -1 ? -1 : move(c, rc == 1 ? MDB_PREV : MDB_LAST, err);
}

int
kv_cursor_next(struct kv_cursor *c, struct err *err)
{
	return move(c, MDB_NEXT, err);
}

int
kv_cursor_prev(struct kv_cursor *c, struct err *err)
{
	return move(c, MDB_PREV, err);
}

int
kv_cursor_del(struct kv_cursor *c, struct err *err)
{
	int	 rc = mdb_cursor_del(c->cursor, 0);

	return rc == 0 ? 0 : failed(c->t->kv, rc, "delete", err);
}

struct kv_val
kv_cursor_key(const struct kv_cursor *c)
{
	return (struct kv_val){ c->key.mv_data, c->key.mv_size };
}

struct kv_val
kv_cursor_val(const struct kv_cursor *c)
{
	return (struct kv_val){ c->val.mv_data, c->val.mv_size };
}

bool
kv_cursor_under(const struct kv_cursor *c, const struct key *key)
{
	return c->key.mv_size >= key->len &&
	    memcmp(c->key.mv_data, key->bytes, key->len) == 0;
}
