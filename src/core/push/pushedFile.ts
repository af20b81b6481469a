/** A session file as application folder and file name. */
export interface PushedFile {
  readonly application: string;
  readonly name: string;
}

/**
 * The session file that a server means. The last two parts of its path are application folder and name, whatever the
 * path on the server's disk is. Undefined when there are no two parts.
 */
export function pushedFile(file: string): PushedFile | undefined {
  const parts = file.replaceAll('\\', '/').split('/');
  const [application, name] = parts.slice(-2);
  if (parts.length < 2 || !application || !name) return undefined;
  if (application === '..' || name === '..' || application === '.' || name === '.') return undefined;
  return { application, name };
}
