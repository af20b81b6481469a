/** An answer of the upstream that was passed on. */
export interface ForwardedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
  /** How the body is still encoded: `gzip`. Absent if it is not. */
  readonly encoding?: string | undefined;
  /** The cookies that the upstream has given, and the identity that all requests have. The answer may repeat them. */
  readonly secrets: readonly string[];
}
