// The words of notifications.

export default {
  'notice.title': 'Notifications',
  'notice.unread': 'Unread',
  'notice.read': 'Mark as read',
  'notice.read_all': 'Mark all as read',
  'notice.settings': 'Settings',
  'notice.empty': 'No notifications yet. Assignments, comments and reminders will appear here.',
  'notice.more': 'Show earlier ones',
  'notice.off.title': 'Unsubscribe',
  'notice.off.ask': 'Send no more letters “{kind}”? The bell in Hirewire stays.',
  'notice.off.deed': 'Send no more',
  'notice.off.done': 'Letters “{kind}” will not come any more. You can turn them on again in the profile.',
  'notice.off.wrong': 'This link is wrong. Copy the whole of it from the letter.',
};
