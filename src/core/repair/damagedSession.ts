import type { SessionText } from '../compliance/sessionChecker';
import { EditedText } from '../edit/editedText';
import { setValue } from '../edit/jsonEdit';
import type { JsonValue } from '../edit/jsonValue';
import type { TextEdit } from '../edit/textEdit';
import { withoutBom } from '../json/byteOrderMark';
import { nodeAt, readJson } from '../json/jsonText';
import { parseJson } from '../json/parseJson';
import { pointerParts } from '../json/pointer';
import { decodeToken, encodeToken, tokenDisagreements } from '../session/connectionToken';
import { applicationFolderName } from '../session/location';
import { isRecord, type SessionFields, sessionFields } from '../session/sessionFields';
import type { FolderIds, IdWitnesses } from './folderIds';

/** Values with the JSON Pointers of where they belong. */
export type PointerValues = readonly (readonly [pointer: string, value: JsonValue])[];

/** A session file with a finding, read once for all repairs. */
export class DamagedSession {
  readonly fields: SessionFields;
  /** The decoded token. Undefined when there is none, or it cannot be decoded. */
  readonly token: Readonly<Record<string, unknown>> | undefined;

  private constructor(
    readonly file: SessionText,
    private readonly value: Record<string, unknown>,
  ) {
    this.fields = sessionFields(value);
    const decoded = this.fields.token === undefined ? undefined : decodeToken(this.fields.token);
    this.token = decoded?.ok ? decoded.value : undefined;
  }

  /**
   * Undefined when the text is not a JSON object, or was not UTF-8. Such a text could not be written back as it was.
   */
  static read(file: SessionText): DamagedSession | undefined {
    if (file.illFormedAt !== undefined) return undefined;
    try {
      const value: unknown = parseJson(withoutBom(file.text));
      return isRecord(value) ? new DamagedSession(file, value) : undefined;
    } catch {
      return undefined;
    }
  }

  /** The value that a pointer names. Undefined when there is none. */
  at(pointer: string): unknown {
    let value: unknown = this.value;
    for (const part of pointerParts(pointer)) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
      value = (value as Record<string, unknown>)[part];
    }
    return value;
  }

  /** The value as it is written in the text: `1.0` is not `1` there. */
  written(pointer: string): string {
    const text = withoutBom(this.file.text);
    const node = nodeAt(readJson(text).root, pointer);
    return node ? text.slice(node.start, node.end) : '';
  }

  /** Whether folder and file name match the content. False when that is unknown. */
  get isInPlace(): boolean {
    const { applicationId, teamId, sessionId } = this.fields;
    if (applicationId === undefined || teamId === undefined || sessionId !== this.file.name) return false;
    return applicationFolderName(applicationId, teamId) === this.file.applicationFolder;
  }

  /** The application and team in the token. */
  get tokenIds(): FolderIds | undefined {
    const { appNameID, teamID = '' } = this.token ?? {};
    if (typeof appNameID !== 'string' || typeof teamID !== 'string') return undefined;
    return { applicationId: appNameID, teamId: teamID };
  }

  /** What tells which application its folder is of. */
  get witnesses(): IdWitnesses {
    return { token: this.tokenIds, beside: this.file.beside };
  }

  /** The token that 4D would write. Undefined when an id is missing. */
  get canonicalToken(): string | undefined {
    const { applicationId, teamId, sessionId } = this.fields;
    if (!applicationId || !sessionId || teamId === undefined) return undefined;
    return encodeToken({ appNameID: applicationId, id: sessionId, teamID: teamId });
  }

  /**
   * The edits that set all these values. A token that matched the session before is replaced when it would no longer
   * match. Undefined when a value or the token cannot be written.
   */
  set(values: PointerValues): { edits: TextEdit[]; tokenChanged: boolean } | undefined {
    const edited = new EditedText(this.file.text);
    const put = ([pointer, value]: PointerValues[number]) => {
      const edits = setValue(edited.text, pointer, value);
      if (edits) edited.apply(edits);
      return edits !== undefined;
    };
    if (!values.every(put)) return undefined;
    const token = this.tokenAfter(sessionFields(parseJson(withoutBom(edited.text))));
    if (token === undefined) return { edits: edited.edits(), tokenChanged: false };
    return token !== '' && put(['/token', token]) ? { edits: edited.edits(), tokenChanged: true } : undefined;
  }

  /** The token for changed fields. Undefined when it stays the same, empty when it cannot be made. */
  private tokenAfter(after: SessionFields): string | undefined {
    const { token } = this;
    if (!token || after.token !== this.fields.token) return undefined;
    if (tokenDisagreements(token, this.fields).length > 0 || tokenDisagreements(token, after).length === 0) {
      return undefined;
    }
    // An id that the session lacks is taken from the token.
    const { applicationId = token.appNameID, sessionId = token.id, teamId = token.teamID ?? '' } = after;
    if (typeof applicationId !== 'string' || typeof sessionId !== 'string' || typeof teamId !== 'string') return '';
    return encodeToken({ appNameID: applicationId, id: sessionId, teamID: teamId });
  }
}
