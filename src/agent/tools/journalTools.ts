import { counted } from '../../core/base/counted';
import { phraseText } from '../../core/compliance/phrase';
import type { JournalCause, JournalEntry } from '../../core/protocol/journal';
import { changeWords } from '../../core/server/changeWords';
import { entryHeadline, isOwnAction, isRefusedEntry } from '../../core/server/entryHeadline';
import { matchesJournalFilter } from '../../core/server/journalFilter';
import { optionWords } from '../../core/server/optionWords';
import { CHANGED_THINGS, JOURNAL_WORDS } from '../../core/systemWords';
import type { ControlClient } from '../../server/client/controlClient';
import { type AgentTool, agentTool, ONLY_LOOKS, ToolRefusal } from '../agentTool';
import { coveredText } from '../coveredAnswer';
import { LONGEST_PAGE, PAGE_LENGTH } from '../pagedLists';
import { withUsedServer } from '../usedServer';

/** As many entries as one call of the control API gives. */
const CALL_SIZE = 1000;
const MOST_LINES = 30;
/** Ids are counted, and more than this is no exact number. */
const LAST_ID = Number.MAX_SAFE_INTEGER;

interface JournalInput {
  readonly after?: number;
  readonly limit?: number;
  readonly filter?: string;
}

const CAUSES = {
  type: 'array',
  description: 'The reasons that led to the answer, first to last.',
  items: {
    type: 'object',
    properties: {
      rule: { type: 'string', description: 'Reason code.' },
      kind: { type: 'string', enum: ['decided', 'changed', 'refused', 'noted'] },
      message: { type: 'string' },
      option: { type: 'string', description: 'The option of the server that decides so.' },
    },
    required: ['rule', 'kind', 'message'],
  },
} as const;

const ENTRY = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    at: { type: 'string', description: 'Virtual time.' },
    face: { type: 'string' },
    method: { type: 'string' },
    url: { type: 'string' },
    status: { type: 'integer', description: '0 if no answer was sent.' },
    refused: { type: 'boolean' },
    headline: { type: 'string' },
    causes: CAUSES,
    changes: { type: 'array', items: { type: 'string' } },
  },
  required: ['id', 'at', 'face', 'method', 'url', 'status', 'refused', 'headline', 'causes', 'changes'],
} as const;

/** The tools about what the server answered, and why. */
export function journalTools(): AgentTool[] {
  return [readTool(), refusalTool()];
}

function readTool(): AgentTool {
  return agentTool<JournalInput>({
    name: 'readJournal',
    title: 'Read the journal',
    description:
      'Reads what the dev server answered and why: each answer with its reasons, changes and virtual time, secrets covered. Without after it gives the newest entries. For one refusal in plain words, use explainRefusal.',
    input: {
      type: 'object',
      properties: {
        after: { type: 'integer', minimum: 0, maximum: LAST_ID, description: 'Only entries that follow this id.' },
        limit: { type: 'integer', minimum: 1, maximum: LONGEST_PAGE, description: `${PAGE_LENGTH} unless given.` },
        filter: {
          type: 'string',
          maxLength: 200,
          description:
            'Words that all must match: 401 or 4xx for a status, face:web for a system, rule:web.otp for reason codes, any other word for what stands in method, URL, reasons or user.',
        },
      },
      additionalProperties: false,
    },
    output: {
      type: 'object',
      properties: {
        entries: { type: 'array', items: ENTRY, description: 'The oldest first.' },
        dropped: { type: 'integer', description: 'Entries that the server has not kept.' },
        nextAfter: { type: 'integer', description: 'Present if there is more: give it as after.' },
      },
      required: ['entries', 'dropped'],
    },
    effects: ONLY_LOOKS,
    async use(call) {
      const { entries, dropped, nextAfter } = await withUsedServer(call, ({ client }) =>
        read(client, call.input, call.signal),
      );
      const shown = entries.map(shownEntry);
      const lines = shown
        .slice(-MOST_LINES)
        .map(({ id, method, url, status, headline }) => `${id} ${method} ${url} → ${status}: ${headline}`);
      const more = nextAfter === undefined ? [] : [`There is more: call again with after ${nextAfter}.`];
      return {
        structured: { entries: shown, dropped, ...(nextAfter !== undefined && { nextAfter }) },
        text: [`${counted(shown.length, 'entry').replace('entrys', 'entries')}.`, ...lines, ...more].join('\n'),
      };
    },
  });
}

interface Read {
  readonly entries: readonly JournalEntry[];
  readonly dropped: number;
  readonly nextAfter?: number;
}

/** With `after`, the entries that follow there; without it, the newest. */
async function read(
  client: ControlClient,
  { after, limit = PAGE_LENGTH, filter = '' }: JournalInput,
  signal: AbortSignal,
): Promise<Read> {
  const found: JournalEntry[] = [];
  let dropped = 0;
  for await (const page of pages(client, after ?? 0, signal)) {
    dropped = Math.max(dropped, page.dropped);
    for (const entry of page.entries) {
      if (!matchesJournalFilter(entry, filter)) continue;
      if (after !== undefined && found.length === limit) {
        return { entries: found, dropped, nextAfter: found.at(-1)?.id ?? after };
      }
      found.push(entry);
    }
    if (after === undefined) found.splice(0, Math.max(0, found.length - limit));
  }
  return { entries: found, dropped };
}

async function* pages(client: ControlClient, after: number, signal: AbortSignal) {
  for (let from = after; ; ) {
    if (signal.aborted) throw new ToolRefusal('The call was cancelled.');
    const page = await client.journal(from, CALL_SIZE);
    yield page;
    const last = page.entries.at(-1);
    if (!page.more || !last) return;
    from = last.id;
  }
}

function refusalTool(): AgentTool {
  return agentTool<{ readonly id?: number }>({
    name: 'explainRefusal',
    title: 'Say why a call was refused',
    description:
      'Says in plain words why the dev server refused a call: the chain of reasons, the rule that decided, the option that would change it. Without id it takes the last refusal of a client.',
    input: {
      type: 'object',
      properties: {
        id: { type: 'integer', minimum: 1, maximum: LAST_ID, description: 'Id of the entry, as readJournal gives it.' },
      },
      additionalProperties: false,
    },
    output: {
      type: 'object',
      properties: { ...ENTRY.properties, explanation: { type: 'string' } },
      required: [...ENTRY.required, 'explanation'],
    },
    effects: ONLY_LOOKS,
    async use(call) {
      const { id } = call.input;
      const entry = await withUsedServer(call, ({ client }) =>
        id === undefined ? lastRefused(client, call.signal) : entryOf(client, id),
      );
      const explanation = explained(entry);
      return { structured: { ...shownEntry(entry), explanation }, text: explanation };
    },
  });
}

async function lastRefused(client: ControlClient, signal: AbortSignal): Promise<JournalEntry> {
  let last: JournalEntry | undefined;
  for await (const { entries } of pages(client, 0, signal)) {
    last = entries.findLast((entry) => isRefusedEntry(entry) && !isOwnAction(entry)) ?? last;
  }
  if (last) return last;
  throw new ToolRefusal('Nothing was refused so far; call readJournal for what the dev server answered.');
}

async function entryOf(client: ControlClient, id: number): Promise<JournalEntry> {
  const { entries, dropped } = await client.journal(id - 1, 1);
  const [entry] = entries;
  if (entry?.id === id) return entry;
  throw new ToolRefusal(
    dropped > 0
      ? `The entry ${id} is not kept any more; call readJournal for those that are.`
      : `The journal has no entry ${id}; call readJournal for the ids that it has.`,
  );
}

function shownEntry(entry: JournalEntry) {
  const { id, at, face, method, url, status, causes, changes } = entry;
  const { words, subject, why } = entryHeadline(entry, JOURNAL_WORDS);
  const parts = [words, subject, why].flatMap((part) =>
    part === undefined ? [] : [typeof part === 'string' ? part : phraseText(part)],
  );
  return {
    id,
    at,
    face,
    method: coveredText(method),
    url: coveredText(url),
    status,
    refused: isRefusedEntry(entry),
    headline: coveredText(parts.join(' · ')) || (causes.at(-1)?.message ?? 'answered'),
    causes: causes.map(shownCause),
    changes: changes.map((change) => coveredText(phraseText(changeWords(change, CHANGED_THINGS)))),
  };
}

function shownCause({ rule, kind, message, remedy }: JournalCause) {
  return { rule, kind, message: coveredText(message), ...(remedy && { option: remedy.option }) };
}

function explained(entry: JournalEntry): string {
  const { id, at, method, url, status, causes } = entry;
  const isRefused = isRefusedEntry(entry);
  const call = `${method} ${coveredText(url)}`;
  const answer = status === 0 ? 'got no answer' : `was answered with ${status}`;
  const decided = causes.findLast(({ kind }) => kind === 'refused');
  const lines = causes.map(
    ({ rule, kind, message }, n) => `${n + 1}. ${KINDS[kind]}: ${coveredText(message)} (${rule})`,
  );
  const remedies = causes.flatMap(({ remedy }) => {
    if (!remedy) return [];
    const value = remedy.value === undefined ? '' : `, for example to ${JSON.stringify(remedy.value)}`;
    return [`If another answer is wanted, set ${optionWords(remedy.option)}${value}.`];
  });
  return [
    `${call} ${answer} at ${at} (entry ${id}).`,
    isRefused ? `It was refused: ${coveredText(decided?.message ?? '')}` : 'It was not refused.',
    'The reasons, first to last:',
    ...lines,
    ...remedies,
  ].join('\n');
}

const KINDS: Readonly<Record<JournalCause['kind'], string>> = {
  decided: 'Rule',
  changed: 'Changed',
  refused: 'Refused',
  noted: 'Noted',
};
