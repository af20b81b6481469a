import type { ServerAddress } from '../core/protocol/address';
import type { CheckPool } from '../disk/checkPool';
import type { ControlClient } from '../server/client/controlClient';
import type { ServerLaunch } from '../server/client/serverProcess';

/** A dev server that the tools can use. */
export interface AgentServer {
  readonly address: ServerAddress;
  readonly client: ControlClient;
  /** Whether it was started for this conversation, so that it ends with it. */
  readonly isOwn: boolean;
  /** Who runs it, if somebody else does and it is known. */
  readonly by?: string;
}

/** What an agent asks of a server that is to be started. */
export interface ServerWish {
  /** Absolute path of the MobileApps folder to serve. Without it a new empty one, which is removed afterwards. */
  readonly mobileApps?: string;
  /** Names of systems. That of mobile apps is always there. Without any, those that `exec` has unless one is named. */
  readonly systems: readonly string[];
}

/** The dev server of a conversation. */
export interface AgentServers {
  /** The server that is in use now; undefined if there is none. */
  current(): Promise<AgentServer | undefined>;
  /**
   * Starts one. If the folder is served already, that server is used.
   * @throws ToolRefusal
   */
  start(wish: ServerWish): Promise<AgentServer>;
  /** Stops the own server, or goes away from another one, which goes on. Returns which it was. */
  stop(): Promise<'stopped' | 'left' | 'none'>;
}

/** Where tools work: what they may look at, and what they use. The command line has one, and the editor has one. */
export interface AgentWorkplace {
  /** The folders that paths must stay in, absolute. Relative paths begin at the first one. */
  roots(): Promise<readonly string[]>;
  /** How whoever reads a refusal adds a folder, as the end of a sentence. */
  readonly moreRoots: string;
  /** Whether nothing may be started, moved or run there. */
  readonly isLookingOnly: boolean;
  /** How there comes to be a server that is not started by a tool, as the end of a sentence. */
  readonly otherServers: string;
  /** What a server that a tool starts ends with: `this conversation`. */
  readonly servesFor: string;
  readonly pool: CheckPool;
  readonly servers: AgentServers;
  /** How the servers of scenarios are started. */
  readonly launch: Pick<ServerLaunch, 'program' | 'runtime' | 'env'>;
  /** The folder of the installed product, with media/ and dist/. */
  readonly installation: string;
}
