import type { BridgeCalls, BridgeOperation } from './codeProtocol';
import { QuotaManager } from './codeQuotas';
import { NO_DATA } from './noData';
import type { SharedObjects } from './sharedObjects';
import { refuseUnknownMembers, showMembers } from './shownMembers';

type Call = <O extends BridgeOperation>(
  operation: O,
  ...parameters: BridgeCalls[O]['parameters']
) => BridgeCalls[O]['result'];

/**
 * The `Session` object of a developer's code. Every member calls the real session. See
 * docs/facts/4d-web.md#the-session-object.
 */
export class CodeSession {
  declare readonly id: string;
  declare readonly userName: string;
  declare readonly expirationDate: string;
  declare readonly info: object;
  /** Minutes. */
  declare idleTimeout: number;
  declare readonly quotas: QuotaManager;
  declare readonly storage: object;
  readonly #call: Call;
  readonly #shared: SharedObjects;

  static {
    refuseUnknownMembers(CodeSession, 'Session', 'keep values in Session.storage, inside Use(Session.storage, …)');
  }

  constructor(call: Call, shared: SharedObjects) {
    this.#call = call;
    this.#shared = shared;
    const quotas = new QuotaManager(
      () => this.#members().quotas,
      (name, value) => call('setQuota', name, value),
    );
    const privileges = 'Session.setPrivileges()';
    showMembers(this, 'Session', {
      id: { get: () => this.#members().id },
      userName: { get: () => this.#members().userName, instead: privileges },
      expirationDate: { get: () => this.#members().expirationDate, instead: 'Session.idleTimeout' },
      info: { get: () => Object.freeze(this.#members().info) },
      idleTimeout: { get: () => this.#members().idleTimeout, set: (minutes) => this.#setIdleTimeout(minutes) },
      quotas: { get: () => quotas, instead: 'its members' },
      storage: { get: () => shared.view('session'), instead: 'its members, inside Use(Session.storage, …)' },
    });
  }

  get [NO_DATA](): string {
    return 'the Session object';
  }

  isGuest(): boolean {
    return this.#call('isGuest');
  }

  setPrivileges(privileges: unknown): boolean {
    return this.#call('setPrivileges', privileges);
  }

  clearPrivileges(): boolean {
    return this.#call('clearPrivileges');
  }

  getPrivileges(): string[] {
    return this.#call('getPrivileges');
  }

  hasPrivilege(name: string): boolean {
    return this.#call('hasPrivilege', String(name));
  }

  promote(name: string): number {
    return this.#call('promote', String(name));
  }

  demote(id: number): void {
    this.#call('demote', id);
  }

  createOTP(lifespan?: number | { readonly lifespan?: number }): string {
    const seconds = typeof lifespan === 'object' && lifespan !== null ? lifespan.lifespan : lifespan;
    if (seconds !== undefined && !Number.isFinite(seconds)) {
      throw new TypeError('The lifespan of a one-time passcode is a number of seconds.');
    }
    return this.#call('createOtp', seconds);
  }

  restore(token: unknown): boolean {
    if (this.#shared.isLocked('session')) {
      throw new Error(
        'Session.restore() cannot be called inside Use(Session.storage, …): the session would be another one.',
      );
    }
    // The token may be a missing parameter of the request. That is no error of the code: nothing is restored.
    return typeof token === 'string' && this.#call('restore', token);
  }

  #setIdleTimeout(minutes: unknown): void {
    if (typeof minutes !== 'number' || !Number.isFinite(minutes)) {
      throw new TypeError('Session.idleTimeout is a number of minutes.');
    }
    this.#call('setIdleTimeout', minutes);
  }

  #members() {
    const members = this.#call('info');
    if (!members) throw new Error('There is no session any more.');
    return members;
  }
}
