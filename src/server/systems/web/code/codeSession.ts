import type { BridgeCalls, BridgeOperation } from './codeProtocol';
import type { SharedObjects } from './sharedObjects';

type Call = <O extends BridgeOperation>(
  operation: O,
  ...parameters: BridgeCalls[O]['parameters']
) => BridgeCalls[O]['result'];

/**
 * The `Session` object of a developer's code. Every member calls the real session. See
 * docs/facts/4d-web.md#the-session-object.
 */
export class CodeSession {
  readonly #call: Call;
  readonly #shared: SharedObjects;

  constructor(call: Call, shared: SharedObjects) {
    this.#call = call;
    this.#shared = shared;
  }

  get id(): string {
    return this.#members().id;
  }

  get userName(): string {
    return this.#members().userName;
  }

  get expirationDate(): string {
    return this.#members().expirationDate;
  }

  get info(): object {
    return this.#members().info;
  }

  get idleTimeout(): number {
    return this.#members().idleTimeout;
  }

  set idleTimeout(minutes: number) {
    if (!Number.isFinite(minutes)) throw new TypeError('Session.idleTimeout is a number of minutes.');
    this.#call('setIdleTimeout', minutes);
  }

  get storage(): object {
    return this.#shared.view('session');
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

  #members() {
    const members = this.#call('info');
    if (!members) throw new Error('There is no session any more.');
    return members;
  }
}
