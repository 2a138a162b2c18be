// The words of notifications.

export default {
  'notice.title': 'Notifications',
  'notice.unread': 'Unread',
  'notice.read': 'Mark as read',
  'notice.read_all': 'Mark all as read',
  'notice.settings': 'Settings',
  'notice.empty': 'No notifications yet. Assignments, comments and reminders will appear here.',
  'notice.more': 'Show earlier',
  'notice.off.title': 'Unsubscribe',
  'notice.off.ask': 'Stop sending “{kind}” e-mails? The bell in Hirewire stays.',
  'notice.off.deed': 'Stop sending',
  'notice.off.done': '“{kind}” e-mails will not come any more. You can turn them on again in the profile.',
  'notice.off.wrong': 'This link is wrong. Copy it from the e-mail in full.',
};
