/** `event.acceptPending` of a step. */
export interface AcceptPendingSource {
  /** Id, file or e-mail address. */
  readonly session: string;
}

declare module '../../scenario/systemEvent' {
  interface SystemEventSources {
    /** MOBILE APP REFRESH SESSIONS. */
    refresh: true;
    /** Edits the status in the file of a pending session, and refreshes. */
    acceptPending: AcceptPendingSource;
  }
}
