import { counted } from '../../../core/base/counted';
import type { JournalRemedy } from '../../../core/protocol/journal';
import type { Trace } from '../../kernel/journal/trace';
import { isForgotten, MOST_LIVE } from './family';
import { graceRemedy } from './graceRemedy';
import type { IssuedTokens } from './issuedTokens';
import type { NewPair } from './newTokens';
import { note } from './note';
import type { OperationParts } from './operationParts';
import { noteOver, overRemedy, overWords } from './overReason';
import { decideRefresh, type Presented, type RefreshOutcome } from './refreshDecision';
import { sealedPair, unsealedPair } from './sealedPair';
import { issuedPair } from './signingIn';
import type { RefreshRequest } from './tokenSessions';
import { type RefusalReason, TokensRefusal, type TokensRefusalName } from './tokensRefusal';
import type { KeptSession, KeptToken } from './tokensSpaces';

interface Refreshed {
  readonly outcome: RefreshOutcome;
  readonly session: KeptSession | undefined;
}

/** What gives the same successor again in the grace time. */
const SAME_STYLE: JournalRemedy = { option: 'tokens.graceStyle', value: 'same' };

/** Gives other tokens for refresh tokens, and finds those that are used again. */
export class Refreshing {
  constructor(private readonly parts: OperationParts) {}

  async refresh({ refreshToken, client, scope, issuer }: RefreshRequest, trace: Trace): Promise<IssuedTokens> {
    const { held, kernel } = this.parts;
    const found = await held.find(refreshToken);
    if (!found) throw this.invalidGrant('unknown-token', 'The refresh token is none that is known; sign in again.');
    const pair = await this.pair(found.session, found.token.id, scope, issuer);
    const sealed = sealedPair(pair, refreshToken, kernel.random);
    const presented: Presented = { token: found.token, client, scope, pair, sealed };
    const { outcome, session } = await this.decide(found.session.id, presented, trace);
    if (!session || !this.isGood(outcome)) throw this.refused(outcome);
    if (outcome.kind === 'graceSame') {
      const again = unsealedPair(session, outcome.from, refreshToken, kernel.clock.now());
      // The session has forgotten the successor meanwhile, as it has many others.
      if (!again) throw this.invalidGrant('unknown-token', 'The successor of the token is forgotten; sign in again.');
      return again;
    }
    const issued = issuedPair(session, pair);
    if (outcome.kind !== 'kept') return issued;
    const { refreshToken: _stays, ...kept } = issued;
    return kept;
  }

  /** @returns the status that a client would get */
  async replay(id: string, token: KeptToken, issuer: string, trace: Trace): Promise<number> {
    const session = await this.parts.held.get(id);
    if (!session) throw this.invalidGrant('unknown-token', 'The token is none that is known.');
    const pair = await this.pair(session, token.id, undefined, issuer);
    const decided = await this.decide(id, { token, pair, isByHand: true }, trace);
    if (!this.isGood(decided.outcome)) throw this.refused(decided.outcome);
    return 200;
  }

  private pair(session: KeptSession, from: string, scope: string | undefined, issuer: string): Promise<NewPair> {
    return this.parts.tokens.pair(session, { issuer, from, scope });
  }

  /** Decides and changes the session in one operation, and writes into the trace what was decided. */
  private async decide(id: string, presented: Presented, trace: Trace): Promise<Refreshed> {
    const { held, kernel, settings } = this.parts;
    let outcome: RefreshOutcome = { kind: 'unknown' };
    const session = await held.change(id, (before) => {
      const decision = decideRefresh(before, presented, kernel.clock.now(), settings);
      outcome = decision.outcome;
      return decision.session;
    });
    trace.who({ session: id, ...(session && { user: session.user }) });
    noteReuse(outcome, id, trace);
    // What decided comes last: the row of the answer has it as its head.
    this.note(outcome, id, trace);
    return { outcome, session };
  }

  private isGood({ kind }: RefreshOutcome): boolean {
    return kind === 'rotated' || kind === 'kept' || kind === 'graceSame' || kind === 'graceNew';
  }

  /** Notes what is given, or what has ended. A refusal notes itself. */
  private note(outcome: RefreshOutcome, id: string, trace: Trace): void {
    const { graceMs } = this.parts.settings;
    switch (outcome.kind) {
      case 'rotated':
        note(trace, 'tokens.refreshed');
        break;
      case 'kept':
        note(trace, 'tokens.kept');
        break;
      case 'graceSame':
        note(
          trace,
          'tokens.grace.same',
          graceMessage(outcome.from.usedAt, graceMs, 'the same successor was given again'),
        );
        return;
      case 'graceNew':
        note(trace, 'tokens.grace.new', graceMessage(outcome.from.usedAt, graceMs, 'another successor was given'));
        break;
      case 'over':
        noteOver(trace, outcome.ended);
        return;
      case 'reused':
        note(trace, 'tokens.family-ended');
        trace.changed('tokenSession', id, 'changed', 'token_reuse');
        return;
      default:
        return;
    }
    trace.changed('tokenSession', id, 'changed', 'refreshed');
  }

  private refused(outcome: RefreshOutcome): TokensRefusal {
    switch (outcome.kind) {
      case 'over':
        return this.invalidGrant(
          'session-over',
          overWords(outcome.ended),
          outcome.ended.reason,
          overRemedy(outcome.ended.reason),
        );
      case 'reused':
        return this.invalidGrant(
          'reused',
          `${usedWords(outcome.from)}: its whole family was ended; sign in again.`,
          'token_reuse',
          this.grace(outcome.from),
        );
      case 'used':
        return this.invalidGrant(
          'used',
          `${usedWords(outcome.from)}; use the one that came in its place.`,
          undefined,
          this.grace(outcome.from),
        );
      case 'graceRejected':
        return this.invalidGrant(
          'grace-rejected',
          graceMessage(outcome.from.usedAt, this.parts.settings.graceMs, 'use the one that came in its place'),
          undefined,
          SAME_STYLE,
        );
      case 'graceFull':
        return this.invalidGrant(
          'grace-full',
          graceMessage(
            outcome.from.usedAt,
            this.parts.settings.graceMs,
            `its family has ${MOST_LIVE} refresh tokens that are good, and gets no more; use one of those`,
          ),
          undefined,
          this.parts.settings.graceStyle === 'same' ? undefined : SAME_STYLE,
        );
      case 'expired':
        return this.invalidGrant(
          'refresh-expired',
          'The refresh token was not used in time; sign in again.',
          'idle_timeout',
          overRemedy('idle_timeout'),
        );
      case 'revoked':
        return this.invalidGrant('refresh-revoked', 'The refresh token was revoked; sign in again.');
      case 'notRefresh':
        return this.invalidGrant('not-refresh', 'This is an access token; send the refresh token.');
      case 'otherClient':
        return this.invalidGrant('other-client', 'The refresh token was issued to another client.');
      case 'scope':
        return new TokensRefusal(400, 'scope', 'More is asked for than the user has granted; ask for less.');
      default:
        return this.invalidGrant('unknown-token', 'The refresh token is none that is known; sign in again.');
    }
  }

  private grace(from: KeptToken): JournalRemedy | undefined {
    const { kernel, settings } = this.parts;
    return graceRemedy(from, kernel.clock.now(), settings);
  }

  private invalidGrant(
    name: TokensRefusalName,
    message: string,
    reason?: RefusalReason,
    remedy?: JournalRemedy,
  ): TokensRefusal {
    return new TokensRefusal(this.parts.settings.invalidGrantStatus, name, message, { reason, remedy });
  }
}

/** The first time that a used token comes again is written down, whatever comes of it. */
function noteReuse(outcome: RefreshOutcome, id: string, trace: Trace): void {
  if (!('from' in outcome) || outcome.from.usedAt === undefined || outcome.from.reusedAt !== undefined) return;
  note(trace, 'tokens.reuse-noted');
  trace.changed('tokenSession', id, 'changed', 'reuse');
}

function usedWords(token: KeptToken): string {
  if (isForgotten(token)) return 'The refresh token is one of long ago, in whose place others came';
  return `The refresh token was used at ${iso(token.usedAt)} already`;
}

function graceMessage(usedAt: number | undefined, graceMs: number, what: string): string {
  return `The refresh token was used at ${iso(usedAt)}, in the grace time of ${counted(graceMs / 1000, 'second')}: ${what}.`;
}

function iso(time = 0): string {
  return new Date(time).toISOString();
}
