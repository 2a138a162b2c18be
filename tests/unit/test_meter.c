/* meter: what several processes count adds up; what cannot be counted is left out. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/meter.h"
#include "io/meter_int.h"

static char	folder[] = "/tmp/hw-meter-XXXXXX";

static struct meter *
opened(void)
{
	own_str char	*push = mem_fmt("%s/push.sock", folder);
	struct err	 err = { 0 };
	struct conf	*conf;
	struct meter	*meter;

	setenv("PUSH_SOCKET", push, 1);
	conf = conf_open(&err);
	assert_non_null(conf);
	meter = meter_open(conf);
	conf_close(conf);
	return meter;
}

static int
make_folder(void **state)
{
	(void)state;
	setenv("HIREWIRE_CONF", "/dev/null", 1);
	return mkdtemp(folder) == NULL;
}

static char *
path(void)
{
	return mem_fmt("%s/meter", folder);
}

static void
said(const struct meter *meter, const char *line)
{
	own_buf struct buf	b = { 0 };

	meter_emit(meter, &b);
	if (strstr(buf_str(&b), line) == NULL)
		fail_msg("no \"%s\" in:\n%s", line, buf_str(&b));
}

static void
begin_anew(void)
{
	own_str char	*at = path();

	unlink(at);
}

static void
adds_up_over_processes(void **state)
{
	struct meter	*meter;
	int		 status;

	(void)state;
	begin_anew();
	for (int i = 0; i < 4; i++)
		if (fork() == 0) {
			meter = opened();
			for (int n = 0; n < 5000; n++)
				meter_time(meter_find(meter, METER_REQUEST,
				    "program=\"x\",status=\"200\""), 700);
			_exit(0);
		}
	while (wait(&status) > 0)
		assert_int_equal(status, 0);
	meter = opened();
	said(meter, "_bucket{program=\"x\",status=\"200\",le=\"0.0005\"} 0\n");
	said(meter, "_bucket{program=\"x\",status=\"200\",le=\"0.001\"} 20000\n");
	said(meter, "_bucket{program=\"x\",status=\"200\",le=\"+Inf\"} 20000\n");
	said(meter, "_sum{program=\"x\",status=\"200\"} 14.000000\n");
	said(meter, "_count{program=\"x\",status=\"200\"} 20000\n");
	meter_close(meter);
}

/* A disk that fills up later has nothing to refuse to whoever counts. */
static void
has_its_room_from_the_start(void **state)
{
	own_str char	*at = path();
	struct meter	*meter;
	struct stat	 st;

	(void)state;
	begin_anew();
	meter = opened();
	assert_int_equal(stat(at, &st), 0);
	assert_true((int64_t)st.st_blocks * 512 >= (int64_t)st.st_size);
	meter_close(meter);
}

static void
knows_kinds_apart(void **state)
{
	struct meter	*meter;

	(void)state;
	begin_anew();
	meter = opened();
	meter_time(meter_find(meter, METER_WAIT, "program=\"x\""), 60000000);
	meter_count(meter_find(meter, METER_TAKEOVER, "program=\"x\""), 3);
	said(meter, "hirewire_pool_wait_seconds_bucket{program=\"x\","
	    "le=\"30\"} 0\n");
	said(meter, "hirewire_pool_wait_seconds_count{program=\"x\"} 1\n");
	said(meter, "hirewire_lease_takeovers_total{program=\"x\"} 3\n");
	meter_close(meter);
}

/* One that was killed has left its place as it was. */
static void
counts_workers_that_live(void **state)
{
	struct meter	*meter;
	struct meter_place *gone;

	(void)state;
	begin_anew();
	meter = opened();
	meter_busy(meter_find(meter, METER_WORKER, "program=\"x\",worker=\"1\""),
	    true);
	meter_busy(meter_find(meter, METER_WORKER, "program=\"x\",worker=\"2\""),
	    false);
	gone = meter_find(meter, METER_WORKER, "program=\"x\",worker=\"3\"");
	meter_busy(gone, true);
	atomic_store(&gone->sum_us, 0x7ffffff0);
	said(meter, "hirewire_pool_workers{program=\"x\"} 2\n");
	said(meter, "hirewire_pool_busy{program=\"x\"} 1\n");
	meter_close(meter);
}

static void
is_full_at_last(void **state)
{
	struct meter	*meter;
	char		 labels[40];
	bool		 full = false;

	(void)state;
	begin_anew();
	meter = opened();
	for (int i = 0; i < 2 * METER_PLACES; i++) {
		snprintf(labels, sizeof(labels), "n=\"%d\"", i);
		full |= meter_find(meter, METER_REQUEST, labels) == NULL;
	}
	assert_true(full);
	assert_non_null(meter_find(meter, METER_REQUEST, "n=\"0\""));
	meter_time(NULL, 1);
	meter_count(NULL, 1);
	meter_busy(NULL, true);
	meter_close(meter);
}

static void
refuses_long_labels(void **state)
{
	char		 labels[METER_KEY + 1];
	struct meter	*meter;

	(void)state;
	memset(labels, 'a', sizeof(labels) - 1);
	labels[METER_KEY] = '\0';
	begin_anew();
	meter = opened();
	assert_null(meter_find(meter, METER_REQUEST, labels));
	labels[METER_KEY - 1] = '\0';
	assert_non_null(meter_find(meter, METER_REQUEST, labels));
	meter_close(meter);
}

/* A file that is too short would end whoever reads it; one of another release is misread. */
static void
replaces_what_is_none(void **state)
{
	own_str char	*at = path();
	struct stat	 st;
	int		 fd;

	(void)state;
	for (int whole = 0; whole < 2; whole++) {
		struct meter	*meter;

		begin_anew();
		fd = open(at, O_RDWR | O_CREAT, 0600);
		assert_true(fd != -1);
		assert_int_equal(ftruncate(fd, whole ?
		    (off_t)sizeof(struct meter_file) : 100), 0);
		close(fd);
		meter = opened();
		assert_non_null(meter);
		assert_int_equal(stat(at, &st), 0);
		assert_int_equal(st.st_size, sizeof(struct meter_file));
		assert_int_equal(st.st_mode & 07777, 0600);
		meter_close(meter);
	}
}

static void
counts_nothing_without_a_house(void **state)
{
	own_buf struct buf	 b = { 0 };
	own_str char		*push = mem_fmt("%s/none/push.sock", folder);
	struct err		 err = { 0 };
	struct conf		*conf;

	(void)state;
	setenv("PUSH_SOCKET", push, 1);
	conf = conf_open(&err);
	assert_null(meter_open(conf));
	conf_close(conf);
	assert_null(meter_find(NULL, METER_REQUEST, "a=\"b\""));
	meter_emit(NULL, &b);
	assert_int_equal(b.len, 0);
	meter_close(NULL);
}

static int
remove_folder(void **state)
{
	(void)state;
	begin_anew();
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(adds_up_over_processes),
		cmocka_unit_test(has_its_room_from_the_start),
		cmocka_unit_test(knows_kinds_apart),
		cmocka_unit_test(counts_workers_that_live),
		cmocka_unit_test(is_full_at_last),
		cmocka_unit_test(refuses_long_labels),
		cmocka_unit_test(replaces_what_is_none),
		cmocka_unit_test(counts_nothing_without_a_house),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
