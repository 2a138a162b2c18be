#include "bitrix/user.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/utf8.h"
#include "io/field.h"

#define NAME_BYTES	118	/* both and a blank fit a cursor (io/cursor.h) */
#define TEXT_BYTES	300
#define PHONE_BYTES	60
#define EMAIL_BYTES	240
#define AVATAR_BYTES	1000
#define DEPARTMENTS_MAX	50

void
bitrix_user_clear(struct bitrix_user *u)
{
	mem_free_str(&u->email);
	mem_free_str(&u->full_name);
	mem_free_str(&u->first_name);
	mem_free_str(&u->last_name);
	mem_free_str(&u->position);
	mem_free_str(&u->phone);
	mem_free_str(&u->avatar);
	json_decref(u->departments);
	*u = (struct bitrix_user){ 0 };
}

/* One line, without blanks around it. */
static char *
line(const json_t *doc, const char *name, size_t bytes)
{
	own_str char	*text = field_dup(doc, name, bytes);
	const char	*from;
	size_t		 len;

	utf8_line(text);
	from = text + strspn(text, " ");
	for (len = strlen(from); len > 0 && from[len - 1] == ' '; len--)
		continue;
	return mem_ndup(from, len);
}

/* A flag as JSON, or PHP's words for one. */
static bool
is_active(const json_t *doc)
{
	const json_t	*value = json_object_get(doc, "ACTIVE");
	const char	*word = json_string_value(value);

	if (value == NULL || json_is_null(value))
		return true;	/* the scope does not say it */
	return json_is_true(value) || (word != NULL &&
	    (strcmp(word, "Y") == 0 || strcmp(word, "true") == 0 ||
	    strcmp(word, "1") == 0)) || (json_is_integer(value) &&
	    json_integer_value(value) != 0);
}

/* A list, a map of PHP's, one number, or false for none. */
static json_t *
departments_of(const json_t *doc)
{
	const json_t	*value = json_object_get(doc, "UF_DEPARTMENT");
	own_json json_t	*all = json_array();
	json_t		*ids = json_array(), *one;
	const char	*name;
	size_t		 i;

	if (json_is_object(value))
		json_object_foreach((json_t *)(uintptr_t)value, name, one)
			json_array_append(all, one);
	else if (json_is_array(value))
		json_array_extend(all, (json_t *)(uintptr_t)value);
	else if (value != NULL)
		json_array_append(all, (json_t *)(uintptr_t)value);
	json_array_foreach(all, i, one) {
		own_json json_t	*holder = json_pack("{s:O}", "v", one);
		const int64_t	 id = field_num(holder, "v", 0);

		if (id > 0 && json_array_size(ids) < DEPARTMENTS_MAX)
			json_array_append_new(ids, json_integer(id));
	}
	return ids;
}

static char *
full_name_of(const struct bitrix_user *u)
{
	if (*u->first_name != '\0' && *u->last_name != '\0')
		return mem_fmt("%s %s", u->first_name, u->last_name);
	if (*u->first_name != '\0' || *u->last_name != '\0')
		return mem_fmt("%s%s", u->first_name, u->last_name);
	return *u->email != '\0' ? mem_dup(u->email) : mem_fmt("ID %lld",
	    (long long)u->id);
}

static char *
avatar_of(const json_t *doc, const char *origin)
{
	own_str char	*text = line(doc, "PERSONAL_PHOTO", AVATAR_BYTES);

	if (strncmp(text, "https://", 8) == 0 ||
	    strncmp(text, "http://", 7) == 0)
		return give(text);
	if (text[0] == '/' && text[1] != '/' &&
	    strlen(origin) + strlen(text) <= AVATAR_BYTES)
		return mem_fmt("%s%s", origin, text);
	return mem_dup("");
}

static void
put_hash(struct bitrix_user *u)
{
	own_buf struct buf	 all = { 0 };
	own_str char		*ids = json_dumps(u->departments,
				    JSON_COMPACT);

	buf_fmt(&all, "%s\n%s\n%s\n%s\n%s\n%s\n%s\n%d\n%s", u->email,
	    u->full_name, u->first_name, u->last_name, u->position, u->phone,
	    u->avatar, u->active, ids);
	secret_hash_bytes(all.data, all.len, u->hash);
}

int
bitrix_user_parse(const json_t *doc, const char *origin,
    struct bitrix_user *out, struct err *err)
{
	own_bitrix_user struct bitrix_user	 u = { 0 };

	if (!json_is_object(doc) || (u.id = field_num(doc, "ID", 0)) <= 0)
		return err_code(err, ERR_REMOTE, "bitrix.shape", "user.get");
	u.email = line(doc, "EMAIL", EMAIL_BYTES);
	u.first_name = line(doc, "NAME", NAME_BYTES);
	u.last_name = line(doc, "LAST_NAME", NAME_BYTES);
	u.position = line(doc, "WORK_POSITION", TEXT_BYTES);
	u.phone = line(doc, "PERSONAL_MOBILE", PHONE_BYTES);
	if (*u.phone == '\0')
		mem_put(&u.phone, line(doc, "WORK_PHONE", PHONE_BYTES));
	u.avatar = avatar_of(doc, origin);
	u.active = is_active(doc);
	u.departments = departments_of(doc);
	u.full_name = full_name_of(&u);
	put_hash(&u);
	*out = give(u);
	return 0;
}

void
bitrix_department_clear(struct bitrix_department *d)
{
	mem_free_str(&d->name);
	*d = (struct bitrix_department){ 0 };
}

int
bitrix_department_parse(const json_t *doc, struct bitrix_department *out,
    struct err *err)
{
	const int64_t	 id = json_is_object(doc) ? field_num(doc, "ID", 0) :
			    0;

	if (id <= 0)
		return err_code(err, ERR_REMOTE, "bitrix.shape",
		    "department.get");
	*out = (struct bitrix_department){ .id = id,
	    .parent_id = field_num(doc, "PARENT", 0),
	    .head_id = field_num(doc, "UF_HEAD", 0),
	    .sort = field_num(doc, "SORT", 0),
	    .name = line(doc, "NAME", TEXT_BYTES) };
	if (out->parent_id < 0 || out->parent_id == id)
		out->parent_id = 0;
	if (out->head_id < 0)
		out->head_id = 0;
	if (out->sort < INT32_MIN || out->sort > INT32_MAX)
		out->sort = 0;
	return 0;
}
