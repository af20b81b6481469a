import type { FindingCode } from '../compliance/finding';
import type { Session } from '../session/session';
import type { SampleApplication } from './sampleApplication';
import type { SampleRandom } from './sampleRandom';

/** A session file before it is written. */
export interface UnwrittenSample {
  name: string;
  session: Session;
  /** Changes the text after the session was written. */
  edit?: (text: string) => string;
  /** Encodes the text when it is not UTF-8. */
  encode?: (text: string) => Uint8Array;
}

export interface AlterationContext {
  readonly random: SampleRandom;
  readonly application: SampleApplication;
  /** Another application of the sample. */
  readonly stranger: SampleApplication;
  /** The session before this one in the same folder. Undefined when it is the first. */
  readonly previous: Session | undefined;
}

/** One way in which a sample file differs from a normal one. */
export interface Alteration {
  readonly kind: string;
  /** The findings that `check` must find, and no others. */
  readonly expected: readonly FindingCode[];
  /** The platform of the application folders in which it can occur. Absent when it can occur in any. */
  readonly platform?: SampleApplication['platform'];
  alter(sample: UnwrittenSample, context: AlterationContext): void;
}
