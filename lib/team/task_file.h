/* task_file: files of tasks: what is committed is whole. Tables task_file and task_file_part. */
#ifndef TEAM_TASK_FILE_H
#define TEAM_TASK_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct actor;
struct buf;
struct db;
struct db_rows;
struct err;
struct right_who;
struct task;

#define TASK_FILE_MAX	((size_t)16 << 20)	/* bytes */
#define TASK_FILES_MAX	200			/* of one task */

/* Texts live until the next row. */
struct task_file {
	int64_t		 id, user_id, size, created_at;
	const char	*name, *type, *user_name;	/* type "": to be saved only */
};

/* Of a task, oldest first, those after an id (0: all). How many there are: task.files. */
int	task_file_list(struct db *, int64_t task_id, int64_t after_id,
	    int64_t limit, int64_t skip, struct db_rows **, struct err *);
bool	task_file_next(struct db_rows *, struct task_file *out);
/* ERR_ABSENT. */
int	task_file_get(struct db *, int64_t task_id, int64_t id,
	    struct db_rows **, struct task_file *out, struct err *);
/* Their bytes: file/store.h. */
extern const struct file_home	task_files;
void	task_file_emit(struct buf *, const struct right_who *,
	    const struct task *, const struct task_file *);

/*
 * ERR_INPUT on the field file: empty, or what acts when it is opened ("team.file_acts");
 * ERR_CONFLICT "team.files_full".
 */
int	task_file_add(struct db *, const struct actor *, int64_t task_id,
	    const char *name, const char *data, size_t len, int64_t *id,
	    struct err *);
/* By who sent it, or a manager. */
int	task_file_drop(struct db *, const struct actor *, int64_t task_id,
	    int64_t id, struct err *);

#endif
