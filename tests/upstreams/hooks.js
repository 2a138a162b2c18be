// hooks.js: what the services send by themselves: webhook bodies, signed, to whoever asked for them.
import crypto from 'node:crypto';

const ANSWER_MS = 7000;

// Posts an event to a hook. The status of the answer, 0 when there was none.
async function post(url, body, headers) {
  try {
    const res = await fetch(url, {
      method: 'POST', body, headers: { 'content-type': 'application/json', ...headers }, redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    await res.arrayBuffer();
    return res.status;
  } catch {
    return 0;
  }
}

function sign(secret, body) {
  return crypto.createHmac('sha256', secret).update(body).digest('hex');
}

/*
 * One ClickUp event about a task to every webhook that asked for it. times: the same delivery that
 * often; signature: another than the right one. Failures count, 410 suspends, as in reality.
 */
export async function sendClickUp(
  workspace, { event = 'taskUpdated', task_id: id, times = 1, signature, fields = {} }, now,
) {
  const task = workspace.task(id);
  const out = [];
  for (const hook of workspace.webhooks.values()) {
    if (hook.health.status !== 'active' || !(hook.events.includes(event) || hook.events.includes('*'))) continue;
    if (hook.task_id ? hook.task_id !== id : hook.list_id && task && hook.list_id !== task.list) continue;
    const body = JSON.stringify({
      event, ...(event === 'taskDeleted' ? {} : { history_items: [historyItem(workspace, task, event, now)] }),
      task_id: id, webhook_id: hook.id, ...fields,
    });
    for (let n = 0; n < times; n++) {
      const status = await post(hook.endpoint, body, { 'x-signature': signature ?? sign(hook.secret, body) });
      if (status === 410) hook.health.status = 'suspended';
      if (status < 200 || status > 299) hook.health.fail_count++;
      out.push({ id: hook.id, status });
    }
  }
  return out;
}

const CHANGED = {
  taskCreated: 'task_creation', taskStatusUpdated: 'status', taskCommentPosted: 'comment', taskUpdated: 'name',
  taskAssigneeUpdated: 'assignee_add', taskTagUpdated: 'tag',
};

function historyItem(workspace, task, event, now) {
  const comment = event === 'taskCommentPosted' && workspace.comments(task)[0];
  return {
    id: String(BigInt(now) * 1_000_000n + BigInt(workspace.nextComment++)), type: 1, date: String(now),
    field: CHANGED[event] ?? 'content', parent_id: task?.list, data: {},
    source: null, user: workspace.userJson(workspace.data.members[0].id), before: null,
    after: event === 'taskStatusUpdated' ? { status: task.status } : task?.name ?? null,
    ...(comment ? {
      after: String(comment.id),
      comment: { ...workspace.commentJson(comment), parent: task.id, text_content: comment.text },
    } : {}),
  };
}

// The request with which Huntflow tries a new webhook; it must be answered with 200, 201 or 204.
export async function pingHuntflow(hook) {
  const body = JSON.stringify({ meta: { event_type: 'PING' } });
  const status = await post(hook.url, body, huntflowHeaders('PING', crypto.randomUUID(), hook.secret, body));
  return [200, 201, 204].includes(status);
}

// One Huntflow event about an applicant or a vacancy to every active webhook of the account that asked for it.
export async function sendHuntflow(account, {
  vacancy: vacancyId, event = vacancyId ? 'VACANCY' : 'APPLICANT', applicant: id, action = 'EDIT',
  log_type: type = 'COMMENT', event_id: eventId, times = 1, signature,
}) {
  const one = account.applicant(id);
  const vacancy = account.vacancies.get(vacancyId);
  const { me } = account.server;
  const number = account.newId();
  const out = [];
  for (const hook of account.hooks) {
    if (!hook.active || !hook.webhook_events.includes(event)) continue;
    for (let retry = 0; retry < times; retry++) {
      const body = JSON.stringify({
        changes: {},
        event: vacancy ? { vacancy: account.vacancyJson(vacancy) } : {
          applicant: one && {
            ...account.foundJson(one), social: one.social, has_photo: false, questionary: null, pd_agreement: null,
            values: null, externals: account.externals(one),
          },
          applicant_log: one && { ...account.logJson(one.logs.at(-1)), type, removed: null },
          applicant_tags: one?.tags.map((tag) => account.data.tags.find((item) => item.id === tag)) ?? [],
        },
        meta: {
          account: { id: account.id, name: account.data.name, nick: account.data.nick },
          author: { id: me.id, email: me.email, name: me.name, meta: null },
          event_type: event, version: '2.0', retry, event_id: eventId ?? String(number), domain: 'huntflow.ru',
          webhook_action: action,
        },
      });
      const headers = huntflowHeaders(event, crypto.randomUUID(), hook.secret, body);
      if (signature) headers['x-huntflow-signature'] = signature;
      out.push({ id: hook.id, status: await post(hook.url, body, headers) });
    }
  }
  return out;
}

function huntflowHeaders(event, delivery, secret, body) {
  return {
    'x-huntflow-event': event, 'x-huntflow-delivery': delivery,
    ...(secret ? { 'x-huntflow-signature': sign(secret, body) } : {})
  };
}
