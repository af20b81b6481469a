import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Disposable, Event } from '../../../core/base/event';
import type { ReasonCodes } from '../../../core/protocol/reasonCode';
import type { SystemChanges, SystemName, SystemStates } from '../../../core/protocol/systemStates';
import type { Face } from '../answer/face';
import type { ServerOptions } from '../options/options';
import type { Place } from '../store/store';
import type { Kernel } from './kernel';

/** One emulated system of a server that runs. Everything that it keeps is in the kernel's store. */
export interface EmulatedSystem<N extends SystemName = SystemName> extends Disposable {
  /** What it answers on the server itself. */
  readonly faces: readonly Face[];
  /** What it answers on the origin of the external platform, which is another site. */
  readonly platformFaces?: readonly Face[];
  /** Its slice of the state; absent when it has none, or the options leave it out. */
  readonly slice?: SystemStateSlice<N>;
  /** Adds its calls to the control API; the scope has the prefix, the token and the validators already. */
  readonly addControl?: (scope: FastifyInstance) => void;
  /** The path that is meant by one of another spelling, as Fastify's `rewriteUrl` wants it. */
  readonly canonicalUrl?: (url: string) => string;
  /** The body with which it says an error that a fault makes; undefined where it has no words for it. */
  readonly faultBody?: (status: number, errCode: number | undefined) => object | undefined;
  /** Id of the session that a request belongs to, as far as the request alone tells; without a sign of life for it. */
  readonly sessionOf?: (request: FastifyRequest) => Promise<string | undefined>;
  /** Reads what it needs before the server listens. */
  readonly start?: () => Promise<void>;
  /** Called after the store was filled from a snapshot, or emptied, while the server runs. */
  readonly restored?: () => Promise<void>;
  /** Ends what still runs. The faces are disposed of before, by the server. */
  dispose(): void | Promise<void>;
}

/** The part of the server's state that one system keeps. */
export interface SystemStateSlice<N extends SystemName = SystemName> {
  /** As it is now. Changes may be told while it is collected. */
  state(): Promise<SystemStates[N]>;
  readonly onDidChange: Event<SystemChanges[N] | AllChanged>;
}

/** So much is different in a slice that it must be read anew. */
export interface AllChanged {
  readonly kind: 'all';
}

/** What the server tells a system about itself and the others. */
export interface SystemSurroundings {
  /** Origin of the server, once it listens. */
  readonly serverUrl: () => string;
  /** Whether an origin is the server itself, under any of its names. */
  readonly isServer: (origin: string) => boolean;
  /** First segments, in small letters, of the paths that the server and the other systems answer. */
  readonly othersPaths: readonly string[];
  /** Where copies go of what the server writes over, absolute; that of the user unless given. */
  readonly backups?: string;
}

/** What makes an emulated system: the one thing that a list of systems names. */
export interface SystemPlugin<N extends string = string> {
  /** Name of its slice, of its faces, and of its folders. */
  readonly name: N;
  readonly reasonCodes: ReasonCodes;
  /** First segments, in small letters, of the paths that it answers with these options. */
  readonly paths: (options: ServerOptions) => readonly string[];
  /** Where it keeps what in the store. Values of a snapshot are looked at by their `check` before they are put in. */
  readonly spaces?: readonly Place[];
  /**
   * The options with what only this system knows: an example that ships, by its folder.
   * @param media folder of the files that ship, absolute
   * @throws OptionsError
   */
  readonly resolved?: (options: ServerOptions, media: string) => ServerOptions;
  /**
   * Looks at what no schema can say, before a server starts for the first time.
   * @param othersPaths as `SystemSurroundings` has them
   * @param log told of what may be wrong
   * @throws OptionsError
   */
  readonly check?: (
    options: ServerOptions,
    othersPaths: readonly string[],
    log: (line: string) => void,
  ) => void | Promise<void>;
  /** @throws Error whose message says which options cannot be used, and why */
  readonly create: (
    kernel: Kernel,
    options: ServerOptions,
    surroundings: SystemSurroundings,
  ) => EmulatedSystem | Promise<EmulatedSystem>;
}
