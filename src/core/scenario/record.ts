import { urlEncoded } from '../base/urlText';
import type { Json } from '../json/json';
import type { Mail } from '../protocol/mail';
import type { RecordedExchange } from '../protocol/recordedExchange';
import { SecretShapes } from '../protocol/secretShapes';
import { NamedSecrets } from '../redaction/namedSecrets';
import { redactHeaderText } from '../redaction/redactMessage';
import { SHORTEST_SECRET } from '../redaction/shortestSecret';
import { isRecord } from '../session/sessionFields';
import { ExampleTexts } from './exampleTexts';
import { JsonEquality } from './jsonEquality';
import { leftSecrets } from './leftSecrets';
import { stepRequest, userAgentOf } from './recordedRequest';
import { answerValues, mailValues, type Value } from './recordedValues';
import { secretsOfRequest } from './runSecrets';
import type {
  ActorSource,
  RequestSource,
  ScenarioSource,
  StepSource,
  TakeSource,
  VariableSource,
} from './scenarioSource';
import { secretVariable } from './secretVariable';
import { isOnPlatform, type RecordedSystem } from './systemRecording';
import { textsIn } from './textsIn';
import { type Named, unfillJson } from './unfill';
import { isUnmistakable } from './wholeValue';

export interface RecordOptions {
  readonly name: string;
  readonly description?: string;
  /** Origins of the server and of the external platform. */
  readonly url: string;
  readonly externalPlatformUrl: string;
  /** The server's outbox. Values from mails may occur in later requests. */
  readonly mails?: readonly Mail[];
  /** Options of the server on which the requests were recorded. */
  readonly server?: ScenarioSource['server'];
  readonly systems: readonly RecordedSystem[];
  /** Further names of secrets, which the options of the server have chosen. */
  readonly secretNames?: readonly string[];
  /** Paths of logins, which the options of the server have chosen. */
  readonly logins?: readonly string[];
  /** Whether a login was written by hand, so that only names and shapes tell what is secret in it. */
  readonly isByName?: boolean;
  /** What the scenario has already that the steps are put into. */
  readonly known?: KnownValues;
}

/** A secret and the name of its variable. */
export interface NamedSecret {
  readonly name: string;
  readonly text: string;
}

/** What a scenario has that recorded steps are put into, so that no name gets a second meaning. */
export interface KnownValues {
  readonly secrets: readonly NamedSecret[];
  /** A variable that is two opening braces. */
  readonly braces?: string;
  /** What the step of each exchange takes already. */
  readonly takes: readonly Readonly<Record<string, TakeSource>>[];
  /** Whether a new variable cannot have this name. */
  isTaken(name: string): boolean;
}

/** A scenario, and what its secrets are. */
export interface RecordedSteps {
  readonly scenario: ScenarioSource;
  /** Those of its variables that come from the environment, and those that were known. */
  readonly secrets: readonly NamedSecret[];
}

const SERVER = '4D Server';
const PLATFORM = 'External platform';
/** Browsers request this by themselves. */
const NOT_RECORDED = /^\/favicon\.ico(?:\?|$)/;

/**
 * Makes a scenario from recorded HTTP exchanges. A value that an answer or a mail contained and a later request sends
 * becomes a variable, which the step takes from there. Any other secret of a request becomes a variable that comes from
 * the environment. The scenario contains no secret.
 */
export function recordedScenario(exchanges: readonly RecordedExchange[], options: RecordOptions): ScenarioSource {
  return recording(exchanges, options).scenario;
}

/** The same, with the secrets, which are meant for nobody but who recorded them. */
export function recording(exchanges: readonly RecordedExchange[], options: RecordOptions): RecordedSteps {
  const recorder = new Recorder(exchanges, options);
  return { scenario: recorder.scenario(), secrets: recorder.secrets };
}

/** Whether an exchange becomes a step. */
export function isRecorded({ url }: RecordedExchange): boolean {
  return !NOT_RECORDED.test(url);
}

/** A value from an answer or a mail, and its variable once a request contains it. */
interface Given {
  readonly step: number;
  readonly value: Value;
  name?: string;
}

class Recorder {
  private readonly exchanges: readonly RecordedExchange[];
  private readonly actors = new Map<string, { readonly name: string; readonly source: ActorSource }>();
  private readonly servers = new Set<string>();
  private callsFromPlatform = false;
  private readonly variables: Record<string, VariableSource> = {};
  private readonly names = new Set<string>();
  private readonly takes: Record<string, TakeSource>[];
  /** Values from earlier answers and mails. Later ones are at the end. */
  private readonly given: Given[] = [];
  readonly secrets: NamedSecret[];
  private braces: string | undefined;
  private readonly shapes: SecretShapes;
  private readonly redaction: NamedSecrets;
  private readonly examples: ExampleTexts;

  constructor(
    exchanges: readonly RecordedExchange[],
    private readonly options: RecordOptions,
  ) {
    this.exchanges = exchanges.filter(isRecorded);
    this.secrets = [...(options.known?.secrets ?? [])];
    this.braces = options.known?.braces;
    this.takes = this.exchanges.map(() => ({}));
    const shapes = options.systems.flatMap(({ slice }) => slice?.secretShapes ?? []);
    this.shapes = new SecretShapes(shapes);
    const { secretNames: names = [], logins = [], isByName = false } = options;
    this.redaction = new NamedSecrets({ names, shapes, logins, isByName });
    this.examples = new ExampleTexts(options.systems.flatMap(({ requests }) => requests?.(options.server ?? {}) ?? []));
  }

  scenario(): ScenarioSource {
    const mails = [...(this.options.mails ?? [])];
    const steps = this.exchanges.map((exchange, at) => {
      const step = this.stepOf(exchange);
      for (const value of answerValues(exchange)) this.given.push({ step: at, value });
      // A mail is caught while a request is answered. The exchange is recorded when the answer is sent.
      while (mails[0] && mails[0].at <= exchange.at) {
        for (const value of mailValues(mails.shift() as Mail)) this.given.push({ step: at, value });
      }
      return step;
    });
    const { name, description = 'Recorded.', server } = this.options;
    const actors = Object.fromEntries([...this.actors.values()].map((actor) => [actor.name, actor.source]));
    // A secret may come where nothing says that it is one, before or after it came where something does.
    const known = this.secrets
      .filter(({ text }) => text.length >= SHORTEST_SECRET)
      .map(({ name, text }) => namedValue(name, text));
    const taken = steps.map((each, at): StepSource => {
      const examples = this.examples.of(this.exchanges[at] as RecordedExchange);
      const { title, request } = unfillJson(
        { title: each.title ?? '', request: each.request } as unknown as Json,
        known.filter(([, text]) => !examples.includes(text)),
      ) as unknown as StepSource;
      const step: StepSource = { ...each, ...(title && { title }), ...(request && { request }) };
      const take = this.takes[at] ?? {};
      return Object.keys(take).length > 0 ? { ...step, take } : step;
    });
    return {
      name,
      description,
      ...(server && { server: this.withoutSecrets(server) }),
      actors: {
        ...actors,
        ...Object.fromEntries([...this.servers].map((each) => [each, { role: 'server' } as const])),
        ...(this.usesPlatform && { [PLATFORM]: { role: 'platform' } }),
      },
      ...(Object.keys(this.variables).length > 0 && { variables: this.variables }),
      steps: taken,
    };
  }

  private get usesPlatform(): boolean {
    const { systems } = this.options;
    return this.callsFromPlatform || this.exchanges.some(({ face }) => isOnPlatform(face, systems));
  }

  private stepOf(exchange: RecordedExchange): StepSource {
    const { face, method, url, status } = exchange;
    const from = this.actorOf(exchange);
    const redaction = exchange.login ? this.redaction.asLogin() : this.redaction.at(url);
    const request = stepRequest(exchange, this.options, this.shapes, redaction);
    const named = this.namedIn(exchange, request, redaction);
    const path = url.replace(/[?#].*$/s, '');
    return {
      title: `${method} ${this.replace(path, named)}`,
      from,
      to: isOnPlatform(face, this.options.systems) ? PLATFORM : this.serverOf(face),
      request: this.replace(request as unknown as Json, named) as unknown as NonNullable<StepSource['request']>,
      expect: { status },
    };
  }

  private serverOf(face: string): string {
    const server = this.systemOf(face)?.recording?.server ?? SERVER;
    this.servers.add(server);
    return server;
  }

  /** A route that no system has is one of the system that the server has alone. */
  private systemOf(face: string): RecordedSystem | undefined {
    const { systems, server = {} } = this.options;
    const meant = systems.filter(({ name }) => Object.hasOwn(server, name));
    return systems.find(({ name }) => name === face) ?? (meant.length === 1 ? meant[0] : undefined);
  }

  /** Variables for the values in a request that are secret or differ in each run. */
  private namedIn(exchange: RecordedExchange, request: RequestSource, redaction: NamedSecrets): Named[] {
    const { url, externalPlatformUrl } = this.options;
    const named: Named[] = [
      ['server.url', url],
      ['platform.url', externalPlatformUrl],
    ];
    named.push(['server.host', hostOf(url)], ['platform.host', hostOf(externalPlatformUrl)]);
    const texts = [...textsIn(request)].map(({ text }) => text).join('\n');
    const isThere = (text: string) => texts.includes(text) || texts.includes(urlEncoded(text));
    const seen = new Set<string>(this.examples.of(exchange));
    for (const given of this.given.toReversed()) {
      const { text } = given.value;
      if (seen.has(text) || !isThere(text)) continue;
      seen.add(text);
      named.push(namedValue(this.taken(given), text));
    }
    for (const [key, text] of secretsIn(exchange, this.options.secretNames)) {
      if (seen.has(text) || !isThere(text)) continue;
      seen.add(text);
      named.push(namedValue(this.secretName(key, text), text));
    }
    const shaped = [...textsIn(request)].flatMap(({ text }) => this.shapes.in(text));
    for (const { written, meant } of shaped) {
      if (seen.has(written)) continue;
      seen.add(written);
      // It may be encoded as nobody else does, and still be what an answer contained.
      const given = this.given.findLast(({ value }) => value.text === meant);
      const known = this.secrets.find(({ text }) => text === meant);
      named.push([given ? this.taken(given) : (known?.name ?? this.secretName('token', written)), written]);
    }
    const values = named.map(([, text]) => text);
    for (const text of leftSecrets(request, redaction, values)) {
      if (!seen.has(text)) named.push(namedValue(this.secretName('secret', text), text));
      seen.add(text);
    }
    return named;
  }

  /** The variable for a value from an answer or a mail, which its step takes. */
  private taken(given: Given): string {
    const { step, value } = given;
    const before = Object.entries(this.options.known?.takes[step] ?? {});
    given.name ??=
      before.find(([, take]) => new JsonEquality().equal(take as Json, value.take as Json))?.[0] ??
      this.newName(value.name);
    (this.takes[step] as Record<string, TakeSource>)[given.name] = value.take;
    return given.name;
  }

  private secretName(key: string, text: string): string {
    const known = this.secrets.find((each) => each.text === text);
    if (known) return known.name;
    const name = this.newName(key);
    this.secrets.push({ name, text });
    this.variables[name] = secretVariable(name);
    return name;
  }

  private newName(wanted: string): string {
    const plain = wanted.replace(/^\$4DSID$/i, 'otp').replace(/[^A-Za-z0-9_]+/g, '') || 'value';
    const base = /^[A-Za-z_]/.test(plain) ? plain : `v${plain}`;
    let name = base;
    for (let n = 2; this.names.has(name) || this.options.known?.isTaken(name); n++) name = `${base}${n}`;
    this.names.add(name);
    return name;
  }

  /** Braces in the recorded text must not be read as variables. */
  private replace<T extends Json>(json: T, named: readonly Named[]): T {
    const braces: Named[] = JSON.stringify(json).includes('{{') ? [[this.bracesName(), '{{']] : [];
    return unfillJson(json, [...named, ...braces]);
  }

  private bracesName(): string {
    if (this.braces === undefined) {
      this.braces = this.newName('braces');
      this.variables[this.braces] = '{{';
    }
    return this.braces;
  }

  private withoutSecrets(server: NonNullable<ScenarioSource['server']>): NonNullable<ScenarioSource['server']> {
    const { host: _, port: __, allowedHosts: ___, platform, ...rest } = server;
    if (!isRecord(platform)) return { ...rest, ...(platform !== undefined && { platform }) };
    // Another port is free where and when the scenario is run.
    const { port: ____, ...kept } = platform as { readonly [option: string]: Json };
    return { ...rest, ...(Object.keys(kept).length > 0 && { platform: kept }) };
  }

  private actorOf(exchange: RecordedExchange): string {
    const agent = userAgentOf(exchange);
    const { systems } = this.options;
    if (systems.some(({ recording }) => recording?.agent === agent)) {
      this.callsFromPlatform = true;
      this.actors.set(agent, { name: PLATFORM, source: { role: 'platform' } });
      return PLATFORM;
    }
    const known = this.actors.get(agent);
    if (known) return known.name;
    // A link in a mail is opened by a browser, not by the app.
    const clients = this.systemOf(exchange.face)?.recording?.clients;
    const isApp = clients === 'app' && !agent.startsWith('Mozilla/');
    const wanted = isApp ? 'App' : 'Browser';
    const taken = [...this.actors.values()].filter(({ name }) => name.startsWith(wanted)).length;
    const name = taken === 0 ? wanted : `${wanted} ${taken + 1}`;
    // All requests of the actor have this header, so nothing can be put in the place of a secret in it.
    const isShown = agent !== '' && redactHeaderText(agent, this.redaction, 'user-agent') === agent;
    const headers = isShown ? { headers: { 'User-Agent': agent } } : {};
    this.actors.set(agent, { name, source: { role: isApp ? 'app' : 'browser', ...headers } });
    return name;
  }
}

/** Secrets of a request, by name. Cookies are left out, because the cookie jar handles them. */
function secretsIn(
  { method, url, request }: RecordedExchange,
  names: readonly string[] = [],
): [key: string, text: string][] {
  const headers = request.headers.filter(([name]) => name !== 'cookie');
  const { body } = request;
  const sent = { method, url, headers, ...(body !== undefined && { body }) };
  const whole = `${url}\n${headers.map(([name, value]) => `${name}: ${value}`).join('\n')}\n${body ?? ''}`;
  return secretsOfRequest(sent, names)
    .filter((text) => text !== '')
    .map((text) => {
      const before = whole.slice(0, Math.max(0, whole.indexOf(text)));
      const key = /([\w$-]+)["']?\s*[:=]\s*["']?(?:Bearer |Basic )?$/i.exec(before)?.[1] ?? 'secret';
      return [key.toLowerCase() === 'authorization' ? 'token' : key, text];
    });
}

/** What is short is replaced only where it is a whole value, because it stands in others by chance. */
function namedValue(name: string, text: string): Named {
  return [name, text, !isUnmistakable(text)];
}

function hostOf(url: string): string {
  return url.replace(/^\w+:\/\//, '');
}
