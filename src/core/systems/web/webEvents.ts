import type { WebSessionPatch } from './webSession';

declare module '../../scenario/systemEvent' {
  interface SystemEventSources {
    openWebSession: true;
    closeWebSession: { readonly session: string };
    /** Moves the clock to where the session is over by itself. */
    expireWebSession: { readonly session: string };
    patchWebSession: WebSessionPatch & { readonly session: string };
    createOtp: { readonly session: string; readonly lifespan?: number };
  }
}
