/* api_upload: files that are given to Huntflow. Source: "Huntflow API v2", upload.md. */
#ifndef HUNTFLOW_API_UPLOAD_H
#define HUNTFLOW_API_UPLOAD_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct err;
struct huntflow;

/* A file above this is refused by the service: 15 MB. */
#define HUNTFLOW_FILE_MAX	(15 * 1024 * 1024)

/*
 * A stored file. What the parser found may be missing as a whole or in part, also
 * after success: fields NULL, photo 0, text NULL.
 */
struct huntflow_upload {
	int64_t	 id, photo;
	json_t	*fields;
	char	*text;
};
void	 huntflow_upload_clear(struct huntflow_upload *);
#define own_huntflow_upload cleanup(huntflow_upload_clear)
/*
 * name needs an extension. parse asks for the fields (slow, 60 s). Beyond 15 MB:
 * ERR_TOO_LARGE, code "huntflow.file_too_large", nothing is sent.
 */
int	 huntflow_upload(struct huntflow *, int64_t account, const char *name,
	    const char *type, const void *data, size_t len, bool parse,
	    struct huntflow_upload *out, struct err *);
int	 huntflow_upload_parse(const json_t *, struct huntflow_upload *out,
	    struct err *);

#endif
