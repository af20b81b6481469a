// What the TypeScript tests use of server.mjs.
import type { Track } from './install.mjs';

export interface ServerOptions {
  settings?: Record<string, unknown>;
  vsix?: string | readonly string[];
  env?: NodeJS.ProcessEnv;
  dataDir?: string;
  workspaceTrust?: boolean;
  track?: Track;
  port?: number;
}

export interface VSCodeServer {
  url: string;
  host: string;
  port: number;
  pid: number;
  version: string;
  dataDir: string;
  settingsFile: string;
  log(): string;
  exited: Promise<number | null>;
  stop(): Promise<void>;
}

export declare const DEFAULT_SETTINGS: Record<string, unknown>;
export declare function startServer(options?: ServerOptions): Promise<VSCodeServer>;
export declare function workbenchUrl(
  server: Pick<VSCodeServer, 'url'>,
  folderOrWorkspaceFile?: string,
  file?: string,
): string;
