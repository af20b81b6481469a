import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Disposable, Event } from '../../../core/base/event';
import type { Json } from '../../../core/json/json';
import type { SystemChanges, SystemName, SystemStates } from '../../../core/protocol/systemStates';
import type { IntroductionPhrases } from '../../../core/server/introductionLine';
import type { PartReasons } from '../../../core/server/reasons';
import type { TestLogin } from '../../../core/server/startPageParts';
import type { Face } from '../answer/face';
import type { MovedPath } from '../answer/movedPath';
import type { RefusalForm } from '../answer/refusalForm';
import type { KeySpace } from '../journal/liveSecrets';
import type { ServerOptions } from '../options/options';
import type { SessionHeaders } from '../secrets/standIns';
import type { Log } from '../store/log';
import type { Place } from '../store/store';
import type { Upstream } from '../upstream/upstream';
import type { Kernel } from './kernel';

/** One emulated system of a running server. All its data is in the kernel's store. */
export interface EmulatedSystem<N extends SystemName = SystemName> extends Disposable {
  /** The routes on the address of the server. */
  readonly faces: readonly Face[];
  /** The routes on the second origin that every server has: that of the external platform, which is another site. */
  readonly platformFaces?: readonly Face[];
  /** Its slice of the state. Absent if it has none, or if the options exclude the system. */
  readonly slice?: SystemStateSlice<N>;
  /** Adds its calls to the control API. The scope already has the prefix, the check of the token and the validators. */
  readonly addControl?: (scope: FastifyInstance) => void;
  /** Converts a URL in another spelling to the usual one, for `rewriteUrl` of Fastify. */
  readonly canonicalUrl?: (url: string) => string;
  /**
   * The body of an error answer that a fault causes. Undefined if the system has no form of its own for it.
   * @param path the pattern of the route
   */
  readonly faultBody?: (status: number, errCode: number | undefined, path: string | undefined) => object | undefined;
  /** The headers that its own answers with this status have on this route. */
  readonly faultHeaders?: (status: number, path: string | undefined) => Readonly<Record<string, string>>;
  /** Id of the session that a request belongs to, from the request alone. Asking does not extend the session. */
  readonly sessionOf?: (request: FastifyRequest) => Promise<string | undefined>;
  /** What a client sends in a session of it, so that a request can be sent in it. Undefined if there is no such session. */
  readonly headersOf?: (session: string) => Promise<SessionHeaders | undefined>;
  /**
   * The form of a refusal of a request for its paths that no face gets, such as one with a malformed path, as its clients
   * read it. Absent if they read that of the server.
   */
  readonly refusalForm?: Omit<RefusalForm, 'paths'>;
  /**
   * What a person who started the server on the command line needs to know of this system. It holds no secret. Absent or
   * empty if there is nothing to tell.
   * @param url the origin of the server, without a slash at the end
   */
  readonly introduction?: (url: string) => readonly IntroductionPhrases[];
  /** Logins that a person can try from the start page of the server. Absent if there are none. */
  readonly testLogins?: () => readonly TestLogin[];
  /** Reads what it needs, before the server listens. */
  readonly start?: () => Promise<void>;
  /**
   * Called after a snapshot was restored or the state was reset, while the server runs. What it has outside the store
   * must begin anew here, such as processes that run a developer's code. Their requests must be answered.
   */
  readonly restored?: () => Promise<void>;
  /**
   * The commands that the code of other systems may run, by name. A name begins with that of the system and a dot. A command
   * throws an error with a sentence for the code when it fails.
   */
  readonly commands?: Readonly<Record<string, () => Promise<Json>>>;
  /** Ends what still runs. The server disposes of the faces before. */
  dispose(): void | Promise<void>;
}

/** One system's part of the server's state. */
export interface SystemStateSlice<N extends SystemName = SystemName> {
  /** The current state. Changes may be reported while it is collected. */
  state(): Promise<SystemStates[N]>;
  readonly onDidChange: Event<SystemChanges[N] | AllChanged>;
  /** Resolves when every change that ended before this call was reported. */
  settled(): Promise<void>;
}

/** So much changed in a slice that it must be read again. */
export interface AllChanged {
  readonly kind: 'all';
}

/** Origins without a slash at the end. */
export interface ServerAddresses {
  readonly url: string;
  readonly platformUrl: string;
}

/** What a system knows about the server and the other systems. */
export interface SystemSurroundings {
  /** Whether an origin is this server, under any of its names. */
  readonly isServer: (origin: string) => boolean;
  /** The first path segments, in lower case, that the server and the other systems use. */
  readonly othersPaths: readonly string[];
  /** Where the server and the external platform listen. Ask only while the server listens. */
  readonly addresses: () => ServerAddresses;
  /**
   * Runs a command of another system. Ask only while the server listens.
   * @throws Error with a sentence when there is no such command, or when it fails
   */
  readonly command: (name: string) => Promise<Json>;
  /** Absolute path of the folder for backups of overwritten files. Defaults to the user's state folder. */
  readonly backups?: string;
  /** The real server that gets what no system answers. Absent if the options name none. */
  readonly upstream?: Upstream;
}

/** Creates an emulated system. The list of systems names only this. */
export interface SystemPlugin<N extends string = string> {
  /** Name of its slice, its faces and its folders. */
  readonly name: N;
  /** What `declareReasons` made for this system. The system can give these reasons only. */
  readonly reasonCodes: PartReasons<N>;
  /** The first path segments, in lower case, that the system uses with these options. No other system can use them. */
  readonly paths: (options: ServerOptions) => readonly string[];
  /**
   * Routes outside these paths, as they are registered. They reserve nothing: `/*` takes what no other route takes. The
   * server does not start if `faces` register a route that is in neither.
   */
  readonly singleRoutes?: (options: ServerOptions) => readonly string[];
  /**
   * The names by which its clients send and get secrets with these options: members of bodies, parameters, headers and
   * cookies. The journal of the server hides what has one of them, whatever becomes of the request. Names such as `token`
   * and `password` always stand for secrets.
   */
  readonly secretNames?: (options: ServerOptions) => readonly string[];
  /**
   * What its secrets look like, as patterns with the flag `g`, if they can be told from other texts. The journal hides them
   * wherever they stand: in a path, under an unknown name, in a sentence.
   */
  readonly secretShapes?: (options: ServerOptions) => readonly RegExp[];
  /** Paths of logins that these options have chosen. Those that say so in their name, such as `/api/login`, are known. */
  readonly logins?: (options: ServerOptions) => readonly string[];
  /** The spaces whose keys are secrets, or follow from them. The journal hides each that is in one, wherever it stands. */
  readonly keySpaces?: readonly KeySpace[];
  /** The paths that its options have moved, for people who call the usual ones. */
  readonly movedPaths?: (options: ServerOptions) => readonly MovedPath[];
  /** Where clients look for it, as whole paths. Without its option, a refusal there names the option. None by default. */
  readonly usualPaths?: readonly string[];
  /** The option without which the system does not run. Absent if it always runs. */
  readonly option?: keyof ServerOptions;
  /**
   * Its spaces. The system can use these only. Their names begin with the name of the system and a dot. Their `check` is
   * called for each value of a snapshot before it is restored, so only local spaces may have none.
   */
  readonly spaces: readonly Place[];
  /** Its logs. The same is true for them. */
  readonly logs: readonly Log<unknown>[];
  /**
   * Resolves options that only this system understands, such as the name of a shipped example.
   * @param media absolute path of the folder of shipped files
   * @throws OptionsError
   */
  readonly resolved?: (options: ServerOptions, media: string) => ServerOptions;
  /**
   * Checks options for what a schema cannot express, before a server starts for the first time.
   * @param othersPaths as in `SystemSurroundings`
   * @param log receives warnings
   * @throws OptionsError
   */
  readonly check?: (
    options: ServerOptions,
    othersPaths: readonly string[],
    log: (line: string) => void,
  ) => void | Promise<void>;
  /**
   * Creates the system.
   * @throws Error that says which options cannot be used, and why
   */
  readonly create: (
    kernel: Kernel,
    options: ServerOptions,
    surroundings: SystemSurroundings,
  ) => EmulatedSystem | Promise<EmulatedSystem>;
}
