// account.js: one Huntflow organisation's data: vacancies, tags, files, applicants and their logs.
import crypto from 'node:crypto';
import { mix, parseCv } from './people.js';
import { readPdf } from './pdf.js';
import { without } from './without.js';

const BYTES_KEPT = 64 * 2 ** 20;

export class Account {
  constructor(data, server) {
    this.data = structuredClone(data);
    this.id = data.id;
    this.server = server;
    this.vacancies = new Map(this.data.vacancies.map((vacancy) => [vacancy.id, vacancy]));
    this.files = new Map();
    this.byHash = new Map();
    this.applicants = new Map();
    this.merged = new Map();
    this.same = new Map();
    this.hooks = [];
    this.next = data.id * 1_000_000;
    this.kept = 0;
  }

  // Applicants that were there before anyone imported; called once the server has its clock.
  fill(applicants = []) {
    for (const { tags = [], link, ...body } of applicants) {
      const one = this.applicant(this.addApplicant(body).id);
      one.at -= 40 * 86_400_000;
      one.created = this.stamp(one.at);
      this.setTags(one, tags);
      if (link) this.link(one, link);
    }
    return this;
  }

  newId() { return ++this.next; }

  stamp(at = this.server.now()) {
    return new Date(at + 3 * 3_600_000).toISOString().replace(/\.\d+Z$/, '+03:00');
  }

  item() {
    return { id: this.id, name: this.data.name, nick: this.data.nick, member_type: 'owner', production_calendar: 1 };
  }

  json() {
    return { id: this.id, name: this.data.name, nick: this.data.nick, locale: 'ru_RU', photo: null };
  }

  listVacancies({ states, opened }) {
    return [...this.vacancies.values()]
      .filter(({ state }) => (!states || states.includes(state)) && (!opened || state === 'OPEN'))
      .map((vacancy) => without(vacancy, 'body', 'requirements', 'conditions', 'files', 'source', 'blocks', 'updated'));
  }

  vacancyJson(vacancy) {
    return {
      updated: null, body: null, requirements: null, conditions: null, files: [], source: null, blocks: [], ...vacancy
    };
  }

  addTag({ name, color }) {
    const tag = { id: this.newId(), name, color };
    this.data.tags.push(tag);
    return tag;
  }

  // The same bytes give the earlier upload, under its old name.
  upload({ name, type, bytes }, { parse, some, ignore }) {
    const hash = crypto.createHash('sha256').update(bytes).digest('hex');
    let file = this.files.get(this.byHash.get(hash));
    if (!file) {
      file = { id: this.newId(), name, content_type: type, size: bytes.length, hash, text: readPdf(bytes), times: 0 };
      if (this.kept + bytes.length < BYTES_KEPT) {
        file.bytes = Buffer.from(bytes);
        this.kept += bytes.length;
      }
      this.files.set(file.id, file);
      this.byHash.set(hash, file.id);
    }
    file.times++;
    const answer = this.fileJson(file);
    if (!parse) return { ...answer, photo: null, text: null, fields: null, parsing_meta: null };
    return {
      ...answer, photo: null, text: file.text, fields: file.text && parsed(file, some, ignore),
      parsing_meta: {
        last_names_ignored: ignore.last_names, emails_ignored: ignore.emails, phones_ignored: ignore.phones,
      },
    };
  }

  fileJson({ id, name, content_type: type }) {
    return { id, url: `${this.server.origin}/v2/files/${id}`, content_type: type, name };
  }

  // One that was merged into another is answered by that one.
  applicant(id) { return this.applicants.get(this.merged.get(id) ?? id); }

  merge(id, into) {
    this.removeApplicant(this.applicants.get(id));
    this.merged.set(id, into);
  }

  addApplicant(body) {
    const now = this.stamp();
    const one = {
      id: this.newId(), first_name: null, last_name: null, middle_name: null, money: null, phone: null, email: null,
      skype: null, position: null,
      company: null, photo: null, birthday: null, ...body, externals: [], created: now, at: this.server.now(), tags: [],
      links: [], logs: [], questionary: null, sent: body,
    };
    one.social = (body.social ?? []).map((social) => ({
      id: this.newId(), ...social, verified: false, verification_date: null,
    }));
    for (const external of body.externals ?? []) {
      one.externals.push({
        id: this.newId(), auth_type: external.auth_type, account_source: external.account_source ?? null,
        data: external.data ?? null, files: external.files ?? [], created: now, updated: now,
      });
    }
    this.applicants.set(one.id, one);
    this.remember(one);
    this.addLog(one, { type: 'ADD' });
    return {
      ...without(one, 'externals', 'links', 'logs', 'questionary', 'sent', 'at', 'tags'),
      files: one.externals.flatMap(({ files }) => files), doubles: this.doubles(one), agreement: null,
      external: this.externals(one),
      reindex_job_id: null,
    };
  }

  changeApplicant(one, body) {
    this.forget(one);
    Object.assign(one, without(body, 'social', 'externals'), { hay: undefined });
    if (body.social)
      one.social = body.social.map((item) => ({ id: this.newId(), ...item, verified: false, verification_date: null }));
    this.remember(one);
    this.addLog(one, { type: 'UPDATE' });
    return one;
  }

  removeApplicant(one) {
    this.forget(one);
    this.applicants.delete(one.id);
  }

  // Doubles are found by e-mail and by the digits of the phone.
  marks(one) {
    const digits = one.phone?.replace(/\D/g, '').slice(-10);
    return [one.email && `e${one.email.toLowerCase()}`, digits?.length >= 7 && `p${digits}`].filter(Boolean);
  }

  remember(one) {
    for (const mark of this.marks(one)) {
      if (!this.same.has(mark)) this.same.set(mark, new Set());
      this.same.get(mark).add(one.id);
    }
  }

  forget(one) {
    for (const mark of this.marks(one)) this.same.get(mark)?.delete(one.id);
  }

  doubles(one) {
    const ids = new Set(this.marks(one).flatMap((mark) => [...this.same.get(mark) ?? []]));
    ids.delete(one.id);
    return [...ids].map((double) => ({ double }));
  }

  externals(one) {
    return one.externals.map(({
      id, auth_type: kind, account_source: source, updated,
    }) => ({ id, auth_type: kind, account_source: source, updated }));
  }

  applicantJson(one) {
    return {
      ...without(one, 'externals', 'logs', 'questionary', 'sent', 'at', 'hay', 'broken'), account: this.id,
      photo_url: one.photo ? `${this.server.origin}/v2/files/${one.photo}` : null,
      tags: one.tags.map((tag, n) => ({ tag, id: one.id * 10 + n })), external: this.externals(one), agreement: null,
      doubles: this.doubles(one),
    };
  }

  // Everything that was sent and stored, for tests.
  wholeJson(one) {
    return { ...without(one, 'at', 'hay'), doubles: this.doubles(one).map(({ double }) => double) };
  }

  foundJson({
    id, first_name, last_name, middle_name, birthday, phone, skype, email, money, position, company, photo, created,
  }) {
    return {
      id, first_name, last_name, middle_name, birthday, phone, skype, email, money, position, company, photo,
      photo_url: null, created,
    };
  }

  listApplicants({ status, vacancy }) {
    const all = [...this.applicants.values()].reverse();
    if (status === undefined && vacancy === undefined) return all;
    return all.filter(({ links }) => links.some((link) =>
      (status === undefined || link.status === status) && (vacancy === undefined || link.vacancy === vacancy)));
  }

  // Every word must be there. New applicants are found after the index lag only.
  search({ q, field, tags, statuses, vacancies, rejections, sources, current }) {
    const words = q.toLowerCase().split(/\s+/).filter(Boolean);
    const digits = /^[+\d\s()-]{7,}$/.test(q) ? q.replace(/\D/g, '') : null;
    const seen = this.server.now() - this.server.settings.index_lag_ms;
    const links = (one) => (current ? one.links.slice(-1) : one.links);
    return [...this.applicants.values()].reverse().filter((one) => one.at <= seen
      && (
        !words.length || (digits && one.phone?.replace(/\D/g, '').includes(digits))
        || words.every((word) => this.haystack(one, field).includes(word))
      )
      && (!tags || tags.some((tag) => one.tags.includes(tag)))
      && (!statuses || links(one).some(({ status }) => statuses.includes(status)))
      && (!rejections || links(one).some(({ rejection_reason: reason }) => rejections.includes(reason)))
      && (!sources || one.externals.some(({ account_source: source }) => sources.includes(source)))
      && (
        !vacancies
        || vacancies.some((id) => (id === null ? !one.links.length : one.links.some(({ vacancy }) => vacancy === id)))
      ));
  }

  haystack(one, field) {
    if (field === 'position') return (one.position ?? '').toLowerCase();
    one.hay ??= [
      one.last_name, one.first_name, one.middle_name, one.email, one.phone, one.skype, one.position, one.company,
      one.money,
      ...one.social.map(({ value }) => value),
      ...one.externals.flatMap(({ data, files }) => [
        data?.body, ...files.map((id) => this.files.get(id)?.text)
      ])].filter(Boolean).join('\n').toLowerCase();
    return one.hay;
  }

  // Puts the applicant on a vacancy, or to another stage of it.
  link(one, body) {
    const now = this.stamp();
    let link = one.links.find(({ vacancy }) => vacancy === body.vacancy);
    const fresh = !link;
    if (fresh) one.links.push(link = { id: this.newId(), vacancy: body.vacancy });
    Object.assign(link, {
      status: body.status, updated: now, changed: now, rejection_reason: body.rejection_reason ?? null,
    });
    const log = {
      vacancy: body.vacancy, status: body.status, rejection_reason: body.rejection_reason ?? null,
      comment: body.comment ?? null, files: body.files ?? [],
    };
    this.addLog(one, { ...log, type: fresh ? 'VACANCY-ADD' : 'STATUS' });
    return {
      id: link.id, changed: now, vacancy: link.vacancy, status: link.status, rejection_reason: link.rejection_reason,
    };
  }

  setTags(one, tags) {
    one.tags = [...new Set(tags)];
    return one.tags;
  }

  setQuestionary(one, values) {
    one.questionary = Object.fromEntries(Object.keys(
      this.data.questionary
    ).map((name) => [name, values[name] ?? null]));
    return one.questionary;
  }

  addLog(one, log) {
    const entry = {
      id: this.newId(), vacancy: null, status: null, rejection_reason: null, comment: null, files: [],
      created: this.stamp(), ...log
    };
    one.logs.push(entry);
    return entry;
  }

  logs(one, { types, personal, vacancy }) {
    return [...one.logs].reverse().filter((log) => (!types.length || types.includes(log.type))
      && (!personal || log.vacancy === null) && (vacancy === undefined || log.vacancy === vacancy));
  }

  logJson(log) {
    return {
      ...log, source: null, employment_date: null,
      account_info: { id: this.server.me.id, name: this.server.me.name, email: this.server.me.email },
      files: log.files.map((id) => this.fileJson(this.files.get(id))), calendar_event: null, hired_in_fill_quota: null,
      applicant_offer: null, email: null,
      survey_questionary: null, survey_answer_of_type_a: null,
    };
  }

  createdLogJson(log, one) {
    return {
      ...without(this.logJson(log), 'source', 'account_info', 'hired_in_fill_quota', 'survey_answer_of_type_a'),
      applicant: one.id,
    };
  }

  changeExternal(one, external, body) {
    if (body.data) external.data = body.data;
    if (body.files) external.files = body.files;
    if (body.account_source !== undefined) external.account_source = body.account_source;
    external.updated = this.stamp();
    one.hay = undefined;
    return external;
  }

  externalJson(external) {
    return {
      ...external, files: external.files.map((id) => this.fileJson(this.files.get(id))), source_url: null,
      foreign: `native-${external.id}`, key: null, portfolio: null, resume: null,
    };
  }

  addHook(body) {
    const hook = {
      id: this.newId(), account: this.id, url: body.url, created: this.stamp(), active: body.active,
      webhook_events: body.webhook_events, secret: body.secret,
    };
    this.hooks.push(hook);
    return hook;
  }

  removeHook(id) {
    const at = this.hooks.findIndex((hook) => hook.id === id);
    return at >= 0 && this.hooks.splice(at, 1).length > 0;
  }

  save() {
    return {
      id: this.id, next: this.next, tags: this.data.tags, hooks: this.hooks,
      files: [...this.files.values()].map((file) => without(file, 'bytes')),
      applicants: [...this.applicants.values()].map((one) => without(one, 'hay')),
    };
  }

  restore(saved) {
    this.next = saved.next;
    this.data.tags = saved.tags;
    this.hooks = saved.hooks;
    for (const file of saved.files) {
      this.files.set(file.id, file);
      this.byHash.set(file.hash, file.id);
    }
    for (const one of saved.applicants) {
      this.applicants.set(one.id, one);
      this.remember(one);
    }
  }
}

// What the parser made of a CV. With "some" it misses a field in one file out of five, always the same.
function parsed(file, some, ignore) {
  const fields = parseCv(file.text);
  if (some) {
    const luck = mix(parseInt(file.hash.slice(0, 7), 16), 31) % 40;
    if (luck === 0) return null;
    if (luck === 1) fields.name = null;
    if (luck === 2 || luck === 3) fields.phones = null;
    if (luck === 4) fields.email = null;
    if (luck === 5) delete fields.experience;
    if (luck === 6) fields.birthdate = null;
    if (luck === 7) fields.salary = null;
  }
  if (ignore.last_names && fields.name) fields.name.last = null;
  if (ignore.emails) fields.email = null;
  if (ignore.phones) fields.phones = [];
  return fields;
}
