// What the TypeScript tests use of chromium.mjs.
import type { LaunchOptions } from 'playwright-core';

export declare function findChromium(): string | undefined;
export declare function ensureChromium(): Promise<string>;
export declare function chromiumLaunchOptions(executablePath: string): LaunchOptions;
