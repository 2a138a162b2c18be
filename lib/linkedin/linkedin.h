/*
 * linkedin: LinkedIn, for the machine of all job boards. It has no search of people for ordinary
 * applications: a recruiter signs in (OpenID Connect), and people come by files ("Save to PDF") and
 * links to profiles (person/link.h). Recruiter System Connect, for partners with an agreement, is
 * not built. Its place is a talk "responses" of this row: GET /v2/exportedCandidates?q=request&
 * requestId= for each notification of an export, with tokens by client_credentials and headers
 * Linkedin-Version and X-Restli-Protocol-Version. Source: Microsoft Learn, "Sign In with LinkedIn
 * using OpenID Connect", "Recruiter System Connect".
 */
#ifndef LINKEDIN_LINKEDIN_H
#define LINKEDIN_LINKEDIN_H

#include "platform/platform.h"

extern const struct platform linkedin_platform;

#endif
