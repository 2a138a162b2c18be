// texts.js: tasks of a recruiter as they really look, the same ones for the same seed: names, the words of vacancies
// and résumés by their frequency (a few everywhere, most of them rare), phones, addresses, links.

const words = (text) => text.trim().split(/\s+/);

const MEN = words(`Александр Алексей Андрей Антон Артём Борис Вадим Василий Виктор Владимир Глеб Григорий Денис Дмитрий
  Евгений Егор Иван Игорь Илья Кирилл Константин Лев Максим Марк Матвей Михаил Никита Николай Олег Павел Пётр Роман
  Руслан Семён Сергей Станислав Степан Тимур Фёдор Юрий Ярослав`);
const WOMEN = words(`Александра Алина Алла Анастасия Анна Валентина Валерия Вера Виктория Галина Дарья Диана Евгения
  Екатерина Елена Елизавета Жанна Зоя Инна Ирина Карина Кира Ксения Лариса Лидия Любовь Людмила Маргарита Марина Мария
  Надежда Наталья Нина Оксана Ольга Полина Светлана София Тамара Татьяна Юлия Яна`);
const SURNAMES = words(`Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков
  Алексеев Лебедев Семёнов Егоров Павлов Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров Зайцев Соловьёв
  Борисов Яковлев Григорьев Романов Воробьёв Сергеев Кузьмин Фролов Александров Дмитриев Королёв Гусев Киселёв Ильин
  Максимов Поляков Сорокин Виноградов Ковалёв Белов Медведев Антонов Тарасов Жуков Баранов Филиппов Комаров Давыдов
  Беляев Герасимов Богданов Осипов Сидоров Матвеев Титов Марков Миронов Крылов Куликов Карпов Власов Мельников Денисов
  Гаврилов Тихонов Казаков Афанасьев Данилов Савельев Тимофеев Фомин Чернов Абрамов Мартынов Ефимов Федотов Щербаков
  Назаров Калинин Исаев Чернышёв Быков Маслов Родионов Коновалов Лазарев Воронин Климов Филатов Пономарёв Голубев
  Кудрявцев Прохоров Наумов Потапов Журавлёв Овчинников Трофимов Леонов Соболев Ермаков Колесников Гончаров`);
const TOWNS = words(`Москва Минск Санкт-Петербург Казань Новосибирск Екатеринбург Алматы Бишкек Гомель Гродно Брест
  Витебск Могилёв Самара Омск Пермь Уфа Томск Сочи Тбилиси Ереван Ташкент Астана Ростов-на-Дону Воронеж Краснодар`);
const ROLES = `Java-разработчик|Senior Java developer|Python-разработчик|C++ developer|C# разработчик|.NET developer|
  Программист 1С|Аналитик 1С|Frontend-разработчик (React)|Vue.js developer|Node.js developer|Go-разработчик|
  PHP-разработчик|iOS developer|Android-разработчик|QA engineer|Тестировщик|Автотестировщик|DevOps-инженер|SRE|
  Системный администратор|Бизнес-аналитик|Системный аналитик|Data scientist|Data engineer|ML engineer|
  Менеджер проекта|Product manager|Scrum master|Дизайнер интерфейсов|UX/UI designer|Маркетолог|SMM-менеджер|
  Менеджер по продажам|Бухгалтер|Юрист|Рекрутер|HR-менеджер|Технический писатель|Архитектор решений|Team lead|
  Водитель|Оператор колл-центра|Кладовщик|Инженер-конструктор|Сметчик|Администратор баз данных (DBA)`.split(/\s*\|\s*/);
const FIRMS = words(`ЭПАМ Яндекс Сбер Тинькофф Wargaming Иннотех Ozon Wildberries Лаборатория Касперский Альфа-Банк МТС
  Билайн Мегафон VK Авито HeadHunter Газпромнефть Росатом IBA iTechArt Andersen Godel ISsoft Luxoft DataArt Softline`);
// By their frequency, the most frequent first.
const COMMON = words(`и в опыт работы с на по разработка команды проект от знание лет для разработчик не от кандидат
  готов компании технологии навыки требования обязанности условия java sql опыта понимание как к или что удалённо офис
  английский уровень собеседование зарплата график полный день английского работа участие задач проектов навык backend
  клиент git умение резюме образование высшее университет профессиональный развитие будет плюсом rest api docker linux
  spring python react javascript typescript kubernetes postgresql agile scrum jira менеджер тестирование автоматизация
  ведение документация поддержка внедрение анализ данных системы управления продаж клиентов микросервисы kafka redis
  html css frontend angular vue node php laravel symfony golang swift kotlin android ios hibernate maven gradle jenkins
  ci/cd gitlab github bitbucket aws azure gcp terraform ansible prometheus grafana elasticsearch mongodb mysql oracle
  clickhouse hadoop spark airflow tableau excel power bi C++ C# .NET ASP.NET 1С 1С:Предприятие T-SQL PL/SQL Node.js
  Vue.js full-stack front-end back-end e-commerce b2b b2c crm erp sap битрикс телефон почта город релокация переезд
  командировки гибкий бонусы премия страховка дмс испытательный срок оформление трудовой договор самозанятость ИП
  ответственность внимательность коммуникабельность самостоятельность инициативность senior middle junior lead team
  product owner stakeholder roadmap deadline оценка сроков планирование спринт ретроспектива бэклог релиз код ревью
  рефакторинг архитектура паттерны проектирования алгоритмы структуры многопоточность оптимизация производительности
  нагрузка безопасность авторизация шифрование сеть протоколы http tcp grpc graphql websocket очередь сообщений rabbitmq
  hr рекрутинг подбор персонала вакансия отклик оффер отказ обратная связь рекомендация знакомство звонок встреча
  комментарий перенос статус этап воронка источник хедхантер линкедин портфолио ссылка файл вложение`);
const STEMS = words(`разработ тестирова администрирова проектирова анализирова интегр автоматиз оптимиз мониторин
  документир консультир координир планирова реализ поддержив обслужив настро монтаж конструир моделирова исследова
  программир внедр сопровожд обуч контролир маркетин продаж закуп логист склад транспорт финанс бухгалтер налог юридич
  кадров рекрут персонал мотивац адаптац коммуник презентац переговор договор проект продукт сервис платформ приложен
  интерфейс алгоритм структур сеть сервер база запрос таблиц отчёт график модел прогноз статист математ инженер техник
  механик электрон энергет строител сметн архитект дизайн верст контент реклам бренд медиа публикац редакт перевод`);
const ENDINGS = words(`а ы е у ой ом ов ам ами ах ние ния нию нием чик чика чику чиком ский ская ское ские ского ать
  ал али ает`);
const SYLLABLES = [
  words('ar bel cor dex el fin gro hal ix jet kor lum mer nov or pix qua rex sol tra ur vex win xen yor zet'),
  words('ра ми но ве ко ла ти бе су до га пер ток зин лев мар сун ров'),
];
const TAIL = 20_000;	// rare words beyond those: products, places, slips of the pen

/* The tags and people of a list, by their frequency. */
export const TAGS = words(`java срочно python удалённо react минск backend c++ frontend dotnet 1с qa devops аналитик
  москва senior middle junior релокация english резерв чёрный-список горячий hr менеджер дизайн mobile ios android go
  php ml data лид архитектор sales бухгалтер юрист стажёр повтор рекомендация linkedin hh rabota.by холодный тёплый
  перезвонить тест-задание оффер отказ q1 q2 q3 q4 vip архив партнёр подряд редкий единичный`);
export const PEOPLE = ['Анна Коваль', 'Пётр Лис', 'Мария Юн', 'Олег Дуб', 'Kate Stone', 'Ирина Верба', 'Max Weber',
  'Юлия Гай', 'Сергей Рак', 'Zoe Hill', 'Дина Ким', 'Лев Заяц'];
export const STATUSES = [
  { name: 'закрыта', type: 'closed', color: '#008844', share: 0.56 },
  { name: 'отказ', type: 'closed', color: '#b5bcc2', share: 0.21 },
  { name: 'принят', type: 'done', color: '#00875a', share: 0.09 },
  { name: 'новая', type: 'open', color: '#87909e', share: 0.05 },
  { name: 'в работе', type: 'custom', color: '#5f55ee', share: 0.04 },
  { name: 'интервью', type: 'custom', color: '#f8ae00', share: 0.02 },
  { name: 'ждёт ответа', type: 'custom', color: '#b660e0', share: 0.015 },
  { name: 'на проверке', type: 'custom', color: '#e16b16', share: 0.01 },
  { name: 'оффер', type: 'custom', color: '#3db88b', share: 0.004 },
  { name: 'отложена', type: 'custom', color: '#aa8d80', share: 0.001 },
];

/* Numbers from 0 to 1, the same for the same seed. */
export function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/* Of n things the one at place i comes 1/(i + 1) as often as the first: 65 536 drawings, made once. */
export function zipf(n, power = 1) {
  const table = new Uint16Array(65536);
  const weights = Array.from({ length: n }, (_, i) => (i + 1) ** -power);
  const all = weights.reduce((sum, one) => sum + one);
  let at = 0;
  let sum = 0;
  weights.forEach((weight, i) => {
    sum += weight / all;
    for (; at < Math.round(sum * 65536); at += 1) table[at] = i;
  });
  return table;
}

const pick = (list, number) => list[Math.floor(number * list.length)];

function vocabulary() {
  const number = dice(7);
  const forms = STEMS.flatMap((stem) => ENDINGS.map((ending) => stem + ending));
  const tail = Array.from({ length: TAIL }, (_, n) =>
    Array.from({ length: 2 + Math.floor(number() * 3) }, () => pick(SYLLABLES[n % 2], number())).join(''));
  for (let i = forms.length - 1; i > 0; i -= 1) {
    const j = Math.floor(number() * (i + 1));
    [forms[i], forms[j]] = [forms[j], forms[i]];
  }
  return [...new Set([...COMMON, ...forms, ...tail])];
}
const WORDS = vocabulary();
const DRAWN = zipf(WORDS.length, 0.95);
/* A word of one task in some thousands. */
export const RARE = WORDS[DRAWN[65535]];

/* -> {name, description, phone, email, link} of the task that these numbers choose. */
export function texts(number) {
  const woman = number() < 0.5;
  const first = pick(woman ? WOMEN : MEN, number());
  const last = pick(SURNAMES, number()) + (woman ? 'а' : '');
  const role = pick(ROLES, number());
  const town = pick(TOWNS, number());
  const digits = String(Math.floor(number() * 1e7)).padStart(7, '0');
  const phone = number() < 0.5 ? `+375 (29) ${digits.slice(0, 3)}-${digits.slice(3, 5)}-${digits.slice(5)}` :
    `+7 9${digits.slice(0, 2)} ${digits.slice(2, 5)} ${digits.slice(5)} ${digits.slice(1, 3)}`;
  const email = `${pick(SYLLABLES[0], number())}.${digits.slice(2)}@example.com`;
  const link = number() < 0.5 ? `https://www.linkedin.com/in/person-${digits}` : `https://rabota.by/resume/${digits}ab`;
  const shape = number();
  const name = shape < 0.4 ? `${last} ${first} — ${role}` : shape < 0.7 ? `${role}, ${town}: ${first} ${last}` :
    shape < 0.9 ? `${first} ${last} (${role})` : `${role} / ${pick(FIRMS, number())}`;
  const lengths = number();
  const count = lengths < 0.02 ? 400 + number() * 200 : 50 + number() ** 2 * 250;
  const parts = [`${first} ${last}, ${town}. Тел.: ${phone}, ${email}\n${link}\n`];
  for (let i = 0; i < count; i += 1) {
    parts.push(WORDS[DRAWN[Math.floor(number() * 65536)]]);
    if (i % 11 === 10) parts.push(i % 44 === 43 ? '.\n' : ',');
  }
  parts.push(`${pick(FIRMS, number())}.`);
  return { name, description: parts.join(' '), phone, email, link };
}
