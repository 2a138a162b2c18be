// cv-text-rules: the plain text of a CV as sections, facts and jobs. No DOM.

const HEADINGS = new Set([
  'опыт', 'опыт работы', 'навыки', 'ключевые навыки', 'профессиональные навыки', 'технологии', 'образование',
  'курсы', 'курсы и сертификаты', 'сертификаты', 'языки', 'знание языков', 'о себе', 'обо мне', 'контакты', 'проекты',
  'достижения', 'рекомендации', 'дополнительно', 'дополнительная информация',
  'experience', 'work experience', 'skills', 'key skills', 'education', 'courses', 'certificates', 'certifications',
  'languages', 'about', 'about me', 'summary', 'contacts', 'projects', 'achievements', 'references',
]);

/* "Опыт работы:" and "Опыт работы, 6 лет" begin a section. */
const headingOf = (line) =>
  line.length <= 60 && HEADINGS.has(line.replace(/:$|,.*$/, '').trim().toLowerCase()) ? line.replace(/:$/, '') : '';

const JOB = /^((?:[а-яёa-z]+\s+)?(?:\d{2}\.)?(?:19|20)\d{2}[^:]{0,30}):\s+(\S.*)$/iu;
const FACT = /^([\p{L}][\p{L} .’'-]{1,31}):\s+(\S.*)$/u;

function lineOf(line) {
  const job = JOB.exec(line);
  if (job) return { kind: 'job', period: job[1].trim(), text: job[2] };
  const fact = FACT.exec(line);
  return fact ? { kind: 'fact', name: fact[1], text: fact[2] } : { kind: 'text', text: line };
}

/* [{ title, lines: [{ kind: 'text', text } | { kind: 'fact', name, text } | { kind: 'job', period, text }] }]; the
 * first has no title when something stands before all headings. */
export function sectionsOf(text) {
  const sections = [];
  for (const line of (text ?? '').split('\n').map((one) => one.trim()).filter(Boolean)) {
    const title = headingOf(line);
    if (title || !sections.length) sections.push({ title, lines: [] });
    if (!title) sections.at(-1).lines.push(lineOf(line));
  }
  return sections;
}
