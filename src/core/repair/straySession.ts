import { type Finding, makeFinding } from '../compliance/finding';
import { phrase } from '../compliance/phrase';
import { pointerRange } from '../compliance/sessionChecker';
import { parseJson } from '../json/parseJson';
import { isLeftoverName } from '../session/leftoverName';
import { applicationFolderName, judgeName, looksLikeSession } from '../session/location';
import { sessionFields } from '../session/sessionFields';
import { isSafeFolderName, isSafeSessionName } from './safeName';

/** Folders in which people and tools keep copies on purpose. */
const COPIES = /^(backups?|bak|old|archives?|copy|copies|trash|tmp|temp|\..*)([ _.-].*)?$/i;

/**
 * The hint at a file that holds a session but counts as none: `hint/leftover` or `hint/misplaced`. Undefined when the text is
 * no well-formed session, or when the file is where session files belong.
 * @param place the file's path in the MobileApps folder, with `/`
 */
export function strayFinding(place: string, text: string): Finding | undefined {
  const folders = place.split('/');
  const name = folders.pop() ?? '';
  if (folders.length === 1 && judgeName(name) !== 'other') return undefined;
  if (!looksLikeSession(text)) return undefined;
  const target = placeIn(text);
  if (!target) return undefined;
  if (isLeftoverName(name) || folders.slice(1).some((folder) => COPIES.test(folder) || isLeftoverName(folder))) {
    const words = phrase(
      'This is a copy or leftover of a session file, as editors, sync tools and file managers make them. It counts as no session.',
    );
    const start = { line: 0, character: 0 };
    return makeFinding('hint/leftover', words, '', { start, end: start });
  }
  const { application, name: id } = target;
  if (!isSafeFolderName(application) || !isSafeSessionName(id)) return undefined;
  const words = phrase('A session does not count here. By its content it belongs at "{0}".', `${application}/${id}`);
  const range = pointerRange(text, '/session/id');
  return makeFinding('hint/misplaced', words, '/session/id', range, { kind: 'place', application, name: id });
}

/** Where a session belongs by its content. Undefined when the text is not well-formed or lacks an id. */
function placeIn(text: string): { application: string; name: string } | undefined {
  let value: unknown;
  try {
    value = parseJson(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
  const { applicationId, teamId, sessionId } = sessionFields(value);
  if (!applicationId || teamId === undefined || !sessionId) return undefined;
  return { application: applicationFolderName(applicationId, teamId), name: sessionId };
}
