import type { MobileVariables } from '../../../../core/systems/mobile/mobileVariables';

/** What the thread that reads the folder `mobile.data` is started with. */
export interface DataStart {
  /** Absolute path. */
  readonly folder: string;
  /** The routes that the server answers itself, as path patterns. */
  readonly own: readonly string[];
}

/** What an app asks for. */
export interface DataAsk {
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  /** Decoded names and values. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly variables: MobileVariables;
  /** Names of the actions that have ended with success. */
  readonly actions: readonly string[];
}

export type DataRequest =
  | { readonly kind: 'look' }
  | {
      readonly kind: 'ask';
      readonly ask: DataAsk;
      /** Whether it asks for an action, whose answer may say that it ended with success. */
      readonly isAction: boolean;
    };

export type DataFound =
  | {
      readonly kind: 'fits';
      readonly file: string;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly bytes: Uint8Array;
      /** For an answer to an action: whether it says that the action ended with success. */
      readonly isSuccess: boolean;
    }
  /** The answer needs a variable that the session does not have. */
  | { readonly kind: 'placeholder'; readonly file: string; readonly variable: string }
  /** The file with the body of the answer cannot be read. */
  | { readonly kind: 'unusable'; readonly file: string; readonly reason: string }
  /** `nearest` says which answer is nearest, and what differs. */
  | { readonly kind: 'none'; readonly nearest?: string };

/** What is wrong with a file. */
export interface DataFault {
  /** From the folder, with `/`. Empty for the folder itself. */
  readonly file: string;
  /** One sentence, without its full stop. */
  readonly reason: string;
  /**
   * What comes of it: the file is left out; the file is played, with a text as it stands that looks like a variable; a part of
   * it is sent otherwise than it is written; or a part of it has no effect.
   */
  readonly effect: 'leftOut' | 'sentRaw' | 'changed' | 'dead';
  /** For a file that is left out: the path that it is for, as far as it can be read. */
  readonly path?: string;
}

/** The answer of the thread. */
export interface DataReply {
  readonly id: number;
  /** Absent where it was only to look at the files. */
  readonly found?: DataFound;
  readonly faults: readonly DataFault[];
}

/** The sentence that tells a fault, without its full stop. */
export function dataFaultText({ file, reason }: DataFault): string {
  return file === '' ? reason : `${file}: ${reason}`;
}
