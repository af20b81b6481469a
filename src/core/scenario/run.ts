import type { Json } from '../json/json';
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

/** A message and its answer, as soon as there is one. */
export interface Exchange {
  readonly sent: RunMessage;
  readonly answer?: RunAnswer;
}

export type EntryState = 'planned' | 'running' | StepVerdict;

/** A step of the scenario or one by hand, and what became of it. */
export interface RunEntry {
  /** `s` and the index of a step, `h` and a number that is never used again for one by hand. */
  readonly key: string;
  readonly step: ShownStep;
  readonly byHand: boolean;
  readonly state: EntryState;
  readonly messages: readonly Exchange[];
  readonly failures: readonly StepFailure[];
  /** Everything that the server wrote down in it. */
  readonly journal: readonly JournalEntry[];
  readonly taken: Readonly<Record<string, Json>>;
  readonly ms?: number;
  /** The actor whose cookies were forgotten in it. */
  readonly forgot?: { readonly actor: string; readonly name?: string };
  /**
   * The step whose message is sent once more in it, by its index, whether the message is another one now,
   * and how often that was done up to here.
   */
  readonly again?: { readonly step: number; readonly changed: boolean; readonly times: number };
}

/** How far a run is. */
export interface RunProgress {
  /** Steps of the scenario that are behind it, whatever came of them; what was done by hand does not count. */
  readonly done: number;
  readonly steps: number;
  readonly failed: number;
}

/** All that is known of a run: its outline and what has happened so far. Whoever shows a run shows this. */
export interface Run {
  readonly outline: RunOutline;
  /** What was done, in the order of time. */
  readonly done: readonly RunEntry[];
  readonly state?: ShownState;
  /** Origins, once the server runs. */
  readonly url?: string;
  readonly externalPlatformUrl?: string;
  readonly verdict?: RunVerdict;
  /** Real milliseconds, once it is over. */
  readonly ms?: number;
  /** How many steps were done by hand, taken back or not. */
  readonly hands: number;
}

const NOTHING: RunOutline = { name: '', description: '', file: '', actors: [], steps: [] };

export function newRun(outline: RunOutline): Run {
  return { outline, done: [], hands: 0 };
}

/** The run that these events tell of. Until one says what it is about, it is about nothing. */
export function runOf(events: readonly RunEvent[], outline: RunOutline = NOTHING): Run {
  return events.reduce(afterEvent, newRun(outline));
}

/** The run after an event; what does not differ stays the same object. */
export function afterEvent(run: Run, event: RunEvent): Run {
  switch (event.kind) {
    case 'runStarted': {
      const { name, description, file, actors, steps, url, externalPlatformUrl } = event;
      return { ...newRun({ name, description, file, actors, steps }), hands: run.hands, url, externalPlatformUrl };
    }
    case 'stepStarted':
      return started(run, event.step);
    case 'messageSent':
      return withLast(run, (entry) => ({ ...entry, messages: [...entry.messages, { sent: event.message }] }));
    case 'messageAnswered':
      return withLast(run, (entry) => ({ ...entry, messages: answered(entry.messages, event.answer) }));
    case 'stateChanged':
      return { ...run, state: event.state };
    case 'stepEnded':
      return ended(run, event);
    case 'steppedBack': {
      // What was done by hand before the step stays.
      const at = run.done.findLastIndex(({ key }) => key === `s${event.step}`);
      const { verdict: _, ms: __, ...rest } = run;
      return at < 0 ? rest : { ...rest, done: run.done.slice(0, at) };
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
      // A repeated one may be repeated again: what matters is the step that it began with.
      const step = origin.again?.step ?? origin.step.index;
      const before = run.done.filter(({ again }) => again?.step === step && again.changed === changed);
      return withLast(run, (entry) => ({ ...entry, again: { step, changed, times: before.length + 1 } }));
    }
  }
}

/** From first to last: what was done, then what is planned. */
export function entriesOf({ done, outline }: Run): RunEntry[] {
  const keys = new Set(done.map(({ key }) => key));
  const planned = outline.steps.filter(({ index }) => !keys.has(`s${index}`)).map((step) => entryOf(step, 'planned'));
  return [...done, ...planned];
}

export function progressOf({ done, outline }: Run): RunProgress {
  const ended = done.filter(({ state, byHand }) => state !== 'running' && !byHand);
  const failed = done.filter(({ state }) => state === 'failed').length;
  return { done: ended.length, steps: outline.steps.length, failed };
}

/** What came of each step that is over, in the order of time. */
export function resultsOf({ done }: Run): StepResult[] {
  return done.flatMap(({ step, state, failures, journal, taken, ms = 0 }) =>
    state === 'planned' || state === 'running' ? [] : [{ step, verdict: state, failures, journal, taken, ms }],
  );
}

/** What each actor has for cookies by what was seen last; those that have sent nothing are not there. */
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

/** Rules that say that something was not as it should be, whatever the status of the answer. */
const REFUSALS =
  /\.(used|expired|unknown|session-gone|gone|refused|evicted|pending|malformed|invalid|forbidden|foreign|attempts|threw|timeout|failed|missing)$/;

/** Why a message was refused: the last rule that refuses, or the last of all where only the status tells of it. */
export function refusalOf({ answer }: Exchange): JournalCause | undefined {
  const causes = answer?.journal.flatMap(({ causes }) => causes) ?? [];
  const refusal = causes.findLast(({ rule }) => REFUSALS.test(rule));
  if (refusal) return refusal;
  const status = answer?.answer?.status;
  return status === undefined || status >= 400 ? causes.at(-1) : undefined;
}

function started(run: Run, step: ShownStep): Run {
  const byHand = step.index < 0;
  const hands = run.hands + (byHand ? 1 : 0);
  const entry = entryOf(step, 'running', byHand ? `h${hands}` : undefined);
  return { ...run, hands, done: [...run.done, entry] };
}

function ended(run: Run, { result }: Extract<RunEvent, { kind: 'stepEnded' }>): Run {
  const { step, verdict, failures, journal, taken, ms } = result;
  const last = run.done.at(-1);
  const isUnderWay = last?.state === 'running' && last.step.index === step.index;
  // What is skipped was never started.
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

function answered(messages: readonly Exchange[], answer: RunAnswer): Exchange[] {
  return messages.map((message) => (message.sent.id === answer.id ? { ...message, answer } : message));
}
