/**
 * What a process needs of the environment to run at all: where programs, libraries and temporary files are, and the
 * language and time zone.
 */
const NEEDED =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|TEMP|TMP|XDG_\w+|LD_LIBRARY_PATH|SYSTEMROOT|WINDIR|COMSPEC|PATHEXT|USERPROFILE|APPDATA|LOCALAPPDATA|PROGRAMDATA|NODE_OPTIONS|NODE_V8_COVERAGE|NODE_ICU_DATA|ELECTRON_RUN_AS_NODE)$/i;

/**
 * The environment of a run's own server. Code that a scenario names runs there, so it gets none of the user's other
 * variables, which may be secrets.
 */
export function serverEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((each): each is [string, string] => each[1] !== undefined && NEEDED.test(each[0])),
  );
}
