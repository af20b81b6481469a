import type { PlainChecker } from '../core/compliance/plainChecker';
import type { HandedRows } from '../core/index/handedRows';
import { plainDigest } from '../core/session/plainDigest';
import { PlainSession } from '../core/session/plainSession';
import { PLAIN } from '../core/session/plainShape';
import { pushTokenDigest } from '../core/session/pushTokenKey';
import { isPushToken } from '../core/session/sessionFields';
import type { ByteTaker } from './sessionFile';

/** Takes the files of which nothing is to be said, from their bytes into rows. */
export class PlainTaker implements ByteTaker {
  private readonly session = new PlainSession();
  private rows: HandedRows | undefined;
  private application = '';
  private name = '';
  private withDigest = false;

  constructor(private readonly checker: PlainChecker) {}

  /** Says which file comes next, and where it goes. */
  expect(rows: HandedRows, application: string, name: string, withDigest: boolean): this {
    this.rows = rows;
    this.application = application;
    this.name = name;
    this.withDigest = withDigest;
    return this;
  }

  take(bytes: Uint8Array, size: number, modified: number): boolean {
    const { session, rows, application, name } = this;
    if (!rows || !session.read(bytes, size) || !this.checker.isFaultless(session, application, name)) return false;
    // Its digest is that of a value.
    if (this.withDigest && session.hasData) return false;
    const digest = this.withDigest ? plainDigest(session) : undefined;
    rows.addPlain(session, { modified, size, digest, pushDigest: pushDigestOf(session) });
    return true;
  }
}

function pushDigestOf(session: PlainSession): string | undefined {
  if (!session.says(PLAIN.pushToken)) return undefined;
  const token = session.text(PLAIN.pushToken);
  return isPushToken(token) ? pushTokenDigest(token) : undefined;
}
