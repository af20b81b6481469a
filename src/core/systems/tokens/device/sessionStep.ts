/** States of the app's session, with what each means. */
export const STEP_WORDS = {
  Start: 'The app does not run.',
  Loading: 'The app looks at its tokens. Nothing private is shown.',
  Active: 'The user is signed in, and the content is shown.',
  Locked: 'The user is signed in, and must unlock the app.',
  Expired: 'The app has no session, and the user must sign in.',
} as const satisfies Readonly<Record<string, string>>;
export type SessionStep = keyof typeof STEP_WORDS;
