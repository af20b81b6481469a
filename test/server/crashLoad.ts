import assert from 'node:assert/strict';
import type { ServerAddress } from '../../src/core/protocol/address';
import type { ServerChildProcess } from '../../src/server/client/serverChildProcess';
import { Control, until } from './devServers';
import { type Answer, call } from './httpCall';
import { iosBody } from './mobile/devices';

/** The server options that the load needs. */
export const LOAD_OPTIONS = {
  web: {},
  mobile: { policy: { rules: [{ email: 'wait*', outcome: 'pending', mail: true }] } },
} as const;

type Check = () => Promise<boolean>;

/** How many answers of each kind were checked, and how many of them no longer hold. */
export interface Verdict {
  readonly asked: Record<string, number>;
  readonly broken: Record<string, number>;
}

/**
 * Clients of a server that may be killed at any moment. They record the answers that they get, and check later whether
 * these still hold.
 */
export class CrashLoad {
  /** The latest answer for each key, which names what it is about. There is none while a call is running. */
  private readonly answers = new Map<string, { readonly kind: string; readonly holds: Check }>();
  private done = false;
  private advancedMs = 0;
  private count = 0;
  private readonly waiting: { readonly at: number; readonly go: () => void }[] = [];
  private readonly clients: Promise<void>[];

  /** @param name a prefix for all names, so that two loads do not share anything */
  constructor(
    private readonly server: ServerChildProcess,
    private readonly name: string,
  ) {
    const roles = [this.device, this.device, this.device, this.leaver, this.waiter];
    const others = [this.visitor, this.visitor, this.editor, this.victim, this.clock];
    this.clients = [...roles, ...others].map((role, at) => this.repeat(at, role));
    for (const client of this.clients) client.catch(() => {});
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
    await Promise.all(Array.from({ length: 8 }, work));
    return { asked, broken };
  }

  /** Repeats a role until `verdict` is called. When the server was killed, it waits for its restart. */
  private async repeat(at: number, role: (id: string) => Promise<void>): Promise<void> {
    for (let turn = 0; !this.done; turn++) {
      const { pid } = this.address;
      try {
        await role.call(this, `${this.name}-${at}-${turn}`);
      } catch (error) {
        if (!isConnectionLost(error)) throw error;
        await until(
          () => this.server.address?.pid,
          (now) => now !== undefined && now !== pid,
        );
      }
    }
  }

  private get address(): ServerAddress {
    assert.ok(this.server.address, `the server is ${this.server.status}: ${this.server.problem?.message}`);
    return this.server.address;
  }

  private get control(): Control {
    return new Control(this.address);
  }

  /** Counts an answer. */
  private tick(): void {
    this.count++;
    for (const each of this.waiting.splice(0)) {
      if (each.at <= this.count) each.go();
      else this.waiting.push(each);
    }
  }

  /** Sends a call, and records a check that must hold after its answer. */
  private async ask(key: string, kind: string, send: () => Promise<Answer>, holds: (answer: Answer) => Check) {
    this.answers.delete(key);
    const answer = await send();
    assert.ok(answer.status < 300, `${kind}: ${answer.status} ${answer.text}`);
    this.answers.set(key, { kind, holds: holds(answer) });
    this.tick();
    return answer;
  }

  private mobile(method: string, path: string, { token, body }: { token?: string; body?: unknown } = {}) {
    const headers = { 'x-qmobile': '1', ...(token !== undefined && { authorization: `Bearer ${token}` }) };
    return call(this.address.url, { method, path, headers, body });
  }

  private async login(id: string, email: string, key: string): Promise<string> {
    const body = iosBody({ email, device: { id, description: 'Phone', version: '1' } });
    const send = () => this.mobile('POST', '/mobileapp/$authenticate', { body });
    const { json } = await this.ask(
      key,
      'accepted device',
      send,
      ({ json }) =>
        () =>
          this.isLetIn(json.token),
    );
    return json.token;
  }

  private async isLetIn(token: string): Promise<boolean> {
    return (await this.mobile('GET', '/mobileapp/$licensecheck', { token })).status === 200;
  }

  /** Logs in, then sends a push token. */
  private async device(id: string): Promise<void> {
    const token = await this.login(id, `${id}@example.com`, id);
    const body = { device: { token: `push ${id}` } };
    const send = () => this.mobile('POST', '/mobileapp/$userInfo', { token, body });
    await this.ask(`${id} push`, 'push token', send, () => async () => {
      const { json } = await this.control.get('/snapshot');
      return JSON.stringify(json.entries).includes(`"token":"push ${id}"`);
    });
  }

  /** Logs in, then logs out. */
  private async leaver(id: string): Promise<void> {
    const token = await this.login(id, '', id);
    const send = () => this.mobile('POST', '/mobileapp/$logout', { token });
    await this.ask(id, 'logged out device', send, () => async () => !(await this.isLetIn(token)));
  }

  /** Logs in, and must open the link in the mail. */
  private async waiter(id: string): Promise<void> {
    const email = `wait-${id}@example.com`;
    const body = iosBody({ email, device: { id, description: 'Phone', version: '1' } });
    const mail = async (): Promise<string | undefined> => {
      const { json } = await this.control.get('/outbox');
      return json.find(({ to }: { to: string }) => to === email)?.link;
    };
    const login = () => this.mobile('POST', '/mobileapp/$authenticate', { body });
    await this.ask(id, 'pending device with its mail', login, () => async () => (await mail()) !== undefined);
    const link = await mail();
    assert.ok(link, 'no mail');
    const open = async () => (await call(link)).status;
    await this.ask(
      id,
      'used link',
      () => call(link),
      () => async () => (await open()) === 410,
    );
    await this.login(id, email, `${id} accepted`);
  }

  /** Creates passcodes in a web session and uses one of them. */
  private async visitor(id: string): Promise<void> {
    const make = () => this.control.post('/web/sessions');
    const { json } = await this.ask(
      `${id} session`,
      'web session',
      make,
      ({ json }) =>
        () =>
          this.has(json.id),
    );
    const cookie = `${json.cookie.name}=${json.cookie.value}`;
    const otp = async (key: string) => {
      const made = await this.ask(
        `${id} ${key}`,
        'unused passcode',
        () => this.control.post(`/web/sessions/${json.id}/otp`, {}),
        (answer) => () => this.isSession(answer.json.otp, cookie),
      );
      return made.json.otp as string;
    };
    const used = await otp('used');
    await otp('unused');
    const send = () => call(`${this.address.url}/rest/$info?$4DSID=${used}`);
    await this.ask(`${id} used`, 'used passcode', send, () => async () => !(await this.isSession(used, cookie)));
  }

  /** Whether a passcode restores the session of a cookie. */
  private async isSession(otp: string, cookie: string): Promise<boolean> {
    const { headers } = await call(`${this.address.url}/rest/$info?$4DSID=${otp}`);
    return headers['set-cookie']?.some((text) => text.startsWith(`${cookie};`)) === true;
  }

  private async has(id: string): Promise<boolean> {
    return (await this.session(id)) !== undefined;
  }

  // biome-ignore lint/suspicious/noExplicitAny: JSON
  private async session(id: string): Promise<any> {
    const { json } = await this.control.get('/web/sessions');
    return json.find((each: { id: string }) => each.id === id);
  }

  /** Changes a web session, and closes every second one. */
  private async editor(id: string): Promise<void> {
    const { id: session } = (await this.control.post('/web/sessions')).json;
    const storage = { cart: { for: id } };
    const patch = () => this.control.call('PATCH', `/web/sessions/${session}`, { storage, userName: id });
    await this.ask(id, 'changed web session', patch, () => async () => {
      const now = await this.session(session);
      return now?.userName === id && now.storage.cart.for === id;
    });
    if (!/[02468]$/.test(id)) return;
    const close = () => this.control.call('DELETE', `/web/sessions/${session}`);
    await this.ask(id, 'closed web session', close, () => async () => !(await this.has(session)));
  }

  /** Adds a fault that is applied twice, and another one that stays or is removed. */
  private async victim(id: string): Promise<void> {
    const { json } = await this.fault(id, 2);
    const strike = async (kind: string, holds: Check) => {
      this.answers.delete(id);
      assert.ok(await this.isHit(id));
      this.answers.set(id, { kind, holds });
      this.tick();
    };
    const hits = async () => (await this.faults()).find((each) => each.id === json.id)?.hits;
    await strike('fault with one hit', async () => (await hits()) === 1);
    await strike('fault without more hits', async () => !(await this.isHit(id)));
    const key = `${id}-other`;
    const other = await this.fault(key, 1);
    if (/[02468]$/.test(id)) return;
    const remove = () => this.control.call('DELETE', `/faults/${other.json.id}`);
    await this.ask(key, 'removed fault', remove, () => async () => !(await this.isHit(key)));
  }

  private fault(key: string, times: number): Promise<Answer> {
    const fault = { kind: 'status', status: 503, times, scope: { route: `/mobileapp/${key}` } };
    const add = () => this.control.post('/faults', fault);
    return this.ask(key, 'added fault', add, () => () => this.isHit(key));
  }

  private async isHit(key: string): Promise<boolean> {
    return (await this.mobile('GET', `/mobileapp/${key}`)).status === 503;
  }

  private async faults(): Promise<{ id: string; hits: number }[]> {
    return (await this.control.get('/faults')).json;
  }

  /** Moves the clock. */
  private async clock(): Promise<void> {
    const move = () => this.control.post('/clock', { advanceMs: 10 });
    await this.ask('clock', 'moved clock', move, () => {
      this.advancedMs += 10;
      const { advancedMs } = this;
      return async () => (await this.control.post('/clock', { advanceMs: 0 })).json.offsetMs >= advancedMs;
    });
  }
}

function isConnectionLost(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  return ['ECONNRESET', 'ECONNREFUSED', 'EPIPE'].includes(code);
}
