// people.js: invented people with CVs; person(n) is always the same person.

const WOMEN = [
  'Анна', 'Мария', 'Елена', 'Ольга', 'Дарья', 'Юлия', 'Наталья', 'Екатерина', 'Алина', 'Вероника', 'Айгуль', 'Яна',
];
const MEN = [
  'Иван', 'Алексей', 'Дмитрий', 'Сергей', 'Павел', 'Никита', 'Артём', 'Михаил', 'Денис', 'Андрей', 'Тимур', 'Илья',
];
const LASTS = [
  'Ковалёв', 'Иванов', 'Петров', 'Смирнов', 'Новик', 'Мороз', 'Жданович', 'Соколов', 'Лебедев', 'Козлов', 'Климович',
  'Шевчук', 'Егоров', 'Волков', 'Асанов', 'Зайцев', 'Борисенко', 'Романов', 'Гусев', 'Тарасевич', 'Виноградов',
  'Щербаков', 'Юркевич',
];
const FATHERS = ['Иванов', 'Сергеев', 'Петров', 'Александров', 'Андреев', 'Викторов', 'Олегов', 'Павлов', 'Романов'];
const FIRSTS_EN = ['John', 'Emma', 'Michael', 'Sarah', 'David', 'Laura', 'James', 'Kate', 'Peter', 'Alice'];
const LASTS_EN = [
  'Smith', 'Brown', 'Wilson', 'Taylor', 'Clark', 'Walker', 'Hughes', 'Carter', 'Miller', 'Evans', 'Moore',
];
const CITIES = ['Минск', 'Бишкек', 'Москва', 'Гродно', 'Алматы', 'Санкт-Петербург', 'Брест', 'Тбилиси', 'Ташкент'];
const CITIES_EN = ['London', 'Warsaw', 'Berlin', 'Vilnius', 'Prague'];
const JOBS = [
  { title: 'Java Developer', skills: ['Java', 'Spring Boot', 'PostgreSQL', 'Kafka'] },
  { title: 'QA Engineer', skills: ['Selenium', 'Postman', 'SQL', 'TestRail'] },
  { title: 'Frontend Developer', skills: ['TypeScript', 'React', 'CSS', 'Vite'] },
  { title: 'C Developer', skills: ['C', 'Linux', 'nginx', 'MariaDB'] },
  { title: 'DevOps Engineer', skills: ['Kubernetes', 'Terraform', 'Ansible', 'Prometheus'] },
  { title: 'Системный аналитик', skills: ['BPMN', 'UML', 'SQL', 'REST'] },
  { title: 'Менеджер проектов', skills: ['Scrum', 'Jira', 'Бюджет', 'Риски'] },
  { title: 'UX-дизайнер', skills: ['Figma', 'Исследования', 'Прототипы'] },
];
const LEVELS = ['Junior', 'Middle', 'Senior'];
const COMPANIES = [
  'ООО «Северный мост»', 'ЗАО «Линия»', 'Вектор Софт', 'Кедр Системы', 'Astra Labs', 'Blue Harbor Ltd',
  'Студия «Пиксель»',
];

const hex = (n) => (n >>> 0).toString(16).padStart(8, '0');

export function person(n) {
  const pick = (list, salt) => list[mix(n, salt) % list.length];
  const english = n % 6 === 5;
  const woman = mix(n, 1) % 2 === 0;
  const first = english ? pick(FIRSTS_EN, 2) : pick(woman ? WOMEN : MEN, 2);
  const stem = english ? pick(LASTS_EN, 3) : pick(LASTS, 3);
  const last = !english && woman && /[оеё]в$|ин$/.test(stem) ? `${stem}а` : stem;
  const middle = english ? null : `${pick(FATHERS, 4)}${woman ? 'на' : 'ич'}`;
  const job = pick(JOBS, 5);
  const years = 1 + mix(n, 6) % 14;
  const level = /[а-я]/.test(job.title) ? null : LEVELS[years < 3 ? 0 : years < 6 ? 1 : 2];
  const slug = `${latin(first)}.${latin(last)}`.toLowerCase();
  return {
    n, first, last, middle, english, years, level, job: job.title, skills: job.skills,
    position: level ? `${level} ${job.title}` : job.title,
    city: pick(english ? CITIES_EN : CITIES, 7),
    email: `${slug}${n}@example.com`,
    phone: english
      ? `+44 20 7946 ${String(n % 10000).padStart(4, '0')}`
      : `+375 29 ${String(1000000 + (n * 7919) % 8999999).replace(/(\d{3})(\d\d)(\d\d)/, '$1-$2-$3')}`,
    telegram: `@${slug.replace('.', '_')}${n}`,
    salary: 600 + mix(n, 8) % 40 * 100,
    birthday: [1 + mix(n, 9) % 28, 1 + mix(n, 10) % 12, 1975 + mix(n, 11) % 28],
    companies: [pick(COMPANIES, 12), COMPANIES[(mix(n, 12) + 1) % COMPANIES.length]],
    linkedin: `https://www.linkedin.com/in/${slug.replace('.', '-')}-${n}/?trk=people`,
    rabota: `https://rabota.by/resume/${hex(mix(n, 13))}${hex(n)}ff0001`,
  };
}

// The lines of the person's CV.
export function cv(p) {
  const [day, month, year] = p.birthday;
  const date = `${String(day).padStart(2, '0')}.${String(month).padStart(2, '0')}.${year}`;
  const since = 2026 - p.years;
  if (p.english) {
    return [`${p.first} ${p.last}`, p.position, '', `City: ${p.city}`, `Phone: ${p.phone}`, `E-mail: ${p.email}`,
      `Telegram: ${p.telegram}`, `Date of birth: ${date}`, `Salary: ${p.salary} USD`, '', 'Experience',
      `${since} - now: ${p.companies[0]}, ${p.position}`,
      'Designed, built and supported services for several teams; reviewed code and mentored colleagues.',
      `${since - 2} - ${since}: ${p.companies[1]}, ${p.job}`, '', 'Skills', p.skills.join(', '), '',
      `LinkedIn: ${p.linkedin}`];
  }
  return [
    `${p.last} ${p.first} ${p.middle}`, p.position, '', `Город: ${p.city}`, `Телефон: ${p.phone}`, `E-mail: ${p.email}`,
    `Telegram: ${p.telegram}`, `Дата рождения: ${date}`, `Зарплата: ${p.salary} USD`, '', 'Опыт работы',
    `${since} — сейчас: ${p.companies[0]}, ${p.position}`,
    'Проектирование и развитие сервисов, участие в ревью, наставничество, общение с заказчиком.',
    `${since - 2} — ${since}: ${p.companies[1]}, ${p.job}`, '', 'Навыки', p.skills.join(', '), '',
    `LinkedIn: ${p.linkedin}`];
}

// What a résumé parser finds in the text of such a CV; a field it does not find is null.
export function parseCv(text) {
  const lines = text.split('\n').map((line) => line.trim()).filter(Boolean);
  const after = (label) => lines.map((line) => line.match(new RegExp(
    `^(?:${label}):\\s*(.+)$`, 'i',
  ))?.[1]).find(Boolean) ?? null;
  const words = /^[\p{L}'’-]+( [\p{L}'’-]+){1,2}$/u.test(lines[0] ?? '') ? lines[0].split(' ') : null;
  const cyrillic = /[а-яё]/i.test(lines[0] ?? '');
  const birth = after('Дата рождения|Date of birth')?.match(/(\d+)\.(\d+)\.(\d{4})/);
  const salary = after('Зарплата|Salary')?.match(/\d+/)?.[0];
  const phone = after('Телефон|Phone') ?? text.match(/\+\d[\d ()-]{8,}\d/)?.[0];
  const jobs = lines.map((line) => line.match(/^\d{4} [—-] \S+: (.+), ([^,]+)$/)).filter(Boolean);
  return {
    name: words && {
      first: cyrillic ? words[1] : words[0],
      last: cyrillic ? words[0] : words.at(-1),
      middle: words.length === 3 ? words[cyrillic ? 2 : 1] : null,
    },
    birthdate: birth ? { year: +birth[3], month: +birth[2], day: +birth[1], precision: 'day' } : null,
    phones: phone ? [phone] : [],
    email: text.match(/[\w.+-]+@[\w-]+\.[\w.]+/)?.[0] ?? null,
    salary: salary ? +salary : null,
    position: words ? lines[1] ?? null : null,
    skype: null,
    telegram: after('Telegram'),
    experience: jobs.map(([, company, position]) => ({ position, company })),
  };
}

// A whole number that looks random and is always the same for n and salt.
export function mix(n, salt = 0) {
  let h = Math.imul(n + 1, 0x9e3779b1) ^ Math.imul(salt + 17, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return (h ^ (h >>> 15)) >>> 0;
}

const LATIN = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', й: 'i', к: 'k', л: 'l', м: 'm',
  н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ъ: '',
  ы: 'y', ь: '', э: 'e', ю: 'yu', я: 'ya',
};

function latin(text) {
  return [...text.toLowerCase()].map((char) => LATIN[char] ?? char).join('');
}
