/* secret: known vectors, sealing bound to its place, rotation, passwords. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/secret.h"

#define KEY_A	"a key of the first year, long enough"
#define KEY_B	"a key of the second year, long enough"

/* Settings from a file: the environment would change under older ones. */
static struct conf *
conf_with(const char *key, const char *old)
{
	char		 path[] = "/tmp/test_secret.XXXXXX";
	struct err	 err = { 0 };
	struct conf	*conf;
	int		 fd = mkstemp(path);

	assert_true(fd != -1);
	dprintf(fd, "SECRET_KEY=%s\nSECRET_KEY_OLD=%s\n", key, old);
	close(fd);
	unsetenv("SECRET_KEY");
	unsetenv("SECRET_KEY_OLD");
	setenv("HIREWIRE_CONF", path, 1);
	conf = conf_open(&err);
	unlink(path);
	assert_non_null(conf);
	return conf;
}

static void
signs_the_recorded_webhook(void **state)
{
	json_t	*doc = json_load_file("tests/data/secret/clickup-signature.json",
		    0, NULL);
	const char *body = json_string_value(json_object_get(doc, "body"));
	char	 hex[SECRET_HASH_SIZE];

	(void)state;
	assert_non_null(body);
	secret_hmac_sha256(json_string_value(json_object_get(doc, "secret")),
	    body, strlen(body), hex);
	assert_string_equal(hex,
	    json_string_value(json_object_get(doc, "X-Signature")));
	/* RFC 4231, case 6: a key longer than the block. */
	char	 key[132] = { 0 };
	memset(key, 0xaa, 131);
	secret_hmac_sha256(key, "Test Using Larger Than Block-Size Key - "
	    "Hash Key First", 54, hex);
	assert_string_equal(hex, "60e431591ee0b67f0d8a26aacbf5b77f"
	    "8e0bc6213728c5140546040f0ee37f54");
	json_decref(doc);
}

static void
hashes_and_tokens(void **state)
{
	char	 hex[SECRET_HASH_SIZE], a[SECRET_TOKEN_SIZE], b[SECRET_TOKEN_SIZE];

	(void)state;
	secret_hash("abc", hex);	/* BLAKE2b-256 */
	assert_string_equal(hex, "bddd813c634239723171ef3fee98579b"
	    "94964e3bb1cb3e427262c8c068d52319");
	secret_token(a);
	secret_token(b);
	assert_int_equal(strlen(a), SECRET_TOKEN_SIZE - 1);
	assert_string_not_equal(a, b);
	assert_true(strspn(a, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRS"
	    "TUVWXYZ0123456789-_") == strlen(a));
	assert_true(secret_equal("same", "same"));
	assert_false(secret_equal("same", "samf"));
	assert_false(secret_equal("same", "same "));
	for (int i = 0; i < 100; i++)
		assert_true(secret_random(7) < 7);
}

static void
passwords(void **state)
{
	char		 hash[SECRET_PASSWORD_SIZE], again[SECRET_PASSWORD_SIZE];
	char		 huge[1026];
	struct err	 err = { 0 };

	(void)state;
	assert_int_equal(secret_password("пароль 1", hash, &err), 0);
	assert_int_equal(secret_password("пароль 1", again, &err), 0);
	assert_string_not_equal(hash, again);
	assert_non_null(strstr(hash, "$argon2id$v=19$m=19456,t=2,p=1$"));
	assert_true(secret_password_ok(hash, "пароль 1"));
	assert_false(secret_password_ok(hash, "пароль 2"));
	assert_false(secret_password_ok(hash, ""));
	assert_false(secret_password_ok("", "пароль 1"));
	assert_false(secret_password_ok(NULL, ""));
	assert_false(secret_password_ok("not a hash", "пароль 1"));
	memset(huge, 'x', sizeof(huge));
	huge[1025] = '\0';
	assert_int_equal(secret_password(huge, hash, &err), -1);
	assert_int_equal(err.kind, ERR_INPUT);
	assert_string_equal(err.field[0].path, "password");
}

static void
seals_to_one_place(void **state)
{
	struct conf	*conf = conf_with(KEY_A, "");
	own_buf struct buf c = { 0 };
	own_str char	*plain = NULL;
	char		 id[17];
	struct err	 err = { 0 };

	(void)state;
	assert_int_equal(secret_seal(conf, "12:api_key", "pk_тест", &c, id,
	    &err), 0);
	assert_int_equal(strlen(id), 16);
	assert_null(memmem(c.data, c.len, "pk_", 3));
	assert_int_equal(secret_open(conf, "13:api_key", c.data, c.len, id,
	    &plain, &err), -1);
	assert_string_equal(err.code, "io.secret_open");
	assert_null(plain);
	assert_int_equal(secret_open(conf, "12:api_key", c.data, c.len, id,
	    &plain, &err), 0);
	assert_string_equal(plain, "pk_тест");
	for (size_t i = 0; i < c.len; i++) {
		own_str char	*other = NULL;

		c.data[i] ^= 1;
		assert_int_equal(secret_open(conf, "12:api_key", c.data, c.len,
		    id, &other, &err), -1);
		assert_int_equal(secret_open(conf, "12:api_key", c.data, i,
		    id, &other, &err), -1);
		c.data[i] ^= 1;
	}
	conf_close(conf);
}

static void
bounds_what_is_sealed(void **state)
{
	struct conf	*conf = conf_with(KEY_A, "");
	own_buf struct buf c = { 0 };
	own_str char	*plain = NULL;
	char		 long_text[4058], id[17];
	struct err	 err = { 0 };

	(void)state;
	memset(long_text, 'x', sizeof(long_text));
	long_text[4057] = '\0';
	assert_int_equal(secret_seal(conf, "1:a", long_text, &c, id, &err), -1);
	assert_int_equal(err.kind, ERR_TOO_LARGE);
	long_text[4056] = '\0';
	assert_int_equal(secret_seal(conf, "1:a", long_text, &c, id, &err), 0);
	assert_true(c.len <= 4096);	/* the column */
	assert_int_equal(secret_open(conf, "1:a", c.data, c.len, id, &plain,
	    &err), 0);
	assert_string_equal(plain, long_text);
	conf_close(conf);
}

static void
keys_rotate(void **state)
{
	struct conf	*before = conf_with(KEY_A, "");
	struct conf	*during = conf_with(KEY_B, KEY_A);
	struct conf	*after = conf_with(KEY_B, "");
	own_buf struct buf c = { 0 };
	own_str char	*plain = NULL;
	char		 id[17], new_id[17];
	struct err	 err = { 0 };

	(void)state;
	assert_int_equal(secret_seal(before, "1:a", "one", &c, id, &err), 0);
	assert_int_equal(secret_open(during, "1:a", c.data, c.len, id, &plain,
	    &err), 0);
	assert_string_equal(plain, "one");
	buf_clear(&c);
	assert_int_equal(secret_seal(during, "1:a", "two", &c, new_id, &err),
	    0);
	assert_string_not_equal(id, new_id);
	assert_int_equal(secret_open(after, "1:a", c.data, c.len, id, &plain,
	    &err), -1);
	assert_string_equal(err.code, "io.secret_key");
	conf_close(before);
	conf_close(during);
	conf_close(after);
}

static void
refuses_to_seal_without_a_key(void **state)
{
	struct conf	*none = conf_with("", ""), *weak = conf_with("short", "");
	own_buf struct buf c = { 0 };
	char		 id[17];
	struct err	 err = { 0 };

	(void)state;
	assert_int_equal(secret_seal(none, "1:a", "x", &c, id, &err), -1);
	assert_string_equal(err.code, "io.secret_key");
	assert_int_equal(secret_seal(weak, "1:a", "x", &c, id, &err), -1);
	assert_null(strstr(err.text, "short\""));
	conf_close(none);
	conf_close(weak);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(signs_the_recorded_webhook),
		cmocka_unit_test(hashes_and_tokens),
		cmocka_unit_test(passwords),
		cmocka_unit_test(seals_to_one_place),
		cmocka_unit_test(bounds_what_is_sealed),
		cmocka_unit_test(keys_rotate),
		cmocka_unit_test(refuses_to_seal_without_a_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
