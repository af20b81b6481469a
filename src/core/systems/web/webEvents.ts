import type { Json } from '../../json/json';
import type { EventAction, SystemEvents } from '../../scenario/systemEvent';
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
  openWebSession: () => [call('POST', '/web/sessions')],
  closeWebSession: ({ session }) => [call('DELETE', pathOf(session))],
  expireWebSession: ({ session }, { systems }) => {
    const found = systems.web?.sessions.find(({ id }) => id === session);
    if (!found) return { problem: `There is no web session ${session}.` };
    return [{ clock: { until: new Date(Date.parse(found.expirationDate) + 1).toISOString() } }];
  },
  patchWebSession: ({ session, ...patch }) => [call('PATCH', pathOf(session), patch as Json)],
  createOtp: ({ session, ...options }) => [call('POST', `${pathOf(session)}/otp`, options)],
};

function call(method: string, path: string, json?: Json): EventAction {
  return { control: { method, path, ...(json !== undefined && { json }) } };
}

function pathOf(session: string): string {
  return `/web/sessions/${encodeURIComponent(session)}`;
}
