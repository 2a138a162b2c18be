// cvs.js: the corpus of CVs, tests/data/document/cvs.json: in the shapes that people and services
// give them. lines (and side, a column of its own): the text as it stands in the file; kind: of the
// file; say: what must be understood, the fields of ExternalCandidate (null, or an empty list:
// nothing may be). A field that say does not name is not judged. Everybody in it is invented.
import { readFileSync } from 'node:fs';

export const CVS = JSON.parse(readFileSync(new URL('../data/document/cvs.json', import.meta.url), 'utf8'));
