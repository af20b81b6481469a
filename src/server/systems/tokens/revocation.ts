import type { EndReason } from '../../../core/systems/tokens/endReason';
import type { Trace } from '../../kernel/journal/trace';
import { endSessions } from './endSessions';
import { tokenState, withToken } from './family';
import { note } from './note';
import type { OperationParts } from './operationParts';
import type { KeptSession } from './tokensSpaces';

/** Ends sessions and single tokens. */
export class Revocation {
  constructor(private readonly parts: OperationParts) {}

  async revoke(raw: string, _hint: string | undefined, client: string | undefined, trace: Trace): Promise<void> {
    const { held } = this.parts;
    const found = await held.find(raw);
    if (!found) return note(trace, 'tokens.revoked.none');
    const { session, token } = found;
    trace.who({ session: session.id, user: session.user });
    // RFC 7009, 2.1: the token must have been issued to this client.
    if (session.client !== undefined && session.client !== client) {
      return note(trace, 'tokens.revoked.none', 'The token was issued to another client: it stays as it is.');
    }
    // RFC 7009, 2: a refresh token takes its access tokens with it. A used one stands for its whole family, too.
    if (token.kind === 'refresh') {
      const ended = await this.end([session.id], 'signed_out', trace);
      if (ended.length === 0) return note(trace, 'tokens.revoked.none', 'The session of the token was over already.');
      return note(trace, 'tokens.revoked', 'The refresh token was revoked, and with it its session.');
    }
    await this.revokeAccess(session.id, token.id, trace);
  }

  end(ids: readonly string[], reason: EndReason, trace: Trace, by?: string): Promise<readonly KeptSession[]> {
    return endSessions(this.parts.held, ids, reason, trace, by);
  }

  private async revokeAccess(session: string, id: string, trace: Trace): Promise<void> {
    const { held, kernel } = this.parts;
    const now = kernel.clock.now();
    let wasLive = false;
    await held.change(session, (before) => {
      const token = before?.tokens.find((each) => each.id === id);
      wasLive = token !== undefined && tokenState(token, now) === 'live';
      return before && token && wasLive ? withToken(before, { ...token, revokedAt: now }) : before;
    });
    if (!wasLive) return note(trace, 'tokens.revoked.none', 'The access token was not good any more.');
    note(trace, 'tokens.revoked', 'The access token was revoked; the session stays.');
    trace.changed('token', id, 'removed', 'revoked');
  }
}
