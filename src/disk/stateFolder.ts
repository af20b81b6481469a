import os from 'node:os';
import path from 'node:path';

/**
 * The folder of this system for state that programs keep for a user. It is absolute and may not exist yet. The package
 * env-paths has folders for data, logs and caches, but none for state.
 */
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
  // The XDG specification says that a relative path is to be ignored.
  const absolute = (folder: string | undefined) => (folder && paths.isAbsolute(folder) ? folder : undefined);
  return paths.join(base(), 'session-workbench');
}
