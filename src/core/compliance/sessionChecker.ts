import { changedTexts } from '../json/changedTexts';
import { type JsonReading, nodeAt, readJson } from '../json/jsonText';
import { parseJson } from '../json/parseJson';
import { Lines, type Range } from '../json/position';
import type { ApplicationIdentity } from '../session/applicationIdentity';
import { type Codecs, portableCodecs } from '../session/codecs';
import { decodeToken, encodeToken, type TokenDisagreement, tokenDisagreements } from '../session/connectionToken';
import { contentDigest, textDigest, valueSummary } from '../session/contentDigest';
import { applicationFolderName } from '../session/location';
import { isRecord, type SessionFields, sessionFields } from '../session/sessionFields';
import { deriveSessionId } from '../session/sessionId';
import { contentText } from './contentText';
import { countStrings, mayHaveDuplicateKeys } from './duplicateKeys';
import { type Finding, type FindingCode, type FindingDetail, makeFinding } from './finding';
import { type Phrase, phrase } from './phrase';
import { type SchemaCheck, type SchemaError, schemaErrorTexts } from './schemaErrorText';
import { syntaxPhrase } from './syntaxPhrase';

/** A session file's text, and the folder and name of the file. */
export interface SessionText {
  applicationFolder: string;
  name: string;
  /** The decoded text, with its BOM if it has one. */
  text: string;
  /** Offset in `text` of the first bytes that are not UTF-8. The text after it is not used. */
  illFormedAt?: number;
  /** What the sessions beside it say that its folder is of. Repairs use it, when it is known. */
  beside?: ApplicationIdentity;
}

export interface Verdict {
  /** The fields that could be read. Undefined when the text is not JSON. */
  fields?: SessionFields;
  /** The number of `contentDigest`. 0 when nobody asked for it. */
  digest: number;
  findings: Finding[];
}

export interface CheckWishes {
  /** Nobody asks whether the content has changed. It takes a tenth of the time of a check. */
  readonly withoutDigest?: boolean | undefined;
}

/** A finding before its place in the text is known. */
interface UnplacedFinding {
  code: FindingCode;
  phrase: Phrase;
  pointer: string;
  detail?: FindingDetail;
}

/** Reported even when a schema of the user's would allow it. */
const NOT_AN_OBJECT: SchemaError = {
  instancePath: '',
  schemaPath: '#/type',
  keyword: 'type',
  params: { type: 'object' },
};

/**
 * Checks one session file. A file with `mobi/2` has no other finding. Every other file is checked for `mobi/3`,
 * `mobi/1`, `mobi/4` and the hints, each as far as the fields that it needs exist.
 * The codes and their meaning are those of 4D's MOBILE APP REFRESH SESSIONS. For the order see
 * docs/session-files.md#order-of-the-findings.
 */
export class SessionChecker {
  /** @param codecs of the runtime */
  constructor(
    private readonly schema: SchemaCheck,
    private readonly codecs: Codecs = portableCodecs,
  ) {}

  check(file: SessionText, { withoutDigest = false }: CheckWishes = {}): Verdict {
    const bom = file.text.charCodeAt(0) === 0xfeff;
    const text = bom ? file.text.slice(1) : file.text;
    if (file.illFormedAt !== undefined) return notUtf8(file.text, text, file.illFormedAt - (bom ? 1 : 0));
    let value: unknown;
    try {
      value = parseJson(text);
    } catch {
      return malformed(file.text, text);
    }
    const fields = sessionFields(value);
    const found: UnplacedFinding[] = [];
    const errors = isRecord(value) ? this.schema(value) : [NOT_AN_OBJECT];
    if (errors.length > 0) {
      for (const error of schemaErrorTexts(errors, value)) found.push({ code: 'mobi/3', ...error });
    }
    locationFindings(fields, value, file, found);
    tokenFindings(fields, found);
    hints(fields, file, found, this.codecs);
    const { digest, strings } = withoutDigest ? { digest: 0, strings: countStrings(value) } : valueSummary(value, bom);
    const duplicates = mayHaveDuplicateKeys(text, strings);
    if (found.length === 0 && !duplicates && !bom) return { fields, digest, findings: [] };
    return { fields, digest, findings: place(text, found, bom, duplicates) };
  }
}

/**
 * The range of the value that a pointer names. When the text has no such value, it is the range of the nearest parent.
 */
export function pointerRange(text: string, pointer: string): Range {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  return locator(body, readJson(body))(pointer);
}

/** Adds the ranges. They are computed only for files that have findings, because that is slow. */
function place(text: string, found: UnplacedFinding[], bom: boolean, duplicates: boolean): Finding[] {
  const reading = readJson(text);
  const rangeAt = locator(text, reading);
  const findings = found.map(({ code, phrase, pointer, detail }) =>
    makeFinding(code, phrase, pointer, rangeAt(pointer), detail),
  );
  if (duplicates && reading.duplicateKeys.length > 0) {
    const lines = new Lines(text);
    for (const { key, pointer, start, end } of reading.duplicateKeys) {
      const words = phrase('Property "{0}" is here twice; readers take the last one.', contentText(key));
      findings.push(makeFinding('hint/duplicate-key', words, pointer, lines.rangeAt(start, end)));
    }
  }
  if (bom) {
    const words = phrase('The file begins with a byte order mark; 4D writes none.');
    findings.push(
      makeFinding('hint/bom', words, '', { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }),
    );
  }
  return findings;
}

function locator(text: string, reading: JsonReading): (pointer: string) => Range {
  let lines: Lines | undefined;
  return (pointer) => {
    lines ??= new Lines(text);
    for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
      const node = nodeAt(reading.root, at);
      if (node) return lines.rangeAt(node.start, node.end);
      if (at === '') return lines.rangeAt(0, text.length);
    }
  };
}

function notUtf8(whole: string, text: string, offset: number): Verdict {
  const range = new Lines(text).rangeAt(offset, offset + 1);
  const words = phrase('Not well-formed JSON: the file is not UTF-8 from here on. Save it with the encoding UTF-8.');
  return { digest: contentDigest(whole), findings: [makeFinding('mobi/2', words, '', range)] };
}

function malformed(whole: string, text: string): Verdict {
  const { stop } = readJson(text);
  // `JSON.parse` decides whether a text is well-formed. If it fails but the locator finds no error, the finding is
  // placed at the end of the text.
  const at = stop ?? { offset: text.length, end: text.length, expected: 'endOfText' as const, atEnd: true };
  const range = new Lines(text).rangeAt(at.offset, at.end);
  return { digest: textDigest(whole), findings: [makeFinding('mobi/2', syntaxPhrase(at, text), '', range)] };
}

function locationFindings(fields: SessionFields, value: unknown, file: SessionText, found: UnplacedFinding[]): void {
  const { applicationId, teamId, sessionId } = fields;
  if (applicationId !== undefined && teamId !== undefined) {
    const expected = applicationFolderName(applicationId, teamId);
    if (expected !== file.applicationFolder) {
      found.push({
        code: 'mobi/1',
        phrase: phrase(
          'By its content this file belongs in folder "{0}", but it is in "{1}".',
          // Each part before they are joined: where one ends, a token looks as if it went on.
          applicationFolderName(contentText(applicationId), contentText(teamId)),
          file.applicationFolder,
        ),
        pointer: disagreeingPointer(applicationId, value, file.applicationFolder),
        detail: { kind: 'folder', expected },
      });
    }
  }
  if (sessionId !== undefined && sessionId !== file.name) {
    found.push({
      code: 'mobi/1',
      phrase: phrase('session.id is "{0}", but the file is named "{1}".', contentText(sessionId), file.name),
      pointer: '/session/id',
      detail: { kind: 'name', expected: sessionId },
    });
  }
}

/** Points at the team when only the team differs from the folder's name, otherwise at the application. */
function disagreeingPointer(applicationId: string, value: unknown, folder: string): string {
  const applicationAgrees = folder === applicationId || folder.endsWith(`.${applicationId}`);
  const { team } = value as { team?: { id?: string } };
  if (!applicationAgrees || team === undefined) return '/application/id';
  return team.id === undefined ? '/team' : '/team/id';
}

function tokenFindings(fields: SessionFields, found: UnplacedFinding[]): void {
  const { token, applicationId, sessionId, teamId } = fields;
  if (token === undefined) return;
  // Most tokens are exactly what 4D writes. Encoding the ids takes half the time of decoding the token.
  if (applicationId !== undefined && sessionId !== undefined && teamId !== undefined) {
    if (token === encodeToken({ appNameID: applicationId, id: sessionId, teamID: teamId })) return;
  }
  const decoded = decodeToken(token);
  if (!decoded.ok) {
    found.push({ code: 'mobi/4', phrase: phrase(TOKEN_DEFECTS[decoded.defect]), pointer: '/token' });
    return;
  }
  const differing = tokenDisagreements(decoded.value, fields);
  if (differing.length > 0) found.push({ code: 'mobi/4', phrase: disagreementPhrase(differing), pointer: '/token' });
}

const TOKEN_DEFECTS = {
  notBase64: 'The connection token is not base64.',
  notUtf8: 'The connection token is not base64 of UTF-8 text.',
  notJson: 'The connection token is not base64 of JSON.',
  tooDeep: 'The connection token is base64 of JSON that is nested too deeply.',
  notAnObject: 'The connection token is not base64 of a JSON object.',
} as const;

const SESSION_NAMES = { appNameID: 'application.id', id: 'session.id', teamID: 'team.id' } as const;

function disagreementPhrase(differing: TokenDisagreement[]): Phrase {
  const inToken = differing.map(({ key, found }) => `${key} ${found === undefined ? '(none)' : quotedText(found)}`);
  const inSession = differing.map(({ key, expected }) => `${SESSION_NAMES[key]} ${quotedText(expected)}`);
  return phrase('The connection token says {0}; the session says {1}.', inToken.join(', '), inSession.join(', '));
}

function quotedText(value: unknown): string {
  return JSON.stringify(changedTexts(value, (text) => contentText(text), contentText));
}

function hints(fields: SessionFields, file: SessionText, found: UnplacedFinding[], codecs: Codecs): void {
  const { applicationId, teamId, deviceId, sessionId } = fields;
  if (applicationId !== undefined && teamId !== undefined && deviceId !== undefined && sessionId !== undefined) {
    const derived = deriveSessionId({ teamId, applicationId, deviceId }, codecs);
    if (derived !== sessionId) {
      const words = phrase(
        '4D would name this session "{0}" (SHA-1 of team.id, application.id and device.id).',
        derived,
      );
      found.push({ code: 'hint/id', phrase: words, pointer: '/session/id' });
    }
  }
  if (fields.jailbroken) {
    found.push({ code: 'hint/jailbroken', phrase: phrase('This device is jailbroken.'), pointer: '/device/jb' });
  }
  // Until January 2023 Android apps sent a team. A new login of such a device makes a second file, in the folder
  // without the team.
  if (
    fields.deviceOs?.toLowerCase() === 'android' &&
    teamId &&
    applicationId !== undefined &&
    file.applicationFolder === applicationFolderName(applicationId, teamId)
  ) {
    const words = phrase(
      'Android apps made since 2023 send no team: the next login of this device makes a second file, in folder "{0}".',
      contentText(applicationId),
    );
    found.push({ code: 'hint/legacy-folder', phrase: words, pointer: '/team/id' });
  }
}
