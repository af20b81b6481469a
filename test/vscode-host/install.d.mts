// What the TypeScript tests use of install.mjs.
export type Track = 'current' | 'minimum';

export interface Installation {
  track: Track;
  version: string;
  directory: string;
  main: string;
  node: string;
}

export declare function trackFromEnvironment(): Track;
export declare function ensureVSCodeServer(options?: { track?: Track }): Promise<Installation>;
