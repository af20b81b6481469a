import { html } from '../../../core/base/html';
import { sendPage } from '../../kernel/answer/sendPage';
import { acceptSession } from './login';
import type { MobileRoute } from './mobileRoute';
import type { MobileState } from './mobileState';
import { type MobileReason, note } from './note';
import { REFUSED_PROOF, toldOfProof, type Verification } from './verification';

/** The texts of the component 4D Mobile App Server. */
const ACTIVATED = 'You are successfully authenticated';
const EXPIRED = 'This email confirmation link has expired!';
const LOCKED = 'Please contact administrator to unlock your session';

/**
 * The route of the link in the mail. Path and query are those of the component 4D Mobile App Server. `verification.ts`
 * says where we differ from it.
 */
export function activationRoute(path: string, state: MobileState, verification: Verification): MobileRoute {
  return {
    method: 'GET',
    path,
    async handle({ query, trace }, reply) {
      const page = (rule: MobileReason, status: number, text: string, about?: ReturnType<typeof toldOfProof>) => {
        note(trace, rule, about?.told, about?.remedy);
        return sendPage(reply, status, 'Activation', html`<p>${text}</p>`);
      };
      const { token } = query as { token?: unknown };
      // A link that was opened twice has already accepted the session. As in 4D, the page is the same as for an expired
      // link.
      const redeemed =
        typeof token === 'string' ? await verification.redeem('link', token) : ({ ok: false, why: 'unknown' } as const);
      if (!redeemed.ok) {
        const { why } = redeemed;
        return page(REFUSED_PROOF[why], why === 'unknown' ? 404 : 410, EXPIRED, toldOfProof(why));
      }
      const held = await acceptSession(state, redeemed.file, redeemed.email, trace);
      if (!held) {
        note(trace, 'mobile.verification.spent');
        trace.changed('verification', redeemed.email, 'removed', 'link');
        return page('mobile.verification.gone', 409, LOCKED);
      }
      trace.who({ session: held.session.session.id, email: held.session.email, device: held.session.device.id });
      return page('mobile.verification.accepted', 200, ACTIVATED);
    },
  };
}
