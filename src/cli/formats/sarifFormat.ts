import { createHash } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Log, Notification, PhysicalLocation, ReportingDescriptor, Result } from 'sarif';
import { urlEncoded } from '../../core/base/urlText';
import { ERROR_CODES, type FindingCode, HINT_CODES, severityOf } from '../../core/compliance/finding';
import { jsonLines } from '../../core/terminal/jsonLines';
import { findingsOf, type LocatedFinding } from '../checkReport';
import { PRODUCT, productVersion } from '../product';
import type { Format } from './format';
import { gravestFirst } from './gravestFirst';
import { reallyUnder } from './pathUnder';
import { repositoryRoot } from './repositoryRoot';

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

/** Code scanning of GitHub refuses a run with more results. */
const MOST_RESULTS = 25_000;

/** SARIF 2.1.0, for code scanning. */
export const sarif: Format = (report, context) => {
  const root = repositoryRoot(report, context);
  const all = [...findingsOf(report)];
  const told = gravest(all);
  const fingerprints = new Fingerprints();
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
        originalUriBaseIds: { [ROOT]: { uri: pathToFileURL(path.join(root, path.sep)).href } },
        invocations: [
          {
            executionSuccessful: report.unreadable.length === 0,
            toolExecutionNotifications: [
              ...report.unreadable.map(
                ({ folder, file, reason }): Notification => ({
                  level: 'error',
                  message: { text: `Cannot be read: ${reason}` },
                  locations: [{ physicalLocation: { artifactLocation: artifact(path.join(folder, file), root) } }],
                }),
              ),
              ...leftOut(all, told),
            ],
          },
        ],
        results: told.map((located) => result(located, root, fingerprints)),
      },
    ],
  };
  return jsonLines(log);
};

/** As many as a run may have, the gravest first. */
function gravest(all: readonly LocatedFinding[]): readonly LocatedFinding[] {
  if (all.length <= MOST_RESULTS) return all;
  return gravestFirst(all).slice(0, MOST_RESULTS);
}

/** Says how many findings of each code a run does not have. */
function leftOut(all: readonly LocatedFinding[], told: readonly LocatedFinding[]): Notification[] {
  if (all.length === told.length) return [];
  const there = new Set(told);
  const missing = all.filter((located) => !there.has(located));
  const codes = CODES.map((code) => [code, missing.filter(({ finding }) => finding.code === code).length] as const);
  const counts = codes.flatMap(([code, times]) => (times > 0 ? [`${code} ${times}`] : []));
  const text = `${missing.length} of ${all.length} findings are left out, as code scanning takes ${MOST_RESULTS} results at most: ${counts.join(', ')}. The formats json and unix have all of them.`;
  return [{ level: 'warning', message: { text } }];
}

/** What a finding is known by when its line has moved. */
class Fingerprints {
  private readonly seen = new Map<string, number>();

  /** @param uri of the file */
  of({ finding: { code, pointer } }: LocatedFinding, uri: string): Record<string, string> {
    const hash = createHash('sha256').update([code, uri, pointer].join('\0')).digest('hex').slice(0, 16);
    const times = (this.seen.get(hash) ?? 0) + 1;
    this.seen.set(hash, times);
    return { primaryLocationLineHash: `${hash}:${times}` };
  }
}

function rule(code: FindingCode): ReportingDescriptor {
  const [name, short, full] = RULES[code];
  return {
    id: code,
    name,
    shortDescription: { text: short },
    fullDescription: { text: full },
    help: { text: full },
    defaultConfiguration: { level: LEVELS[severityOf(code)] },
  };
}

function result(located: LocatedFinding, root: string, fingerprints: Fingerprints): Result {
  const { folder, file, finding } = located;
  const { code, message, pointer, range } = finding;
  const artifactLocation = artifact(path.join(folder, file), root);
  const physicalLocation: PhysicalLocation = {
    artifactLocation,
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
    level: LEVELS[finding.severity],
    message: { text: message },
    locations: [{ physicalLocation }],
    partialFingerprints: fingerprints.of(located, artifactLocation.uri),
    properties: { pointer },
  };
}

function artifact(file: string, root: string): { uri: string; uriBaseId?: string } {
  const relative = reallyUnder(root, file);
  if (relative === undefined) return { uri: pathToFileURL(file).href };
  // On Windows a name may be invalid Unicode, for which there is no URI. Its invalid characters are replaced.
  const uri = relative.split('/').map((part) => urlEncoded(Buffer.from(part).toString()));
  return { uri: uri.join('/'), uriBaseId: ROOT };
}

const LEVELS = { error: 'error', warning: 'warning', hint: 'note' } as const;
