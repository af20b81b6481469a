import assert from 'node:assert/strict';
import type { Finding } from '../../../src/core/compliance/finding';
import { SessionChecker, type SessionText } from '../../../src/core/compliance/sessionChecker';
import type { Position } from '../../../src/core/json/position';
import { encodeToken } from '../../../src/core/session/connectionToken';
import { applicationFolderName } from '../../../src/core/session/location';
import { deriveSessionId } from '../../../src/core/session/sessionId';
import { builtInSchema } from '../../../src/disk/builtInSchema';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../../support/seedSession';

const checker = new SessionChecker(builtInSchema);

/** The findings of a text that stands where the seed session stands, unless told otherwise. */
export function findingsOf(text: string, place: Partial<Omit<SessionText, 'text'>> = {}): Finding[] {
  return checker.check({ applicationFolder: SEED_APPLICATION, name: SEED_NAME, ...place, text }).findings;
}

/** Code, pointer and the text that the range covers: how the tables here write a finding. */
export type Told = [code: string, pointer: string, covered: string];

export function told(findings: readonly Finding[], text: string): Told[] {
  // An editor's document has no byte order mark: positions are told without it.
  const body = text.replace(/^\ufeff/, '');
  return findings.map(({ code, pointer, range }) => {
    return [code, pointer, body.slice(offsetOf(body, range.start), offsetOf(body, range.end))];
  });
}

/** `26:10-26:20`, zero-based. */
export function rangeText({ range: { start, end } }: Finding): string {
  return `${start.line}:${start.character}-${end.line}:${end.character}`;
}

/** The seed session with one stretch of it replaced; the stretch must be there exactly once. */
export function seedWith(stretch: string, replacement: string): string {
  assert.equal(SEED_SESSION.split(stretch).length, 2, `${stretch} is not once in the seed`);
  return SEED_SESSION.replace(stretch, () => replacement);
}

/** The seed session as a value, changed, with its derived parts left as they are. */
export function seedChanged(change: (session: Session) => void): string {
  const session = JSON.parse(SEED_SESSION) as Session;
  change(session);
  return JSON.stringify(session, undefined, 2);
}

// biome-ignore lint/suspicious/noExplicitAny: the tests here damage it in every way.
export type Session = Record<string, any>;

/** A session whose id and token are made as 4D makes them, and the place it belongs in. */
export function consistent(session: Session): { session: Session; applicationFolder: string; name: string } {
  const applicationId = session.application.id as string;
  const teamId = (session.team?.id ?? '') as string;
  const id = deriveSessionId({ teamId, applicationId, deviceId: session.device.id });
  const { session: known, ...rest } = session;
  const made = {
    ...rest,
    session: { ...known, id },
    token: encodeToken({ appNameID: applicationId, id, teamID: teamId }),
  };
  return { session: made, applicationFolder: applicationFolderName(applicationId, teamId), name: id };
}

/** Slow and obvious on purpose: the product's own way of counting lines is what is being tested. */
function offsetOf(text: string, { line, character }: Position): number {
  let offset = 0;
  for (let i = 0; i < line; i++) {
    const lineEnd = /\r\n|\r|\n/.exec(text.slice(offset));
    assert.ok(lineEnd, `there is no line ${line}`);
    offset += lineEnd.index + lineEnd[0].length;
  }
  return offset + character;
}
