/* index: its file among processes: writers at once, killed ones, files that are damaged;
 * and documents of odd sizes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "index/coll.h"
#include "index/find.h"
#include "index/read.h"
#include "index/set.h"
#include "index/store.h"
#include "index/write.h"
#include "io/confine.h"
#include "step.h"

#define BATCH	40		/* documents of a commit */

static const struct index_shape	 shape = { .version = 1, .norders = 2 };
static char			 folder[64];
static struct err		 err;

/* Each process has a store of its own, each test a folder. */
static struct index_store *
open_store(void)
{
	struct index_store	*store = NULL;
	struct conf		*conf = conf_open(&err);

	assert_non_null(conf);
	OK(index_store_open(conf, &store, &err));
	conf_close(conf);
	return store;
}

static int
make_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/hw-index-XXXXXX");
	return mkdtemp(folder) != NULL && setenv("INDEX_PATH", folder, 1) == 0 ?
	    0 : -1;
}

static int
remove_folder(void **state)
{
	own_str char	*rm = mem_fmt("rm -r '%s'", folder);

	(void)state;
	return system(rm) == 0 ? 0 : -1;
}

static int
try_put(struct index_write *w, int64_t id, int64_t round)
{
	own_index_doc struct index_doc	 doc = { .id = id };
	char				 text[32];

	snprintf(text, sizeof(text), "r%lld", (long long)round);
	index_doc_term(&doc, 'r', text, NULL);
	for (int i = 0; i < 30; i++) {
		snprintf(text, sizeof(text), "w%lld", (long long)(round * i + id) %
		    500);
		index_doc_word(&doc, 'w', text);
	}
	index_doc_number(&doc, 0, round);
	index_doc_number(&doc, 1, id);
	return index_write_put(w, &doc, &err);
}

static void
put(struct index_write *w, int64_t id, int64_t round)
{
	OK(try_put(w, id, round));
}

/* All documents of a collection are of the same round. */
static void
write_round(struct index_store *store, int64_t collection, int64_t round)
{
	own_index_write struct index_write	*w = NULL;
	const struct index_position		 at = { round, 0 };

	OK(index_write_begin(store, &shape, collection, &w, &err));
	for (int64_t id = 1; id <= BATCH; id++)
		put(w, id, round);
	OK(index_write_commit(w, &at, &err));
}

/* What a reader sees is one commit as a whole; which, is returned. */
static int64_t
check_round(struct index_store *store, int64_t collection)
{
	own_index_read struct index_read	*r = NULL;
	own_index_set struct index_set		*set = NULL, *all = NULL;
	struct index_position			 at;
	struct index_hit			 hit[BATCH];
	const struct index_slice		 s = { .order = 0, .size = BATCH };
	char					 text[32];
	size_t					 n;

	OK(index_read_begin(store, &shape, collection, &r, &err));
	index_read_position(r, &at);
	if (at.rev == 0) {
		assert_int_equal(index_read_count(r), 0);
		return 0;
	}
	snprintf(text, sizeof(text), "r%lld", (long long)at.rev);
	OK(index_read_term(r, 'r', text, &set, &err));
	OK(index_read_all(r, &all, &err));
	assert_int_equal(index_set_count(set), BATCH);
	assert_int_equal(index_set_count_and(all, set), BATCH);
	assert_int_equal(index_read_count(r), BATCH);
	OK(index_find(r, set, &s, hit, &n, &err));
	assert_int_equal(n, BATCH);
	for (size_t i = 0; i < n; i++) {
		const struct index_key	 key = index_key_number(at.rev);

		assert_int_equal(hit[i].id, i + 1);
		assert_memory_equal(hit[i].key.bytes, key.bytes, 8);
	}
	return at.rev;
}

static void
wait_for(pid_t pid, int want)
{
	int	 status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(want == 0 ? status : WTERMSIG(status), want);
}

static void
two_processes_write_at_once(void **state)
{
	struct index_store	*store;
	pid_t			 pid[2];

	(void)state;
	for (int p = 0; p < 2; p++) {
		if ((pid[p] = fork()) != 0)
			continue;
		store = open_store();
		for (int64_t round = 1; round <= 15; round++) {
			write_round(store, 1 + p, round);
			check_round(store, 2 - p);
		}
		index_store_close(store);
		_exit(0);
	}
	wait_for(pid[0], 0);
	wait_for(pid[1], 0);
	store = open_store();
	assert_int_equal(check_round(store, 1), 15);
	assert_int_equal(check_round(store, 2), 15);
	index_store_close(store);
}

/* Writes rounds from one on until its timer kills it; says each on the pipe when it is there. */
static void
write_on(int out, int64_t round, suseconds_t lives_us)
{
	struct index_store	*store = open_store();
	const struct itimerval	 timer = { .it_value = { 0, lives_us } };

	setitimer(ITIMER_VIRTUAL, &timer, NULL);
	for (;; round++) {
		write_round(store, 1, round);
		if (write(out, &round, sizeof(round)) != sizeof(round))
			_exit(1);
	}
}

/* The last round that a writer committed for sure before it was killed somewhere. */
static int64_t
kill_writer(int64_t round, suseconds_t lives_us)
{
	int64_t	 said = round - 1;
	int	 fd[2];
	pid_t	 pid;

	assert_int_equal(pipe(fd), 0);
	if ((pid = fork()) == 0)
		write_on(fd[1], round, lives_us);
	close(fd[1]);
	while (read(fd[0], &said, sizeof(said)) == sizeof(said))
		;
	close(fd[0]);
	wait_for(pid, SIGVTALRM);
	return said;
}

static void
a_killed_writer_leaves_the_last_commit(void **state)
{
	struct index_store	*store;
	int64_t			 said, seen = 0;

	(void)state;
	for (int i = 0; i < 25; i++) {
		said = kill_writer(seen + 1, 2000 + i * 1997 % 30000);
		store = open_store();
		seen = check_round(store, 1);
		index_store_close(store);
		assert_true(seen == said || seen == said + 1);
	}
}

static void
a_confined_process_writes(void **state)
{
	struct index_store	*store;
	pid_t			 pid;

	(void)state;
	if ((pid = fork()) == 0) {
		struct conf	*conf = conf_open(&err);

		OK(confine(conf, false, &err));
		conf_close(conf);
		store = open_store();
		write_round(store, 1, 6);
		check_round(store, 1);
		index_store_close(store);
		_exit(0);
	}
	wait_for(pid, 0);
	store = open_store();
	assert_int_equal(check_round(store, 1), 6);
	index_store_close(store);
}

static char *
path_of(const char *name)
{
	return mem_fmt("%s/%s", folder, name);
}

static void
damage(long at, const char *bytes, size_t len)
{
	own_str char	*path = path_of("data.mdb");
	FILE		*f = fopen(path, "r+");

	assert_non_null(f);
	fseek(f, at, SEEK_SET);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	fclose(f);
}

static void
check_begun_anew(void)
{
	own_str char		*aside = path_of("damaged.mdb");
	struct index_store	*store = open_store();

	assert_int_equal(check_round(store, 1), 0);
	assert_int_equal(access(aside, F_OK), 0);
	write_round(store, 1, 3);
	assert_int_equal(check_round(store, 1), 3);
	index_store_close(store);
	assert_int_equal(unlink(aside), 0);
}

static void
fill(void)
{
	struct index_store	*store = open_store();

	for (int64_t round = 1; round <= 3; round++)
		write_round(store, 1, round);
	index_store_close(store);
}

static void
a_damaged_file_is_put_aside(void **state)
{
	own_str char	*path = path_of("data.mdb");
	const char	 noise[8192] = "no file of LMDB";

	(void)state;
	fill();
	damage(0, noise, sizeof(noise));	/* both first pages */
	check_begun_anew();
	fill();
	assert_int_equal(truncate(path, 3 * 4096), 0);
	check_begun_anew();
	assert_int_equal(truncate(path, 100), 0);
	check_begun_anew();
}

/* Reads and writes all that there is; damage is an error, or the end of the process. */
static void
use(void)
{
	struct index_store	*store;
	struct conf		*conf = conf_open(&err);

	if (index_store_open(conf, &store, &err) == -1)
		_exit(0);
	for (int64_t collection = 1; collection < 3; collection++) {
		struct index_read	*r = NULL;
		struct index_write	*w = NULL;
		struct index_set	*set = NULL;
		struct index_hit	 hit[BATCH];
		struct index_slice	 s = { .size = BATCH };
		size_t			 n;

		if (index_read_begin(store, &shape, collection, &r, &err) == 0 &&
		    index_read_prefix(r, 'w', "w", &set, &err) == 0 &&
		    index_read_narrow_range(r, 1, NULL, NULL, &set,
		    &err) == 0)
			index_find(r, set, &s, hit, &n, &err);
		index_set_free(&set);
		index_read_close(&r);
		if (index_write_begin(store, &shape, collection, &w, &err) == 0)
			for (int64_t id = 1; id <= BATCH; id++)
				if (try_put(w, id, 9) == -1)
					break;
		index_write_close(&w);
	}
	_exit(0);
}

/* Its status: 70 is that of a process that put the file aside. */
static int
use_apart(void)
{
	int	 status;
	pid_t	 pid = fork();

	if (pid == 0)
		use();
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_true(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 70);
	return WEXITSTATUS(status);
}

/* Whatever becomes of a page: one process ends of it, or none; then there is a new file. */
static void
damaged_pages_end_one_process(void **state)
{
	own_str char	*path = path_of("data.mdb");
	own_str char	*aside = path_of("damaged.mdb");
	char		 noise[4096];
	struct stat	 st;
	uint32_t	 chance = 7;

	(void)state;
	for (int i = 0; i < 40; i++) {
		fill();
		assert_int_equal(stat(path, &st), 0);
		for (size_t k = 0; k < sizeof(noise); k++) {
			chance = chance * 1664525 + 1013904223;
			noise[k] = (char)(chance >> 24);
		}
		damage((long)(2 + (chance >> 8) % (uint32_t)(st.st_size / 4096 -
		    2)) * 4096 + i % 3 * 16, noise, sizeof(noise) - 48);
		use_apart();
		assert_int_equal(use_apart(), 0);
		unlink(path);
		unlink(aside);
	}
}

/* The ordinal of an id becomes nonsense. */
static void
damage_id(int64_t id)
{
	struct kv	*kv;
	struct kv_txn	*t;
	struct coll	 c;
	struct key	 k;

	OK(kv_open(folder, &kv, &err));
	OK(kv_write(kv, &t, &err));
	OK(coll_open(&c, t, 1, shape.version, &err));
	k = coll_key(&c, KEY_ID);
	key_number(&k, (uint64_t)id);
	OK(kv_put(t, &k, "x", 1, &err));
	coll_close(&c);
	OK(kv_commit(&t, &err));
	kv_close(kv);
}

static void
a_failed_change_is_not_committed(void **state)
{
	const struct index_position	 at = { 4, 0 };
	struct index_store		*store;
	struct index_write		*w = NULL;

	(void)state;
	fill();
	damage_id(5);
	for (int drop = 0; drop < 2; drop++) {
		store = open_store();
		OK(index_write_begin(store, &shape, 1, &w, &err));
		put(w, 4, 4);
		assert_int_equal(drop ? index_write_drop(w, 5, &err) :
		    try_put(w, 5, 4), -1);
		assert_int_equal(index_write_commit(w, &at, &err), -1);
		assert_int_equal(err.kind, ERR_INTERNAL);
		index_write_close(&w);
		index_store_close(store);
		store = open_store();
		assert_int_equal(check_round(store, 1), 3);
		index_store_close(store);
	}
}

/* Another process took the file away: those who have it open find the new one. */
static void
a_replaced_file_is_opened(void **state)
{
	own_str char		*path = path_of("data.mdb");
	own_str char		*locks = path_of("lock.mdb");
	struct index_store	*store = open_store();

	(void)state;
	write_round(store, 1, 8);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(unlink(locks), 0);
	assert_int_equal(check_round(store, 1), 0);
	write_round(store, 1, 9);
	assert_int_equal(check_round(store, 1), 9);
	index_store_close(store);
}

/* Who opens it next makes a new lock: all must use that one. */
static void
a_lock_that_was_removed_is_opened_anew(void **state)
{
	own_str char		*locks = path_of("lock.mdb");
	struct index_store	*store = open_store();

	(void)state;
	write_round(store, 1, 8);
	assert_int_equal(unlink(locks), 0);
	assert_int_equal(check_round(store, 1), 8);
	assert_int_equal(access(locks, F_OK), 0);
	index_store_close(store);
}

static void
another_shape_is_a_collection_of_its_own(void **state)
{
	const struct index_shape	 other = { .version = 2, .norders = 1 };
	struct index_store		*store = open_store();
	struct index_read		*r = NULL;
	struct index_write		*w = NULL;
	struct index_set		*set = NULL;
	struct index_position		 at;

	(void)state;
	write_round(store, 1, 4);
	OK(index_read_begin(store, &other, 1, &r, &err));
	index_read_position(r, &at);
	assert_int_equal(at.rev, 0);
	OK(index_read_term(r, 'r', "r4", &set, &err));
	assert_int_equal(index_set_count(set), 0);
	index_set_free(&set);
	index_read_close(&r);
	OK(index_write_begin(store, &other, 1, &w, &err));
	index_write_position(w, &at);
	assert_int_equal(at.rev, 0);
	at = (struct index_position){ 9, 1 };
	OK(index_write_commit(w, &at, &err));
	index_write_close(&w);
	/* programs of before an upgrade go on with theirs */
	assert_int_equal(check_round(store, 1), 4);
	OK(index_store_keep(store, &(const struct index_kept){ 1, &other }, 1,
	    &err));
	assert_int_equal(check_round(store, 1), 4);
	OK(index_read_begin(store, &other, 1, &r, &err));
	index_read_position(r, &at);
	assert_int_equal(at.rev, 9);
	index_read_close(&r);
	index_store_close(store);
}

/* --- documents of odd sizes --- */

static void
put_odd(struct index_write *w, int64_t id, size_t nwords, size_t len)
{
	own_index_doc struct index_doc	 doc = { .id = id };
	char				*text = mem_zero(len + 32);

	memset(text, 'x', len);
	for (size_t i = 0; i < nwords; i++) {
		snprintf(text + len, 32, "%zu", i);
		index_doc_word(&doc, 'w', text);
	}
	memset(text, 0, len);
	index_doc_bytes(&doc, 0, text, len);
	if (len == 0)
		index_doc_number(&doc, 1, id);
	OK(index_write_put(w, &doc, &err));
	free(text);
}

static void
odd_sizes_are_taken(void **state)
{
	static const int64_t	 ids[] = { 1, INT64_C(1) << 62, 255, 256,
		(INT64_C(1) << 62) - 1 };
	struct index_store	*store = open_store();
	struct index_write	*w = NULL;
	struct index_read	*r = NULL;
	struct index_set	*set = NULL;
	struct index_hit	 hit[8];
	struct index_slice	 s = { .size = 8 };
	const struct index_position at = { 1, INT64_MAX };
	int64_t			*list;
	size_t			 n;

	(void)state;
	OK(index_write_begin(store, &shape, 1, &w, &err));
	put_odd(w, ids[0], 0, 0);
	put_odd(w, ids[1], 1, 5000);
	put_odd(w, ids[2], 4000, 3);
	put_odd(w, ids[3], 3, 479);
	put_odd(w, ids[4], 3, INDEX_KEY_MAX);
	OK(index_write_drop(w, 77, &err));
	OK(index_write_commit(w, &at, &err));
	index_write_close(&w);
	OK(index_read_begin(store, &shape, 1, &r, &err));
	OK(index_read_prefix(r, 'w', "x", &set, &err));
	assert_int_equal(index_set_count(set), 4);
	OK(index_find(r, set, &s, hit, &n, &err));
	assert_int_equal(n, 4);
	assert_int_equal(hit[0].id, 255);
	assert_int_equal(hit[1].id, 256);
	assert_int_equal(hit[2].id, ids[4]);
	assert_int_equal(hit[3].id, ids[1]);
	OK(index_find_ids(r, set, &list, &n, &err));
	assert_int_equal(n, 4);
	free(list);
	index_set_free(&set);
	OK(index_read_ids(r, ids, nitems(ids), &set, &err));
	assert_int_equal(index_set_count(set), nitems(ids));
	index_set_free(&set);
	s.order = 2;
	assert_int_equal(index_find(r, NULL, &s, hit, &n, &err), -1);
	index_read_close(&r);
	index_store_close(store);
}

static void
one_process_at_a_time_reads_the_rows(void **state)
{
	struct index_store	*store;
	int			 fd[2];
	pid_t			 pid;
	char			 said;

	(void)state;
	assert_int_equal(pipe(fd), 0);
	if ((pid = fork()) == 0) {
		store = open_store();
		said = index_store_enter(store, 7) ? 'y' : 'n';
		(void)!write(fd[1], &said, 1);
		for (;;)
			pause();
	}
	assert_int_equal(read(fd[0], &said, 1), 1);
	assert_int_equal(said, 'y');
	store = open_store();
	assert_false(index_store_enter(store, 7));
	assert_true(index_store_enter(store, 8));
	index_store_leave(store, 8);
	assert_int_equal(kill(pid, SIGKILL), 0);
	wait_for(pid, SIGKILL);
	assert_true(index_store_enter(store, 7));
	index_store_leave(store, 7);
	index_store_close(store);
	close(fd[0]);
	close(fd[1]);
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, make_folder, remove_folder)

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		TEST(two_processes_write_at_once),
		TEST(a_killed_writer_leaves_the_last_commit),
		TEST(a_confined_process_writes),
		TEST(a_damaged_file_is_put_aside),
		TEST(damaged_pages_end_one_process),
		TEST(a_failed_change_is_not_committed),
		TEST(a_replaced_file_is_opened),
		TEST(a_lock_that_was_removed_is_opened_anew),
		TEST(another_shape_is_a_collection_of_its_own),
		TEST(odd_sizes_are_taken),
		TEST(one_process_at_a_time_reads_the_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
