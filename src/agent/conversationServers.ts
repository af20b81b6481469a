import fs from 'node:fs/promises';
import path from 'node:path';
import { inOneLine } from '../core/base/fullStop';
import { isJournalPage } from '../core/protocol/journal';
import { OptionsError } from '../core/server/optionsError';
import { ProcessFolders } from '../disk/processFolders';
import { ControlCallError } from '../server/client/controlClient';
import { ServedFolders } from '../server/client/servedFolders';
import { ServerChildProcess } from '../server/client/serverChildProcess';
import type { ServerLaunch } from '../server/client/serverProcess';
import type { ServerOptions } from '../server/kernel/options/options';
import { ServerStartError } from '../server/kernel/start/startErrors';
import '../server/systems/mobile/mobileOptions';
import { UNLESS_NAMED } from '../core/server/unlessNamed';
import { patientControlClient } from '../server/client/patientControlClient';
import { ToolRefusal } from './agentTool';
import type { AgentServer, AgentServers, ServerWish } from './agentWorkplace';

/** What was started for the conversation. */
interface Own {
  readonly process: ServerChildProcess;
  /** A folder that is removed when it ends. */
  readonly scratch: string | undefined;
  readonly takeBack: () => Promise<void>;
  readonly server: AgentServer;
}

/**
 * The dev server of one conversation: the one that is there already, one of the user's that serves the folder, or one that is
 * started here and ends with the conversation.
 */
export class ConversationServers implements AgentServers {
  private own: Promise<Own> | undefined;
  private joined: AgentServer | undefined;
  /** The control APIs of the servers that the conversation has left. What is there later is another server. */
  private readonly left = new Set<string>();
  private hasLeftWrong = false;
  /** The control API that was seen to be one. */
  private provenUrl: string | undefined;
  private hasEnded = false;
  /** The last start. Two at once would start two servers. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly launch: ServerLaunch,
    /**
     * The server that is there already.
     * @throws ToolRefusal if what is told of it cannot be
     */
    private readonly given: () => AgentServer | undefined,
    /** What others are told of who runs the server. */
    private readonly by: string,
    private readonly served = new ServedFolders(),
  ) {}

  async current(): Promise<AgentServer | undefined> {
    const own = await this.own;
    if (own) {
      const { address, problem } = own.process;
      if (address) return { ...own.server, address };
      throw new ToolRefusal(
        problem
          ? `The dev server has ended: ${inOneLine(problem.message)}. Call stopServer, then startServer.`
          : 'The dev server is starting again after a crash; try again in a moment.',
      );
    }
    const told = this.joined ?? this.told();
    return told && this.proven(told);
  }

  start(wish: ServerWish): Promise<AgentServer> {
    const started = this.turn.then(() => this.startNow(wish));
    this.turn = started.catch(() => {});
    return started;
  }

  private async startNow(wish: ServerWish): Promise<AgentServer> {
    const there = await this.current();
    if (there) {
      if (wish.mobileApps === undefined && wish.systems.length === 0) return there;
      throw new ToolRefusal(
        `A dev server is in use already, at ${there.address.url}; use that one, or call stopServer first.`,
      );
    }
    const other = wish.mobileApps === undefined ? undefined : await this.served.find(wish.mobileApps);
    if (other) {
      const { by, ...address } = other;
      const server = { address, client: patientControlClient(address), isOwn: false, ...(by !== undefined && { by }) };
      this.joined = server;
      return server;
    }
    this.own = this.started(wish).catch((error: unknown) => {
      this.own = undefined;
      throw error;
    });
    return (await this.own).server;
  }

  async stop(): Promise<'stopped' | 'left' | 'none'> {
    const own = await this.own?.catch(() => undefined);
    this.own = undefined;
    if (own) {
      await end(own);
      return 'stopped';
    }
    const there = this.joined ?? this.toldOrWrong();
    this.joined = undefined;
    if (!there) return 'none';
    this.left.add(there.address.controlUrl);
    return 'left';
  }

  /** Whoever stops a server that cannot be used goes on without it. */
  private toldOrWrong(): AgentServer | undefined {
    try {
      return this.told();
    } catch (error) {
      if (!(error instanceof ToolRefusal)) throw error;
      this.hasLeftWrong = true;
      return undefined;
    }
  }

  /** Ends what was started here. Nothing can be started afterwards. */
  async dispose(): Promise<void> {
    this.hasEnded = true;
    await this.stop();
  }

  private async started({ mobileApps, systems }: ServerWish): Promise<Own> {
    if (this.hasEnded) throw new ToolRefusal('The conversation has ended.');
    const folders = new ProcessFolders('agent', 'Files of a conversation that was killed');
    const scratch = mobileApps === undefined ? folders.make() : undefined;
    if (scratch !== undefined) await folders.removeLeft(this.launch.onLog);
    const folder = mobileApps ?? path.join(scratch as string, 'MobileApps');
    const process = new ServerChildProcess({
      ...this.launch,
      ...(scratch !== undefined && { backups: path.join(scratch, 'backups') }),
    });
    try {
      if (scratch !== undefined) await fs.mkdir(folder);
      const named: ServerOptions = Object.fromEntries(systems.map((name) => [name, {}]));
      const options: ServerOptions = { mobileApps: folder, ...(systems.length === 0 ? UNLESS_NAMED : named) };
      const address = await process.start(options);
      const takeBack =
        scratch === undefined
          ? await this.served.announce(folder, { ...address, by: this.by }).catch(() => async () => {})
          : async () => {};
      const server = { address, client: patientControlClient(address), isOwn: true };
      return { process, scratch, takeBack, server };
    } catch (error) {
      await process.stop();
      if (scratch !== undefined) await fs.rm(scratch, { recursive: true, force: true });
      if (error instanceof ServerStartError || error instanceof OptionsError) {
        throw new ToolRefusal(`${inOneLine(error.message)}. Nothing was started.`);
      }
      throw error;
    }
  }

  /** The server that is there already, unless the conversation has left it. */
  private told(): AgentServer | undefined {
    if (this.hasLeftWrong) return undefined;
    const server = this.given();
    return server && !this.left.has(server.address.controlUrl) ? server : undefined;
  }

  /**
   * Another program may answer there, and anything.
   * @throws ControlCallError
   */
  private async proven(server: AgentServer): Promise<AgentServer> {
    const { controlUrl } = server.address;
    if (this.provenUrl === controlUrl) return server;
    if (!isJournalPage(await server.client.journal(0, 1))) {
      throw new ControlCallError('no-answer', 200, 'What answers there is no dev session server.');
    }
    this.provenUrl = controlUrl;
    return server;
  }
}

async function end({ process, scratch, takeBack }: Own): Promise<void> {
  await takeBack();
  await process.stop();
  if (scratch !== undefined) await fs.rm(scratch, { recursive: true, force: true });
}
