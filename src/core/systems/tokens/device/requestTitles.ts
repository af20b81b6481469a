import { type Phrase, phrase } from '../../../compliance/phrase';

/** What the requests are called that the app sends by itself. The flow page says it in the user's language. */
export const REQUEST_TITLES = {
  signIn: phrase('Sign in with user name and password'),
  refresh: phrase('Refresh the tokens'),
  signOut: phrase('Sign out'),
  revoke: phrase('Sign out: revoke the token'),
  onceMore: phrase('{0}, once more'),
} as const satisfies Readonly<Record<string, Phrase>>;
