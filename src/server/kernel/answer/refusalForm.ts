/** How the clients of one system read a refusal of what got no route, such as a malformed path. */
export interface RefusalForm {
  /** The first segments of its paths, in lower case. */
  readonly paths: readonly string[];
  readonly body: (status: number, message: string) => object;
  /** What each answer of the system has. Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
}
