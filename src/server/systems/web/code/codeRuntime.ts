import { AsyncLocalStorage } from 'node:async_hooks';
import { serverGlobals } from '../../../kernel/code/serverGlobals';
import type { HandlerRequest } from '../currentSession';
import type { BridgeClient } from './bridgeClient';
import { type CommandRun, codeCommands } from './codeCommands';
import { CodeSession } from './codeSession';
import { DataClass, DataStoreImplementation, Entity, EntitySelection } from './dataModel';
import type { AskServer } from './functionCall';
import { IncomingMessage } from './incomingMessage';
import { MOBILE_APPS_FOLDER, MobileFolder } from './mobileFolder';
import { OutgoingMessage } from './outgoingMessage';
import { SharedObjects } from './sharedObjects';
import type { WebCommands } from './webCommands';

/** One run of a developer's code, for one request. */
export interface CodeRun extends CommandRun {
  readonly web: WebCommands;
  isOver: boolean;
}

/**
 * Provides the values of 4D's global names during a run. A run is bound to its asynchronous calls. So a timer that an
 * earlier request left behind cannot change the session of the next request.
 */
export class CodeRuntime {
  private readonly runs = new AsyncLocalStorage<CodeRun>();

  constructor(private readonly bridge: BridgeClient) {}

  /** Runs `body` for one request. */
  async run<T>(number: number, web: WebCommands, body: () => Promise<T>): Promise<T> {
    const call: AskServer = (operation, ...parameters) => {
      // The server may not know yet that the run is over. It would still accept calls on the session of that run.
      if (run.isOver) throw answered();
      return this.bridge.call(number, operation, ...parameters);
    };
    const shared = new SharedObjects(call);
    let session: CodeSession | null | undefined;
    const run: CodeRun = {
      shared,
      ask: call,
      session: () => {
        session ??= call('info') ? new CodeSession(call, shared) : null;
        return session;
      },
      web,
      isOver: false,
    };
    try {
      return await this.runs.run(run, body);
    } finally {
      run.isOver = true;
    }
  }

  /**
   * Defines 4D's global names: `Session`, `Storage`, `Use`, the two message classes, the classes of the data model, and
   * the commands of the web server.
   */
  install(): void {
    const values = {
      Use: <T>(shared: unknown, body: (shared: unknown) => T): T => this.current().shared.use(shared, body),
      IncomingMessage,
      OutgoingMessage,
      DataClass,
      DataStoreImplementation,
      Entity,
      EntitySelection,
      ...serverGlobals((operation, ...parameters) => this.current().ask(operation, ...(parameters as never))),
      mobileAppRefreshSessions: () => this.current().ask('command', 'mobile.refresh'),
      fkMobileAppsFolder: MOBILE_APPS_FOLDER,
      Folder: (name: unknown) => this.folder(name),
      ...codeCommands(
        () => this.current(),
        () => this.current().web,
        () => this.sender(),
      ),
    };
    for (const [name, value] of Object.entries(values)) define(name, { value, writable: true });
    define('Session', { get: () => this.current().session() });
    define('Storage', { get: () => this.current().shared.view('storage') });
  }

  /** Asks the server something for the run that is going on. */
  readonly ask: AskServer = (operation, ...parameters) => this.current().ask(operation, ...parameters);

  messageOf(request: HandlerRequest): IncomingMessage {
    return new IncomingMessage(request);
  }

  /** @throws Error when it is another folder, or when the server has no MobileApps folder */
  private folder(name: unknown): MobileFolder {
    if (name !== MOBILE_APPS_FOLDER) {
      throw new Error('Folder() has the MobileApps folder only: Folder(fkMobileAppsFolder). Use node:fs for others.');
    }
    return new MobileFolder(String(this.current().ask('command', 'mobile.folder')));
  }

  private current(): CodeRun {
    const run = this.runs.getStore();
    if (!run)
      throw new Error('Session, Storage and Use are there while a request is answered, not while a module loads.');
    if (run.isOver) throw answered();
    return run;
  }

  private sender(): WebCommands {
    const { web } = this.current();
    if (web.sends) return web;
    throw new Error('This command is for project methods that /4DACTION calls; other code returns its answer.');
  }
}

function answered(): Error {
  return new Error('The request of this code was answered already: wait for what is asynchronous.');
}

function define(name: string, property: PropertyDescriptor): void {
  Object.defineProperty(globalThis, name, { configurable: true, enumerable: false, ...property });
}
