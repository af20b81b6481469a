import type { EndReason } from '../../../core/systems/tokens/endReason';
import { TOKENS_REASONS } from '../../../core/systems/tokens/tokensReasons';
import { type RefusalDetails, type RefusalName, refusing } from '../../kernel/answer/refusal';
import type { Trace } from '../../kernel/journal/trace';
import { note } from './note';

/** What the member `reason` of a refusal tells: why a session is over, or that there may be no more of them. */
export type RefusalReason = EndReason | 'session_limit';

const Refused = refusing(TOKENS_REASONS);

/** The short names of the refusals of the token server. */
export type TokensRefusalName = RefusalName<'tokens', typeof TOKENS_REASONS.codes>;

/** What a refusal of the token server can carry beside its sentence. */
interface TokensRefusalDetails extends RefusalDetails {
  /** What a program reads beside the error, if there is something to tell. */
  readonly reason?: RefusalReason | undefined;
}

/**
 * A refusal of the token server. Its `code` is the `error` that the standards have for it, and its message the
 * `error_description`.
 */
export class TokensRefusal extends Refused {
  /** What a program reads beside the error, if there is something to tell. */
  readonly reason: RefusalReason | undefined;

  constructor(
    statusCode: number,
    readonly refusalName: TokensRefusalName,
    message: string,
    { reason, ...details }: TokensRefusalDetails = {},
  ) {
    super(statusCode, refusalName, message, details);
    this.reason = reason;
  }

  override noteIn(trace: Trace): void {
    note(trace, `tokens.${this.refusalName}`, this.message, this.remedy);
  }
}
