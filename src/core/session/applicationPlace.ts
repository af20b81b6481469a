import { parseJson } from '../json/parseJson';
import { holdsCopiesOf, isCopiesFolder, mayBeCopy } from './copiesFolder';
import { isLeftoverName } from './leftoverName';
import { applicationFolderName, beginsAsObject, judgeName, type NameVerdict } from './location';
import { sessionFields } from './sessionFields';

/** Where a session belongs by its content. Absent is what the content does not say. */
export interface ContentPlace {
  readonly application?: string;
  readonly name?: string;
}

/** Empty when the text is not well-formed. */
export function contentPlace(text: string): ContentPlace {
  let value: unknown;
  try {
    value = parseJson(text.replace(/^\uFEFF/, ''));
  } catch {
    return {};
  }
  const { applicationId, teamId, sessionId } = sessionFields(value);
  return {
    ...(applicationId && teamId !== undefined && { application: applicationFolderName(applicationId, teamId) }),
    ...(sessionId && { name: sessionId }),
  };
}

/**
 * A folder directly in a MobileApps folder: which files in it count as session files. Everybody who asks that asks here.
 * A file that is named as its own id in the folder that its content names is one, whatever these names look like. Any
 * other file is none when it is a leftover by its name, or when the folder is one for copies.
 * See docs/session-files.md#which-files-count.
 */
export class ApplicationPlace {
  /** Whether only the sessions in the folder tell whether it is that of an application. */
  readonly isDoubtful: boolean;
  /** Whether it is none by its name, unless a session in it says so. */
  readonly isForCopies: boolean;

  constructor(readonly application: string) {
    this.isDoubtful = mayBeCopy(application);
    this.isForCopies = isCopiesFolder(application);
  }

  /** What the name of a file says alone. */
  judge(name: string): NameVerdict {
    const verdict = judgeName(name);
    return verdict === 'session' && !this.isPlain(name) ? 'dependsOnText' : verdict;
  }

  /** Whether a file with this name and text is a session file. Nothing is read of the text when the name alone decides. */
  counts(name: string, text: string): boolean {
    const verdict = judgeName(name);
    if (verdict === 'session' && this.isPlain(name)) return true;
    if (verdict === 'other' || (verdict === 'dependsOnText' && !beginsAsObject(text))) return false;
    const asked = contentPlace(text);
    const isHere = asked.application === this.application;
    if (isHere && asked.name === name) return true;
    if (this.isForCopies && !isHere) return false;
    if (asked.application !== undefined && this.isDoubtful && holdsCopiesOf(this.application, asked.application))
      return false;
    return !isLeftoverName(name, asked.name);
  }

  /** Whether a file that cannot be read counts as a session file. */
  countsUnread(name: string): boolean {
    return judgeName(name) === 'session' && !this.isForCopies;
  }

  /** As 4D names nearly all files, in a folder as nearly all applications have. */
  private isPlain(name: string): boolean {
    return name.length === ID_LENGTH && !this.isDoubtful;
  }
}

/** A SHA-1 in hexadecimal digits. */
const ID_LENGTH = 40;
