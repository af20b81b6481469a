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
