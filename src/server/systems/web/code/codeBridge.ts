import type { CallReply, CodeHostCall } from '../../../kernel/code/hostProtocol';
import type { AccessControl } from '../accessControl';
import type { CodeServer } from '../codeServer';
import type { CodeServerCalls } from '../codeServerCalls';
import type { SharedStorage } from '../codeStorage';
import type { SessionOperations } from '../sessionOperations';
import type { BridgeCalls, BridgeOperation, SharedName, SharedObjectState } from './codeProtocol';
import { type StorageChange, withChanges } from './storageChanges';

type Operations = {
  [O in BridgeOperation]: (...parameters: BridgeCalls[O]['parameters']) => Promise<BridgeCalls[O]['result']>;
};

const STORAGE_ID = 'Storage';

/** The bridge in the server, for one run of code. It applies the calls of the code to the real session. */
export class CodeBridge {
  private readonly operations: Operations;
  private releaseStorage: (() => void) | undefined;
  private isOver = false;
  /** The dataclass that is being loaded, as the code tells. Code can forge it. */
  loading = '';

  constructor(
    private readonly session: SessionOperations,
    private readonly storage: SharedStorage,
    access: AccessControl,
    server: CodeServerCalls,
    web: CodeServer,
  ) {
    this.operations = {
      info: () => session.info(),
      isGuest: () => session.isGuest(),
      setPrivileges: (privileges) => session.setPrivileges(privileges),
      clearPrivileges: () => session.clearPrivileges(),
      getPrivileges: () => session.getPrivileges(),
      hasPrivilege: (name) => session.hasPrivilege(name),
      promote: (name) => session.promote(name),
      demote: async (id) => void (await session.demote(id)),
      setIdleTimeout: async (minutes) => void (await session.setIdleTimeout(minutes)),
      createOtp: (lifespan) => session.createOtp(lifespan),
      restore: (token) => session.restore(token),
      beginFunction: (target) => access.beginFunction(target),
      endFunction: async () => void (await access.endFunction()),
      hiddenAttributes: (dataClass, attributes) => access.hiddenAttributes(dataClass, attributes),
      leftOut: async (...names) => void (await access.leftOut(...(names.map(String) as typeof names))),
      setQuota: async (name, value) => void (await session.setQuota(name, value)),
      infoOf: (id) => session.infoOf(String(id)),
      webServer: () => web.members(),
      findFile: (path) => web.findFile(String(path)),
      loading: async (name) => {
        this.loading = String(name);
        return undefined;
      },
      ignored: async () => void web.ignored(),
      read: (name) => this.read(name),
      lock: (name) => this.lock(name),
      unlock: async (name, changes) => void (await this.unlock(name, changes)),
      sendMail: (mail) => server.sendMail(mail),
      addresses: async () => server.addresses(),
      command: (name) => server.command(String(name)),
    };
  }

  async answer({ operation, parameters }: CodeHostCall): Promise<CallReply> {
    if (this.isOver) return { kind: 'failure', reason: 'The request of this code was answered already.' };
    try {
      if (!Object.hasOwn(this.operations, operation)) throw new TypeError(`There is no operation ${operation}.`);
      const run = this.operations[operation as BridgeOperation] as (...given: readonly unknown[]) => Promise<unknown>;
      return { kind: 'result', result: await run(...parameters) };
    } catch (error) {
      return { kind: 'failure', reason: (error as Error).message };
    } finally {
      // The time of the run may have ended while the call waited for a lock.
      if (this.isOver) this.letGo();
    }
  }

  /** Call this when the code has ended, for any reason. Further calls are refused, and its locks are released. */
  end(): void {
    this.isOver = true;
    this.letGo();
  }

  private letGo(): void {
    this.session.dispose();
    this.releaseStorage?.();
    this.releaseStorage = undefined;
  }

  private async read(name: SharedName): Promise<SharedObjectState | undefined> {
    if (name === 'storage') return { id: STORAGE_ID, value: await this.storage.get() };
    const other = otherIn(name);
    if (other === undefined) return { id: await this.sessionId(), value: await this.session.storage() };
    const value = await this.session.storageOf(other);
    return value && { id: other, value };
  }

  private async lock(name: SharedName): Promise<SharedObjectState> {
    if (name !== 'storage') {
      const other = otherIn(name);
      const value = await this.session.lockStorage(other);
      return { id: other ?? (await this.sessionId()), value };
    }
    this.releaseStorage = await this.storage.acquire();
    return { id: STORAGE_ID, value: await this.storage.get() };
  }

  private async unlock(name: SharedName, changes: readonly StorageChange[]): Promise<void> {
    if (name === 'storage') {
      try {
        if (changes.length === 0) return;
        const changed = await this.storage.change((value) => withChanges(value, changes));
        if (changed) this.session.tellShared(Object.keys(changed));
      } finally {
        this.releaseStorage?.();
        this.releaseStorage = undefined;
      }
      return;
    }
    const other = otherIn(name);
    try {
      if (changes.length === 0) return;
      const changed = await this.session.updateStorage((storage) => withChanges(storage, changes), other);
      if (!changed) throw new Error('The session was closed: its storage is gone.');
    } finally {
      await this.session.unlockStorage(other);
    }
  }

  private async sessionId(): Promise<string> {
    return (await this.session.info())?.id ?? '';
  }
}

/** The id in the name of the storage of a session by its id. Undefined for that of the current session. */
function otherIn(name: Exclude<SharedName, 'storage'>): string | undefined {
  return name === 'session' ? undefined : name.slice('session:'.length);
}
