import path from 'node:path';
import { phraseText } from '../core/compliance/phrase';
import type { SessionChecker } from '../core/compliance/sessionChecker';
import { withoutBom } from '../core/edit/jsonEdit';
import { beginsAsObject, judgeName } from '../core/session/location';
import type { Session } from '../core/session/session';
import { digestOf } from './digest';
import { SETTLE_MS } from './fileChecker';
import type { SessionFileReader } from './sessionFile';

/** What one look at a session file found: as much as a refresh of the sessions in memory needs. Plain data. */
export type SessionLook =
  | {
      readonly kind: 'session';
      readonly name: string;
      readonly digest: string;
      /** The file's text, for `sessionIn`; only when it was asked for. */
      readonly content?: string;
    }
  | {
      readonly kind: 'atFault';
      readonly name: string;
      /** Absent when the file could not be read. */
      readonly digest?: string;
      readonly code: MobiCode;
      readonly message: string;
      /** Malformed and changed a moment ago: perhaps half written. */
      readonly unsettled: boolean;
    }
  /** Not there, or no session file on a closer look. */
  | { readonly kind: 'none'; readonly name: string; readonly reason: 'vanished' | 'notRegular' | 'noSession' };

/** Number of an error of MOBILE APP REFRESH SESSIONS. */
export type MobiCode = 1 | 2 | 3 | 4;

/** Looks at single session files on behalf of those who hold sessions in memory. */
export class SessionLooker {
  constructor(
    private readonly reader: SessionFileReader,
    private readonly checker: SessionChecker,
  ) {}

  look(folder: string, application: string, name: string, withContent: boolean): SessionLook {
    const reading = this.reader.read(path.join(folder, application, name));
    switch (reading.kind) {
      case 'vanished':
        return { kind: 'none', name, reason: 'vanished' };
      case 'notRegular':
        return { kind: 'none', name, reason: 'notRegular' };
      case 'unreadable':
        // 4D has no code for this; what cannot be read is not well-formed either.
        return { kind: 'atFault', name, code: 2, message: phraseText(reading.reason), unsettled: false };
    }
    const { text, illFormedAt, modified } = reading;
    if (judgeName(name) === 'dependsOnText' && !beginsAsObject(text))
      return { kind: 'none', name, reason: 'noSession' };
    const { findings } = this.checker.check({
      applicationFolder: application,
      name,
      text,
      ...(illFormedAt !== undefined && { illFormedAt }),
    });
    // Two texts that are not UTF-8 may look alike, and like one that is.
    const digest = digestOf(illFormedAt === undefined ? text : `not UTF-8 at ${illFormedAt}: ${text}`);
    // Findings come in the order in which 4D is taken to look: 2, 3, 1, 4.
    const fault = findings.find(({ severity }) => severity === 'error');
    if (!fault) return { kind: 'session', name, digest, ...(withContent && { content: text }) };
    const code = Number(fault.code.slice('mobi/'.length)) as MobiCode;
    const unsettled = code === 2 && Math.abs(Date.now() - modified) < SETTLE_MS;
    return { kind: 'atFault', name, digest, code, message: fault.message, unsettled };
  }
}

/** The session in the content of a compliant file. */
export function sessionIn(content: string): Session {
  return JSON.parse(withoutBom(content)) as Session;
}
