/** The editor's own program runs as Node with the last of them. */
const NEEDED = ['PATH', 'Path', 'SystemRoot', 'SYSTEMROOT', 'windir', 'TEMP', 'TMP', 'TMPDIR', 'ELECTRON_RUN_AS_NODE'];

/** What a process needs of the environment to run at all. */
export function neededEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(NEEDED.map((name) => [name, process.env[name]]).filter(([, value]) => value !== undefined));
}
