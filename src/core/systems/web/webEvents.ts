import type { SystemEvents } from '../../scenario/systemEvent';
import { WEB_CALLS } from './webCalls';
import type { WebSessionPatch } from './webSession';
import './webSlice';

declare module '../../scenario/systemEvent' {
  interface SystemEventSources {
    openWebSession: true;
    closeWebSession: { readonly session: string };
    /** Moves the clock to the time when the session expires. */
    expireWebSession: { readonly session: string };
    patchWebSession: WebSessionPatch & { readonly session: string };
    createOtp: { readonly session: string; readonly lifespan?: number };
  }
}

export const WEB_EVENTS: SystemEvents<
  'openWebSession' | 'closeWebSession' | 'expireWebSession' | 'patchWebSession' | 'createOtp'
> = {
  openWebSession: () => [{ control: WEB_CALLS.make() }],
  closeWebSession: ({ session }) => [{ control: WEB_CALLS.close(session) }],
  expireWebSession: ({ session }, { systems }) => {
    const found = systems.web?.sessions.find(({ id }) => id === session);
    if (!found) return { problem: `There is no web session ${session}.` };
    return [{ clock: { until: new Date(Date.parse(found.expirationDate) + 1).toISOString() } }];
  },
  patchWebSession: ({ session, ...patch }) => [{ control: WEB_CALLS.change(session, patch) }],
  createOtp: ({ session, lifespan }) => [{ control: WEB_CALLS.createOtp(session, lifespan) }],
};
