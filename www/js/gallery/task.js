// task: what a task is edited by: its title and text in place, points, comments, marks.
import { html, useState } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { Checklist } from '../ui/checklist.js';
import { CommentBox } from '../ui/comment-box.js';
import { EditLine } from '../ui/edit-text.js';
import { PersonCard } from '../ui/person-card.js';
import { DoneTick, PriorityEdit, StatusEdit } from '../ui/team-edit.js';
import { DueMark, LinkMark } from '../ui/team-words.js';
import { toast } from '../ui/toast.js';
import { State } from './state.js';
import { CARDS } from './samples.js';

const DAY_MS = 86400000;
const inDays = (n) => new Date(Date.now() + n * DAY_MS).toISOString();
const PEOPLE = [...new Map(CARDS.map(({ who }) => [who.id, who])).values()];

export default function Tasks() {
  const [title, setTitle] = useState(CARDS[0].title);
  const [points, setPoints] = useState(CARDS.slice(1, 4).map((card, i) => ({ text: card.title, done: i === 0 })));
  const [task, setTask] = useState({ title: CARDS[0].title, status: 'in_progress', priority: 'urgent' });
  const change = ({ is_completed: done, ...fields }) =>
    setTask({ ...task, ...fields, ...(done === undefined ? {} : { status: done ? 'done' : 'todo' }) });
  const link = { kind: 'applicant', title: PEOPLE[0].name, href: '/ui/task/' };
  return html`
    <${State} title=${t('gallery.task.marks')}>
      <p><${DoneTick} task=${task} onChange=${change} /></p>
      <div class="row wrap">
        <${StatusEdit} task=${task} onChange=${change} />
        <${PriorityEdit} task=${task} onChange=${change} />
        <${DueMark} task=${{ ...task, due_date: inDays(2) }} />
        <${DueMark} task=${{ ...task, status: 'todo', due_date: inDays(-2) }} />
        <${LinkMark} link=${link} />
      </div>
    </${State}>
    <${State} title=${t('gallery.task.line')}>
      <${EditLine} as="h3" value=${title} label=${t('work.title.edit')} onSave=${setTitle} />
    </${State}>
    <${State} title=${t('work.checklist')}><${Checklist} points=${points} onChange=${setPoints} /></${State}>
    <${State} title=${t('gallery.task.person')}>
      <${PersonCard}
        one=${{
          id: PEOPLE[0].id, name: PEOPLE[0].name, role: 'recruiter', active: true, position: t('gallery.task.position'),
          email: 'anna@nova.by', phone: '+375295550147',
        }}
        tasks=${{ total: 5, rows: CARDS.slice(0, 3).map((card, i) => ({
          id: card.id, title: card.title, status: 'todo', due_date: i < 2 ? inDays(i * 3 - 1) : null,
        })) }}
      />
      <${PersonCard}
        one=${{ id: 2, name: PEOPLE[1].name, role: 'member', active: false, position: null, email: null, phone: null }}
        tasks=${{ total: 0, rows: [] }}
      />
    </${State}>
    <${State} title=${t('work.comment')}>
      <${CommentBox}
        people=${PEOPLE} label=${t('work.comment')} send=${t('work.comment.send')}
        onSend=${async (text) => { toast(text); return true; }}
      />
    </${State}>
  `;
}
