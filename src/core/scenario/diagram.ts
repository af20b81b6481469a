import { type DeviceWords, NAMES_ONLY } from './deviceReportWords';
import { type ExchangeWords, exchangeWords } from './exchangeWords';
import { saysBoth } from './failureWords';
import { clockWords, deviceWords } from './outcomeWords';
import { rulesIn } from './rulesIn';
import { type Exchange, type Run, type RunEntry, runEntries } from './run';
import type { ShownStep, StepFailure, StepVerdict } from './runEvents';
import type { Role } from './scenarioSource';
import { isDrawnOnly } from './stepStretch';

export interface Lifeline {
  readonly name: string;
  readonly role: Role;
}

/** The state of a row. `drawn` is for a message that is only shown and never sent. */
export type RowState = 'planned' | 'drawn' | 'sent' | 'answered' | 'unanswered' | 'done';

/** One line of a sequence diagram, top to bottom. */
export interface DiagramRow {
  /** `device` says what became of a device. */
  readonly kind: 'message' | 'note' | 'event' | 'device';
  /** Index of the step. -1 for a step that was made by hand. */
  readonly step: number;
  readonly text: string;
  /** Present when the row is a message. `from` equals `to` for a message to itself. */
  readonly from?: string;
  readonly to?: string;
  /** Whether the message to itself is an act with a device. */
  readonly isAct?: true;
  /** Unless the row is a message: the lifelines that it is drawn over, from left to right. */
  readonly over: readonly string[];
  /** Whether the message is sent at the same moment as the one before. */
  readonly alongside?: true;
  readonly state: RowState;
  /** The result of the step, on its last row. */
  readonly verdict?: StepVerdict;
  /** Id of the message, when one was really sent. */
  readonly message?: number;
  readonly request?: string;
  /** `302 Found`. */
  readonly answer?: string;
  /** What else is said of the message. Present when one was really sent. */
  readonly words?: ExchangeWords;
  /** What came of an event, as sentences. */
  readonly outcome?: string;
  /** For a device: ids of the rows of the transition table that it took, in order. */
  readonly taken?: readonly string[];
  /** Reason codes from the journal, first to last. */
  readonly causes: readonly string[];
  /** One sentence for each failed expectation. */
  readonly failures: readonly string[];
}

/** A sequence diagram as plain JSON. */
export interface Diagram {
  readonly title: string;
  readonly description: string;
  readonly lifelines: readonly Lifeline[];
  readonly rows: readonly DiagramRow[];
}

/**
 * A diagram of the steps that were made, followed by those that are planned.
 * @param words for what devices show
 */
export function diagramOf(run: Run, words: DeviceWords = NAMES_ONLY): Diagram {
  const { name: title, description, actors: lifelines } = run.outline;
  const rows: DiagramRow[] = [];
  for (const entry of runEntries(run)) rows.push(...rowsOf(entry, run, rows), ...deviceRows(entry, words));
  return { title, description, lifelines, rows };
}

/** One row for the step, and one for each further message that it sent, such as a redirect that was followed. */
function rowsOf(entry: RunEntry, { outline, url }: Run, before: readonly DiagramRow[]): DiagramRow[] {
  const { step, messages, state } = entry;
  const outcome = (each: Exchange) => ({ ...outcomeOf(each), words: exchangeWords(entry, each, url) });
  const own = plannedRow(step, outline.actors, before);
  const sent = messages.map((each) => ({ ...messageRow(step.index, each), ...outcome(each) }));
  const [first] = own.kind === 'message' && step.kind !== 'device' ? messages : [];
  const rows = first ? [{ ...own, ...outcome(first) }, ...sent.slice(1)] : [own, ...sent];
  return state === 'planned' || state === 'running' ? rows : ended(rows, entry, state);
}

/** Adds the result of the step to its last row. */
function ended(
  rows: readonly DiagramRow[],
  { step, failures, journal, clockChange }: RunEntry,
  verdict: StepVerdict,
): DiagramRow[] {
  const isShownOnly = isDrawnOnly(step);
  const over = isShownOnly ? 'drawn' : 'done';
  const outcome = step.kind === 'clock' && clockChange ? clockWords(clockChange) : undefined;
  const made = rows.map((row) =>
    row.state === 'planned' &&
    verdict !== 'skipped' &&
    (isShownOnly || row.kind === 'event' || (step.kind === 'device' && row === rows[0]))
      ? ({ ...row, state: over, ...(row.kind === 'event' && outcome !== undefined && { outcome }) } as const)
      : row,
  );
  const last = made.at(-1) as DiagramRow;
  const causes = last.causes.length > 0 ? last.causes : rulesIn(journal);
  return made.with(-1, { ...last, verdict, causes, failures: failures.map(failureText) });
}

/** What the step did to devices, as a person sees it. */
function deviceRows({ step, failures, deviceChanges = [] }: RunEntry, words: DeviceWords): DiagramRow[] {
  return deviceChanges.flatMap((change): DiagramRow[] => {
    const { actor, rows, problem } = change;
    const isActor = step.kind === 'device' && step.from === actor;
    // A failure says it already.
    const isSaid = problem !== undefined && failures.some(({ actual }) => actual?.includes(problem.message));
    const { problem: _, ...others } = change;
    const text = deviceWords(isSaid ? others : change, words, isActor);
    if (text === undefined) return [];
    const taken = rows.length > 0 && { taken: rows };
    return [
      { kind: 'device', step: step.index, text, over: [actor], state: 'done', causes: [], failures: [], ...taken },
    ];
  });
}

function failureText(failure: StepFailure): string {
  const { message, expected, actual = '' } = failure;
  if (expected === undefined || saysBoth(failure)) return closed(message);
  return `${closed(message)} Expected: ${expected}; actual: ${closed(actual)}`;
}

function closed(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function plannedRow(
  { index, kind, title, from, to, over, alongside }: ShownStep,
  lifelines: readonly Lifeline[],
  before: readonly DiagramRow[],
): DiagramRow {
  const common = { step: index, text: title, state: 'planned', causes: [], failures: [] } as const;
  const isMessage =
    (kind === 'request' || kind === 'device' || kind === 'message') && from !== undefined && to !== undefined;
  const isAct = kind === 'device' && { isAct: true as const };
  if (isMessage) return { ...common, ...isAct, kind: 'message', from, to, over: [], ...(alongside && { alongside }) };
  // An act with a device says nothing of where something else happens.
  const last = before.findLast((row) => row.kind === 'message' && !row.isAct)?.to;
  const named = over ?? [from, to].filter((each) => each !== undefined);
  const wanted = named.length > 0 ? named : last === undefined ? lifelines.map(({ name }) => name) : [last];
  const inOrder = lifelines.map(({ name }) => name).filter((name) => wanted.includes(name));
  return { ...common, kind: kind === 'note' ? 'note' : 'event', over: inOrder };
}

function messageRow(step: number, { sent: { title, from, to } }: Exchange): DiagramRow {
  return { kind: 'message', step, text: title, from, to, over: [], state: 'planned', causes: [], failures: [] };
}

function outcomeOf({ sent, answer: answered }: Exchange) {
  const { id, request } = sent;
  const message = { message: id, request: `${request.method} ${request.url}` };
  if (!answered) return { ...message, state: 'sent' } as const;
  const { answer, problem, journal } = answered;
  const words = answer ? `${answer.status} ${answer.statusText}`.trim() : problem;
  return {
    ...message,
    state: answer ? 'answered' : 'unanswered',
    ...(words !== undefined && { answer: words }),
    causes: rulesIn(journal),
  } as const;
}
