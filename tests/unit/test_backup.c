/* backup: a sealed file cut or changed anywhere opens nowhere; which backups stay; which lines of
 * the configuration go; sealed values leave a dump. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>
#include <zlib.h>

#include "backup/blank.h"
#include "backup/flow.h"
#include "backup/keep.h"
#include "backup/lines.h"
#include "backup/vault.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

#define PIECES	5

/* --- the sealed file --- */

static int
file_of(const void *data, size_t len)
{
	const int	fd = memfd_create("vault", MFD_CLOEXEC);

	assert_int_not_equal(fd, -1);
	assert_int_equal(write(fd, data, len), len);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

static void
seal(const struct vault_key *key, struct buf *out)
{
	const int			 fd = memfd_create("v", MFD_CLOEXEC);
	struct err			 err = { 0 };
	own_vault_out struct vault_out	*v = vault_create(fd, key, &err);
	char				 piece[40];
	ssize_t				 n;

	assert_non_null(v);
	for (int i = 0; i < PIECES - 1; i++)
		assert_int_equal(vault_put(v, 'D', "0123456789", (size_t)i * 2,
		    &err), 0);
	assert_int_equal(vault_finish(v, 'S', "end", 3, &err), 0);
	assert_int_equal(lseek(fd, 0, SEEK_CUR), vault_written(v));
	lseek(fd, 0, SEEK_SET);
	while ((n = read(fd, piece, sizeof(piece))) > 0)
		buf_add(out, piece, (size_t)n);
	close(fd);
}

/* How many pieces came before the end, or -1 and why. */
static int
open_all(const void *data, size_t len, const struct vault_key *key,
    struct err *err)
{
	const int			 fd = file_of(data, len);
	own_vault_in struct vault_in	*v = vault_open(fd, err);
	const void			*piece;
	size_t				 piece_len;
	char				 kind;
	int				 n = 0, rc = v == NULL ? -1 :
					    vault_unlock(v, key, err);

	while (rc != -1 && (rc = vault_get(v, &kind, &piece, &piece_len,
	    err)) == 1)
		n++;
	close(fd);
	return rc == -1 ? -1 : n;
}

static void
opens_by_its_key_alone(void **state)
{
	struct vault_pair	 pair, other;
	own_buf struct buf	 file = { 0 };
	struct err		 err = { 0 };

	(void)state;
	vault_pair_make(&pair);
	vault_pair_make(&other);
	seal(&(struct vault_key){ NULL, pair.open }, &file);
	assert_int_equal(open_all(file.data, file.len,
	    &(struct vault_key){ NULL, pair.secret }, &err), PIECES);
	assert_int_equal(open_all(file.data, file.len,
	    &(struct vault_key){ NULL, other.secret }, &err), -1);
	assert_string_equal(err.code, "backup.key");
	assert_int_equal(open_all(file.data, file.len,
	    &(struct vault_key){ NULL, pair.open }, &err), -1);
	assert_int_equal(open_all(file.data, file.len,
	    &(struct vault_key){ "a passphrase", NULL }, &err), -1);
	assert_string_equal(err.code, "backup.key");
}

static void
opens_by_its_passphrase_alone(void **state)
{
	own_buf struct buf	 file = { 0 };
	struct err		 err = { 0 };

	(void)state;
	seal(&(struct vault_key){ "correct horse", NULL }, &file);
	assert_int_equal(open_all(file.data, file.len,
	    &(struct vault_key){ "correct horse", NULL }, &err), PIECES);
	assert_int_equal(open_all(file.data, file.len,
	    &(struct vault_key){ "correct house", NULL }, &err), -1);
	assert_string_equal(err.code, "backup.passphrase");
	assert_int_equal(vault_key_check(&(struct vault_key){ "short", NULL },
	    &err), -1);
	assert_string_equal(err.code, "backup.passphrase_short");
	assert_int_equal(vault_key_check(&(struct vault_key){ NULL,
	    "hirewire-public-AAAA" }, &err), -1);
	assert_string_equal(err.code, "backup.public_key");
}

/* Cut at every byte, and each byte changed. */
static void
is_whole_or_nothing(void **state)
{
	struct vault_pair	 pair;
	own_buf struct buf	 file = { 0 };
	const struct vault_key	 key = { NULL, pair.secret };

	(void)state;
	vault_pair_make(&pair);
	seal(&(struct vault_key){ NULL, pair.open }, &file);
	for (size_t len = 0; len < file.len; len++) {
		struct err	 err = { 0 };

		assert_int_equal(open_all(file.data, len, &key, &err), -1);
		assert_string_equal(err.code, len < 9 ? "backup.foreign" :
		    "backup.cut");
	}
	for (size_t i = 0; i < file.len; i++) {
		struct err	 err = { 0 };

		file.data[i] ^= 1;
		assert_int_equal(open_all(file.data, file.len, &key, &err), -1);
		assert_int_equal(err.kind, ERR_INPUT);
		file.data[i] ^= 1;
	}
	buf_putc(&file, 'x');
	assert_int_equal(open_all(file.data, file.len, &key,
	    &(struct err){ 0 }), -1);
}

static void
other_files_are_foreign(void **state)
{
	static const char *const	all[] = { "", "PK\3\4", "HIREWIRE",
		"-- MariaDB dump 10.19", "HIREWIREx" };
	static const char *const	codes[] = { "backup.foreign",
		"backup.foreign", "backup.foreign", "backup.foreign",
		"backup.cut" };

	(void)state;
	for (size_t i = 0; i < nitems(all); i++) {
		struct err	 err = { 0 };

		assert_int_equal(open_all(all[i], strlen(all[i]),
		    &(struct vault_key){ "whatever", NULL }, &err), -1);
		assert_string_equal(err.code, codes[i]);
	}
}

/* --- packed --- */

static int
into_buf(void *out, const void *data, size_t len, struct err *err)
{
	(void)err;
	buf_add(out, data, len);
	return 0;
}

static void
unpacks_what_was_packed(void **state)
{
	own_buf struct buf	 packed = { 0 }, got = { 0 }, text = { 0 };
	const struct flow	 to = { into_buf, &packed },
				 back = { into_buf, &got };
	own_flow_pack struct flow_pack		*pack = flow_pack_open(&to);
	own_flow_unpack struct flow_unpack	*unpack =
		flow_unpack_open(&back);
	struct err		 err = { 0 };

	(void)state;
	for (int i = 0; i < 100000; i++)
		buf_fmt(&text, "%d %x\n", i, i * 2654435761u);
	for (size_t at = 0; at < text.len; at += 1000)
		assert_int_equal(flow_pack_add(pack, text.data + at,
		    text.len - at < 1000 ? text.len - at : 1000, &err), 0);
	assert_int_equal(flow_pack_end(pack, &err), 0);
	assert_true(packed.len < text.len);
	for (size_t at = 0; at < packed.len; at += 777) {
		assert_int_equal(flow_unpack_end(unpack, &(struct err){ 0 }),
		    -1);
		assert_int_equal(flow_unpack_add(unpack, packed.data + at,
		    packed.len - at < 777 ? packed.len - at : 777, &err), 0);
	}
	assert_int_equal(flow_unpack_end(unpack, &err), 0);
	assert_int_equal(got.len, text.len);
	assert_memory_equal(got.data, text.data, text.len);
	assert_int_equal(flow_unpack_add(unpack, "x", 1, &err), -1);
	assert_string_equal(err.code, "backup.damaged");
}

/* As a release before this one packed it: zlib. */
static void
unpacks_what_was_packed_before(void **state)
{
	static const char	 text[] = "CREATE TABLE `task` (`id` int);\n";
	unsigned char		 packed[256];
	unsigned long		 len = sizeof(packed);
	own_buf struct buf	 got = { 0 };
	const struct flow	 back = { into_buf, &got };
	own_flow_unpack struct flow_unpack	*unpack =
		flow_unpack_open(&back);
	struct err		 err = { 0 };

	(void)state;
	assert_int_equal(compress(packed, &len, (const unsigned char *)text,
	    sizeof(text)), Z_OK);
	for (size_t at = 0; at < len; at++)
		assert_int_equal(flow_unpack_add(unpack, packed + at, 1,
		    &err), 0);
	assert_int_equal(flow_unpack_end(unpack, &err), 0);
	assert_int_equal(got.len, sizeof(text));
	assert_memory_equal(got.data, text, sizeof(text));
	assert_int_equal(flow_unpack_add(unpack, "x", 1, &err), -1);
	assert_string_equal(err.code, "backup.damaged");
}

static void
refuses_what_is_not_packed(void **state)
{
	/* No stream; a frame that asks for 128 MB of memory; a zlib stream that is broken. */
	static const struct { const char *bytes; size_t len; } all[] = {
		{ "CREATE", 6 },
		{ "\x28\xb5\x2f\xfd\x00\x88\x11\x00\x00\x41\x41", 11 },
		{ "\x78\x01\xff\xff\xff", 5 },
	};

	(void)state;
	for (size_t i = 0; i < nitems(all); i++) {
		own_buf struct buf	got = { 0 };
		const struct flow	back = { into_buf, &got };
		own_flow_unpack struct flow_unpack	*unpack =
			flow_unpack_open(&back);
		struct err		err = { 0 };

		assert_int_equal(flow_unpack_add(unpack, all[i].bytes,
		    all[i].len, &err), -1);
		assert_string_equal(err.code, "backup.damaged");
		assert_int_equal(got.len, 0);
	}
}

/* --- a dump --- */

static const char dump[] =
    "-- CHANGE MASTER TO MASTER_LOG_FILE='bin.000002', MASTER_LOG_POS=342;\n"
    "CREATE TABLE `secret` (\n  `cipher` varbinary(9)\n);\n"
    "INSERT INTO `secret` VALUES\n"
    "(1,'a,(b\\')',0xC0FFEE,NULL),\n(2,'\\\\',0xBEEF,'0xBEEF;');\n"
    "INSERT INTO `secret_not` VALUES (1,2,0xBEEF);\n"
    "INSERT INTO `other` VALUES (1,2,'INSERT INTO `secret` VALUES (1,2,0xBEEF)');\n"
    "-- INSERT INTO `secret` VALUES (1,2,3)\n"
    "-- Dump completed\n";
static const char blanked[] =
    "-- CHANGE MASTER TO MASTER_LOG_FILE='bin.000002', MASTER_LOG_POS=342;\n"
    "CREATE TABLE `secret` (\n  `cipher` varbinary(9)\n);\n"
    "INSERT INTO `secret` VALUES\n"
    "(1,'a,(b\\')','',NULL),\n(2,'\\\\','','0xBEEF;');\n"
    "INSERT INTO `secret_not` VALUES (1,2,0xBEEF);\n"
    "INSERT INTO `other` VALUES (1,2,'INSERT INTO `secret` VALUES (1,2,0xBEEF)');\n"
    "-- INSERT INTO `secret` VALUES (1,2,3)\n"
    "-- Dump completed\n";

/* In pieces of every length. */
static void
sealed_values_are_blank(void **state)
{
	(void)state;
	for (size_t step = 1; step < sizeof(dump); step++) {
		own_buf struct buf	 got = { 0 };
		struct blank		 b = { .columns = { { "secret", 2 } },
			.n = 1, .to = { into_buf, &got } };
		struct err		 err = { 0 };
		const size_t		 len = sizeof(dump) - 1;

		for (size_t at = 0; at < len; at += step)
			assert_int_equal(blank_add(&b, dump + at, len - at <
			    step ? len - at : step, &err), 0);
		assert_int_equal(blank_end(&b, &err), 0);
		assert_string_equal(buf_str(&got), blanked);
		assert_int_equal(b.bytes, sizeof(blanked) - 1);
		assert_int_equal(b.tables, 1);
		assert_string_equal(b.log_file, "bin.000002");
		assert_int_equal(b.log_at, 342);
		assert_true(b.complete);
	}
}

static void
a_dump_that_ends_early_is_not_complete(void **state)
{
	own_buf struct buf	 got = { 0 };
	struct blank		 b = { .to = { into_buf, &got } };
	struct err		 err = { 0 };
	const size_t		 len = sizeof(dump) - 1 - 8;

	(void)state;
	assert_int_equal(blank_add(&b, dump, len, &err), 0);
	assert_int_equal(blank_end(&b, &err), 0);
	assert_false(b.complete);
	assert_int_equal(got.len, len);
	assert_memory_equal(got.data, dump, len);
}

/* --- which stay --- */

#define DAYS	400

/* One each night for over a year, kept or not as each night decides. */
static void
seven_days_four_weeks_six_months(void **state)
{
	static const int	lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31,
		30, 31, 30, 31 };
	char			*names[DAYS + 1];
	bool			 stays[DAYS + 1];
	size_t			 n = 0;
	int			 year = 2025, month = 1, day = 1;

	(void)state;
	for (int i = 0; i < DAYS; i++) {
		memmove(names + 1, names, n * sizeof(*names));
		names[0] = mem_fmt("hirewire-%04d%02d%02d-020000.backup", year,
		    month, day);
		n++;
		assert_true(keep_is(names[0]));
		if (++day > lengths[month - 1]) {
			day = 1;
			year += month == 12;
			month = month % 12 + 1;
		}
		keep_choose((const char *const *)names, n, stays);
		for (size_t j = n; j-- > 0;)
			if (!stays[j]) {
				free(names[j]);
				memmove(names + j, names + j + 1,
				    (n - j - 1) * sizeof(*names));
				n--;
			}
	}
	static const char *const	left[] = { "20260204", "20260203",
		"20260202", "20260201", "20260131", "20260130", "20260129",
		"20260125", "20260118", "20251231", "20251130", "20251031",
		"20250930" };

	assert_int_equal(n, nitems(left));
	for (size_t i = 0; i < n; i++) {
		assert_memory_equal(names[i] + 9, left[i], 8);
		free(names[i]);
	}
}

static void
of_a_day_the_newest_stays(void **state)
{
	static const char *const names[] = {
		"hirewire-20260101-020001.backup",
		"hirewire-20260101-020000.backup",
		"hirewire-20251231-235959.backup",
	};
	bool	stays[3];

	(void)state;
	keep_choose(names, 3, stays);
	assert_true(stays[0]);
	assert_false(stays[1]);
	assert_true(stays[2]);
}

static void
other_names_are_not_ours(void **state)
{
	static const char *const names[] = { "", "hirewire-20260101.backup",
		"hirewire-20261301-020000.backup",
		"hirewire-20260230-020000.backup",
		"hirewire-20260101-020000.backup.part",
		"Hirewire-20260101-020000.backup", "mine.backup" };

	(void)state;
	for (size_t i = 0; i < nitems(names); i++)
		assert_false(keep_is(names[i]));
	assert_true(keep_is("hirewire-20240229-000000.backup"));
}

/* --- the configuration --- */

static const char conf[] = "# a comment\nSECRET_KEY=abc\nPORT = 8005\n"
    "SMTP_URL=smtp://mail:25\nSMTP_PASSWORD=x\nSYSTEM_BOT_TOKEN=y\n"
    "DATABASE_URL=mysql://a:b@c/d\nHH_CLIENT_SECRET=z\nHOOK_DAYS=3\n"
    "HIREWIRE_PASSPHRASE=p\nOWN=https://me:pw@host/\nHOOK_DAYS=5";

static void
no_secret_line_goes(void **state)
{
	own_buf struct buf	 bare = { 0 }, all = { 0 };

	(void)state;
	lines_for_backup(conf, false, &bare);
	assert_string_equal(buf_str(&bare), "PORT=8005\n"
	    "SMTP_URL=smtp://mail:25\nHOOK_DAYS=3\nHOOK_DAYS=5\n");
	lines_for_backup(conf, true, &all);
	assert_non_null(strstr(buf_str(&all), "SECRET_KEY=abc\n"));
	assert_non_null(strstr(buf_str(&all), "SMTP_PASSWORD=x\n"));
}

static void
what_is_not_set_comes_back(void **state)
{
	own_buf struct buf	 added = { 0 }, kept = { 0 };
	own_str char		*value = lines_value(conf, "HOOK_DAYS");

	(void)state;
	assert_string_equal(value, "5");
	assert_null(lines_value(conf, "HOOK"));
	lines_to_add("PORT=1\nHOOK_DAYS=5\nSMTP_URL=smtp://other", conf,
	    &added, &kept);
	assert_string_equal(buf_str(&added), "SMTP_PASSWORD=x\n"
	    "SYSTEM_BOT_TOKEN=y\nHH_CLIENT_SECRET=z\n"
	    "OWN=https://me:pw@host/\n");
	assert_string_equal(buf_str(&kept), "SMTP_URL HOOK_DAYS");
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(opens_by_its_key_alone),
		cmocka_unit_test(opens_by_its_passphrase_alone),
		cmocka_unit_test(is_whole_or_nothing),
		cmocka_unit_test(other_files_are_foreign),
		cmocka_unit_test(unpacks_what_was_packed),
		cmocka_unit_test(unpacks_what_was_packed_before),
		cmocka_unit_test(refuses_what_is_not_packed),
		cmocka_unit_test(sealed_values_are_blank),
		cmocka_unit_test(a_dump_that_ends_early_is_not_complete),
		cmocka_unit_test(seven_days_four_weeks_six_months),
		cmocka_unit_test(of_a_day_the_newest_stays),
		cmocka_unit_test(other_names_are_not_ours),
		cmocka_unit_test(no_secret_line_goes),
		cmocka_unit_test(what_is_not_set_comes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
