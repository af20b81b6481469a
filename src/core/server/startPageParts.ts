import type { Phrase } from '../compliance/phrase';
import type { Json } from '../json/json';

/** What a person types in a test login. */
export interface TestLoginField {
  /** Where its value goes in the body. */
  readonly path: readonly string[];
  readonly label: Phrase;
  readonly type: 'text' | 'email' | 'password';
  readonly value: string;
}

/** A real call of a public route that a person can make from the start page of a server. It holds no secret. */
export interface TestLogin {
  /** What the button does. */
  readonly title: Phrase;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fields: readonly TestLoginField[];
  /** The body, without what is typed. Absent for GET. */
  readonly body?: { readonly [name: string]: Json };
}

/** One line of the journal as the start page shows it. It holds no secret. */
export interface LiveLine {
  readonly id: number;
  /** Virtual time, ISO 8601. */
  readonly at: string;
  readonly face: string;
  readonly text: string;
  /** Such as `POST 401`; empty if nothing was asked. */
  readonly answer: string;
  readonly isRefused: boolean;
}
