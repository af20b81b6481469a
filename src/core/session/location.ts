/**
 * The application folder that a session belongs in: `team.id + "." + application.id`, or only the application id
 * without a team. See docs/facts/4d-mobile.md#the-application-folder.
 */
export function applicationFolderName(applicationId: string, teamId: string): string {
  return teamId === '' ? applicationId : `${teamId}.${applicationId}`;
}

/** What the name of a file says: it is a session file, it is none, or the text decides. */
export type NameVerdict = 'session' | 'other' | 'dependsOnText';

/**
 * Session files have no extension and no leading dot. A name of eight or more hexadecimal digits is enough. With any other
 * name of letters, digits, `-` and `_` alone, the text must begin with `{`. What it says besides, and what the folder is,
 * `ApplicationPlace` decides. See docs/session-files.md#which-files-count.
 */
export function judgeName(name: string): NameVerdict {
  if (/^[0-9a-f]{8,}$/i.test(name)) return 'session';
  return /^[A-Za-z0-9_-]+$/.test(name) ? 'dependsOnText' : 'other';
}

/** Whether a text begins like a JSON object. A BOM and white space before it are ignored. */
export function beginsAsObject(text: string): boolean {
  return /^\uFEFF?[ \t\r\n]*\{/.test(text);
}

const KEYS = ['application', 'team', 'device', 'session', 'status', 'token'];

/**
 * Whether a text that is not in a MobileApps folder is a session: it has the keys of one, and at most two are missing.
 */
export function looksLikeSession(text: string): boolean {
  if (!beginsAsObject(text)) return false;
  const head = text.slice(0, 64 * 1024);
  return KEYS.filter((key) => head.includes(`"${key}"`)).length >= KEYS.length - 2;
}
