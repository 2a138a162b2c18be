// cv-upload-rules: what was understood of a file as a form, and the form as a candidate. No DOM.

export const API = '/api/v1/documents/';
export const LIMITS = { most: 20 << 20, max: 50, accept: ['.pdf', '.docx', '.odt', '.rtf', '.html', '.htm', '.txt'] };

/* Those that are shown and edited; below SURE one is asked to look. */
export const FIELDS = [
  'last_name', 'first_name', 'middle_name', 'birth_date', 'phone', 'email', 'location', 'current_position',
  'current_company', 'experience_years', 'salary_min', 'currency',
];
const NUMBERS = ['experience_years', 'salary_min'];
const CARRIED = [
  'salary_max', 'summary', 'profile_url', 'linkedin_url', 'github_url', 'skills', 'education', 'experience',
  'languages',
];
const SURE = 0.8;
const BOARDS = ['hh_ru', 'superjob', 'linkedin', 'lalafo'];

export const valuesOf = ({ found }) =>
  Object.fromEntries(FIELDS.map((name) => [name, found?.[name] === null || !found ? '' : String(found[name])]));

/* What was understood, before anything is mended. */
export const personOf = (document) =>
  ({ document, values: valuesOf(document), errors: {}, words: '', made: document.candidate_id });

/* Where somebody who is there is known, as keys of messages. */
export const whereOf = ({ platforms = [], known = {} }) => [
  ...platforms.filter((name) => BOARDS.includes(name)).map((name) => `cv.at.${name}`),
  ...Object.keys(known).filter((name) => known[name]).map((name) => `cv.at.${name}`),
];

/* What is sent: the fields as they were edited, with what was understood beside them. */
export function bodyOf({ found }, values) {
  const body = {};
  for (const name of FIELDS) {
    const text = values[name].trim();
    if (text) body[name] = NUMBERS.includes(name) ? Number(text.replace(',', '.').replace(/\s/g, '')) || text : text;
  }
  for (const name of CARRIED) {
    const value = found?.[name];
    if (value !== null && value !== undefined && value.length !== 0) body[name] = value;
  }
  return body;
}

export const isDoubtful = ({ found }, name) => (found?.confidence[name] ?? 1) < SURE;
/* The line that it was found in, unless that says nothing else. */
export function placeOf({ found }, name) {
  const text = found?.places[name]?.text || '';
  return text === String(found?.[name]) ? '' : text;
}

/* A profile alone is somebody, too. */
export const isSomebody = ({ document: { found }, values }) =>
  ['last_name', 'first_name', 'email', 'phone'].some((name) => values[name].trim() !== '')
  || Boolean(found?.profile_url || found?.linkedin_url || found?.github_url);

/* Those of which a candidate is to be made. */
export const chosen = (people) => people.filter((one) => !one.made && !one.left && isSomebody(one));

/* So many at a time, in their order. -> run(work) -> what work gives */
export function turns(most) {
  const waiting = [];
  let running = 0;
  const next = () => {
    if (running >= most || waiting.length === 0) return;
    running += 1;
    const { work, done, fail } = waiting.shift();
    work().then(done, fail).finally(() => {
      running -= 1;
      next();
    });
  };
  return (work) => new Promise((done, fail) => {
    waiting.push({ work, done, fail });
    next();
  });
}
