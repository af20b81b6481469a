import type { Finding, FindingCode } from '../compliance/finding';
import { SessionChecker, type SessionText } from '../compliance/sessionChecker';
import { DamagedSession } from './damagedSession';
import { bomRepairs, idRepairs } from './hintRepairs';
import { locationRepairs } from './locationRepairs';
import { changed, type Repair } from './repair';
import { schemaRepairs } from './schemaRepairs';
import { tokenRepairs } from './tokenRepairs';

/** Looks at everything but the schema, which is not known here. */
const PLAIN = new SessionChecker(() => []);

/**
 * The ways to mend a finding of a file, the preferred one first; none when there is no way that loses nothing, or when the
 * file does not have the finding (any more). No repair brings another error with it.
 */
export function repairsOf(file: SessionText, finding: Finding): Repair[] {
  const repairs = candidates(file, finding);
  if (repairs.length === 0) return [];
  const before = new Set(PLAIN.check(file).findings.map(identityOf));
  return repairs
    .filter(({ change }) => {
      const after = PLAIN.check(changed(file, change)).findings;
      const isGone = !after.some((each) => identityOf(each) === identityOf(finding));
      return isGone && after.every((each) => each.severity === 'hint' || before.has(identityOf(each)));
    })
    .sort((a, b) => Number(b.preferred) - Number(a.preferred));
}

function candidates(file: SessionText, finding: Finding): Repair[] {
  if (finding.code === 'hint/bom') return bomRepairs(file, finding);
  const repairs = byCode[finding.code];
  // A file can have a thousand duplicate keys: it is not read for what has no repair anyway.
  const session = repairs && DamagedSession.read(file);
  return session ? repairs(session, finding) : [];
}

/**
 * Those that have a repair. What is not well-formed may mean anything; a device that is jailbroken, or there twice, is no
 * fault of the file.
 */
const byCode: Partial<Record<FindingCode, (session: DamagedSession, finding: Finding) => Repair[]>> = {
  'mobi/3': schemaRepairs,
  'mobi/1': locationRepairs,
  'mobi/4': tokenRepairs,
  'hint/id': idRepairs,
};

/** What makes two findings of one file the same: its place may move with a repair of another. */
function identityOf({ code, detail, pointer }: Finding): string {
  return code === 'mobi/1' ? `${code} ${detail?.kind}` : `${code} ${pointer}`;
}
