// Words of the ClickUp pages in English.
export default {
  // columns, views, files
  'column.status': 'Status', 'column.assignees': 'Assignee', 'column.priority': 'Priority', 'column.tags': 'Tags', 'column.cv': 'CV', 'column.date_created': 'Created', 'column.due_date': 'Due', 'column.date_updated': 'Updated', 'column.transfer': 'Huntflow', 'columns.button': 'Columns',
  'columns.label': 'Columns of the table', 'views.save': 'Save view', 'views.store': 'Save changes', 'views.save_as': 'Save as new…', 'views.rename': 'Rename…', 'views.delete': 'Delete view', 'views.export': 'Download CSV…', 'views.menu': 'View actions', 'views.save.title': 'New view',
  'views.rename.title': 'View name', 'views.name': 'Name', 'views.name.hint': 'For example, "Java in November".', 'views.shared': 'Show to colleagues', 'views.shared.hint': 'Each will see their own tasks in it.', 'views.saved': 'View "{name}" saved', 'views.deleted': 'View "{name}" deleted',
  'views.of': 'A colleague\'s view, {name}', 'export.do': 'Download', 'export.separator': 'What parts the columns', 'export.semicolon': 'Semicolon', 'export.semicolon.what': 'Excel in Russian opens it at once', 'export.comma': 'Comma', 'export.comma.what': 'Excel in English, Google Sheets', 'export.tab': 'Tab',
  'export.tab.what': 'Easy to paste into a sheet', 'export.tasks': 'Task list as CSV', 'export.tasks.what': { one: '{n} task by the present filters, with the columns shown.', other: '{n} tasks by the present filters, with the columns shown.' },
  'export.tasks.over': 'Over {n} tasks by the present filters, with the columns shown.', 'export.import': 'Result of import {id} as CSV', 'export.import.what': 'Every task of the import: what became of it and why.',

  // undo of an import
  'undo.open': 'Undo the transfer…', 'undo.title': 'Undo the transfer of import {id}?', 'undo.how': 'What to do with the applicants', 'undo.reject': 'Move to rejection', 'undo.reject.what': 'They stay in the Huntflow base, at a rejection stage.', 'undo.remove': 'Remove from Huntflow',
  'undo.remove.what': 'This is final. The tasks may then be transferred anew.', 'undo.stage': 'Rejection stage', 'undo.reason': 'Rejection reason', 'undo.vacancy.hint': 'The import had no vacancy; a rejection belongs to one.', 'undo.no_stage': 'The organisation has no rejection stage. Add one in Huntflow.',
  'undo.what': { one: 'This is about {n} applicant that this import made. Those who were in Huntflow before stay as they are.', other: 'This is about {n} applicants that this import made. Those who were in Huntflow before stay as they are.' }, 'undo.reject.do': { one: 'Reject {n}', other: 'Reject {n}' },
  'undo.remove.do': { one: 'Remove {n} applicant', other: 'Remove {n} applicants' }, 'undo.running': 'Undoing the transfer', 'undo.over': { one: 'Transfer undone: {n} applicant', other: 'Transfer undone: {n} applicants' }, 'undo.failed': 'Failed: {n}.', 'import.status.undoing': 'Undoing',
  'import.status.undone': 'Undone', 'import.status.undone_partly': 'Undone in part',

  // webhook, next sync
  'events.title': 'ClickUp events', 'events.state.active': 'Arriving', 'events.state.failing': 'With failures', 'events.state.suspended': 'Stopped by ClickUp', 'events.state.off': 'Off', 'events.active.what': 'ClickUp tells of changes by itself, and tasks are renewed within seconds.',
  'events.failing.what': 'Some events were lost. The next sync takes what was missed.', 'events.suspended.what': 'ClickUp stopped sending events after repeated failures. Until it is on again the scheduled sync does the work.', 'events.off.what': 'Turn it on to see changes at once, not by the schedule.',
  'events.last': 'Last event', 'events.events': 'Events received', 'events.fails': 'Failed deliveries', 'events.checked': 'Checked', 'events.endpoint': 'Address', 'events.on': 'Turn events on', 'events.again': 'Turn on again', 'events.done': 'Events are on', 'events.off': 'Turn off',
  'events.off.title': 'Turn ClickUp events off?', 'events.off.text': 'Changes will appear by the schedule only. You can turn events on at any time.', 'events.off.deed': 'Turn events off', 'events.removed': 'Events are off', 'next.off': 'There is no automatic sync.', 'next.running': 'A sync is running now.',
  'next.soon': 'The next sync is about to begin.', 'next.at': { one: 'Next: {at}, in {n} minute.', other: 'Next: {at}, in {n} minutes.' }, 'next.failed': 'The last one failed: {at}', 'next.details': 'Details',

  // a sync run, its charts
  'syncs.chart.title': 'Over a month', 'syncs.chart.tasks': 'Tasks changed', 'syncs.chart.tasks.bar': '{day}: {created} new, {updated} changed', 'syncs.chart.tasks.say': 'Changes of tasks by day over a month: {created} new, {updated} changed', 'syncs.chart.runs': 'Runs', 'syncs.chart.clean': 'no errors',
  'syncs.chart.runs.bar': '{day}: {n} runs, {errors} failed, {time} on average', 'syncs.chart.runs.say': 'Sync runs by day over a month: {n} in all, {errors} failed', 'syncs.col.runs': 'Runs', 'syncs.col.mean': 'On average', 'run.open': 'Details:', 'run.title': 'Sync {id}', 'run.started': 'Started',
  'run.created': 'New', 'run.updated': 'Changed', 'run.deleted': 'Deleted', 'run.calls': 'Calls to ClickUp', 'run.no_answer': 'no answer', 'run.same': 'Nothing changed.',

  // files, comments
  'files.new_tab': '(in a new tab)', 'files.save': 'Download {name}', 'comments.more': 'Show more',

  // auto-replies
  'replies.sub': 'Hirewire answers tasks that hold certain words', 'replies.what': 'What to look for in tasks and what to answer. A rule works only after a test.', 'replies.empty': 'No auto-reply rules. Add the first.', 'replies.first': 'Add a rule', 'replies.new': 'New rule', 'replies.new.crumb': 'New',
  'replies.on': 'On', 'replies.off': 'Off', 'replies.untested': 'Not tested', 'replies.try': 'Test', 'replies.turn_on': 'Turn on', 'replies.turn_off': 'Turn off', 'replies.turned_on': 'Rule "{name}" is on', 'replies.turned_off': 'Rule "{name}" is off', 'replies.by_words': 'Words: {words}',
  'replies.by_regex': 'Expression: {words}', 'replies.sent': { one: '{n} reply', other: '{n} replies' }, 'replies.tested': 'tested {ago}', 'replies.name': 'Name', 'replies.name.hint': 'Only you see it.', 'replies.by': 'How to search', 'replies.by.keywords': 'Words', 'replies.by.regex': 'Expression',
  'replies.keywords': 'Words and phrases', 'replies.keywords.hint': 'One per line, any of them is enough. Words are found by their beginnings, in the name and the description.', 'replies.regex': 'Regular expression', 'replies.regex.hint': 'For example, java(?!script). Case does not matter.',
  'replies.statuses': 'Statuses', 'replies.statuses.hint': 'None ticked: any.', 'replies.lists': 'Lists', 'replies.lists.hint': 'None ticked: any.', 'replies.reply': 'Reply', 'replies.reply.hint': 'Becomes a comment on the task, once.', 'replies.placeholders': 'Insert into the reply', 'replies.ph.name': 'name',
  'replies.ph.status': 'status', 'replies.ph.assignee': 'assignee', 'replies.ph.url': 'link', 'replies.ph.list': 'list', 'replies.preview': 'As it will read', 'replies.unknown': 'No such placeholders: {names}', 'replies.ex.name': 'Anna Kovaleva, Senior Java', 'replies.ex.status': 'New',
  'replies.ex.assignee': 'Maria Lebedeva', 'replies.ex.list': 'Incoming CVs', 'replies.notify_all': 'Notify everyone on the task', 'replies.notify_all.hint': 'Otherwise the comment appears without notifications.', 'replies.hourly': 'Answers an hour, at most', 'replies.hourly.hint': 'The rest wait and go out later; none is lost.', 'replies.edit.on': 'After saving, test the rule again so that it works.',
  'replies.test': 'Test on past tasks', 'replies.test.what': 'Shows the tasks the rule would answer, and the reply itself. Nothing is sent.', 'replies.test.do': 'Test on past tasks', 'replies.test.draft': 'not saved', 'replies.test.then': 'Save the rule and test it to turn it on.',
  'replies.test.none': 'No past task matches. Change the words or the conditions.', 'replies.test.found': { one: '{n} task matches', other: '{n} tasks match' }, 'replies.log': 'What was sent', 'replies.log.empty': 'No replies yet.', 'replies.state.sent': 'Sent', 'replies.state.failed': 'Failed',
  'replies.state.sending': 'Sending', 'replies.state.waiting': 'Waiting', 'replies.state.cancelled': 'Cancelled', 'replies.delete.title': 'Delete the rule "{name}"?', 'replies.delete.text': 'The rule and the list of its replies go, the replies themselves stay in the tasks. The rule cannot be brought back.',
};
