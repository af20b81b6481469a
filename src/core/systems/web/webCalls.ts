import { urlEncoded } from '../../base/urlText';
import type { Json } from '../../json/json';
import type { ControlCall } from '../../protocol/controlCall';
import type { ToldHandler } from './toldHandler';
import type { MadeOtp, MadeWebSession, OtpRequest, WebSession, WebSessionPatch } from './webSession';

/** The calls of the control API for web sessions. */
export const WEB_CALLS = {
  /** The entries of HTTPHandlers.json that have no error, in their order. */
  handlers: (): ControlCall<ToldHandler[]> => ({ method: 'GET', path: '/web/handlers' }),
  list: (): ControlCall<WebSession[]> => ({ method: 'GET', path: '/web/sessions' }),
  /** Creates a guest session. */
  make: (): ControlCall<MadeWebSession> => ({ method: 'POST', path: '/web/sessions' }),
  change: (id: string, patch: WebSessionPatch): ControlCall<WebSession> => ({
    method: 'PATCH',
    path: pathOf(id),
    json: patch as Json,
  }),
  close: (id: string): ControlCall<void> => ({ method: 'DELETE', path: pathOf(id) }),
  /** @param lifespan in seconds; defaults to the idle timeout of the session */
  createOtp: (id: string, lifespan?: number): ControlCall<MadeOtp> => ({
    method: 'POST',
    path: `${pathOf(id)}/otp`,
    json: (lifespan === undefined ? {} : { lifespan }) satisfies OtpRequest,
  }),
} as const;

function pathOf(id: string): string {
  return `/web/sessions/${urlEncoded(id)}`;
}
