import type { FindingCode } from '../compliance/finding';
import { applicationFolderName } from '../session/location';
import type { Session } from '../session/session';
import type { AlterationContext, UnwrittenSample } from './alteration';
import { applicationFiles, folderFiles } from './otherFiles';
import { type SampleApplication, sampleApplications } from './sampleApplication';
import { SamplePlan, type Share } from './samplePlan';
import { SampleRandom } from './sampleRandom';
import { sampleSession } from './sampleSession';
import { WRITING_STYLES } from './writingStyle';

export interface SampleOptions {
  /** How many session files, including those with errors. */
  readonly sessions: number;
  /** How many of them have errors, in percent. */
  readonly damaged: number;
  /** 0 to 2^32 - 1. The same seed gives the same sample, byte for byte. */
  readonly seed: number;
}

/** One file of a sample MobileApps folder. */
export interface SampleFile {
  /** Name of its application folder. Empty for a file directly in the MobileApps folder. */
  readonly application: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Time of the last change in milliseconds since 1970, in whole seconds. */
  readonly modified: number;
  /**
   * What `check` finds in it, in the order of docs/session-files.md#order-of-the-findings. Undefined for a file that is
   * not a session file.
   */
  readonly expected: readonly FindingCode[] | undefined;
}

/** The newest time in a sample: 1 September 2025. So a sample does not depend on the day on which it is made. */
export const SAMPLE_EPOCH = Date.UTC(2025, 8, 1);

const DAY_MS = 86_400_000;
// Random streams of the one seed. A session uses its number as its stream.
const PLAN_STREAM = 0xffff_fff0;
const OTHERS_STREAM = 0xffff_fff1;

/**
 * The files of a sample MobileApps folder, folder by folder. It is a generator, so that a million files need no memory.
 */
export function* sampleFiles({ sessions, damaged, seed }: SampleOptions): Generator<SampleFile, void, undefined> {
  const shares = sharesOf(sessions);
  const plan = new SamplePlan(new SampleRandom(seed, PLAN_STREAM), shares, Math.round((sessions * damaged) / 100));
  const others = new SampleRandom(seed, OTHERS_STREAM);
  for (const { name, text } of folderFiles()) yield other('', name, text);
  for (const [rank, { application, first, count }] of shares.entries()) {
    const folder = applicationFolderName(application.id, application.teamId);
    for (const { name, text } of applicationFiles(application, others)) yield other(folder, name, text);
    const stranger =
      (shares[rank + 1] ?? shares[rank - 1])?.application ?? (sampleApplications(2)[1] as SampleApplication);
    let previous: Session | undefined;
    for (let number = first; number < first + count; number++) {
      const random = new SampleRandom(seed, number);
      const sample = unwrittenOf(sampleSession(application, random));
      const modified = SAMPLE_EPOCH - random.below((200 * DAY_MS) / 1000) * 1000;
      const style = random.pick(WRITING_STYLES);
      const alteration = plan.at(number);
      alteration?.alter(sample, { random, application, stranger, previous } satisfies AlterationContext);
      const bytes = bytesOf(sample, style(sample.session));
      yield { application: folder, name: sample.name, bytes, modified, expected: alteration?.expected ?? [] };
      previous = sample.session;
    }
  }
}

/** Zipf's law: the second application has half as many sessions as the first, the third a third. None is empty. */
function sharesOf(sessions: number): Share[] {
  const count = Math.max(1, Math.min(sessions, Math.max(8, Math.round(Math.cbrt(sessions)))));
  const applications = sampleApplications(count);
  const whole = applications.reduce((sum, _, rank) => sum + 1 / (rank + 1), 0);
  const spare = Math.max(0, sessions - count);
  let first = 0;
  let weight = 0;
  return applications.map((application, rank) => {
    weight += 1 / (rank + 1);
    // The sums are rounded, not the shares, so that the shares add up to the whole.
    const end = Math.min(sessions, rank + 1) + Math.round((spare * weight) / whole);
    const share = { application, first, count: end - first };
    first = end;
    return share;
  });
}

function unwrittenOf(session: Session): UnwrittenSample {
  return { name: session.session.id, session };
}

function bytesOf(sample: UnwrittenSample, written: string): Uint8Array {
  const text = sample.edit?.(written) ?? written;
  return sample.encode?.(text) ?? new TextEncoder().encode(text);
}

function other(application: string, name: string, text: string): SampleFile {
  return { application, name, bytes: new TextEncoder().encode(text), modified: SAMPLE_EPOCH, expected: undefined };
}
