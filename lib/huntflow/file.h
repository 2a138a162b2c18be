/* file: files between a person and Huntflow: uploads with what the parser makes of them,
 * photos and files of applicants. */
#ifndef HUNTFLOW_FILE_H
#define HUNTFLOW_FILE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct buf;
struct err;
struct huntflow_org;
struct web_file;

/*
 * {id, name, parsed, photo: id|null, fields: null | {first_name, last_name, middle_name, phone,
 * phones, email, position, company, money, birthday, social, experience}}; the file waits in
 * Huntflow until it is attached by its id. ERR_INPUT on "file" (PDF, DOC, DOCX, ODT, RTF, pictures
 * and plain text are taken, by their bytes; what acts when it is opened is not);
 * "huntflow.file_too_large".
 */
int	huntflow_file_upload(struct huntflow_org *, const struct web_file *,
	    bool parse, json_t **out, struct err *);
/*
 * Adds the photo as it lies with the service. type: of its bytes (JPEG, PNG, GIF, WebP),
 * a literal. ERR_ABSENT: there is none.
 */
int	huntflow_file_photo(struct huntflow_org *, int64_t applicant,
	    struct buf *out, const char **type, struct err *);
/*
 * Adds a file of a résumé (external) of the applicant as it lies with the service; name: as it is
 * called there, a new string. ERR_ABSENT: there is none such, or its bytes are gone.
 */
int	huntflow_file_resume(struct huntflow_org *, int64_t applicant,
	    int64_t external, int64_t file, struct buf *out, char **name,
	    struct err *);

#endif
