import type { Json } from '../json/json';
import type { SecretShapes } from '../protocol/secretShapes';
import { NamedSecrets } from '../redaction/namedSecrets';
import { SHORTEST_SECRET } from '../redaction/shortestSecret';
import { withoutClientHeaders } from '../scenario/clientHeaders';
import { leftSecrets } from '../scenario/leftSecrets';
import { type RunEntry, refusalCause } from '../scenario/run';
import type { Headers, RunMessage, SentRequest } from '../scenario/runEvents';
import type {
  ActorSource,
  ExpectSource,
  RequestSource,
  ScenarioSource,
  StepSource,
  VariableSource,
} from '../scenario/scenarioSource';
import { numbersAsTexts } from '../scenario/secretNumbers';
import { secretVariable } from '../scenario/secretVariable';
import type { DeviceActSource } from '../scenario/systemDevice';
import { BUILT_IN, placesIn } from '../scenario/template';
import { readingsOf } from '../scenario/textReadings';
import { textsIn } from '../scenario/textsIn';
import { type Named, unfillJson, unfillSecrets, unfillText } from '../scenario/unfill';
import { writtenDuration } from '../server/duration';
import { replayedClock } from './replayedClock';
import { typedSecrets } from './typedSecrets';

/** What a request that was sent by hand was made from. */
export interface RequestOrigin {
  /** The request as a step of a scenario. */
  readonly template: RequestSource;
  /** What the template became when it was sent. Absent when it was not sent. */
  readonly before: SentRequest;
  /** What the developer wrote, before parts were left out or tampered with. */
  readonly written: SentRequest;
  readonly drop: readonly string[];
  readonly tamper: readonly string[];
}

/** One action of a run, for the scenario that repeats it. */
export interface HandMadeStep {
  readonly source: StepSource;
  readonly entry: RunEntry;
  /** Present when the request differs from the one in `source`. */
  readonly origin?: RequestOrigin;
  /** When what was there before the step ends by itself, in virtual time. Milliseconds since 1970. */
  readonly ends?: readonly number[];
}

/** Everything in a scenario but its steps. Only what the scenario file itself contains is taken over. */
export interface HandMadeFrame {
  readonly name: string;
  readonly description: string;
  readonly server: { readonly [option: string]: Json };
  readonly actors: Readonly<Record<string, ActorSource>>;
  readonly variables: Readonly<Record<string, VariableSource>>;
  /** The title of a step in which this much time goes by. English unless given. */
  readonly laterTitle?: (ms: number) => string;
  /** Further names of secrets, which the options of the server have chosen. */
  readonly secretNames: readonly string[];
  /** Paths of logins, which the options of the server have chosen. */
  readonly logins?: readonly string[];
  /** What secrets look like that have no telling name. */
  readonly secretShapes: SecretShapes;
}

/**
 * Makes a scenario of what was done in a run. A step that was not changed keeps its expectations. A step that was made
 * by hand expects the status and the reason code that the run had.
 * @param values values of variables; where a request by hand contains one, the scenario refers to the variable
 * @param base origin of the server
 */
export function handMadeScenario(
  frame: HandMadeFrame,
  steps: readonly HandMadeStep[],
  values: readonly Named[],
  base: string,
): ScenarioSource {
  const made = new Maker(steps, values, base, frame);
  const madeSteps = made.steps();
  const { name, description, server, actors } = frame;
  const variables = { ...frame.variables, ...made.variables };
  return {
    name,
    ...(description !== '' && { description }),
    ...(Object.keys(server).length > 0 && { server }),
    actors,
    ...(Object.keys(variables).length > 0 && { variables }),
    steps: madeSteps,
  };
}

class Maker {
  /** Variables for secrets that were typed. */
  readonly variables: Record<string, VariableSource> = {};
  private readonly secrets: Named[] = [];
  /** Variables that earlier steps have to take, by the index of the step. A later request uses them for its cookies. */
  private readonly takes = new Map<number, Record<string, { cookie: string }>>();

  private readonly redaction: NamedSecrets;

  constructor(
    private readonly all: readonly HandMadeStep[],
    private values: readonly Named[],
    private readonly base: string,
    private readonly frame: HandMadeFrame,
  ) {
    this.redaction = new NamedSecrets({ names: frame.secretNames, logins: frame.logins ?? [] });
  }

  steps(): StepSource[] {
    const { laterTitle = (ms) => `Clock: ${writtenDuration(ms)} later` } = this.frame;
    const clocks = replayedClock(this.all);
    const made = this.all.map((step, at) => this.step(step, at));
    // A secret may have been typed where nothing says that it is one, before or after it was typed where something does.
    const typed = made.map((source, at) => this.typed(this.all[at] as HandMadeStep, source));
    return made.flatMap((source, at): StepSource[] => {
      const takes = this.takes.get(at);
      const { passedMs = 0, clock } = clocks.get(at) ?? {};
      const step: StepSource = {
        ...this.withoutSecrets(source, typed[at] ?? []),
        ...(clock && { clock }),
        ...(takes && { take: { ...source.take, ...takes } }),
      };
      if (passedMs === 0) return [step];
      return [{ title: laterTitle(passedMs), clock: { advanceMs: passedMs } }, step];
    });
  }

  /** The secrets that were typed in a step by hand. What the file itself has in a request is not typed. */
  private typed({ entry, origin }: HandMadeStep, { device, request, fault }: StepSource): Named[] {
    if (!origin && !entry.byHand) return [];
    const inFile = this.all.filter((each) => !each.entry.byHand).map(({ source }) => JSON.stringify(source));
    const byHand = { device, request, fault };
    const shaped = [...textsIn(byHand)].flatMap(({ text }) => this.frame.secretShapes.in(text));
    const found: Named[] = [
      ...typedSecrets(byHand, this.frame.secretNames),
      ...shaped.map(({ written, meant }): Named => ['token', stands(meant, written) ? meant : written]),
    ];
    const known = [...found.map(([, text]) => text), ...this.variablesIn(byHand)];
    const left = [request, callOf(device)].flatMap((each) => (each ? leftSecrets(each, this.redaction, known) : []));
    return [...found, ...left.map((text): Named => ['secret', text])]
      .filter(([, text]) => device !== undefined || !inFile.some((each) => stands(text, each)))
      .flatMap(([key, text]) => this.typedText(key, text));
  }

  /** A typed text with its variable: as it is meant, and as it stands where values in it have become variables. */
  private typedText(key: string, text: string): Named[] {
    const places = placesIn(text).filter(({ name }) => this.isVariable(name));
    const rest = places.reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), text);
    // A text of variables alone holds no secret any more.
    if (rest === '') return [];
    const meant = places.reduceRight((left, { name, start, end }) => {
      const value = this.values.find(([each]) => each === name)?.[1] ?? left.slice(start, end);
      return left.slice(0, start) + value + left.slice(end);
    }, text);
    const name = this.secretName(key, meant);
    if (meant === text) return [[name, text]];
    if (!this.secrets.some(([, each]) => each === text)) this.secrets.push([name, text]);
    return [
      [name, text],
      [name, meant],
    ];
  }

  /** The places of variables in a step. They hold no secret any more. */
  private variablesIn(source: unknown): string[] {
    return [...textsIn(source)].flatMap(({ text }) =>
      placesIn(text).flatMap(({ name, start, end }) => (this.isVariable(name) ? [text.slice(start, end)] : [])),
    );
  }

  private isVariable(name: string): boolean {
    const builtIn: readonly string[] = BUILT_IN;
    return (
      builtIn.includes(name) ||
      name in this.frame.variables ||
      this.values.some(([each]) => each === name) ||
      this.all.some(({ source }) => source.take !== undefined && name in source.take)
    );
  }

  /** A secret that was typed becomes a variable, wherever it comes again. */
  private withoutSecrets(source: StepSource, typed: readonly Named[]): StepSource {
    const named = [...typed, ...this.secrets.filter(([, text]) => text.length >= SHORTEST_SECRET)];
    if (named.length === 0) return source;
    const { title, device, request, event, fault } = source;
    const hide = <T>(value: T): T =>
      unfillSecrets(value as Json, named, (name, spelling) => this.secretName(name, spelling)) as T;
    // Names of actors, and words of the scenario language, stay.
    const { method, as, mode } = request ?? {};
    return {
      ...source,
      ...(title !== undefined && { title: hide(title) }),
      ...(device && { device: hide(device) }),
      ...(request && {
        request: {
          ...hide(request),
          ...(method !== undefined && { method }),
          ...(as !== undefined && { as }),
          ...(mode !== undefined && { mode }),
        },
      }),
      ...(event && { event: hide(event) }),
      ...(fault && { fault: hide(fault) }),
    };
  }

  private step({ source, entry, origin }: HandMadeStep, at: number): StepSource {
    if (!origin) return entry.byHand && source.device ? this.act(source, source.device, entry) : source;
    const { from, to } = entry.step;
    const request = this.request(origin, at);
    return {
      title: source.title ?? entry.step.title,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      request,
      // A changed step still takes its variables when later steps need them.
      ...(source.take && entry.state !== 'failed' && { take: source.take }),
      expect: expectationOf(entry),
    };
  }

  /** What was done with a device by hand. */
  private act(source: StepSource, act: DeviceActSource, { device }: RunEntry): StepSource {
    const problem = device?.problem?.name;
    return {
      ...source,
      device: unfillJson(
        numbersAsTexts(act as unknown as Json, this.redaction.at(callOf(act)?.url ?? '')),
        this.values,
      ) as unknown as DeviceActSource,
      ...(device && { expect: { device: { state: device.shown.state, ...(problem !== undefined && { problem }) } } }),
    };
  }

  private secretName(key: string, text: string): string {
    const known = this.secrets.find(([, each]) => each === text) ?? this.values.find(([, each]) => each === text);
    if (known) return known[0];
    const wanted = key.replace(/[^A-Za-z0-9_]+/g, '').replace(/^(?=\d)/, 'v') || 'secret';
    const taken: readonly string[] = [...Object.keys(this.frame.variables), ...BUILT_IN];
    let name = wanted;
    for (let n = 2; taken.includes(name) || name in this.variables; n++) name = `${wanted}${n}`;
    this.variables[name] = secretVariable(name);
    this.secrets.push([name, text]);
    return name;
  }

  private request({ template, before, written, drop, tamper }: RequestOrigin, at: number): RequestSource {
    const { as, initiator, mode } = template;
    const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
    const headers = withoutClientHeaders(written.headers);
    const isUrlSame = written.url === before.url;
    const isBodySame = written.body === before.body;
    const cookies = this.cookies(before, written, at);
    const allDrop = [...(template.drop ?? []), ...drop, ...cookies.drop].filter(
      (each, i, list) => list.indexOf(each) === i,
    );
    const allTamper = [...(template.tamper ?? []), ...tamper].filter((each, i, list) => list.indexOf(each) === i);
    const headerValues = {
      ...(isSame(headers, withoutClientHeaders(before.headers))
        ? template.headers
        : Object.fromEntries(headers.map(([name, value]) => [name, this.text(value)]))),
      ...cookies.headers,
    };
    return {
      ...(template.method !== undefined || written.method !== before.method || !isBodySame
        ? { method: written.method }
        : {}),
      url: isUrlSame ? template.url : this.text(this.withoutBase(written.url)),
      ...(Object.keys(headerValues).length > 0 && { headers: headerValues }),
      ...(isBodySame ? bodyOf(template) : written.body !== undefined && { text: this.text(written.body) }),
      ...(as !== undefined && { as }),
      ...(initiator !== undefined && { initiator }),
      ...(mode !== undefined && { mode }),
      ...(allDrop.length > 0 && { drop: allDrop }),
      ...(allTamper.length > 0 && { tamper: allTamper }),
    };
  }

  /** The cookies of the actor are used, unless the developer wrote others. */
  private cookies(
    before: SentRequest,
    written: SentRequest,
    at: number,
  ): { drop: string[]; headers: Record<string, string> } {
    const [old, now] = [cookieHeader(before.headers), cookieHeader(written.headers)];
    const jar = this.all[at]?.entry.messages[0]?.sent.cookiesBefore ?? [];
    const isOwn =
      now !== undefined &&
      pairsOf(now).every(([name, value]) => jar.some((each) => each.name === name && each.value === value));
    if (now === old && (now === undefined || isOwn)) return { drop: [], headers: {} };
    if (now === undefined) return { drop: jar.length > 0 ? ['cookie'] : [], headers: {} };
    const text = pairsOf(now)
      .map(([name, value]) => `${name}=${this.cookieText(name, value, at)}`)
      .join('; ');
    return { drop: [], headers: { Cookie: text } };
  }

  /**
   * A cookie has another value in each run. So the step that sets it takes it as a variable, and the request refers to
   * the variable.
   */
  private cookieText(cookie: string, value: string, at: number): string {
    const known = this.text(value);
    if (known !== value) return known;
    const setter = this.all
      .slice(0, at)
      .findLastIndex(({ entry }) =>
        entry.messages.some(({ answer }) =>
          answer?.answer?.setCookies.some((each) => each.name === cookie && each.value === value),
        ),
      );
    if (setter < 0) return value;
    const name = `cookie${this.takes.size + 1}`;
    this.takes.set(setter, { ...this.takes.get(setter), [name]: { cookie } });
    this.values = [[name, value], ...this.values];
    return `{{${name}}}`;
  }

  private text(text: string): string {
    return unfillText(text, this.values);
  }

  private withoutBase(url: string): string {
    return url.startsWith(`${this.base}/`) ? url.slice(this.base.length) : url;
  }
}

/** The request of the act `call`, if a device does it. */
function callOf(device: DeviceActSource | undefined): RequestSource | undefined {
  const call = (device as { readonly call?: string | RequestSource } | undefined)?.call;
  return typeof call === 'string' ? { url: call } : call;
}

/** Whether a secret stands in a source, in whatever spelling. */
function stands(secret: string, source: string): boolean {
  return readingsOf(source).some((each) => each.rangesOf(secret).length > 0);
}

/** Expects the status and the reason code that the run had. */
export function expectationOf({ messages }: RunEntry): ExpectSource {
  const last = messages.at(-1);
  const status = last?.answer?.answer?.status ?? 0;
  const rule = last && (refusalCause(last) ?? last.answer?.journal.flatMap(({ causes }) => causes).at(-1))?.rule;
  return { status, ...(rule !== undefined && { cause: rule }) };
}

/** The request of a message that no step contains: a redirect, or a request that was made by hand. */
export function literalTemplate({ request, as }: RunMessage, base: string): RequestSource {
  const { method, url, headers, body } = request;
  const kept = Object.fromEntries(withoutClientHeaders(headers));
  return {
    method,
    url: url.startsWith(`${base}/`) ? url.slice(base.length) : url,
    ...(Object.keys(kept).length > 0 && { headers: kept }),
    ...(body !== undefined && { text: body }),
    as,
  };
}

function cookieHeader(headers: Headers): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === 'cookie')?.[1];
}

function pairsOf(header: string): [name: string, value: string][] {
  return header.split(/;\s*/).map((pair) => {
    const at = pair.indexOf('=');
    return at < 0 ? ['', pair] : [pair.slice(0, at), pair.slice(at + 1)];
  });
}

function bodyOf({ json, form, text }: RequestSource): Pick<RequestSource, 'json' | 'form' | 'text'> {
  return { ...(json !== undefined && { json }), ...(form && { form }), ...(text !== undefined && { text }) };
}
