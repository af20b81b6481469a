/** Why a server does not run. The message is one English sentence with a way out. */
export interface ServerProblem {
  readonly code: 'port-busy' | 'options' | 'crashed' | 'not-started';
  readonly message: string;
  /** The port that is busy. */
  readonly port?: number;
}
