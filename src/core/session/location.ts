/**
 * The application folder a session belongs in: `team.id + "." + application.id`, or the application id alone without a
 * team. See docs/facts/4d-mobile.md#the-application-folder.
 */
export function applicationFolderName(applicationId: string, teamId: string): string {
  return teamId === '' ? applicationId : `${teamId}.${applicationId}`;
}

/** What a file's name alone says: a session file, not one, or it depends on the text. */
export type NameVerdict = 'session' | 'other' | 'dependsOnText';

/**
 * Session files have no extension and no leading dot. An all-hexadecimal name is enough; any other name needs a text
 * that begins with `{`. See docs/session-files.md#which-files-count.
 */
export function judgeName(name: string): NameVerdict {
  if (name.includes('.')) return 'other';
  return /^[0-9a-f]+$/i.test(name) ? 'session' : 'dependsOnText';
}

/** Whether a text begins, after a BOM or JSON white space, as a JSON object does. */
export function beginsAsObject(text: string): boolean {
  return /^\uFEFF?[ \t\r\n]*\{/.test(text);
}

const KEYS = ['application', 'team', 'device', 'session', 'status', 'token'];

/** Whether a text that is in no MobileApps folder is a session: it has the keys of one, all but two at the most. */
export function looksLikeSession(text: string): boolean {
  if (!beginsAsObject(text)) return false;
  const head = text.slice(0, 64 * 1024);
  return KEYS.filter((key) => head.includes(`"${key}"`)).length >= KEYS.length - 2;
}
