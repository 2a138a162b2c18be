#include "candidate/source.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "candidate/contact.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/field.h"
#include "io/secret.h"

#define SHARED_MAX	20	/* persons that are read of those who share something */

/* --- what is said --- */

void
candidate_said_clear(struct candidate_said *s)
{
	mem_free_str(&s->data);
	mem_free_str(&s->raw);
	*s = (struct candidate_said){ 0 };
}

static const char *
text_of(const json_t *found, const char *name)
{
	const char	*text = json_string_value(json_object_get(found, name));

	return text != NULL ? text : "";
}

/* Also of how a response fares, which is no field. The rest of an answer may change with each. */
static void
hash_said(const char *data, const json_t *raw, uint8_t out[CANDIDATE_HASH])
{
	const json_t	*response = json_object_get(raw, "negotiation");
	own_str char	*fares = response != NULL ? json_dumps(response,
			    JSON_COMPACT | JSON_SORT_KEYS) : mem_dup("");
	own_str char	*all = mem_fmt("%s%s", data, fares);
	char		 hex[SECRET_HASH_SIZE], pair[3] = "";

	secret_hash(all, hex);
	for (size_t i = 0; i < CANDIDATE_HASH; i++) {
		memcpy(pair, hex + 2 * i, 2);
		out[i] = (uint8_t)strtoul(pair, NULL, 16);
	}
}

void
candidate_said_read(int64_t company_id, int64_t connection_id,
    const json_t *found, struct candidate_said *out)
{
	own_json json_t	*data = json_copy((json_t *)(uintptr_t)found);
	const json_t	*raw = json_object_get(found, "raw_data");

	*out = (struct candidate_said){ .company_id = company_id,
		.connection_id = connection_id,
		.platform = text_of(found, "platform"),
		.external_id = text_of(found, "external_id"),
		.profile_url = text_of(found, "profile_url") };
	json_object_del(data, "raw_data");
	out->data = json_dumps(data, JSON_COMPACT | JSON_SORT_KEYS);
	out->raw = json_is_null(raw) || raw == NULL ? NULL :
	    json_dumps(raw, JSON_COMPACT);
	if (clock_parse(text_of(found, "updated_at"), &out->updated_at) == -1)
		out->updated_at = 0;
	hash_said(out->data, raw, out->hash);
}

/* --- rows --- */

static struct candidate_source
source_read(const struct db_rows *rows)
{
	struct candidate_source	 s = { .id = db_col_int(rows, 0),
		.candidate_id = db_col_int(rows, 1),
		.updated_at = db_col_time(rows, 2) };
	size_t			 len;
	const void		*hash = db_col_blob(rows, 3, &len);

	if (len == sizeof(s.hash))
		memcpy(s.hash, hash, len);
	return s;
}

int
candidate_source_find(struct db *db, const struct candidate_said *said,
    struct candidate_source *out, bool *there, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT id, candidate_id, source_updated_at, hash "
	    "FROM candidate_source WHERE company_id = ? AND "
	    "connection_id = ? AND external_id = ?",
	    DB_ARGS(db_int(said->company_id), db_int(said->connection_id),
	    db_str(said->external_id)), &rows, err) == -1)
		return -1;
	*there = db_rows_next(rows);
	if (*there)
		*out = source_read(rows);
	return 0;
}

int
candidate_source_known(struct db *db, const struct candidate_said *said,
    size_t n, struct candidate_source *out, struct err *err)
{
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;
	const char			**ids;
	int				 rc;

	if (n == 0)
		return 0;
	ids = mem_zero(n * sizeof(*ids));
	memset(out, 0, n * sizeof(*out));
	db_build_add(&b, "SELECT s.id, IFNULL(c.joined_to, c.id), "
	    "s.source_updated_at, s.hash, s.external_id FROM candidate_source "
	    "s JOIN candidate c ON c.id = s.candidate_id WHERE "
	    "s.company_id = ? AND s.connection_id = ? AND s.external_id IN ",
	    DB_ARGS(db_int(said->company_id), db_int(said->connection_id)));
	for (size_t i = 0; i < n; i++)
		ids[i] = said[i].external_id;
	db_build_texts(&b, "", ids, n);
	rc = db_build_query(db, &b, &rows, err);
	free(ids);
	if (rc == -1)
		return -1;
	while (db_rows_next(rows))
		for (size_t i = 0; i < n; i++)
			if (strcmp(said[i].external_id, db_col_str(rows,
			    4)) == 0)
				out[i] = source_read(rows);
	return 0;
}

int
candidate_source_seen(struct db *db, const int64_t *ids, size_t n,
    struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	if (n == 0)
		return 0;
	db_build_ids(&b, "UPDATE candidate_source SET last_synced_at = NOW(3) "
	    "WHERE id IN ", ids, n);
	return db_build_exec(db, &b, err);
}

int
candidate_source_add(struct db *db, const struct candidate_said *said,
    int64_t candidate_id, int64_t *id, struct err *err)
{
	if (db_exec(db, "INSERT INTO candidate_source (company_id, "
	    "candidate_id, connection_id, platform, external_id, profile_url, "
	    "hash, data, raw_data, source_updated_at, last_synced_at) VALUES "
	    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NOW(3))",
	    DB_ARGS(db_int(said->company_id), db_int(candidate_id),
	    db_int(said->connection_id), db_str(said->platform),
	    db_str(said->external_id), db_str(said->profile_url),
	    db_blob(said->hash, sizeof(said->hash)), db_str(said->data),
	    db_str(said->raw), db_time(said->updated_at)), NULL, err) == -1)
		return -1;
	*id = db_last_id(db);
	return 0;
}

/* A search does not know that its people answered a vacancy: what did is kept. Bound twice. */
#define KEEP_ANSWER "IF(JSON_EXISTS(raw_data, '$.negotiation'), "		\
	"JSON_INSERT(?, '$.negotiation', JSON_COMPACT(JSON_QUERY(raw_data, "	\
	"'$.negotiation'))), ?)"

int
candidate_source_save(struct db *db, const struct candidate_said *said,
    int64_t id, struct err *err)
{
	return db_exec(db, "UPDATE candidate_source SET profile_url = ?, "
	    "hash = ?, data = ?, raw_data = " KEEP_ANSWER ", "
	    "source_updated_at = ?, last_synced_at = NOW(3) WHERE id = ?",
	    DB_ARGS(db_str(said->profile_url),
	    db_blob(said->hash, sizeof(said->hash)), db_str(said->data),
	    db_str(said->raw), db_str(said->raw), db_time(said->updated_at),
	    db_int(id)), NULL, err);
}

/* --- contacts --- */

int
candidate_source_contacts(struct db *db, int64_t company_id, int64_t id,
    int64_t candidate_id, const struct contacts *contacts,
    struct err *err)
{
	struct db_arg	vals[CONTACTS_MAX * 5];
	size_t		n = 0;

	if (db_exec(db, "DELETE FROM candidate_contact WHERE source_id = ?",
	    DB_ARGS(db_int(id)), NULL, err) == -1)
		return -1;
	for (size_t i = 0; i < contacts->n; i++) {
		vals[n++] = db_int(id);
		vals[n++] = db_int(company_id);
		vals[n++] = db_int(candidate_id);
		vals[n++] = db_strn(&contacts->v[i].kind, 1);
		vals[n++] = db_str(contacts->v[i].value);
	}
	return contacts->n == 0 ? 0 : db_exec_rows(db, "INSERT INTO "
	    "candidate_contact (source_id, company_id, candidate_id, kind, "
	    "value) VALUES ", "", vals, 5, contacts->n, NULL, err);
}

static bool
is_name(char kind)
{
	return kind == CANDIDATE_NAME || kind == CANDIDATE_TOWN;
}

/* Each key is looked up by its index, and so many persons of it are read. */
static void
add_keys(struct db_build *b, int64_t company_id,
    const struct contacts *contacts, bool names, size_t *n)
{
	for (size_t i = 0; i < contacts->n; i++) {
		const struct contact	*one = &contacts->v[i];

		if (is_name(one->kind) != names)
			continue;
		db_build_add(b, (*n)++ == 0 ? "(" : " UNION ALL (", DB_NONE);
		db_build_add(b, "SELECT DISTINCT candidate_id, kind FROM "
		    "candidate_contact FORCE INDEX (by_value) WHERE "
		    "company_id = ? AND kind = ? AND value = ? LIMIT ?)",
		    DB_ARGS(db_int(company_id), db_strn(&one->kind, 1),
		    db_str(one->value), db_int(one->kind == CANDIDATE_NAME ?
		    CANDIDATE_RARE + 2 : SHARED_MAX)));
	}
}

int
candidate_source_shared(struct db *db, int64_t company_id,
    const struct contacts *contacts, bool names, int64_t but_id,
    struct db_rows **out, struct err *err)
{
	own_db_build struct db_build	b = { 0 };
	size_t				n = 0;

	db_build_add(&b, "SELECT " CANDIDATE_BRIEF ", f.kinds FROM (SELECT "
	    "IFNULL(p.joined_to, p.id) AS id, GROUP_CONCAT(DISTINCT k.kind "
	    "SEPARATOR '') AS kinds FROM (", DB_NONE);
	add_keys(&b, company_id, contacts, names, &n);
	db_build_add(&b, ") k JOIN candidate p ON p.id = k.candidate_id "
	    "GROUP BY 1) f JOIN candidate c ON c.id = f.id WHERE c.id <> ?",
	    DB_ARGS(db_int(but_id)));
	if (n == 0)
		return 0;
	return db_build_query(db, &b, out, err);
}
