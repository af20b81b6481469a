import type { EventAction, SystemEvents } from '../../scenario/systemEvent';
import { MOBILE_CALLS } from './mobileCalls';
import './mobileSlice';

/** `event.acceptPending` of a step. */
export interface AcceptPendingSource {
  /** A session id, a file path or an e-mail address. */
  readonly session: string;
}

declare module '../../scenario/systemEvent' {
  interface SystemEventSources {
    /** Calls MOBILE APP REFRESH SESSIONS. */
    refresh: true;
    /** Changes the status in the file of a pending session, and then refreshes. */
    acceptPending: AcceptPendingSource;
  }
}

const REFRESH: EventAction = { control: MOBILE_CALLS.refresh() };

export const MOBILE_EVENTS: SystemEvents<'refresh' | 'acceptPending'> = {
  refresh: () => [REFRESH],
  acceptPending: ({ session }, { systems }) => {
    const held = systems.mobile?.sessions.find(({ id, file, email }) => [id, file, email].includes(session));
    if (!held) return { problem: `There is no mobile session ${session} in memory.` };
    return [{ editFile: { file: held.file, set: { '/status': 'accepted' } } }, REFRESH];
  },
};
