import { counted } from '../../core/base/counted';
import { ERROR_CODES, type Finding, HINT_CODES } from '../../core/compliance/finding';
import { type AgentTool, agentTool, ONLY_LOOKS, ToolRefusal } from '../agentTool';
import { coveredText } from '../coveredAnswer';
import { findingPages } from '../findingPages';
import { PAGE_INPUT, PAGE_OUTPUT, PagedLists, type PageWish } from '../pagedLists';
import { shownPath } from '../rootedPath';
import { type ScannedFile, type ScannedSessions, scannedSessions } from '../scannedSessions';

const CODES: readonly string[] = [...ERROR_CODES, ...HINT_CODES];

const PATH_INPUT = {
  path: {
    type: 'string',
    maxLength: 4096,
    description:
      'A project, a MobileApps folder, an application folder or a session file. The first root of the workspace unless given.',
  },
} as const;

/** How many reasons for what could not be read are told, and lines of text. */
const MOST_TOLD = 20;

const SUMMARY = {
  type: 'object',
  properties: {
    files: { type: 'integer' },
    accepted: { type: 'integer' },
    pending: { type: 'integer' },
    invalid: { type: 'integer', description: 'Files with an error. 4D removes them from memory at the next refresh.' },
    unreadable: { type: 'integer' },
    findings: { type: 'object', description: 'How many findings there are of each code.' },
  },
} as const;

const UNREADABLE = {
  type: 'array',
  items: { type: 'object', properties: { path: { type: 'string' }, reason: { type: 'string' } } },
} as const;

interface CheckInput extends PageWish {
  readonly path?: string;
  readonly code?: string;
}

interface ListInput extends PageWish {
  readonly path?: string;
  readonly status?: 'accepted' | 'pending' | 'atFault' | 'unreadable';
  readonly search?: string;
}

/** The tools about session files on disk. */
export function sessionFileTools(): AgentTool[] {
  return [checkTool(), explainFindingTool(), listTool()];
}

function checkTool(): AgentTool {
  const lists = new PagedLists<{ file: ScannedFile; finding: Finding }, ReturnType<typeof headOf>>();
  return agentTool<CheckInput>({
    name: 'checkSessions',
    title: 'Check session files',
    description:
      'Checks the session files of 4D mobile apps (MobileApps folders) at or under a path, as 4D Server does at MOBILE APP REFRESH SESSIONS. Gives findings with code, message, JSON pointer and zero-based range. Use explainFinding for what a code means and how to mend it. Changes nothing.',
    input: {
      type: 'object',
      properties: {
        ...PATH_INPUT,
        code: { type: 'string', enum: CODES, description: 'Only findings with this code.' },
        ...PAGE_INPUT,
      },
      additionalProperties: false,
    },
    output: {
      type: 'object',
      properties: {
        folders: { type: 'array', items: { type: 'string' }, description: 'The MobileApps folders that were found.' },
        summary: SUMMARY,
        findings: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              code: { type: 'string' },
              severity: { type: 'string' },
              folder: { type: 'string' },
              file: { type: 'string', description: 'Relative to the folder.' },
              message: { type: 'string' },
              pointer: { type: 'string' },
              range: { type: 'object' },
            },
            required: ['code', 'severity', 'folder', 'file', 'message', 'pointer', 'range'],
          },
        },
        unreadable: UNREADABLE,
        ...PAGE_OUTPUT,
      },
      required: ['folders', 'summary', 'findings', 'unreadable'],
    },
    effects: ONLY_LOOKS,
    async use(call) {
      const { code } = call.input;
      const page = await lists.page(call.input, async () => {
        const scanned = await scannedSessions(call);
        const all = scanned.files.flatMap((file) => findingsOf(file).map((finding) => ({ file, finding })));
        return {
          items: all.filter(({ finding }) => code === undefined || finding.code === code).sort(errorsFirst),
          rest: headOf(scanned, all),
        };
      });
      const findings = page.items.map(
        ({ file: { folder, file }, finding: { code, severity, message, pointer, range } }) => ({
          code,
          severity,
          folder: coveredText(folder),
          file: coveredText(file),
          message: coveredText(message),
          pointer: coveredText(pointer),
          range,
        }),
      );
      const { summary } = page.rest;
      const lines = findings
        .slice(0, MOST_TOLD)
        .map(
          ({ file, message, code, range: { start } }) =>
            `${file}:${start.line + 1}:${start.character + 1} ${code}: ${message}`,
        );
      const told = Object.values(summary.findings).reduce((sum, count) => sum + count, 0);
      const first = `${counted(summary.files, 'session file')}, ${summary.invalid} at fault, ${counted(told, 'finding')}.`;
      return {
        structured: { ...page.rest, findings, ...nextOf(page) },
        text: [first, ...lines, ...moreLines(findings.length, page.nextCursor)].join('\n'),
      };
    },
  });
}

function explainFindingTool(): AgentTool {
  return agentTool<{ readonly code: string }>({
    name: 'explainFinding',
    title: 'Explain a finding',
    description:
      'Explains a code of a finding, such as mobi/4 or hint/duplicate-device: what is wrong, what 4D does with such a file, and how to mend it.',
    input: {
      type: 'object',
      properties: { code: { type: 'string', enum: CODES, description: 'The code, as checkSessions gives it.' } },
      required: ['code'],
      additionalProperties: false,
    },
    output: {
      type: 'object',
      properties: {
        code: { type: 'string' },
        severity: { type: 'string', enum: ['error', 'hint'] },
        effect: { type: 'string', description: 'What 4D does with such a file.' },
        explanation: { type: 'string', description: 'Markdown.' },
      },
      required: ['code', 'severity', 'effect', 'explanation'],
    },
    effects: ONLY_LOOKS,
    async use({ input: { code }, workplace }) {
      const explanation = findingPages(workplace.installation).get(code);
      if (explanation === undefined) {
        throw new ToolRefusal(`The explanation of ${code} is missing in this installation; install the product anew.`);
      }
      const isError = !code.startsWith('hint/');
      const effect = isError
        ? 'MOBILE APP REFRESH SESSIONS removes the session from memory, and its device is logged out.'
        : '4D never refuses a file for it.';
      return {
        structured: { code, severity: isError ? 'error' : 'hint', effect, explanation },
        text: `${code}: ${explanation}\n\n${effect}`,
      };
    },
  });
}

function listTool(): AgentTool {
  const lists = new PagedLists<ScannedFile, { readonly total: number; readonly unreadable: readonly object[] }>();
  return agentTool<ListInput>({
    name: 'listSessionFiles',
    title: 'List session files',
    description:
      'Lists the session files of 4D mobile apps at or under a path with application, device, user and status. Tokens are never shown. For the sessions that a running server has in memory, use listSessions.',
    input: {
      type: 'object',
      properties: {
        ...PATH_INPUT,
        status: { type: 'string', enum: ['accepted', 'pending', 'atFault', 'unreadable'] },
        search: {
          type: 'string',
          maxLength: 200,
          description: 'Only files with this text in name, application, device or e-mail, whatever the case.',
        },
        ...PAGE_INPUT,
      },
      additionalProperties: false,
    },
    output: {
      type: 'object',
      properties: {
        total: { type: 'integer' },
        sessions: { type: 'array', items: { type: 'object' } },
        unreadable: UNREADABLE,
        ...PAGE_OUTPUT,
      },
      required: ['total', 'sessions', 'unreadable'],
    },
    effects: ONLY_LOOKS,
    async use(call) {
      const { status, search } = call.input;
      const page = await lists.page(call.input, async () => {
        const { files, unreadable } = await scannedSessions(call);
        const items = files.filter(
          ({ entry }) =>
            entry !== undefined &&
            (status === undefined || entry.condition === status) &&
            (search === undefined || holds(entry.name, entry.fields, search)),
        );
        return { items, rest: { total: items.length, unreadable: toldUnreadable(unreadable) } };
      });
      const sessions = page.items.map(({ folder, file, entry }) => shownSession(folder, file, entry));
      const lines = sessions
        .slice(0, MOST_TOLD)
        .map(({ file, state, email, device }) => [file, state, email, device].filter(Boolean).join(' · '));
      return {
        structured: { ...page.rest, sessions, ...nextOf(page) },
        text: [
          `${counted(page.rest.total, 'session file')}.`,
          ...lines,
          ...moreLines(sessions.length, page.nextCursor),
        ].join('\n'),
      };
    },
  });
}

function findingsOf({ entry, other }: ScannedFile): readonly Finding[] {
  return entry?.findings ?? (other?.finding ? [other.finding] : []);
}

function errorsFirst(a: { finding: Finding }, b: { finding: Finding }): number {
  // Errors first, since a page may be all that is read.
  return Number(a.finding.severity === 'hint') - Number(b.finding.severity === 'hint');
}

function headOf({ folders, files, unreadable }: ScannedSessions, all: readonly { finding: Finding }[]) {
  const findings: Record<string, number> = {};
  for (const { finding } of all) findings[finding.code] = (findings[finding.code] ?? 0) + 1;
  const entries = files.flatMap(({ entry }) => entry ?? []);
  const count = (condition: string) => entries.filter((entry) => entry.condition === condition).length;
  return {
    folders: folders.map(coveredText),
    summary: {
      files: entries.length,
      accepted: count('accepted'),
      pending: count('pending'),
      invalid: count('atFault'),
      unreadable: count('unreadable'),
      findings,
    },
    unreadable: toldUnreadable(unreadable),
  };
}

function toldUnreadable(unreadable: ScannedSessions['unreadable']) {
  return unreadable
    .slice(0, MOST_TOLD)
    .map(({ path, reason }) => ({ path: shownPath(path), reason: coveredText(reason) }));
}

function holds(name: string, fields: object, search: string): boolean {
  const wanted = search.toLowerCase();
  return [name, ...Object.values(fields)].some(
    (each) => typeof each === 'string' && each.toLowerCase().includes(wanted),
  );
}

function shownSession(folder: string, file: string, entry: ScannedFile['entry']) {
  const { condition = 'unreadable', fields, findings = [] } = entry ?? {};
  const text = (given: string | undefined) => (given === undefined ? undefined : coveredText(given));
  const shown = {
    folder: coveredText(folder),
    file: coveredText(file),
    state: condition,
    application: text(fields?.applicationName),
    applicationId: text(fields?.applicationId),
    team: text(fields?.teamId),
    email: text(fields?.email),
    device: text(fields?.deviceDescription),
    os: text(fields?.deviceOs),
    findings: findings.map(({ code }) => code),
  };
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined)) as typeof shown;
}

function nextOf({ nextCursor }: { readonly nextCursor?: string }) {
  return nextCursor === undefined ? {} : { nextCursor };
}

function moreLines(count: number, nextCursor: string | undefined): string[] {
  return [
    ...(count > MOST_TOLD ? [`… ${count - MOST_TOLD} more in the structured content.`] : []),
    ...(nextCursor === undefined ? [] : [`There is more: call again with cursor ${nextCursor}.`]),
  ];
}
