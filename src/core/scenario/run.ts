import type { Json } from '../json/json';
import type { ClockState } from '../protocol/clockState';
import type { JournalCause, JournalEntry } from '../protocol/journal';
import type { RunOutline } from './outline';
import type {
  KeptCookie,
  RunAnswer,
  RunEvent,
  RunMessage,
  RunVerdict,
  ShownState,
  ShownStep,
  StepFailure,
  StepResult,
  StepVerdict,
} from './runEvents';
import type { ShownDevice } from './shownDevice';
import type { DeviceProblem } from './systemDevice';

/** A message, and its answer when there is one. */
export interface Exchange {
  readonly sent: RunMessage;
  readonly answer?: RunAnswer;
}

/** What became of a device in a step. */
export interface ToldDevice {
  readonly actor: string;
  /** How it was told last before the step. Absent if it was not. */
  readonly before?: ShownDevice;
  readonly after: ShownDevice;
  /** Ids of the rows of the transition table that it took, in order. */
  readonly rows: readonly string[];
  readonly problem?: DeviceProblem;
}

/** The server's clock before a step, as far as it is known, and after it. */
export interface ClockChange {
  readonly before?: ClockState;
  readonly after: ClockState;
}

export type EntryState = 'planned' | 'running' | StepVerdict;

/** A step of the scenario or one that was made by hand, and its result. */
export interface RunEntry {
  /**
   * `s` and the index for a step of the scenario. `h` and a number for a step by hand; the number is never used again.
   */
  readonly key: string;
  readonly step: ShownStep;
  readonly byHand: boolean;
  readonly state: EntryState;
  readonly messages: readonly Exchange[];
  readonly failures: readonly StepFailure[];
  /** All journal entries of the step. */
  readonly journal: readonly JournalEntry[];
  readonly taken: Readonly<Record<string, Json>>;
  readonly ms?: number;
  /** How many rows of the transition table had been taken before the step. Absent if none had. */
  readonly rowsBefore?: number;
  /** How the device of the step's actor was told last in the step. Absent if it was not. */
  readonly device?: { readonly shown: ShownDevice; readonly problem?: DeviceProblem };
  /** Every device that was told in the step. Absent if none was. */
  readonly deviceChanges?: readonly ToldDevice[];
  /** Virtual time when the step began, ISO 8601. Absent where nobody knows it. */
  readonly startedAt?: string;
  /** Absent after a step that is only drawn. */
  readonly clockChange?: ClockChange;
  /** The actor whose cookies the step deleted. With `name` only the cookie of that name. */
  readonly forgot?: { readonly actor: string; readonly name?: string };
  /**
   * Set when the step sends an earlier message again: the index of the step that sent it first, whether the message was
   * changed, and how often it was sent again so far.
   */
  readonly again?: { readonly step: number; readonly changed: boolean; readonly times: number };
}

/** The progress of a run. */
export interface RunProgress {
  /** How many steps of the scenario are over, with any result. Steps by hand do not count. */
  readonly done: number;
  readonly steps: number;
  readonly failed: number;
}

/**
 * Everything that is known of a run: its outline and what has happened so far. Every view of a run is made from this.
 */
export interface Run {
  readonly outline: RunOutline;
  /** What was done, in chronological order. */
  readonly done: readonly RunEntry[];
  readonly state?: ShownState;
  /** Origins. Absent until the server runs. */
  readonly url?: string;
  readonly externalPlatformUrl?: string;
  readonly verdict?: RunVerdict;
  /** Real milliseconds. Absent until the run is over. */
  readonly ms?: number;
  /** How many steps were made by hand, including those that were taken back. */
  readonly hands: number;
  /** The devices, by actor, as they were shown last. */
  readonly devices: ReadonlyMap<string, ShownDevice>;
  /** Ids of the rows of the transition table that were taken, in order. */
  readonly rowsTaken: readonly string[];
}

const NOTHING: RunOutline = { name: '', description: '', file: '', actors: [], steps: [] };

export function newRun(outline: RunOutline): Run {
  return { outline, done: [], hands: 0, devices: new Map(), rowsTaken: [] };
}

/** Builds a run from its events. Before the first event that names a scenario, the run is empty. */
export function runOf(events: readonly RunEvent[], outline: RunOutline = NOTHING): Run {
  return events.reduce(afterEvent, newRun(outline));
}

/** The run after an event. Parts that did not change stay the same objects. */
export function afterEvent(run: Run, event: RunEvent): Run {
  switch (event.kind) {
    case 'runStarted': {
      const { name, description, file, actors, steps, url, externalPlatformUrl } = event;
      return { ...newRun({ name, description, file, actors, steps }), hands: run.hands, url, externalPlatformUrl };
    }
    case 'stepStarted':
      return started(run, event.step, event.at);
    case 'messageSent':
      return withLast(run, (entry) => ({ ...entry, messages: [...entry.messages, { sent: event.message }] }));
    case 'messageAnswered':
      return withLast(run, (entry) => ({ ...entry, messages: answered(entry.messages, event.answer) }));
    case 'stateChanged':
      return { ...withClock(run, event.state.clock), state: event.state };
    case 'deviceChanged': {
      const { actor, device, rows } = event;
      return {
        ...withDevice(run, event),
        devices: new Map([...run.devices, [actor, device]]),
        rowsTaken: rows.length > 0 ? [...run.rowsTaken, ...rows] : run.rowsTaken,
      };
    }
    case 'stepEnded':
      return ended(run, event);
    case 'steppedBack': {
      // Steps that were made by hand before this step stay.
      const at = run.done.findLastIndex(({ key }) => key === `s${event.step}`);
      const { verdict: _, ms: __, ...rest } = run;
      if (at < 0) return rest;
      const rowsTaken = run.rowsTaken.slice(0, run.done[at]?.rowsBefore ?? 0);
      return { ...rest, rowsTaken, done: run.done.slice(0, at) };
    }
    case 'runEnded':
      return { ...run, verdict: event.verdict, ms: event.ms };
    case 'cookiesForgotten': {
      const { actor, name } = event;
      return withLast(run, (entry) => ({ ...entry, forgot: { actor, ...(name !== undefined && { name }) } }));
    }
    case 'sentAgain': {
      const { message, changed } = event;
      const origin = run.done.find(({ messages }) => messages.some(({ sent }) => sent.id === message));
      if (!origin) return run;
      // A repetition may be repeated again. What counts is the step that sent the message first.
      const step = origin.again?.step ?? origin.step.index;
      const before = run.done.filter(({ again }) => again?.step === step && again.changed === changed);
      return withLast(run, (entry) => ({ ...entry, again: { step, changed, times: before.length + 1 } }));
    }
  }
}

/** Steps that were made, followed by those that are planned. */
export function runEntries({ done, outline }: Run): RunEntry[] {
  const keys = new Set(done.map(({ key }) => key));
  const planned = outline.steps.filter(({ index }) => !keys.has(`s${index}`)).map((step) => entryOf(step, 'planned'));
  return [...done, ...planned];
}

export function progressOf({ done, outline }: Run): RunProgress {
  const ended = done.filter(({ state, byHand }) => state !== 'running' && !byHand);
  const failed = done.filter(({ state }) => state === 'failed').length;
  return { done: ended.length, steps: outline.steps.length, failed };
}

/** The results of the steps that are over, in chronological order. */
export function resultsOf({ done }: Run): StepResult[] {
  return done.flatMap(({ step, state, failures, journal, taken, ms = 0 }) =>
    state === 'planned' || state === 'running' ? [] : [{ step, verdict: state, failures, journal, taken, ms }],
  );
}

/** The cookies of each actor, as last seen. Actors that have sent nothing are left out. */
export function cookiesOf({ done }: Run): ReadonlyMap<string, readonly KeptCookie[]> {
  const all = new Map<string, readonly KeptCookie[]>();
  for (const { messages, forgot } of done) {
    for (const { sent, answer } of messages) all.set(sent.as, answer?.cookiesAfter ?? sent.cookiesBefore);
    if (!forgot) continue;
    const { actor, name } = forgot;
    all.set(
      actor,
      (all.get(actor) ?? []).filter((cookie) => name !== undefined && cookie.name !== name),
    );
  }
  return all;
}

export function exchangeOf({ done }: Run, id: number): Exchange | undefined {
  for (const { messages } of done) {
    const found = messages.find(({ sent }) => sent.id === id);
    if (found) return found;
  }
  return undefined;
}

/**
 * Why a request was refused: the last reason code that is a refusal. If only the status shows a refusal, it is the last
 * reason code.
 */
export function refusalCause({ answer }: Exchange): JournalCause | undefined {
  const causes = answer?.journal.flatMap(({ causes }) => causes) ?? [];
  const refusal = causes.findLast(({ kind }) => kind === 'refused');
  if (refusal) return refusal;
  const status = answer?.answer?.status;
  return status === undefined || status >= 400 ? causes.at(-1) : undefined;
}

function started(run: Run, step: ShownStep, startedAt?: string): Run {
  const byHand = step.index < 0;
  const hands = run.hands + (byHand ? 1 : 0);
  const entry = {
    ...entryOf(step, 'running', byHand ? `h${hands}` : undefined),
    ...(startedAt !== undefined && { startedAt }),
  };
  const rowsBefore = run.rowsTaken.length;
  return { ...run, hands, done: [...run.done, rowsBefore > 0 ? { ...entry, rowsBefore } : entry] };
}

function ended(run: Run, { result }: Extract<RunEvent, { kind: 'stepEnded' }>): Run {
  const { step, verdict, failures, journal, taken, ms } = result;
  const last = run.done.at(-1);
  const isUnderWay = last?.state === 'running' && last.step.index === step.index;
  // A skipped step was never started.
  const begun = isUnderWay ? run : started(run, step);
  return withLast(begun, (entry) => ({ ...entry, state: verdict, failures, journal, taken, ms }));
}

function entryOf(step: ShownStep, state: EntryState, key = `s${step.index}`): RunEntry {
  return { key, step, byHand: step.index < 0, state, messages: [], failures: [], journal: [], taken: {} };
}

function withLast(run: Run, change: (entry: RunEntry) => RunEntry): Run {
  const last = run.done.at(-1);
  return last ? { ...run, done: run.done.with(-1, change(last)) } : run;
}

/** Keeps for the step that is under way how a device was told. */
function withDevice(run: Run, event: Extract<RunEvent, { kind: 'deviceChanged' }>): Run {
  const { actor, device, problem } = event;
  const last = run.done.at(-1);
  if (last?.state !== 'running') return run;
  const isOwn = last.step.kind === 'device' && last.step.from === actor;
  return withLast(run, (entry) => ({
    ...entry,
    deviceChanges: changed(entry.deviceChanges ?? [], event, run.devices.get(actor)),
    ...(isOwn && { device: { shown: device, ...(problem && { problem }) } }),
  }));
}

/** A device that is told several times in a step has changed once: from how it was before to how it is. */
function changed(
  changes: readonly ToldDevice[],
  { actor, device: after, rows, problem }: Extract<RunEvent, { kind: 'deviceChanged' }>,
  before: ShownDevice | undefined,
): readonly ToldDevice[] {
  const at = changes.findIndex((each) => each.actor === actor);
  const first = changes[at];
  if (!first) return [...changes, { actor, ...(before && { before }), after, rows, ...(problem && { problem }) }];
  return changes.with(at, { ...first, after, rows: [...first.rows, ...rows], ...(problem && { problem }) });
}

function withClock(run: Run, after: ClockState): Run {
  const last = run.done.at(-1);
  if (last?.state !== 'running') return run;
  const before = run.state?.clock;
  return withLast(run, (entry) => ({ ...entry, clockChange: { ...(before && { before }), after } }));
}

function answered(messages: readonly Exchange[], answer: RunAnswer): Exchange[] {
  return messages.map((message) => (message.sent.id === answer.id ? { ...message, answer } : message));
}
