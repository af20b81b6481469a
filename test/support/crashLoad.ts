import assert from 'node:assert/strict';
import type { ServerAddress } from '../../src/core/protocol/address';
import type { ServerChildProcess } from '../../src/server/client/serverChildProcess';
import { Control, until } from '../server/devServers';
import type { Answer } from '../server/httpCall';

/** Whether an answer still holds. */
export type Check = () => Promise<boolean>;

/**
 * What one client does once, from its first call to its last. It records each answer with `ask` or `claim`.
 * @param id unique, for the names of what it creates
 */
export type CrashRole = (load: CrashLoad, id: string) => Promise<void>;

/** How many answers of each kind were checked, and how many of them no longer hold. */
export interface Verdict {
  readonly asked: Readonly<Record<string, number>>;
  readonly broken: Readonly<Record<string, number>>;
}

/** How many answers are checked at once. */
const CHECKS_AT_ONCE = 8;

/**
 * Clients of a server that may be killed at any moment. They record the answers that they get, and check later whether
 * these still hold.
 */
export class CrashLoad {
  /** The latest answer for each key, which names what it is about. There is none while a call is running. */
  private readonly answers = new Map<string, { readonly kind: string; readonly holds: Check }>();
  private done = false;
  private count = 0;
  private readonly waiting: { readonly at: number; readonly go: () => void }[] = [];
  private readonly clients: Promise<void>[];
  private text: Promise<string> | undefined;

  /**
   * @param name a prefix for all names, so that two loads do not share anything
   * @param roles each is repeated by a client of its own; a role that is listed twice has two
   */
  constructor(
    private readonly server: ServerChildProcess,
    private readonly name: string,
    roles: readonly CrashRole[],
  ) {
    this.clients = roles.map((role, at) => this.repeat(at, role));
    for (const client of this.clients) client.catch(() => {});
  }

  get address(): ServerAddress {
    assert.ok(this.server.address, `the server is ${this.server.status}: ${this.server.problem?.message}`);
    return this.server.address;
  }

  get control(): Control {
    return new Control(this.address);
  }

  /** Resolves as soon as `more` further answers have arrived. */
  answered(more: number): Promise<void> {
    const moment = new Promise<void>((go) => this.waiting.push({ at: this.count + more, go }));
    return Promise.race([moment, Promise.all(this.clients).then(() => {})]);
  }

  /** Stops the clients, then checks every recorded answer. */
  async verdict(): Promise<Verdict> {
    this.done = true;
    await Promise.all(this.clients);
    const asked: Record<string, number> = {};
    const broken: Record<string, number> = {};
    const checks = [...this.answers.values()];
    const work = async () => {
      for (let check = checks.pop(); check; check = checks.pop()) {
        asked[check.kind] = (asked[check.kind] ?? 0) + 1;
        if (!(await check.holds())) broken[check.kind] = (broken[check.kind] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: CHECKS_AT_ONCE }, work));
    return { asked, broken };
  }

  /** Sends a call that must succeed, and records a check that must hold after its answer. */
  async ask(key: string, kind: string, send: () => Promise<Answer>, holds: (answer: Answer) => Check): Promise<Answer> {
    const answer = await this.claim(key, kind, send, holds);
    assert.ok(answer.status < 300, `${kind}: ${answer.status} ${answer.text}`);
    return answer;
  }

  /** Sends a call, and records a check that must hold after its answer, whatever its status is. */
  async claim(
    key: string,
    kind: string,
    send: () => Promise<Answer>,
    holds: (answer: Answer) => Check,
  ): Promise<Answer> {
    this.answers.delete(key);
    const answer = await send();
    this.answers.set(key, { kind, holds: holds(answer) });
    this.tick();
    return answer;
  }

  /** The snapshot of the server as text, read once after the clients have stopped. */
  snapshotText(): Promise<string> {
    this.text ??= this.control.get('/snapshot').then(({ text }) => text);
    return this.text;
  }

  /** Repeats a role until `verdict` is called. When the server was killed, it waits for its restart. */
  private async repeat(at: number, role: CrashRole): Promise<void> {
    for (let turn = 0; !this.done; turn++) {
      const { pid } = this.address;
      try {
        await role(this, `${this.name}-${at}-${turn}`);
      } catch (error) {
        if (!isConnectionLost(error)) throw error;
        await until(
          () => this.server.address?.pid,
          (now) => now !== undefined && now !== pid,
        );
      }
    }
  }

  /** Counts an answer. */
  private tick(): void {
    this.count++;
    for (const each of this.waiting.splice(0)) {
      if (each.at <= this.count) each.go();
      else this.waiting.push(each);
    }
  }
}

function isConnectionLost(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  return ['ECONNRESET', 'ECONNREFUSED', 'EPIPE'].includes(code);
}
