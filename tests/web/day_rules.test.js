// Days and times as people type them, the months of a calendar, and the moments they are in a zone. No browser.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  addDays,
  addMonths,
  clamped,
  clockOf,
  dayByKey,
  daysBetween,
  isClock,
  isDay,
  minutesOf,
  momentOf,
  monthWeeks,
  parseClock,
  parseDay,
  placeIn,
  showDay,
  weekOf,
  weekday,
} from '../../www/js/lib/day-rules.js';

describe('days', () => {
  it('are what the calendar has, and nothing else', () => {
    for (const day of ['2026-11-18', '2024-02-29', '0999-01-01']) assert.ok(isDay(day), day);
    for (const day of ['2026-02-29', '2026-13-01', '2026-1-1', '18.11.2026', '']) assert.ok(!isDay(day), day);
  });
  it('go by days and by months; a month without the day ends earlier', () => {
    assert.equal(addDays('2026-12-31', 1), '2027-01-01');
    assert.equal(addDays('2026-03-01', -1), '2026-02-28');
    assert.equal(addMonths('2026-01-31', 1), '2026-02-28');
    assert.equal(addMonths('2026-01-31', -2), '2025-11-30');
    assert.equal(addMonths('2024-02-29', 12), '2025-02-28');
    assert.equal(daysBetween('2026-03-28', '2026-03-30'), 2);
  });
  it('weeks begin on Monday; a month is shown in whole weeks', () => {
    assert.deepEqual([weekday('2026-11-16'), weekday('2026-11-22')], [0, 6]);
    assert.deepEqual(
      weekOf('2026-11-18').map((day) => day.slice(8)),
      ['16', '17', '18', '19', '20', '21', '22'],
    );
    const weeks = monthWeeks('2026-11-18');
    assert.deepEqual([weeks.length, weeks[0][0], weeks.at(-1)[6]], [6, '2026-10-26', '2026-12-06']);
    assert.equal(monthWeeks('2027-02-10').length, 4);
  });
  it('keys of a calendar; the bounds hold', () => {
    const at = '2026-11-18';
    const keys = {
      ArrowLeft: '2026-11-17',
      ArrowDown: '2026-11-25',
      Home: '2026-11-16',
      End: '2026-11-22',
      PageUp: '2026-10-18',
    };
    for (const [key, day] of Object.entries(keys)) assert.equal(dayByKey(at, key), day, key);
    assert.equal(dayByKey(at, 'PageDown', true), '2027-11-18');
    assert.equal(dayByKey(at, 'a'), null);
    assert.equal(clamped('2026-01-01', '2026-02-01', ''), '2026-02-01');
    assert.equal(clamped('2026-03-01', '', '2026-02-01'), '2026-02-01');
  });
});

describe('as people type', () => {
  it('days: with any sign between, a short year, without one: the next such day', () => {
    const today = '2026-11-19';
    const same = ['18.12.2026', '18/12/26', '18-12-2026', '18 12 26', '2026-12-18', '18.12', ' 18.12. '];
    for (const text of same) assert.equal(parseDay(text, today), '2026-12-18', text);
    assert.equal(parseDay('18.11', today), '2027-11-18');
    assert.equal(parseDay('19.11', today), '2026-11-19');
    assert.equal(parseDay('', today), '');
    for (const text of ['31.02.2026', '18', 'завтра', '18.13.26', '1.1.1'])
      assert.equal(parseDay(text, today), null, text);
  });
  it('what is shown can be typed back', () => {
    for (const lang of ['ru', 'en']) assert.equal(parseDay(showDay('2026-11-08', lang), '2026-01-01'), '2026-11-08');
    assert.equal(showDay('31.02', 'ru'), '31.02');
  });
  it('times', () => {
    for (const text of ['9:30', '09:30', '930', '9.30', '0930', '9-30', '9 30'])
      assert.equal(parseClock(text), '09:30', text);
    assert.equal(parseClock('9'), '09:00');
    assert.equal(parseClock(' '), '');
    for (const text of ['25', '9:60', 'полдень', '12345']) assert.equal(parseClock(text), null, text);
    assert.deepEqual([minutesOf('09:30'), clockOf(570), isClock('24:00')], [570, '09:30', false]);
  });
});

describe('moments in a zone', () => {
  const iso = (...place) => new Date(momentOf(...place)).toISOString();
  it('there and back, also where the day is another one', () => {
    for (const zone of ['Europe/Minsk', 'America/New_York', 'Pacific/Kiritimati', 'Asia/Kathmandu']) {
      for (const [day, clock] of [
        ['2026-01-01', '00:10'],
        ['2026-07-15', '23:45'],
        ['2026-11-18', '09:30'],
      ]) {
        assert.deepEqual(placeIn(momentOf(day, clock, zone), zone), { day, clock }, zone);
      }
    }
    assert.equal(iso('2026-01-01', '00:10', 'Pacific/Kiritimati'), '2025-12-31T10:10:00.000Z');
  });
  it('a time that a change of clocks leaves out is an hour later; of two the first is taken', () => {
    assert.equal(iso('2026-03-29', '02:30', 'Europe/Berlin'), '2026-03-29T01:30:00.000Z');
    assert.equal(iso('2026-10-25', '02:30', 'Europe/Berlin'), '2026-10-25T00:30:00.000Z');
    assert.equal(iso('2026-11-01', '01:30', 'America/New_York'), '2026-11-01T05:30:00.000Z');
  });
});
