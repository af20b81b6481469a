import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Log, Notification, PhysicalLocation, ReportingDescriptor, Result } from 'sarif';
import { urlEncoded } from '../../core/base/urlText';
import { ERROR_CODES, type FindingCode, HINT_CODES, type Severity, severityOf } from '../../core/compliance/finding';
import { jsonLines } from '../../core/terminal/jsonLines';
import { findingsOf, type LocatedFinding } from '../checkReport';
import { PRODUCT, productVersion } from '../product';
import type { Format } from './format';
import { under } from './pathUnder';

const ROOT = '%SRCROOT%';
const CODES: readonly FindingCode[] = [...ERROR_CODES, ...HINT_CODES];

/** The name and meaning of each code. */
const RULES: Record<FindingCode, readonly [name: string, short: string, full: string]> = {
  'mobi/2': [
    'MalformedJson',
    'The session file is not well-formed JSON.',
    'A session file is one JSON text in UTF-8 as RFC 8259 has it: no comments, no trailing commas, nothing before or after.',
  ],
  'mobi/3': [
    'InvalidSession',
    'The session file does not validate the session schema.',
    'A session file is an object with the properties, types and values that 4D expects of a mobile session.',
  ],
  'mobi/1': [
    'WrongLocation',
    'The session file is not where its content says.',
    'The folder is named by team.id, a dot and application.id, or by application.id alone; the file is named by session.id.',
  ],
  'mobi/4': [
    'WrongToken',
    'The connection token does not match the session.',
    'The token is base64 of a JSON object whose appNameID, id and teamID are application.id, session.id and team.id.',
  ],
  'hint/id': [
    'UnusualSessionId',
    '4D would give this session another id.',
    '4D takes the SHA-1 of team.id, application.id and device.id, written one after the other, as session.id.',
  ],
  'hint/duplicate-device': [
    'DuplicateDevice',
    'Two session files of one application name the same device.',
    'A device with two session files gets its pushes and mails twice.',
  ],
  'hint/duplicate-key': [
    'DuplicateKey',
    'A property is there twice.',
    'Readers of JSON take the last of two properties with one name; the first says nothing.',
  ],
  'hint/bom': [
    'ByteOrderMark',
    'The file begins with a byte order mark.',
    '4D writes session files without a byte order mark.',
  ],
  'hint/jailbroken': [
    'JailbrokenDevice',
    'The device is jailbroken.',
    'The app told the server that its device is jailbroken.',
  ],
  'hint/legacy-folder': [
    'LegacyFolder',
    'An Android session is in the folder of a team.',
    'Android apps made since 2023 send no team: the next login makes a second file in the folder without it.',
  ],
  'hint/leftover': [
    'LeftoverSession',
    'A copy or leftover of a session file is here.',
    'Editors, sync tools and file managers leave copies beside a file. A session in such a file counts as none.',
  ],
  'hint/misplaced': [
    'MisplacedSession',
    'A session is where none counts.',
    'A session file is directly in an application folder, directly in a MobileApps folder, and its name has no extension.',
  ],
  'hint/duplicate-push': [
    'DuplicatePushToken',
    'Two sessions of one MobileApps folder have the same push token.',
    'What is pushed to both sessions reaches the device twice.',
  ],
};

/** SARIF 2.1.0, for code scanning. */
export const sarif: Format = (report, { cwd }) => {
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: PRODUCT,
            version: productVersion(),
            semanticVersion: productVersion(),
            rules: CODES.map(rule),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { uri: pathToFileURL(path.join(cwd, path.sep)).href } },
        invocations: [
          {
            executionSuccessful: report.unreadable.length === 0,
            toolExecutionNotifications: report.unreadable.map(
              ({ folder, file, reason }): Notification => ({
                level: 'error',
                message: { text: `Cannot be read: ${reason}` },
                locations: [{ physicalLocation: { artifactLocation: artifact(path.join(folder, file), cwd) } }],
              }),
            ),
          },
        ],
        results: [...findingsOf(report)].map((located) => result(located, cwd)),
      },
    ],
  };
  return jsonLines(log);
};

function rule(code: FindingCode): ReportingDescriptor {
  const [name, short, full] = RULES[code];
  return {
    id: code,
    name,
    shortDescription: { text: short },
    fullDescription: { text: full },
    help: { text: full },
    defaultConfiguration: { level: levelOf(severityOf(code)) },
  };
}

function result({ folder, file, finding }: LocatedFinding, cwd: string): Result {
  const { code, severity, message, pointer, range } = finding;
  const physicalLocation: PhysicalLocation = {
    artifactLocation: artifact(path.join(folder, file), cwd),
    region: {
      startLine: range.start.line + 1,
      startColumn: range.start.character + 1,
      endLine: range.end.line + 1,
      endColumn: range.end.character + 1,
    },
  };
  return {
    ruleId: code,
    ruleIndex: CODES.indexOf(code),
    level: levelOf(severity),
    message: { text: message },
    locations: [{ physicalLocation }],
    properties: { pointer },
  };
}

function artifact(file: string, cwd: string): { uri: string; uriBaseId?: string } {
  const relative = under(cwd, file);
  if (relative === undefined) return { uri: pathToFileURL(file).href };
  // On Windows a name may be invalid Unicode, for which there is no URI. Its invalid characters are replaced.
  const uri = relative.split('/').map((part) => urlEncoded(Buffer.from(part).toString()));
  return { uri: uri.join('/'), uriBaseId: ROOT };
}

function levelOf(severity: Severity): 'error' | 'warning' | 'note' {
  return severity === 'hint' ? 'note' : severity;
}
