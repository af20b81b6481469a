import type { ShownState } from './runEvents';

/**
 * How a system serves a MobileApps folder. Session files are what this product is about, so the scenario language has
 * steps of its own for them, and only the system that reads them says where they are.
 */
export interface SystemFolder {
  /** The option of the server that names the folder. */
  readonly option: string;
  /** The absolute path of the folder that a running server has. */
  readonly of: (state: ShownState) => string | undefined;
}
