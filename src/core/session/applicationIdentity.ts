/** Which application a folder is of. */
export interface ApplicationIdentity {
  readonly applicationId: string;
  /** Empty without a team. */
  readonly teamId: string;
  /** The name as people see it. Absent when no session tells it. */
  readonly applicationName?: string;
}
