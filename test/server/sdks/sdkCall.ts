/** A request as an SDK sends it: the path and the query are what is written on the wire, the body its bytes. */
export interface SdkCall {
  /** The route of the server that it is for, as the list of mobile routes names it; `*` for records of any table. */
  readonly route: string;
  readonly method: 'GET' | 'POST';
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** What came back, after the transport has undone its compression. */
export interface SdkAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** What an app does: it yields its requests, gets their answers, and returns what it has at the end. */
export type SdkRun<Result> = Generator<SdkCall, Result, SdkAnswer>;

/** A failure as the app gets it from its SDK. The message says which rule of the SDK the answer breaks. */
export class SdkFailure extends Error {
  override readonly name = 'SdkFailure';

  constructor(
    message: string,
    /** What the SDK found in the answer, as far as it understood it. */
    readonly told: SdkErrorsTold = { codes: [], texts: [] },
    readonly status?: number,
  ) {
    super(message);
  }
}

export interface SdkErrorsTold {
  readonly statusText?: string;
  /** The error codes, in their order. */
  readonly codes: readonly number[];
  readonly texts: readonly string[];
}
