import assert from 'node:assert/strict';
import type { DevServer } from '../../src/server/devServer';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { Control } from './devServers';
import { type Answer, call } from './httpCall';
import { iosBody } from './mobile/devices';
import { sorted } from './snapshotContract';

export const SHARED = `exports.shared = () => {
  Use(Storage, () => { Storage.count = (Storage.count ?? 0) + 1; });
  Use(Session.storage, () => { Session.storage.count = (Session.storage.count ?? 0) + 1; });
  webSendText(JSON.stringify({ all: Storage.count, own: Session.storage.count }), 'application/json');
};`;

/** What the busy server gave away, and what those who come later say to it. */
export interface Given {
  readonly tokens: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  readonly otps: Readonly<Record<string, string>>;
  readonly sessions: Readonly<Record<string, string>>;
  readonly links: Readonly<Record<string, string>>;
  readonly validation: string;
  /** Cookies of Mendix clients. */
  readonly mendix: Readonly<Record<string, string>>;
}

/** All calls of the control API that only read, without the event stream. */
export const READS = [
  '/recording',
  '/state',
  '/journal?limit=1000',
  '/outbox',
  '/faults',
  '/mobile/sessions',
  '/web/sessions',
  '/mendix/sessions',
  '/mendix/users',
  '/snapshot',
] as const;

/** One of two servers that must give the same answers. Its ports and other things of its own are left out of them. */
export class Twin {
  readonly control: Control;

  constructor(
    readonly server: DevServer,
    readonly mobileApps: string,
    /** The server whose state this one took over. The old requests in that state name the ports of that server. */
    private readonly before?: Twin,
  ) {
    this.control = new Control(server.address());
  }

  mobile(method: string, target: string, token?: string, body?: unknown): Promise<Answer> {
    const headers = { 'x-qmobile': '1', ...(token !== undefined && { authorization: `Bearer ${token}` }) };
    return call(this.server.address().url, { method, path: target, headers, body });
  }

  login(device: string, changes: object = {}): Promise<Answer> {
    const body = iosBody({ device: { id: device, description: 'Phone', version: '1' }, ...changes });
    return this.mobile('POST', '/mobileapp/$authenticate', undefined, body);
  }

  web(target: string, cookie?: string, body?: unknown): Promise<Answer> {
    const method = body === undefined ? 'GET' : 'POST';
    return call(this.server.address().url, { method, path: target, body, headers: { ...(cookie && { cookie }) } });
  }

  xas(action: string, cookie = '', params: object = {}): Promise<Answer> {
    return this.web('/xas/', cookie, { action, params });
  }

  platform(target: string, body?: unknown): Promise<Answer> {
    const method = body === undefined ? 'GET' : 'POST';
    return call(this.server.address().externalPlatformUrl, { method, path: target, body });
  }

  /** An answer without what two servers may differ in. */
  plain({ status, headers, text }: Answer): unknown {
    const { date: _, 'content-length': __, ...others } = headers;
    return JSON.parse(this.covered(JSON.stringify({ status, headers: others, text })));
  }

  /** Everything that the control API tells. */
  async told(): Promise<unknown> {
    const told: Record<string, unknown> = {};
    for (const target of READS) {
      const { status, json } = await this.control.get(target);
      assert.equal(status, 200, target);
      told[target] = target === '/snapshot' ? sorted(json) : json;
    }
    return JSON.parse(this.covered(JSON.stringify(told)));
  }

  private covered(text: string): string {
    const { url, externalPlatformUrl } = this.server.address();
    const own = text
      .replaceAll(`:${new URL(url).port}`, ':MAIN')
      .replaceAll(`:${new URL(externalPlatformUrl).port}`, ':PLATFORM')
      .replaceAll(JSON.stringify(this.mobileApps).slice(1, -1), 'FOLDER')
      // Real time, and what says it.
      .replace(/(\\?")(ms|offsetMs)\1:-?[\d.]+/g, '$1$2$1:0');
    return this.before ? this.before.covered(own) : own;
  }
}

/** Options of a server whose every part is used. */
export function busyOptions(mobileApps: string, project: string): ServerOptions {
  return {
    seed: 'twins',
    // With pairing.
    host: '0.0.0.0',
    mobileApps,
    mobile: {
      licences: 6,
      policy: { rules: [{ email: 'wait*', outcome: 'pending', mail: true }] },
      verification: { timeoutMs: 3_600_000 },
    },
    web: { project, quotas: { requestsPerMinutePerSession: 8, guestSessions: 8 } },
    mendix: {
      users: [
        { name: 'jane', password: 'example' },
        { name: 'john', password: 'sample' },
      ],
      securityLevel: 'production',
      switches: { rotateToken: true },
    },
  };
}

/** Does everything that leaves something behind. */
export async function busy(twin: Twin): Promise<Given> {
  const { control } = twin;
  const { url } = twin.server.address();
  await control.post('/clock', { advanceMs: 3_600_000 });
  // From here on two servers have the same time.
  await control.post('/clock', { pause: true });
  await control.post('/recording', { on: true });
  await control.post('/faults', { kind: 'reset' });
  await control.call('DELETE', '/faults/fault-1');
  await control.post('/faults', { kind: 'status', status: 503, scope: { route: '/mobileapp/third', nth: 3 } });
  await control.post('/faults', { kind: 'status', status: 500, times: 2, scope: { route: '/mobileapp/twice' } });
  await twin.mobile('GET', '/mobileapp/third');
  await twin.mobile('GET', '/mobileapp/twice');

  const tokens: Record<string, string> = {};
  const other = { application: { id: 'com.other.App', name: 'Other', version: '1.0.0' } };
  const kept = async (device: string, changes: object = {}) => {
    tokens[device] = (await twin.login(device, changes)).json.token;
  };
  await kept('first');
  await kept('second', other);
  await kept('third');
  await kept('fourth', other);
  await twin.mobile('POST', '/mobileapp/$logout', tokens.first);
  // Taken in last, of an application whose others came first.
  await kept('fifth');
  await twin.login('waits', { email: 'wait@example.com' });
  await twin.login('waited', { email: 'waited@example.com' });
  await twin.login('says a code', { email: 'waits-for-code@example.com', send: 'code' });
  const mails: { to: string; link?: string; code?: string }[] = (await control.get('/outbox')).json;
  const linkTo = (to: string) => new URL(mails.find((mail) => mail.to === to)?.link ?? url);
  const links = { unused: linkTo('wait@example.com'), used: linkTo('waited@example.com') };
  await twin.web(links.used.pathname + links.used.search);
  for (const token of ['1', '2', '3']) await twin.mobile('POST', '/mobileapp/$verify', undefined, { token });

  const cookies: Record<string, string> = {};
  const sessions: Record<string, string> = {};
  for (const name of ['busy', 'closed', 'quiet']) {
    const { json } = await control.post('/web/sessions');
    cookies[name] = `${json.cookie.name}=${json.cookie.value}`;
    sessions[name] = json.id;
  }
  await twin.web('/tools/set', cookies.busy, { privileges: 'medium', storage: { cart: [1, { a: null }] } });
  for (let i = 0; i < 3; i++) await twin.web('/4DACTION/shared', cookies.busy);
  await twin.web('/4DACTION/shared', cookies.quiet);
  const otp = async (name: string, lifespan?: number) =>
    (await control.post(`/web/sessions/${sessions[name]}/otp`, lifespan === undefined ? {} : { lifespan })).json.otp;
  const otps: Record<string, string> = {
    unused: await otp('quiet'),
    used: await otp('quiet'),
    over: await otp('quiet', 5),
    gone: await otp('closed'),
  };
  await twin.web(`/4DACTION/whoAmI?$4DSID=${otps.used}`);
  await control.call('DELETE', `/web/sessions/${sessions.closed}`);

  const callback = `${url}/4DACTION/shared?state=x`;
  await twin.platform('/validate', { callback, state: 'answered', answer: 'refuse' });
  const { json: asked } = await twin.platform('/validate', { callback, state: 'waits' });
  const mendix: Record<string, string> = {};
  const take = async (name: string, answer: Promise<Answer>) => {
    const { headers } = await answer;
    mendix[name] = (headers['set-cookie'] ?? []).map((line) => line.split(';', 1).join()).join('; ');
  };
  const jane = { username: 'jane', password: 'example', useAuthToken: true };
  await take('marked', twin.xas('login', '', jane));
  await take('remembered', twin.xas('get_session_data', mendix.marked));
  await take('rotated', twin.xas('get_session_data', mendix.remembered));
  await take('anonymous', twin.xas('get_session_data'));
  await take('marker', twin.xas('login', '', jane));
  await control.call('PATCH', '/mendix/users/john', { password: 'another' });
  for (const username of ['jane', 'john', 'john']) await twin.xas('login', '', { username, password: 'no' });

  await control.post('/clock', { advanceMs: 6_000 });
  return {
    ...{ tokens, cookies, otps, sessions, validation: asked.id, mendix },
    links: Object.fromEntries(Object.entries(links).map(([name, to]) => [name, to.pathname + to.search])),
  };
}
