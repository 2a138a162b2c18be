/* cv: what the parser of files found in a CV, as an applicant's members. Source: "Huntflow API v2",
 * upload, fields. */
#ifndef HUNTFLOW_CV_H
#define HUNTFLOW_CV_H

#include <jansson.h>

/* Sets what is there and fits: position, company, phone, e-mail, ...; not the name. */
void	huntflow_cv_fields(json_t *body, const json_t *fields);

#endif
