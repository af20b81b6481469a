import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { happenedByItself, type JournalEntry } from '../../src/core/protocol/journal';
import type { ServerState } from '../../src/core/protocol/state';
import type { ShownState } from '../../src/core/scenario/runEvents';
import { ControlCalls } from '../../src/scenario/controlCalls';
import type { DevServer } from '../../src/server/devServer';
import type { KnownRoute } from '../../src/server/kernel/http/routeTable';
import type { StoreSnapshot } from '../../src/server/kernel/store/store';
import type { SystemTest } from '../systems/systemTest';
import { Control } from './devServers';
import { type Answer, type Call, call } from './httpCall';

/** Counters and positions. Every request may move them, and no answer is about them. */
const COUNTED = ['clock', 'faults', 'random'];
/** A route, with the address of the server that has it. */
export interface DrivenRoute extends KnownRoute {
  readonly origin: string;
}

/**
 * Calls a server, and compares the reasons in the journal with what the call did: the state and the files are read
 * before and after it, so no reason is believed.
 */
export class RouteDriver {
  /** The routes that have answered with success, and those that have refused, as the journal names them. */
  readonly succeeded = new Set<string>();
  readonly refused = new Set<string>();
  /** What was wrong, as one sentence for each. */
  readonly problems: string[] = [];
  private readonly control: Control;
  /** Follows the state by its changes alone. */
  private readonly follower: ControlCalls;
  private readonly counted: ReadonlySet<string>;
  private readonly lastUsed: ReadonlySet<string>;
  private last = 0;
  /** What was observed last. Only known while nothing happens but the calls of a probe. */
  private observedLast: string | undefined;
  private isProbing = false;

  constructor(
    private readonly server: Pick<DevServer, 'address' | 'routes' | 'platformRoutes'>,
    /** The folder whose files belong to the state. */
    readonly folder: string,
    /** What the systems have of this kind. */
    { counted = [], lastUsed = [] }: Pick<SystemTest, 'counted' | 'lastUsed'> = {},
  ) {
    this.lastUsed = new Set(lastUsed);
    this.counted = new Set([...COUNTED, ...counted]);
    this.control = new Control(server.address());
    this.follower = new ControlCalls(server.address());
  }

  /** Every route that the code registers. */
  get routes(): readonly DrivenRoute[] {
    const { url, externalPlatformUrl } = this.server.address();
    return [
      ...this.server.routes.map((route) => ({ ...route, origin: url })),
      ...this.server.platformRoutes.map((route) => ({ ...route, origin: externalPlatformUrl })),
    ];
  }

  /** A call of the control API, with the token. */
  controlled(method: string, target: string, body?: unknown): Promise<Answer> {
    const { url, headers } = this.controlCall(target);
    return this.call(url, { method, body, headers });
  }

  /** The address of a call of the control API, and its token. */
  controlCall(target: string): { readonly url: string; readonly headers: { readonly authorization: string } } {
    const { controlUrl, controlToken } = this.server.address();
    return { url: `${controlUrl}${target}`, headers: { authorization: `Bearer ${controlToken}` } };
  }

  /** A call of a public face. */
  call(url: string, options: Call = {}): Promise<Answer> {
    const absolute = new URL(url, this.server.address().url).href;
    return this.watched(`${options.method ?? 'GET'} ${url}`, () => call(absolute, options), options.method ?? 'GET');
  }

  /** Calls a route in each way that needs no knowledge about it. Nothing else may happen meanwhile. */
  async probe(route: DrivenRoute): Promise<void> {
    this.isProbing = true;
    try {
      await this.callInEachWay(route);
    } finally {
      this.isProbing = false;
      this.observedLast = undefined;
    }
  }

  private async callInEachWay({ method, path: pattern, origin, face }: DrivenRoute): Promise<void> {
    const url = origin + pattern.replace(/:\w+/g, 'none').replace('*', 'any');
    const isControl = face === 'control';
    const headers = isControl ? this.controlCall('').headers : {};
    // The answer of one that streams does not end.
    const streams = pattern.endsWith('/events');
    if (!streams) await this.call(url, { method, headers });
    if (!['GET', 'HEAD', 'TRACE'].includes(method)) {
      for (const body of ['{', '[]', '{"none": 1}']) {
        // Node leaves the length out for methods that rarely have a body.
        const more = { 'content-type': 'application/json', 'content-length': body.length };
        await this.call(url, { method, headers: { ...headers, ...more }, body });
      }
    }
    await this.call(url, { method, headers: { ...headers, host: 'evil.example' } });
    if (isControl) await this.call(url, { method });
    else if (!streams) {
      const { id } = (await this.prepared('POST', '/faults', { kind: 'status', status: 503, times: 1 })).json;
      await this.call(url, { method });
      await this.prepared('DELETE', `/faults/${id}`);
    }
  }

  /** Prepares something, without a look at its reasons. */
  async prepared(method: string, target: string, body?: unknown): Promise<Answer> {
    const answer = await this.control.call(method, target, body);
    await this.entries();
    this.observedLast = undefined;
    return answer;
  }

  /**
   * Runs what sends one request, or several at once.
   * @param what names it in a problem
   */
  async watched<T>(what: string, send: () => Promise<T>, method?: string): Promise<T> {
    if ((await this.entries()).length > 0) this.observedLast = undefined;
    const before = this.observedLast ?? (await this.observed());
    const answer = await send();
    const entries = await this.entries();
    const after = await this.observed();
    if (this.isProbing) this.observedLast = after;
    const hasChanged = before !== after;
    const fail = (problem: string) => this.problems.push(`${what}: ${problem}`);
    const { status } = (answer ?? {}) as { readonly status?: number };
    // What comes in its time, such as a sweep, is no answer.
    if (entries.every(happenedByItself)) this.checkUntold(what, method, status, fail);
    for (const entry of entries) this.check(entry, fail);
    const isTold = entries.some(({ causes }) => causes.some(({ kind }) => kind === 'changed'));
    if (hasChanged && !isTold)
      fail(`it changed the state, and no reason says so (${shown(entries)})\n${difference(before, after)}`);
    if (isTold && !hasChanged) fail(`it changed nothing, and a reason says that it did (${shown(entries)})`);
    return answer;
  }

  /** Checks the reasons of one answer. */
  private check(entry: JournalEntry, fail: (problem: string) => void): void {
    const { causes, changes, status, route } = entry;
    const has = (kind: string) => causes.some((cause) => cause.kind === kind);
    const isRefused = !happenedByItself(entry) && (status >= 400 || status === 0);
    if (route !== undefined) (isRefused ? this.refused : this.succeeded).add(route);
    const told = shown([entry]);
    if (causes.every(({ kind }) => kind === 'noted')) fail(`no reason decides the answer ${told}`);
    if (isRefused && !has('refused')) fail(`the refusal has no reason ${told}`);
    if (changes.length > 0 && !has('changed')) fail(`it lists changes, and no reason says so ${told}`);
    if (changes.length === 0 && has('changed'))
      fail(`a reason says that something changed, and no change is listed ${told}`);
  }

  /** Only a route that says so may leave its successful answers out of the journal. */
  private checkUntold(what: string, method: string | undefined, status = 0, fail: (problem: string) => void): void {
    const [, url = ''] = what.split(' ');
    const { pathname } = new URL(url, this.server.address().url);
    const route = this.routes.find(
      (each) => each.quiet && each.method === method && patternOf(each.path).test(pathname),
    );
    if (!route || status >= 400) return void fail(`the journal has no entry for the answer ${status}`);
    this.succeeded.add(`${route.method} ${route.path}`);
  }

  /** The entries since the last look. */
  private async entries(): Promise<readonly JournalEntry[]> {
    const { json } = await this.control.get(`/journal?after=${this.last}&limit=1000`);
    const entries = json.entries as readonly JournalEntry[];
    this.last = entries.at(-1)?.id ?? this.last;
    return entries;
  }

  /** All that the server knows and the files of its folder, as text. */
  private async observed(): Promise<string> {
    const [{ json: state }, { json: snapshot }, { json: recording }, { json: oldest }] = (await Promise.all(
      ['/state', '/snapshot', '/recording', '/journal?limit=1'].map((target) => this.control.get(target)),
    )) as [Answer, Answer, Answer, Answer];
    await this.compare(state as ServerState);
    const { clock, lan, faults } = state as ServerState;
    const { entries, logs } = snapshot as StoreSnapshot;
    const values = entries
      .filter(({ space }) => !this.counted.has(space))
      .map(({ space, key, value }) => `${space} ${key}: ${this.written(value)}`);
    const lists = logs
      .filter(({ log }) => log !== 'journal')
      .map(({ log, values }) => `${log}: ${this.written(values)}`);
    return [
      `clock: ${clock.paused ? `paused at ${clock.now}` : clock.offsetMs}`,
      `lan: ${this.written(lan)}`,
      `faults: ${faults.map(({ id }) => id)}`,
      `recording: ${recording.on}`,
      `oldest entry: ${oldest.entries[0]?.id}`,
      ...values.sort(),
      ...lists.sort(),
      ...contentsOf(this.folder),
    ].join('\n');
  }

  /** Whoever follows the changes must know the same as who reads the whole state. */
  private async compare(state: ServerState): Promise<void> {
    let whole = comparable(state);
    let parts = comparable(await this.follower.current());
    while (whole !== parts) {
      // Files and clocks can change something between the two answers, such as whether a file agrees with the memory.
      const before = parts;
      whole = comparable((await this.control.get('/state')).json as ServerState);
      parts = comparable(await this.follower.current());
      if (parts !== before || whole === parts) continue;
      this.problems.push(`the changes lead to another state\n${difference(parts, whole)}`);
      return;
    }
  }

  private written(value: unknown): string {
    return JSON.stringify(value, (key, member) => (this.lastUsed.has(key) ? undefined : member)) ?? 'none';
  }
}

function contentsOf(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => fs.statSync(file).isFile())
    .map((file) => `${path.relative(folder, file)}: ${fs.readFileSync(file, 'utf8')}`)
    .sort();
}

function comparable({ systems, outbox, faults, lan }: ServerState | ShownState): string {
  return JSON.stringify({ systems, outbox, faults, lan }, undefined, 1);
}

function shown(entries: readonly JournalEntry[]): string {
  return entries
    .map(
      ({ method, url, status, causes }) =>
        `${method} ${url} ${status}: ${causes.map(({ rule, kind }) => `${rule} (${kind})`).join(', ')}`,
    )
    .join('; ');
}

function difference(before: string, after: string): string {
  const [old, now] = [new Set(before.split('\n')), new Set(after.split('\n'))];
  const lines = [
    ...[...old].filter((line) => !now.has(line)).map((line) => `- ${line}`),
    ...[...now].filter((line) => !old.has(line)).map((line) => `+ ${line}`),
  ];
  return lines.map((line) => line.slice(0, 300)).join('\n');
}

/** The expression that matches the paths of a route. */
function patternOf(pattern: string): RegExp {
  const parts = pattern
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.$]/g, '\\$&').replace('*', '.*')));
  return new RegExp(`^${parts.join('/')}$`);
}

/** Compares everything that was driven with what there is. */
export function undriven(driver: RouteDriver, routes: readonly KnownRoute[], never: readonly string[]): string[] {
  const names = routes.map(({ method, path }) => `${method} ${path}`);
  return names.flatMap((name) => [
    ...(driver.refused.has(name) ? [] : [`no call was refused by ${name}`]),
    ...(driver.succeeded.has(name) === never.includes(name)
      ? [
          never.includes(name)
            ? `${name} has succeeded, and is listed as one that never does`
            : `no call of ${name} has succeeded`,
        ]
      : []),
  ]);
}

export function assertNone(problems: readonly string[]): void {
  assert.equal([...new Set(problems)].join('\n'), '');
}
