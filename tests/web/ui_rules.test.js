// The rules of the components. No browser.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { placed } from '../../www/js/ui/layer-rules.js';
import { ticked, rowAt } from '../../www/js/ui/selection-rules.js';
import { regrouped } from '../../www/js/lib/grouped-rules.js';
import { amountRules, joined, partsOf, signedText, sumRules, sumText } from '../../www/js/lib/money-rules.js';
import { phoneRead, phoneText } from '../../www/js/lib/phone-rules.js';
import { isOld } from '../../www/js/ui/timeline-rules.js';
import { piecesOf, placeName } from '../../www/js/ui/said-rules.js';
import { sectionsOf } from '../../www/js/ui/cv-text-rules.js';
import { moved, nearest, neighbour, placeByKey, placeOf } from '../../www/js/ui/board-rules.js';
import { eventsByDay, firstHour, lanesOf, slotAt, spanOf } from '../../www/js/ui/calendar-rules.js';
import { fitting, troubleOf } from '../../www/js/ui/file-drop-rules.js';
import { heights, ticks, isSeen } from '../../www/js/ui/chart-rules.js';
import { namedIn } from '../../www/js/ui/comment-box-rules.js';

describe('days and times', () => {
  it('are asked for by our own fields alone: a browser\'s has its own order of day and month', () => {
    const native = /type="(date|time|datetime-local|month|week)"|_(date|at|until): '(date|time)'/;
    const modules = readdirSync('www/js', { recursive: true }).filter((name) => name.endsWith('.js'));
    assert.ok(modules.length > 200);
    assert.deepEqual(modules.filter((name) => native.test(readFileSync(`www/js/${name}`, 'utf8'))), []);
  });

  it('a short month is written by one function: a browser writes «нояб.» beside «мая»', () => {
    const own = /month: '(short|narrow|2-digit|numeric)'/;
    const modules = readdirSync('www/js', { recursive: true }).filter((name) => name.endsWith('.js'));
    const users = modules.filter((name) => own.test(readFileSync(`www/js/${name}`, 'utf8')));
    assert.deepEqual(users.sort(), ['lib/day-rules.js', 'lib/i18n-rules.js', 'lib/i18n.js']);
  });
});

describe('charts', () => {
  it('heights, ticks', () => {
    assert.deepEqual(heights([0, 1, 1000]), [0, 2, 100]);
    assert.deepEqual(heights([]), []);
    assert.deepEqual(ticks(17), { top: 20, steps: [20, 15, 10, 5, 0] });
    assert.equal(ticks(1).top, 4);
    assert.equal(ticks(9).top, 12);
    assert.deepEqual([isSeen(0, 10), isSeen(1, 1000), isSeen(38, 1180)], [false, false, true]);
  });
});

describe('sums and phones in groups', () => {
  const NB = '\u00a0';
  const phones = { read: phoneRead, shown: phoneText };

  it('a phone has the groups of its country; a text that is none stays', () => {
    for (const [text, shown] of [
      ['+375295550147', '+375 29 555-01-47'], ['+375 (29) 555-01-47', '+375 29 555-01-47'],
      ['+79123456789', '+7 912 345-67-89'], ['+996555123456', '+996 555 123-456'], ['+37529555', '+375 29 555'],
      ['+375', '+375'], ['+', '+'], ['80295550147', '80295550147'], ['+44 20 7946 0905', '+44 20 7946 0905'],
      ['+3752955501478', '+3752955501478'], ['+375295550147, +375295550148', '+375295550147, +375295550148'],
      ['', ''], [null, ''],
    ]) assert.equal(phoneText(text), shown, text);
  });

  it('a caret stays beside its digit, whatever is typed or deleted where', () => {
    /* was, with | for the caret, after the browser's own deed; kept before; deed -> value, text with | */
    for (const [was, kept, deed, value, text] of [
      ['+3752|', '+375', 'insertText', '+3752', '+375 2|'],
      ['+375 29 5555|-01-4', '+37529555014', 'insertText', '+375295555014', '+375 29 555-5|0-14'],
      ['+375 29| 555-01-47', '+3752955550147', 'insertText', '+375295550147', '+375 29| 555-01-47'],
      ['+375 29 555|01-47', '+375295550147', 'deleteContentBackward', '+37529550147', '+375 29 55|0-14-7'],
      ['+375 29 555|01-47', '+375295550147', 'deleteContentForward', '+37529555147', '+375 29 555|-14-7'],
      ['+375 29 |', '+37529', 'insertText', '+37529', '+375 29|'],
      ['|', '+375295550147', 'deleteContentBackward', '', '|'],
    ]) {
      const at = was.indexOf('|');
      const next = regrouped({ text: was.replace('|', ''), at, kept, deed }, phones);
      assert.equal(next.value, value.replace('|', ''), was);
      assert.equal(`${next.text.slice(0, next.at)}|${next.text.slice(next.at)}`, text, was);
    }
  });

  it('an amount has the separators of the language; words stay as they are', () => {
    const ru = amountRules(NB);
    const en = amountRules(',');
    for (const [text, read, shown] of [
      ['3000', '3000', `3${NB}000`], ['3 000–4500', '3000–4500', `3${NB}000–4${NB}500`],
      ['от 120000', 'от 120000', `от 120${NB}000`], ['999', '999', '999'], ['3 ', '3 ', '3 '],
      ['по договорённости', 'по договорённости', 'по договорённости'], ['2000 на руки', '2000 на руки', '2000 на руки'],
      ['', '', ''],
    ]) assert.deepEqual([ru.read(text), ru.shown(text)], [read, shown], text);
    assert.deepEqual([en.read('3,000–4,500'), en.shown('3000')], ['3000–4500', '3,000']);
    const typed = regrouped({ text: `1${NB}0000`, at: 6, kept: '1000', deed: 'insertText' }, ru);
    assert.deepEqual(typed, { value: '10000', text: `10${NB}000`, at: 6 });
    const deleted = regrouped({ text: '1000', at: 1, kept: '1000', deed: 'deleteContentForward' }, ru);
    assert.deepEqual(deleted, { value: '100', text: '100', at: 1 });
  });

  it('a sum alone is digits; what stands behind a decimal point is no part of it', () => {
    const { read, shown } = sumRules(NB);
    assert.deepEqual(['3 500,00', '3500.5', 'abc', '12 000'].map(read), ['3500', '3500', '', '12000']);
    assert.equal(shown('1234567'), `1${NB}234${NB}567`);
    assert.deepEqual(['3,500.00', '3,500'].map(sumRules(',').read), ['3500', '3500']);
  });

  it('a currency stands behind the sum or before it; one without a sign keeps its code', () => {
    assert.deepEqual([sumText('3 500', 'USD'), sumText('4 200', 'BYN')], ['3 500\u00a0$', '4 200\u00a0BYN']);
    assert.deepEqual([signedText('3,500', 'USD'), signedText('4,200', 'BYN')], ['$3,500', 'BYN\u00a04,200']);
    assert.deepEqual([sumText('5', ''), signedText('5', '')], ['5', '5']);
  });

  it('a text is an amount and a currency, and again the same text', () => {
    for (const [text, amount, sign] of [
      ['3000–4500 USD', '3000–4500', 'USD'], ['3 000 $', '3 000', '$'], ['от 120000 руб.', 'от 120000', 'руб.'],
      ['по договорённости', 'по договорённости', ''], ['', '', ''], [null, '', ''],
    ]) {
      assert.deepEqual(partsOf(text), { amount, sign }, text);
      assert.equal(joined(partsOf(text)), text ?? '');
    }
    assert.equal(joined({ amount: ' ', sign: 'USD' }), '');
  });
});

describe('ticked rows', () => {
  const rows = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }));
  const idOf = ({ id }) => id;
  it('a range both ways; what was chosen before stays, and is not changed', () => {
    const up = ticked(new Map(), rows, 3, 1, true, idOf);
    assert.deepEqual([...up.keys()], ['b', 'c', 'd']);
    assert.deepEqual([...ticked(up, rows, null, 2, false, idOf).keys()], ['b', 'd']);
    assert.equal(up.size, 3);
  });
  it('j and k: from nowhere to an end, never past it', () => {
    const cases = [
      [null, 5, 1, 0],
      [null, 5, -1, 4],
      [4, 5, 1, 4],
      [0, 5, -1, 0],
      [1, 5, 1, 2],
      [null, 0, 1, null],
    ];
    for (const [cursor, count, move, wanted] of cases) assert.equal(rowAt(cursor, count, move), wanted);
    const left = [[1, 3, 1, 1], [1, 3, -1, 0], [2, 2, 1, 1], [0, 2, -1, 0], [0, 0, 1, null]];
    for (const [was, count, move, wanted] of left) assert.equal(rowAt(null, count, move, was), wanted);
  });
});

describe('a sheet beside its button', () => {
  const view = { width: 400, height: 600 };
  const box = { width: 200, height: 300 };
  const at = (left, top) => ({ left, top, right: left + 40, bottom: top + 40 });
  it('lies under it, or over it where there is more room', () => {
    assert.deepEqual(placed({ anchor: at(20, 20), box, view }), { left: 20, top: 66, room: 526 });
    assert.equal(placed({ anchor: at(20, 500), box, view }).top, 194);
  });
  it('stays inside the window on both sides, and ends where its button does when asked', () => {
    assert.equal(placed({ anchor: at(350, 20), box, view }).left, 192);
    assert.equal(placed({ anchor: at(350, 20), box, view, align: 'end' }).left, 190);
    assert.equal(placed({ anchor: at(2, 20), box, view, align: 'end' }).left, 8);
  });
  it('is as tall as there is room, and never taller than it may be', () => {
    assert.equal(placed({ anchor: at(20, 20), box: { width: 200, height: 900 }, view }).room, 526);
    assert.equal(placed({ anchor: at(20, 20), box, view, most: 200 }).room, 200);
  });
});

describe('what somebody wrote', () => {
  it('its addresses are places with names; what ends a sentence is not theirs', () => {
    assert.deepEqual(piecesOf('Ссылка: https://app.clickup.com/t/86#hw-1. И (www.linkedin.com/in/x), см.'), [
      'Ссылка: ', { href: 'https://app.clickup.com/t/86#hw-1', name: 'ClickUp' }, '. И (www.linkedin.com/in/x), см.',
    ]);
    assert.deepEqual(piecesOf('https://www.example.com/a?b=1,https://hh.ru/resume/1'), [
      { href: 'https://www.example.com/a?b=1,https://hh.ru/resume/1', name: 'example.com' },
    ]);
    assert.deepEqual([piecesOf('без ссылок'), piecesOf(null), piecesOf('')], [['без ссылок'], [], []]);
    assert.equal(placeName('https://nothh.ru/'), 'nothh.ru', 'the end of a name is another name');
    assert.equal(placeName('http://[bad'), 'http://[bad');
  });
});

describe('the text of a CV', () => {
  const text = [
    'Лебедева Дарья', 'Город: Брест', 'Telegram: @darya', '', 'Опыт работы, 6 лет',
    '2021 — сейчас: Blue Harbor, аналитик',
    'Сервисы: проектирование и развитие', 'Навыки:', 'BPMN, UML', 'LinkedIn: https://www.linkedin.com/in/d', '',
    'Опыт у меня большой', 'Навыки: Java',
  ].join('\n');
  it('has sections, facts and jobs; a sentence that begins like a heading is none', () => {
    assert.deepEqual(sectionsOf(text).map(({ title, lines }) => [title, lines.map(({ kind }) => kind).join()]), [
      ['', 'text,fact,fact'], ['Опыт работы, 6 лет', 'job,fact'], ['Навыки', 'text,fact,text,fact'],
    ]);
    const [{ lines: [job] }] = sectionsOf(text).slice(1);
    assert.deepEqual(job, { kind: 'job', period: '2021 — сейчас', text: 'Blue Harbor, аналитик' });
    assert.deepEqual([sectionsOf(''), sectionsOf(null)], [[], []]);
  });
});

describe('a timeline', () => {
  it('days stand as headings after a week', () => {
    const now = Date.parse('2026-11-20T12:00:00Z');
    assert.deepEqual(
      ['2026-11-01T00:00:00Z', '2026-11-14T00:00:00Z'].map((at) => isOld(at, now)),
      [true, false],
    );
  });
});

describe('a board', () => {
  const columns = [
    { id: 'todo', cards: [{ id: 1 }, { id: 2 }, { id: 3 }] },
    { id: 'shut', closed: true, cards: [] },
    { id: 'done', cards: [{ id: 4 }] },
  ];
  const ids = (all) => all.map(({ cards }) => cards.map(({ id }) => id).join('')).join('|');
  it('a card moves inside a column and to another; what is not there changes nothing', () => {
    assert.equal(ids(moved(columns, 1, { column: 0, index: 2 })), '231||4');
    assert.equal(ids(moved(columns, '2', { column: 2, index: 0 })), '13||24');
    assert.equal(ids(moved(columns, 3, { column: 2, index: 9 })), '12||43');
    assert.equal(ids(moved(columns, 7, { column: 2, index: 0 })), '123||4');
    assert.equal(ids(columns), '123||4');
  });
  it('arrows lead a lifted card along its column and over a closed one; at the ends it stays', () => {
    const cases = [
      [1, 'ArrowDown', { column: 0, index: 1 }],
      [1, 'ArrowUp', { column: 0, index: 0 }],
      [3, 'ArrowRight', { column: 2, index: 1 }],
      [4, 'ArrowLeft', { column: 0, index: 0 }],
      [4, 'ArrowRight', { column: 2, index: 0 }],
    ];
    for (const [id, key, place] of cases) assert.deepEqual(placeByKey(columns, id, key), place, `${id} ${key}`);
  });
  it('arrows lead the focus from card to card, past empty columns', () => {
    assert.deepEqual([neighbour(columns, 3, 'ArrowRight'), neighbour(columns, 4, 'ArrowLeft')], [4, 1]);
    assert.deepEqual([neighbour(columns, 1, 'ArrowUp'), neighbour(columns, 2, 'ArrowDown')], [1, 3]);
    assert.equal(placeOf(columns, 9), null);
    const spots = [[{ column: 0, index: 1 }, 2], [{ column: 0, index: 7 }, 3], [{ column: 1, index: 0 }, 1], [null, 1]];
    for (const [spot, wanted] of spots) assert.equal(nearest(columns, spot), wanted);
    assert.equal(nearest([], null), undefined);
  });
});

describe('a calendar', () => {
  const zone = 'Europe/Minsk';
  const meeting = (id, start, end) => ({ id, start: `2026-11-${start}:00Z`, end: end && `2026-11-${end}:00Z` });
  it('an event is on each day that it touches, in the zone of the user; whole days come first', () => {
    const fair = { id: 'fair', start: '2026-11-18', end: '2026-11-20', all_day: true };
    const days = eventsByDay([meeting(1, '18T12:00', '18T13:00'), meeting(2, '18T20:30', '18T22:30'), fair], zone);
    assert.deepEqual([...days.keys()].sort(), ['2026-11-18', '2026-11-19', '2026-11-20']);
    assert.deepEqual(
      days.get('2026-11-18').map(({ id }) => id),
      ['fair', 1, 2],
    );
    assert.deepEqual(
      days.get('2026-11-19').map(({ id }) => id),
      ['fair', 2],
    );
  });
  it('until midnight belongs to the day before it', () => {
    assert.deepEqual(spanOf(meeting(1, '18T20:00', '18T21:00'), zone), {
      from: '2026-11-18',
      to: '2026-11-18',
      first: 23 * 60,
      last: 24 * 60,
    });
  });
  it('events that meet stand side by side, those that do not take the whole width; none is too low to read', () => {
    const all = [
      meeting(1, '18T06:00', '18T07:00'),
      meeting(2, '18T06:30', '18T07:30'),
      meeting(3, '18T07:00', '18T08:00'),
      meeting(4, '18T09:00', '18T09:05'),
    ];
    const places = lanesOf(all, '2026-11-18', zone).map(({ event, lane, lanes }) => [event.id, lane, lanes]);
    assert.deepEqual(places, [
      [1, 0, 2],
      [2, 1, 2],
      [3, 0, 2],
      [4, 0, 1],
    ]);
    assert.equal(lanesOf(all, '2026-11-18', zone)[3].height, 30);
    const [night] = lanesOf([meeting(5, '18T20:00', '18T23:00')], '2026-11-19', zone);
    assert.deepEqual([night.top, night.height], [0, 120]);
  });
  it('a week begins before its first event, the night apart; a press means a half hour', () => {
    assert.deepEqual([firstHour([]), firstHour([0, 60]), firstHour([420, 900]), firstHour([700])], [8, 8, 6, 8]);
    assert.deepEqual([slotAt(0), slotAt(0.5), slotAt(0.4), slotAt(1)], [0, 720, 570, 1410]);
  });
});

describe('files', () => {
  const limits = { accept: ['.pdf', '.jpg'], most: 1000 };
  const trouble = (name, size = 10) => troubleOf({ name, size }, limits);
  it('each says what is wrong with it', () => {
    assert.deepEqual(
      [
        trouble('cv.pdf'),
        trouble('CV.PDF'),
        trouble('cv.pdf', 0),
        trouble('cv.pdf', 1001),
        trouble('cv'),
        trouble('cv.html'),
      ],
      ['', '', 'empty', 'size', 'name', 'kind'],
    );
    assert.equal(troubleOf({ name: 'any.thing', size: 1 }, {}), '');
  });
  it('what does not fit is counted; of one place the newest takes it', () => {
    assert.deepEqual(fitting(['a', 'b'], ['c', 'd'], 3), { kept: ['a', 'b'], taken: ['c'], left: 1 });
    assert.deepEqual(fitting(['a'], ['b', 'c'], 1), { kept: [], taken: ['b'], left: 1 });
  });
});

describe('a comment', () => {
  it('names those whose whole name is in it', () => {
    const people = ['Анна', 'Анна Петрова', 'Игорь', ''].map((name, id) => ({ id, name }));
    const of = (text) => namedIn(text, people).map(({ id }) => id);
    assert.deepEqual([of('@Анна Петрова, да'), of('@Анна и @Анна Петрова'), of('Анна, @Игорь'), of('a@b')],
      [[1], [0, 1], [2], []]);
  });
});
