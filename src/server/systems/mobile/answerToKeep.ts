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
