// The words of the account pages: profile, people, sign-in.

export default {
  'account.moved': 'This address is on another server: the stored keys will be removed; enter new ones here.',
  'account.forgot': 'Forgotten? An administrator can reset it.',
  'account.password.hint': 'At least 10 characters. Some unrelated words are better than one.',
  'account.password.first': 'Set a password',
  'account.end_tokens': 'Revoke the API keys, too',
  'account.end_tokens.hint': 'Other browsers are signed out, and unused sign-in links end in any case.',
  'account.confirm': 'Your password',
  'account.confirm.hint': 'To be sure that it is you.',
  'account.by_link': 'came by a link',
  'account.reset': 'Password forgotten: reset',
  'account.reset.title': 'Reset the password: {name}?',
  'account.reset.text':
    'The present password, all sessions and API keys of this person end. You get a link by which they ' +
    'sign in and set a new password.',
  'account.reset.link':
    'The password is reset. Hand the link over in person: it signs in once, and a new password is set in ' +
    'the profile.',
  'account.rules': 'How long sign-ins and keys last',
  'account.rules.what': 'For everybody in the company, at once and for those who are signed in.',
  'account.rules.session_idle_days': 'Unused session, days',
  'account.rules.session_max_days': 'Session in all, days',
  'account.rules.token_max_days': 'API key, days',
  'account.rules.token_max_days.hint': '0: keys may never end.',
};
