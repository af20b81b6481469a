import os from 'node:os';
import path from 'node:path';

/** Where this system keeps what programs must remember for a user: absolute, perhaps not there yet. */
export function stateFolder(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
  home = os.homedir(),
): string {
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const base = () => {
    switch (platform) {
      case 'win32':
        return absolute(environment.LOCALAPPDATA) ?? paths.join(home, 'AppData', 'Local');
      case 'darwin':
        return paths.join(home, 'Library', 'Application Support');
      default:
        return absolute(environment.XDG_STATE_HOME) ?? paths.join(home, '.local', 'state');
    }
  };
  // The XDG specification: a relative path is to be ignored.
  const absolute = (folder: string | undefined) => (folder && paths.isAbsolute(folder) ? folder : undefined);
  return paths.join(base(), 'session-workbench');
}
