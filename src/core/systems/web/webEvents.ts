import type { WebSessionPatch } from './webSession';

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
