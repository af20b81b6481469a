import type { FindingCode } from '../compliance/finding';
import type { Session } from '../session/session';
import type { Random } from './random';
import type { SampleApplication } from './sampleApplication';

/** A session file before it is written. */
export interface SampleDraft {
  name: string;
  session: Session;
  /** Changes the text that the session was written as. */
  edit?: (text: string) => string;
  /** Makes the bytes of the text where UTF-8 would not do. */
  encode?: (text: string) => Uint8Array;
}

export interface AlterationContext {
  readonly random: Random;
  readonly application: SampleApplication;
  /** Another application of the sample. */
  readonly stranger: SampleApplication;
  /** The session before this one in the same folder, when there is one. */
  readonly previous: Session | undefined;
}

/** One way in which a sample file differs from a flawless one. */
export interface Alteration {
  readonly kind: string;
  /** What `check` finds in the file, and nothing else. */
  readonly expected: readonly FindingCode[];
  /** The platform whose application folders it can occur in; any when absent. */
  readonly platform?: SampleApplication['platform'];
  alter(draft: SampleDraft, context: AlterationContext): void;
}
