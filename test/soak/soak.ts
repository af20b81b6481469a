import fs from 'node:fs';
import path from 'node:path';
import { type KillFigures, killUnderLoad } from '../support/killUnderLoad';
import { endedSessions, type MemoryFigures } from './endedSessions';
import { type DayFigures, longDay } from './longDay';
import { SmallRequests, type SmallWaits } from './smallRequests';
import type { Waits } from './waits';

/** How much is done. */
export interface SoakPlan {
  readonly kills: number;
  readonly seed: number;
  readonly sessions: number;
  /** Sessions that have ended before any memory is measured. */
  readonly firstSessions: number;
  readonly logins: number;
  /** An empty folder. */
  readonly folder: string;
}

/** Answers between two kills. */
const ANSWERS = [40, 250] as const;
/** Memory is flat if no more than this is left of what was added, or of what the process held. */
const LEFT = 0.1;
/** What the engine keeps for itself may differ by this much. */
const NOISE_BYTES = 4e6;

/**
 * Does all that the plan says, and tells the figures of each part when it has ended.
 * @returns what was lost, and where memory is not flat
 */
export async function soak(plan: SoakPlan, tell: (line: string) => void): Promise<string[]> {
  const folder = (name: string) => {
    const made = path.join(plan.folder, name);
    fs.mkdirSync(made);
    return made;
  };
  const problems: string[] = [];
  const clients: SmallRequests[] = [];
  const waits: SmallWaits[] = [];
  const verdict = await killUnderLoad({
    kills: plan.kills,
    seed: plan.seed,
    answers: ANSWERS,
    folder: folder('kills'),
    // It keeps its address when it is started again.
    prepare: async (address) => {
      clients.push(new SmallRequests(address));
    },
    afterwards: async () => {
      for (const client of clients.splice(0)) waits.push(await client.end());
    },
  });
  tell(`${killLine(plan.kills, verdict)}; ${smallLine(longestOf(waits))}`);
  problems.push(...killProblems(verdict));

  const memory = await endedSessions(plan);
  tell(`${memoryLine(memory)}; ${waitLine(memory.waits)}`);
  problems.push(...memoryProblems(memory));

  const day = await longDay(plan.logins, folder('day'));
  tell(`${dayLine(day)}; ${waitLine(day.waits)}`);
  problems.push(...dayProblems(day));
  return problems;
}

export function killProblems({ asked, broken, atStart }: KillFigures): string[] {
  const problems = Object.entries(broken).map(
    ([kind, count]) => `lost by a kill: ${count} of ${asked[kind] ?? 0} (${kind})`,
  );
  if (sumOf(asked) === 0) problems.push('nothing was answered under load');
  if (sumOf(atStart) === 0) problems.push('no start was killed');
  return problems;
}

export function memoryProblems({ sessions, told, bytes: [before, withThem, after] }: MemoryFigures): string[] {
  const problems: string[] = [];
  if (told[0] !== sessions) problems.push(`the server told of ${told[0]} sessions, and ${sessions} were made`);
  if (told[1] !== 0) problems.push(`${told[1]} sessions are left after their end`);
  const most = before + Math.max(LEFT * (withThem - before), NOISE_BYTES);
  if (after > most)
    problems.push(`memory is not flat after ${sessions} sessions: ${mega(before)}, then ${mega(after)}`);
  return problems;
}

export function dayProblems({ wrong, bytes: [afterQuarter, atEnd] }: DayFigures): string[] {
  const isFlat = atEnd <= afterQuarter + Math.max(LEFT * afterQuarter, NOISE_BYTES);
  return [...wrong, ...(isFlat ? [] : [`memory is not flat in a day: ${mega(afterQuarter)}, then ${mega(atEnd)}`])];
}

function killLine(kills: number, { asked, broken, atStart }: KillFigures): string {
  const moments = Object.entries(atStart).map(([moment, count]) => `${count} ${moment}`);
  return (
    `${kills} kills under load, and ${sumOf(atStart)} while a server started again (${moments.join(', ')}): ` +
    `${sumOf(asked)} answers of ${Object.keys(asked).length} kinds, ${Object.keys(broken).length} kinds lost`
  );
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, each) => sum + each, 0);
}

function memoryLine({ sessions, bytes: [before, withThem, after] }: MemoryFigures): string {
  return `${sessions} web sessions: ${mega(before)} before, ${mega(withThem)} with them, ${mega(after)} after their end`;
}

function dayLine({ hours, logins, tried, wrong, bytes: [afterQuarter, atEnd] }: DayFigures): string {
  const sums = Object.entries(logins).map(([name, count]) => `${count} ${name}`);
  return (
    `${hours} hours of virtual time: ${Object.values(logins).reduce((sum, each) => sum + each, 0)} logins (${sums.join(', ')}), ` +
    `${tried} tried later, ${wrong.length} of them wrong; ${mega(afterQuarter)} after a quarter, ${mega(atEnd)} at the end`
  );
}

function longestOf(waits: readonly SmallWaits[]): SmallWaits {
  return {
    longestMs: Math.max(0, ...waits.map(({ longestMs }) => longestMs)),
    answered: waits.reduce((sum, { answered }) => sum + answered, 0),
  };
}

function smallLine({ longestMs, answered }: SmallWaits): string {
  return `longest wait of ${answered} small requests: ${longestMs} ms`;
}

function waitLine({ small, pauseMs }: Waits): string {
  return `longest pause of the event loop: ${pauseMs} ms, ${smallLine(small)}`;
}

function mega(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
