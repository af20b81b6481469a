/** A session file as a pair: application folder and file name. */
export interface PushedFile {
  readonly application: string;
  readonly name: string;
}

/**
 * Which session file a server means: its last two parts are application folder and name, whatever comes before them on
 * the server's own disk. Undefined for a text that names no file in a folder.
 */
export function pushedFile(file: string): PushedFile | undefined {
  const parts = file.replaceAll('\\', '/').split('/');
  const [application, name] = parts.slice(-2);
  if (parts.length < 2 || !application || !name) return undefined;
  if (application === '..' || name === '..' || application === '.' || name === '.') return undefined;
  return { application, name };
}
