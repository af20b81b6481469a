import { contentText } from '../compliance/contentText';
import { type Finding, makeFinding } from '../compliance/finding';
import { phrase } from '../compliance/phrase';
import { pointerRange } from '../compliance/sessionChecker';
import { ApplicationPlace, contentPlace } from '../session/applicationPlace';
import { holdsCopiesOf } from '../session/copiesFolder';
import { isLeftoverName } from '../session/leftoverName';
import { looksLikeSession } from '../session/location';
import { isSafeFolderName, isSafeSessionName } from './safeName';

/**
 * The hint at a file that holds a session but counts as none: `hint/leftover` or `hint/misplaced`. Undefined when the text is
 * no well-formed session, or when the file is where session files belong.
 * @param place the file's path in the MobileApps folder, with `/`
 * @param illFormedAt where the bytes of the file are not UTF-8, so that it is well-formed nowhere
 */
export function strayFinding(place: string, text: string, illFormedAt?: number): Finding | undefined {
  const folders = place.split('/');
  const file = folders.pop() ?? '';
  if (illFormedAt !== undefined || !looksLikeSession(text)) return undefined;
  const [application, ...below] = folders;
  if (application !== undefined && below.length === 0 && new ApplicationPlace(application).counts(file, text))
    return undefined;
  const { application: wanted, name } = contentPlace(text);
  if (wanted === undefined || name === undefined) return undefined;
  if (isLeftoverName(file, name) || folders.some((folder) => holdsCopiesOf(folder, wanted))) {
    const words = phrase(
      'This is a copy or leftover of a session file, as editors, sync tools and file managers make them. It counts as no session.',
    );
    const start = { line: 0, character: 0 };
    return makeFinding('hint/leftover', words, '', { start, end: start });
  }
  if (!isSafeFolderName(wanted) || !isSafeSessionName(name)) return undefined;
  const words = phrase(
    'A session does not count here. By its content it belongs at "{0}".',
    `${contentText(wanted)}/${contentText(name)}`,
  );
  const range = pointerRange(text, '/session/id');
  return makeFinding('hint/misplaced', words, '/session/id', range, { kind: 'place', application: wanted, name });
}
