import { isRecord } from '../../core/session/sessionFields';
import type { ServerOptions } from '../../server/kernel/options/options';
import '../../server/systems/mobile/mobileOptions';

/** Options as somebody wrote them. */
export interface GivenOptions {
  /** What the configuration says of the server. Nobody has checked it. */
  readonly inFile?: { readonly file: string; readonly value: Readonly<Record<string, unknown>> };
  /** The options on the command line, which come first. Its folder is absolute. */
  readonly called: Pick<ServerOptions, 'mobileApps' | 'host' | 'port'>;
  /** The address of `--upstream`. */
  readonly url?: string;
}

/** What a command has of its own where a call says nothing. */
export interface CallDefaults {
  /** The MobileApps folder if one is needed. By default the one that is there. */
  readonly folder?: () => string;
  /** Systems that are emulated if nothing says which. */
  readonly whenNone?: ServerOptions;
}

/** The address of the command line, with what the file says besides about the upstream. */
export function upstreamOf(url: string, inFile: unknown): NonNullable<ServerOptions['upstream']> {
  return isRecord(inFile) ? { ...inFile, url } : url;
}
