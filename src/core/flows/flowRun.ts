import type { JournalCause, JournalEntry } from '../protocol/journal';
import type { Json } from '../protocol/web';
import type {
  KeptCookie,
  RunAnswer,
  RunEvent,
  RunMessage,
  RunVerdict,
  ShownState,
  ShownStep,
  StepFailure,
  StepVerdict,
} from '../scenario/runEvents';
import type { FlowEvent, FlowOutline } from './flowMessages';

/** A message and its answer, as soon as there is one. */
export interface FlowMessage {
  readonly sent: RunMessage;
  readonly answer?: RunAnswer;
}

export type EntryState = 'planned' | 'running' | StepVerdict;

/** A line of the story: a step of the scenario or one by hand, and what became of it. */
export interface FlowEntry {
  /** `s` and the index of a step, `h` and a number that is never used again for one by hand. */
  readonly key: string;
  readonly step: ShownStep;
  readonly byHand: boolean;
  readonly state: EntryState;
  readonly messages: readonly FlowMessage[];
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
export interface FlowProgress {
  /** Steps of the scenario that are behind it, whatever came of them; what was done by hand does not count. */
  readonly done: number;
  readonly steps: number;
  readonly failed: number;
}

/** All that is known of a flow: its outline and what has happened so far. */
export interface FlowRun {
  readonly outline: FlowOutline;
  /** What was done, in the order of time. */
  readonly done: readonly FlowEntry[];
  readonly state?: ShownState;
  /** Origins, once the server runs. */
  readonly url?: string;
  readonly externalPlatformUrl?: string;
  readonly verdict?: RunVerdict;
  /** How many steps were done by hand, taken back or not. */
  readonly hands: number;
}

export function newRun(outline: FlowOutline): FlowRun {
  return { outline, done: [], hands: 0 };
}

/** The run after an event; what does not differ stays the same object. */
export function afterEvent(run: FlowRun, event: FlowEvent): FlowRun {
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
      const { verdict: _, ...rest } = run;
      return at < 0 ? rest : { ...rest, done: run.done.slice(0, at) };
    }
    case 'runEnded':
      return { ...run, verdict: event.verdict };
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

/** The story from first to last: what was done, then what is planned. */
export function entriesOf({ done, outline }: FlowRun): FlowEntry[] {
  const keys = new Set(done.map(({ key }) => key));
  const planned = outline.steps.filter(({ index }) => !keys.has(`s${index}`)).map((step) => entryOf(step, 'planned'));
  return [...done, ...planned];
}

export function progressOf({ done, outline }: FlowRun): FlowProgress {
  const ended = done.filter(({ state, byHand }) => state !== 'running' && !byHand);
  const failed = done.filter(({ state }) => state === 'failed').length;
  return { done: ended.length, steps: outline.steps.length, failed };
}

/** What each actor has for cookies by what was seen last; those that have sent nothing are not there. */
export function cookiesOf({ done }: FlowRun): ReadonlyMap<string, readonly KeptCookie[]> {
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

export function messageOf({ done }: FlowRun, id: number): FlowMessage | undefined {
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
export function refusalOf({ answer }: FlowMessage): JournalCause | undefined {
  const causes = answer?.journal.flatMap(({ causes }) => causes) ?? [];
  const refusal = causes.findLast(({ rule }) => REFUSALS.test(rule));
  if (refusal) return refusal;
  const status = answer?.answer?.status;
  return status === undefined || status >= 400 ? causes.at(-1) : undefined;
}

function started(run: FlowRun, step: ShownStep): FlowRun {
  const byHand = step.index < 0;
  const hands = run.hands + (byHand ? 1 : 0);
  const entry = entryOf(step, 'running', byHand ? `h${hands}` : undefined);
  return { ...run, hands, done: [...run.done, entry] };
}

function ended(run: FlowRun, { result }: Extract<RunEvent, { kind: 'stepEnded' }>): FlowRun {
  const { step, verdict, failures, journal, taken, ms } = result;
  // What is skipped was never started.
  if (verdict === 'skipped') return { ...run, done: [...run.done, entryOf(step, 'skipped')] };
  return withLast(run, (entry) => ({ ...entry, state: verdict, failures, journal, taken, ms }));
}

function entryOf(step: ShownStep, state: EntryState, key = `s${step.index}`): FlowEntry {
  return { key, step, byHand: step.index < 0, state, messages: [], failures: [], journal: [], taken: {} };
}

function withLast(run: FlowRun, change: (entry: FlowEntry) => FlowEntry): FlowRun {
  const last = run.done.at(-1);
  return last ? { ...run, done: run.done.with(-1, change(last)) } : run;
}

function answered(messages: readonly FlowMessage[], answer: RunAnswer): FlowMessage[] {
  return messages.map((message) => (message.sent.id === answer.id ? { ...message, answer } : message));
}
