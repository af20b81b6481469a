import type { MobileDataMethod } from '../../../core/systems/mobile/mobileData';
import type { ForwardedAnswer } from '../../kernel/upstream/forwardedAnswer';

/** What a request was, as far as it decides which answer fits. */
export interface AskedOfData {
  readonly method: MobileDataMethod;
  /** Decoded, without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/** An answer for a recording, as it goes to the thread that writes it. */
export interface AnswerToKeep {
  readonly asked: AskedOfData;
  readonly answer: Pick<ForwardedAnswer, 'status' | 'headers' | 'body' | 'encoding'>;
  /** Of the session. Empty for a guest. */
  readonly email: string;
  /** The values that are covered wherever they stand. */
  readonly secrets: readonly string[];
  /** Scheme and host of this server. */
  readonly origin: string;
}

/** What came of keeping an answer. */
export interface AnswerKept {
  /** For people: what was covered, or why the answer is not kept. */
  readonly lines: readonly string[];
  /** The actions that have ended with success in this recording. */
  readonly done: readonly string[];
}

/** What the thread that writes a recording is started with. */
export interface RecordingStart {
  /** Absolute path; it is made when it is needed. */
  readonly folder: string;
  /** The actions that have ended with success before, when another thread wrote. */
  readonly done: readonly string[];
}
