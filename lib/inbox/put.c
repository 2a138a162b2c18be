#include "inbox/put.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/filetype.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "document/document.h"
#include "inbox/item.h"
#include "inbox/tell.h"
#include "io/db.h"
#include "io/secret.h"
#include "io/unicode.h"
#include "live/post.h"
#include "person/link.h"

#define FILE_ID_MAX	255
#define UNIQUE_ID_MAX	64
#define ALBUM_MAX	64

/* --- what is written --- */

/* So many characters at most, composed, of whole UTF-8. The caller's; "" for NULL. */
static char *
clean(const char *text, size_t most)
{
	char	*composed = text == NULL ? mem_dup("") :
		    unicode_composed(text, strlen(text));
	char	*out = composed != NULL ? composed : mem_dup(text);

	out[utf8_head(out, most)] = '\0';
	return out;
}

/* A file's name without folders and signs that turn its direction. The caller's. */
static char *
clean_name(const char *name)
{
	const char	*last = name;
	char		*out;

	for (const char *c = name; c != NULL && *c != '\0'; c++)
		if ((*c == '/' || *c == '\\') && c[1] != '\0')
			last = c + 1;
	out = clean(last, 4 * (size_t)INBOX_NAME_MAX);
	utf8_plain(out);
	out[utf8_head(out, INBOX_NAME_MAX)] = '\0';
	return out;
}

/* --- sendings --- */

/* The batch of the album that is there already, or 0. */
static int
find_album(struct db *db, const struct inbox_sent *s, const char *album,
    int64_t *batch, struct err *err)
{
	return *batch != 0 || album[0] == '\0' ? 0 : db_number(db,
	    "SELECT batch FROM inbox_sending WHERE bot_id = ? "
	    "AND chat_id = ? AND album = ? AND created_at > NOW(3) - "
	    "INTERVAL 1 DAY ORDER BY id LIMIT 1", DB_ARGS(db_int(s->bot_id),
	    db_int(s->chat_id), db_str(album)), batch, err);
}

static int
begin_batch(struct db *db, int64_t id, int64_t *batch, struct err *err)
{
	if (*batch != 0)
		return 0;
	*batch = id;
	return db_exec(db, "UPDATE inbox_sending SET batch = id WHERE id = ?",
	    DB_ARGS(db_int(id)), NULL, err);
}

/* name: of the file, this time. */
static int
add_sending(struct db *db, const struct inbox_sent *s, int64_t item_id,
    const char *name, int64_t *batch, struct err *err)
{
	own_str char	*caption = clean(s->caption, INBOX_CAPTION_MAX);
	own_str char	*origin = clean(s->origin, INBOX_ORIGIN_MAX);
	own_str char	*album = clean(s->album, ALBUM_MAX);

	utf8_plain(origin);
	if (find_album(db, s, album, batch, err) == -1 ||
	    db_exec(db, "INSERT INTO inbox_sending (item_id, company_id, "
	    "user_id, via, batch, bot_id, chat_id, message_id, album, name, "
	    "caption, origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(inbox_sending.id)",
	    DB_ARGS(db_int(item_id), db_int(s->company_id),
	    db_int(s->user_id), db_str(s->bot_id != 0 ? "telegram" : "page"),
	    db_int(*batch), db_id(s->bot_id), db_int(s->chat_id),
	    db_int(s->message_id), db_str(album), db_str(name),
	    db_str(caption), db_str(origin)), NULL, err) == -1)
		return -1;
	return begin_batch(db, db_last_id(db), batch, err);
}

static int
add_told(struct db *db, const struct inbox_sent *s, int64_t item_id,
    const char *name, int64_t *batch, struct err *err)
{
	return add_sending(db, s, item_id, name, batch, err) == -1 ||
	    inbox_tell(db, s->company_id, item_id, "sent", err) == -1 ||
	    inbox_tell_batch(db, *batch, err) == -1 ||
	    inbox_tell_news(db, s->company_id, s->user_id, *batch, err) == -1 ?
	    -1 : 0;
}

/* --- files of a bot --- */

/* One that could not be fetched is tried anew, even one that was gone: when a file is sent again,
 * Telegram gives it another id. */
static int
try_again(struct db *db, const struct inbox_sent *s,
    const struct inbox_doc *doc, int64_t id, struct err *err)
{
	return db_exec(db, "UPDATE inbox_item SET arrival = 'waiting', "
	    "bot_id = ?, file_id = ?, tries = 0, due_at = NOW(3), "
	    "error_code = '', error_text = '' WHERE id = ? "
	    "AND arrival = 'failed' AND error_code NOT IN (" INBOX_UNFIT ")",
	    DB_ARGS(db_int(s->bot_id), db_str(doc->file_id), db_int(id)), NULL,
	    err);
}

/* What no fetching mends; "": nothing. A size below 0 is not known. */
static const char *
unfit(const struct inbox_doc *doc)
{
	return doc->size == 0 ? "inbox.empty" :
	    doc->size > (int64_t)INBOX_FILE_MAX ? "telegram.file" : "";
}

/* *id: of the item that has this file. */
static int
add_file(struct db *db, const struct inbox_sent *s,
    const struct inbox_doc *doc, const char *name, int64_t *id,
    struct err *err)
{
	const char	*why = unfit(doc);
	const bool	 failed = why[0] != '\0';
	const char	*unique = doc->unique_id != NULL &&
			    strlen(doc->unique_id) <= UNIQUE_ID_MAX ?
			    doc->unique_id : NULL;

	if (db_exec(db, "INSERT INTO inbox_item (company_id, kind, arrival, "
	    "name, size, unique_id, bot_id, file_id, by_id, error_code, "
	    "error_text) VALUES (?, 'file', ?, ?, ?, ?, ?, ?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(inbox_item.id)",
	    DB_ARGS(db_int(s->company_id), db_str(failed ? "failed" :
	    "waiting"), db_str(name), db_int(doc->size < 0 ? 0 :
	    doc->size > UINT32_MAX ? UINT32_MAX : doc->size), db_str(unique),
	    db_int(s->bot_id), db_str(doc->file_id), db_int(s->user_id),
	    db_str(why), db_str("")), NULL, err) == -1)
		return -1;
	*id = db_last_id(db);
	return failed ? 0 : try_again(db, s, doc, *id, err);
}

int
inbox_put_file(struct db *db, const struct inbox_sent *s,
    const struct inbox_doc *doc, int64_t *batch, struct err *err)
{
	own_str char	*name = clean_name(doc->name);
	int64_t		 id;

	if (strlen(doc->file_id) > FILE_ID_MAX)
		return err_code(err, ERR_INPUT, "inbox.file_id", "%s", "");
	return add_file(db, s, doc, name, &id, err) == -1 ? -1 :
	    add_told(db, s, id, name, batch, err);
}

/* --- links --- */

/* Does a text name the profile of that key, and no other? */
static bool
names_alone(const char *text, const char *key)
{
	struct person_link	one;
	char			other[PERSON_LINK_SIZE];
	bool			found = false;

	while (person_link_next(&text, &one)) {
		person_link_key(one.url, other);
		if (strcmp(other, key) != 0)
			return false;
		found = true;
	}
	return found;
}

static void
put_lines(struct buf *out, const char *at, const char *key)
{
	for (size_t n; *at != '\0'; at += n + (at[n] != '\0')) {
		own_str char	*line = mem_ndup(at, n = strcspn(at, "\n"));

		if (names_alone(line, key))
			buf_fmt(out, "%s\n", line);
	}
}

/* What a text of so many profiles says of this one: all; of several, the paragraphs and lines that
 * are of this one alone: nobody is given the phone of another. */
static void
put_said(struct buf *out, const char *text, size_t nlinks, const char *key)
{
	const char	*at = text != NULL ? text : "", *end;

	if (nlinks <= 1) {
		buf_puts(out, at);
		return;
	}
	for (; *at != '\0'; at = end + strspn(end, "\n")) {
		own_str char	*part = NULL;

		if ((end = strstr(at, "\n\n")) == NULL)
			end = at + strlen(at);
		part = mem_ndup(at, (size_t)(end - at));
		if (names_alone(part, key))
			buf_fmt(out, "%s\n", part);
		else
			put_lines(out, part, key);
	}
}

/* What makes a PDF of bytes is no word of a caption; all else behind an address is plain text. */
static int
put_words(struct db *db, const struct inbox_sent *s, int64_t id,
    const struct person_link *link, const char *key, struct err *err)
{
	own_buf struct buf	text = { 0 }, said = { 0 };
	own_str char		*caption = NULL;

	put_said(&said, s->caption, s->nlinks, key);
	caption = clean(buf_str(&said), INBOX_CAPTION_MAX);
	for (char *at = caption; (at = strstr(at, "%PDF-")) != NULL;)
		*at = ' ';
	buf_fmt(&text, "%s\n\n%s\n", link->url, caption);
	return inbox_put_bytes(db, id, text.data, text.len, err);
}

int
inbox_put_link(struct db *db, const struct inbox_sent *s,
    const struct person_link *link, int64_t *batch, struct err *err)
{
	char		 key[PERSON_LINK_SIZE], hash[SECRET_HASH_SIZE];
	const char	*name = strstr(link->url, "://");
	int64_t		 n, id;

	person_link_key(link->url, key);
	secret_hash(key, hash);
	if (db_exec(db, "INSERT INTO inbox_item (company_id, kind, site, "
	    "url, name, content, by_id) VALUES (?, 'link', ?, ?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(inbox_item.id)",
	    DB_ARGS(db_int(s->company_id),
	    db_str(person_site_word(link->site)), db_str(link->url),
	    db_strn(name + 3, utf8_head(name + 3, INBOX_NAME_MAX)),
	    db_str(hash), db_int(s->user_id)), &n, err) == -1)
		return -1;
	id = db_last_id(db);
	if (n == 1 && put_words(db, s, id, link, key, err) == -1)
		return -1;
	return add_told(db, s, id, "", batch, err);
}

struct pasting {
	const struct inbox_who	*who;
	const char		*text;
	int64_t			 n;
};

/* Has the text the same profile before at? */
static bool
came_before(const char *text, const char *at, const char *url)
{
	struct person_link	link;
	char			key[PERSON_LINK_SIZE], other[PERSON_LINK_SIZE];

	person_link_key(url, key);
	while (person_link_next(&text, &link) && text < at) {
		person_link_key(link.url, other);
		if (strcmp(key, other) == 0)
			return true;
	}
	return false;
}

/* Of how many profiles a text is; those above the most count. */
static size_t
count_links(const char *text)
{
	struct person_link	link;
	size_t			n = 0;

	for (const char *at = text; n <= INBOX_LINKS_MAX &&
	    person_link_next(&at, &link);)
		n += !came_before(text, at, link.url);
	return n;
}

/* An address alone is no caption. */
static int
put_pasted(struct db *db, const struct pasting *p, size_t nlinks,
    const struct person_link *link, int64_t *batch, struct err *err)
{
	own_buf struct buf	said = { 0 };
	char			key[PERSON_LINK_SIZE];
	struct inbox_sent	s = { .company_id = p->who->company_id,
		.user_id = p->who->user_id, .nlinks = 1 };

	person_link_key(link->url, key);
	put_said(&said, p->text, nlinks, key);
	if (strpbrk(buf_str(&said) + strspn(buf_str(&said), " \t\r\n"),
	    " \t") != NULL)
		s.caption = buf_str(&said);
	return inbox_put_link(db, &s, link, batch, err);
}

static int
work_text(struct db *db, void *arg, struct err *err)
{
	struct pasting		*p = arg;
	const size_t		 nlinks = count_links(p->text);
	const char		*at = p->text;
	struct person_link	 link;
	int64_t			 batch = 0;

	for (p->n = 0; p->n < INBOX_LINKS_MAX &&
	    person_link_next(&at, &link);) {
		if (came_before(p->text, at, link.url))
			continue;
		if (put_pasted(db, p, nlinks, &link, &batch, err) == -1)
			return -1;
		p->n++;
	}
	return 0;
}

int
inbox_put_text(struct db *db, const struct inbox_who *who, const char *text,
    int64_t *n, struct err *err)
{
	struct pasting	p = { .who = who, .text = text };

	if (db_tx_run_committed(db, work_text, &p, err) == -1)
		return -1;
	if (p.n == 0)
		return err_field(err, "text", "inbox.no_link", "%s", "");
	live_post_wake(db, who->conf);
	*n = p.n;
	return 0;
}

/* --- bytes --- */

const char *
inbox_put_type(const char *data, size_t len, const char **code)
{
	const enum filetype	type = filetype_of(data, len);

	*code = filetype_acts(data, len) ? "inbox.acts" :
	    filetype_cv(type) == -1 ? "inbox.kind" : NULL;
	return *code == NULL ? filetype_extension(type) : NULL;
}

int
inbox_put_bytes(struct db *db, int64_t id, const char *data, size_t len,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			 document_id;

	if (db_query(db, "SELECT company_id, by_id, name FROM inbox_item "
	    "WHERE id = ?", DB_ARGS(db_int(id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1 ||
	    document_add(db, &(struct document_file){
	    .company_id = db_col_int(rows, 0), .user_id = db_col_int(rows, 1),
	    .name = db_col_str(rows, 2), .data = data, .len = len,
	    .inbox_item_id = id }, &document_id, err) == -1)
		return -1;
	return db_exec(db, "UPDATE inbox_item SET document_id = ?, "
	    "unread = TRUE WHERE id = ?", DB_ARGS(db_int(document_id),
	    db_int(id)), NULL, err);
}

struct uploading {
	const struct inbox_who		*who;
	const struct inbox_upload	*file;
	const char			*type;
	char				*name;
	int64_t				 id;
	bool				 fresh;
};

static int
work_upload(struct db *db, void *arg, struct err *err)
{
	struct uploading	*u = arg;
	const struct inbox_sent	 s = { .company_id = u->who->company_id,
		.user_id = u->who->user_id };
	char			 hash[SECRET_HASH_SIZE];
	int64_t			 n, batch = 0;

	secret_hash_bytes(u->file->data, u->file->len, hash);
	if (db_exec(db, "INSERT INTO inbox_item (company_id, kind, name, "
	    "type, size, content, by_id) VALUES (?, 'file', ?, ?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(inbox_item.id)",
	    DB_ARGS(db_int(s.company_id), db_str(u->name), db_str(u->type),
	    db_int((int64_t)u->file->len), db_str(hash), db_int(s.user_id)),
	    &n, err) == -1)
		return -1;
	u->id = db_last_id(db);
	u->fresh = n == 1;
	if (u->fresh && inbox_put_bytes(db, u->id, u->file->data,
	    u->file->len, err) == -1)
		return -1;
	return add_told(db, &s, u->id, u->name, &batch, err);
}

int
inbox_put_upload(struct db *db, const struct inbox_who *who,
    const struct inbox_upload *file, int64_t *id, bool *fresh,
    struct err *err)
{
	const char		*code;
	own_str char		*name = clean_name(file->name);
	struct uploading	 u = { .who = who, .file = file };

	if (file->len == 0)
		return err_field(err, "file", "required", "%s", "");
	if (file->len > INBOX_FILE_MAX)
		return err_field(err, "file", "inbox.size", "%zu",
		    INBOX_FILE_MAX >> 20);
	if ((u.type = inbox_put_type(file->data, file->len, &code)) == NULL)
		return err_field(err, "file", code, "%s", "");
	if (name[0] == '\0')
		mem_put(&name, mem_fmt("file.%s", u.type));
	u.name = name;
	if (db_tx_run_committed(db, work_upload, &u, err) == -1)
		return -1;
	live_post_wake(db, who->conf);
	*id = u.id;
	*fresh = u.fresh;
	return 0;
}
