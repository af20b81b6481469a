import path from 'node:path';
import { phraseText } from '../core/compliance/phrase';
import type { SessionChecker } from '../core/compliance/sessionChecker';
import { withoutBom } from '../core/json/byteOrderMark';
import { parseJson } from '../core/json/parseJson';
import { ApplicationPlace } from '../core/session/applicationPlace';
import type { Session } from '../core/session/session';
import { digestOf } from './digest';
import type { SessionFileReader } from './sessionFile';
import { SETTLE_MS } from './settleTime';

/** The result of reading one session file, as needed to refresh the sessions in memory. It is plain data. */
export type SessionLook =
  | {
      readonly kind: 'session';
      readonly name: string;
      readonly digest: string;
      /** The file's text, for `sessionIn`. Present only when it was requested. */
      readonly content?: string;
    }
  | {
      readonly kind: 'atFault';
      readonly name: string;
      /** Absent when the file could not be read. */
      readonly digest?: string;
      readonly code: MobiCode;
      readonly message: string;
      /** Not well-formed and just changed. It may be half written. */
      readonly unsettled: boolean;
    }
  /** The file does not exist, or is not a session file. */
  | { readonly kind: 'none'; readonly name: string; readonly reason: 'vanished' | 'notRegular' | 'noSession' };

/** The number of an error of MOBILE APP REFRESH SESSIONS. */
export type MobiCode = 1 | 2 | 3 | 4;

/** Reads single session files for a server that has sessions in memory. */
export class SessionLooker {
  /** The last one, because files come by application. */
  private place: ApplicationPlace | undefined;

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
        // 4D has no code for an unreadable file. It is treated as not well-formed.
        return { kind: 'atFault', name, code: 2, message: phraseText(reading.reason), unsettled: false };
    }
    const { text, illFormedAt, modified } = reading;
    if (this.place?.application !== application) this.place = new ApplicationPlace(application);
    if (!this.place.counts(name, text)) return { kind: 'none', name, reason: 'noSession' };
    const { findings } = this.checker.check({
      applicationFolder: application,
      name,
      text,
      ...(illFormedAt !== undefined && { illFormedAt }),
    });
    // Decoded, two texts that are not UTF-8 may look the same, or like a text that is.
    const digest = digestOf(illFormedAt === undefined ? text : `not UTF-8 at ${illFormedAt}: ${text}`);
    // Findings are in the order in which 4D is assumed to look: 2, 3, 1, 4.
    const error = findings.find(({ severity }) => severity === 'error');
    if (!error) return { kind: 'session', name, digest, ...(withContent && { content: text }) };
    const code = Number(error.code.slice('mobi/'.length)) as MobiCode;
    const unsettled = code === 2 && Math.abs(Date.now() - modified) < SETTLE_MS;
    return { kind: 'atFault', name, digest, code, message: error.message, unsettled };
  }
}

/** Parses the content of a valid session file. */
export function sessionIn(content: string): Session {
  return parseJson(withoutBom(content)) as Session;
}
