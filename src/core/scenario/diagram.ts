import { rulesIn } from './rulesIn';
import type { RunEvent, ShownStep, StepVerdict } from './runEvents';
import type { Scenario } from './scenario';
import type { Role } from './scenarioSource';
import { shownStep } from './shownStep';

export interface Lifeline {
  readonly name: string;
  readonly role: Role;
}

/** What became of a row; `drawn` for what is only shown. */
export type RowState = 'planned' | 'drawn' | 'sent' | 'answered' | 'unanswered' | 'done';

/** One line of a sequence diagram, top to bottom. */
export interface DiagramRow {
  readonly kind: 'message' | 'note' | 'event';
  /** Index of the step; -1 for one that was made by hand. */
  readonly step: number;
  readonly text: string;
  /** Of a message; the same for one to itself. */
  readonly from?: string;
  readonly to?: string;
  /** Of a note or an event: lifelines that it stands over, in their order. */
  readonly over: readonly string[];
  readonly state: RowState;
  /** Of the step, on its last row. */
  readonly verdict?: StepVerdict;
  /** Of a message that was really sent. */
  readonly message?: number;
  readonly request?: string;
  /** `302 Found`. */
  readonly answer?: string;
  /** Rules of the journal, first to last. */
  readonly causes: readonly string[];
  /** What is not as it must be, a sentence each. */
  readonly failures: readonly string[];
}

/** A sequence diagram; plain JSON. */
export interface Diagram {
  readonly title: string;
  readonly description: string;
  readonly lifelines: readonly Lifeline[];
  readonly rows: readonly DiagramRow[];
}

/** As a scenario plans it; nothing was sent yet. */
export function plannedDiagram({ name, description, actors, steps }: Scenario): Diagram {
  const lifelines = Object.entries(actors).map(([each, { role }]): Lifeline => ({ name: each, role }));
  return { title: name, description, lifelines, rows: plannedRows(steps.map(shownStep), lifelines) };
}

/** As a run has drawn it, with what was taken back left out. */
export function diagramOf(events: readonly RunEvent[]): Diagram {
  return events.reduce(diagramAfter, { title: '', description: '', lifelines: [], rows: [] });
}

/** The diagram after one more event. */
export function diagramAfter(diagram: Diagram, event: RunEvent): Diagram {
  const { rows } = diagram;
  switch (event.kind) {
    case 'runStarted': {
      const { name: title, description, actors: lifelines, steps } = event;
      return { title, description, lifelines, rows: plannedRows(steps, lifelines) };
    }
    case 'stepStarted':
      if (event.step.index >= 0) return diagram;
      // By hand: below what was done, above what is still to come.
      return { ...diagram, rows: inserted(rows, firstPlanned(rows), plannedRow(event.step, diagram.lifelines, rows)) };
    case 'messageSent': {
      const { id, step = -1, from, to, title, request } = event.message;
      const sent = { message: id, request: `${request.method} ${request.url}`, state: 'sent' as const };
      const at = rows.findIndex((row) => row.step === step && row.kind === 'message' && row.state === 'planned');
      if (at >= 0) return { ...diagram, rows: rows.with(at, { ...(rows[at] as DiagramRow), ...sent }) };
      // A redirect that is followed: its message comes below the one that it follows.
      const row: DiagramRow = {
        kind: 'message',
        step,
        text: title,
        from,
        to,
        over: [],
        causes: [],
        failures: [],
        ...sent,
      };
      const before = rows.findLastIndex(({ message }) => message !== undefined && message < id);
      return { ...diagram, rows: inserted(rows, before + 1, row) };
    }
    case 'messageAnswered': {
      const { id, answer, problem, journal } = event.answer;
      const words = answer ? `${answer.status} ${answer.statusText}`.trim() : problem;
      return changed(
        diagram,
        ({ message }) => message === id,
        (row) => ({
          ...row,
          state: answer ? 'answered' : 'unanswered',
          ...(words !== undefined && { answer: words }),
          causes: rulesIn(journal),
        }),
      );
    }
    case 'stepEnded':
      return ended(diagram, event.result);
    case 'steppedBack': {
      const kept = rows.filter(
        ({ step, message = 0 }) =>
          (step < event.step && step >= 0) || (step < 0 && message > 0 && message <= event.lastMessage),
      );
      const planned = rows.filter(
        ({ step }, at) => step >= event.step && rows.findIndex((row) => row.step === step) === at,
      );
      return { ...diagram, rows: [...kept, ...planned.map(unmade)] };
    }
    default:
      return diagram;
  }
}

function ended(
  diagram: Diagram,
  { step, verdict, failures, journal }: Extract<RunEvent, { kind: 'stepEnded' }>['result'],
): Diagram {
  const { rows } = diagram;
  const at = rows.findLastIndex((row) => row.step === step.index && (step.index >= 0 || row.verdict === undefined));
  const row = rows[at];
  if (!row) return diagram;
  const isShown = step.kind === 'note' || step.kind === 'message';
  const state = verdict === 'skipped' ? 'planned' : isShown ? 'drawn' : row.kind === 'event' ? 'done' : row.state;
  const causes = row.causes.length > 0 ? row.causes : rulesIn(journal);
  const sentences = failures.map(({ message, expected, actual }) =>
    expected === undefined ? message : `${message} Expected: ${expected}; actual: ${actual}.`,
  );
  return { ...diagram, rows: rows.with(at, { ...row, state, verdict, causes, failures: sentences }) };
}

function plannedRows(steps: readonly ShownStep[], lifelines: readonly Lifeline[]): DiagramRow[] {
  const rows: DiagramRow[] = [];
  for (const step of steps) rows.push(plannedRow(step, lifelines, rows));
  return rows;
}

function plannedRow(
  { index, kind, title, from, to, over }: ShownStep,
  lifelines: readonly Lifeline[],
  before: readonly DiagramRow[],
): DiagramRow {
  const common = { step: index, text: title, state: 'planned', causes: [], failures: [] } as const;
  const isMessage = (kind === 'request' || kind === 'message') && from !== undefined && to !== undefined;
  if (isMessage) return { ...common, kind: 'message', from, to, over: [] };
  const last = before.findLast((row) => row.kind === 'message')?.to;
  const named = over ?? [from, to].filter((each) => each !== undefined);
  const wanted = named.length > 0 ? named : last === undefined ? lifelines.map(({ name }) => name) : [last];
  const inOrder = lifelines.map(({ name }) => name).filter((name) => wanted.includes(name));
  return { ...common, kind: kind === 'note' ? 'note' : 'event', over: inOrder };
}

function unmade({ kind, step, text, from, to, over }: DiagramRow): DiagramRow {
  const ends = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  return { kind, step, text, ...ends, over, state: 'planned', causes: [], failures: [] };
}

function firstPlanned(rows: readonly DiagramRow[]): number {
  const at = rows.findIndex(({ state }) => state === 'planned');
  return at < 0 ? rows.length : at;
}

function inserted(rows: readonly DiagramRow[], at: number, row: DiagramRow): DiagramRow[] {
  return rows.toSpliced(at, 0, row);
}

function changed(diagram: Diagram, is: (row: DiagramRow) => boolean, change: (row: DiagramRow) => DiagramRow): Diagram {
  return { ...diagram, rows: diagram.rows.map((row) => (is(row) ? change(row) : row)) };
}
