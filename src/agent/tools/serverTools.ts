import { counted } from '../../core/base/counted';
import { phraseText } from '../../core/compliance/phrase';
import type { ClockMove, ClockState } from '../../core/protocol/clockState';
import type { Mail } from '../../core/protocol/mail';
import { REDACTED } from '../../core/protocol/redacted';
import { durationFaultPhrase, parseDuration, writtenDuration } from '../../core/server/duration';
import { SYSTEM_PARTS } from '../../core/systems';
import { type AgentTool, agentTool, ONLY_LOOKS, ToolRefusal } from '../agentTool';
import type { AgentServer, AgentWorkplace } from '../agentWorkplace';
import { coveredText, coveredValue } from '../coveredAnswer';
import { PAGE_INPUT, PAGE_OUTPUT, PagedLists, type PageWish } from '../pagedLists';
import { rootedPath } from '../rootedPath';
import { soundConfiguration } from '../soundConfiguration';
import { askingServers, withUsedServer } from '../usedServer';

/** The systems with sessions of their own. */
const SYSTEMS = SYSTEM_PARTS.filter(({ slice }) => slice !== undefined).map(({ name }) => name);
const MOST_LINES = 20;
const CLOCK_MOVES = ['advance', 'pause', 'resume', 'reset'] as const;

interface StartInput {
  readonly mobileApps?: string;
  readonly systems?: readonly string[];
}

interface ClockInput {
  readonly move: (typeof CLOCK_MOVES)[number];
  readonly by?: string;
}

interface SessionsInput extends PageWish {
  readonly system?: string;
}

const SERVER_OUTPUT = {
  type: 'object',
  properties: {
    url: { type: 'string', description: 'What clients call: apps, browsers, curl.' },
    mailbox: { type: 'string', description: 'A page with caught mail, and the stand-in for an external platform.' },
    startedHere: { type: 'boolean', description: 'Whether it ends with the conversation.' },
    by: { type: 'string' },
    now: { type: 'string', description: 'The virtual time.' },
    systems: { type: 'array', items: { type: 'string' } },
  },
  required: ['url', 'startedHere', 'now', 'systems'],
} as const;

const CLOCK_OUTPUT = {
  type: 'object',
  properties: { now: { type: 'string' }, offsetMs: { type: 'number' }, paused: { type: 'boolean' } },
  required: ['now', 'offsetMs', 'paused'],
} as const;

/** The tools about a dev server and its state. */
export function serverTools(): AgentTool[] {
  return [startTool(), stopTool(), sessionsTool(), clockTool(), outboxTool()];
}

function startTool(): AgentTool {
  return agentTool<StartInput>({
    name: 'startServer',
    title: 'Start or join a dev server',
    description:
      'Starts a dev session server on this machine for the conversation, or uses the one that runs: 4D mobile apps always, and the systems that are asked for (web: 4D web sessions with one-time passcodes; mendix: Mendix client sessions; tokens: OAuth 2.0 with refresh tokens), which is tokens unless a system is named. Without mobileApps it has a new empty folder that is removed afterwards. With mobileApps it serves that folder: logins and refreshes write session files there. A server of the user that serves the folder already is used instead. Call its url as a client would.',
    input: {
      type: 'object',
      properties: {
        mobileApps: { type: 'string', maxLength: 4096, description: 'A MobileApps folder to serve.' },
        systems: {
          type: 'array',
          items: { type: 'string', enum: SYSTEMS },
          maxItems: 10,
          uniqueItems: true,
          description: 'With mobile alone, there is no other one. tokens unless one is named.',
        },
      },
      additionalProperties: false,
    },
    output: SERVER_OUTPUT,
    effects: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    async use(call) {
      const { mobileApps, systems = [] } = call.input;
      const { workplace } = call;
      let folder: string | undefined;
      if (mobileApps !== undefined) {
        const { place, kind } = await rootedPath(workplace, mobileApps);
        if (kind === 'file') throw new ToolRefusal('mobileApps names a file; give the MobileApps folder.');
        folder = place;
      }
      // A server of its own takes nothing from it, but whoever wrote it hears of a slip, as from a check.
      const configured = folder ?? (await workplace.roots())[0];
      if (configured !== undefined) await soundConfiguration(configured, 'start again');
      const wish = { ...(folder !== undefined && { mobileApps: folder }), systems };
      await askingServers(call, () => workplace.servers.start(wish));
      return withUsedServer(call, (server) => toldServer(server, workplace));
    },
  });
}

async function toldServer(server: AgentServer, { servesFor }: AgentWorkplace) {
  const { address, client, isOwn, by } = server;
  const { clock, systems } = await client.state();
  const names = Object.keys(systems);
  const structured = {
    url: address.url,
    ...(address.externalPlatformUrl !== '' && { mailbox: address.externalPlatformUrl }),
    startedHere: isOwn,
    ...(by !== undefined && { by: coveredText(by) }),
    now: clock.now,
    systems: names,
  };
  const whose = isOwn ? `It ends with ${servesFor}.` : `It is run by ${structured.by ?? 'somebody else'}.`;
  return {
    structured,
    text: `The dev server is at ${address.url}, with ${names.join(', ')}. Its time is ${clock.now}. ${whose}`,
  };
}

function stopTool(): AgentTool {
  return agentTool<Record<never, never>>({
    name: 'stopServer',
    title: 'Stop the dev server',
    description:
      'Stops the dev server of the conversation; its sessions in memory are lost. A server that somebody else runs goes on, and is only left.',
    input: { type: 'object', properties: {}, additionalProperties: false },
    output: {
      type: 'object',
      properties: { outcome: { type: 'string', enum: ['stopped', 'left', 'none'] } },
      required: ['outcome'],
    },
    effects: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
    async use({ workplace }) {
      const outcome = await workplace.servers.stop();
      const words = {
        stopped: 'The dev server was stopped.',
        left: 'The dev server goes on, and is not used any more here.',
        none: 'No dev server was in use.',
      };
      return { structured: { outcome }, text: words[outcome] };
    },
  });
}

function sessionsTool(): AgentTool {
  const lists = new PagedLists<{ readonly system: string; readonly session: object }, { readonly total: number }>();
  return agentTool<SessionsInput>({
    name: 'listSessions',
    title: 'List live sessions',
    description:
      'Lists the sessions that the dev server has now: of mobile apps, of the web, of Mendix clients, of the token server. Cookies, tokens and passcodes are covered. For session files on disk, use listSessionFiles.',
    input: {
      type: 'object',
      properties: { system: { type: 'string', enum: SYSTEMS, description: 'All unless given.' }, ...PAGE_INPUT },
      additionalProperties: false,
    },
    output: {
      type: 'object',
      properties: {
        total: { type: 'integer' },
        sessions: {
          type: 'array',
          items: { type: 'object', properties: { system: { type: 'string' }, session: { type: 'object' } } },
        },
        ...PAGE_OUTPUT,
      },
      required: ['total', 'sessions'],
    },
    effects: ONLY_LOOKS,
    async use(call) {
      const { input, workplace } = call;
      const page = await lists.page(input, () =>
        withUsedServer(call, async ({ client }) => {
          const there = Object.keys((await client.state()).systems).filter((name) => SYSTEMS.includes(name));
          if (input.system !== undefined && !there.includes(input.system)) {
            const start = `stop it, and start one with systems: ["${input.system}"]`;
            const other = workplace.isLookingOnly ? 'ask for one of these' : start;
            throw new ToolRefusal(
              `The dev server does not have ${input.system}; it has ${there.join(', ')}; ${other}.`,
            );
          }
          const asked = there.filter((name) => input.system === undefined || name === input.system);
          const lists = await Promise.all(
            asked.map(async (system) => {
              const told = await client.ask<unknown>({ method: 'GET', path: `/${system}/sessions` });
              return sessionsIn(told).map((session) => ({ system, session: coveredValue(session) }));
            }),
          );
          const items = lists.flat();
          return { items, rest: { total: items.length } };
        }),
      );
      const next = page.nextCursor === undefined ? {} : { nextCursor: page.nextCursor };
      const lines = page.items.slice(0, MOST_LINES).map(({ system, session }) => `${system}: ${sessionLine(session)}`);
      return {
        structured: { total: page.rest.total, sessions: page.items, ...next },
        text: [`${counted(page.rest.total, 'session')}.`, ...lines].join('\n'),
      };
    },
  });
}

/** The list in an answer of the control API, which is the answer itself, or beside other members. */
function sessionsIn(told: unknown): readonly object[] {
  if (Array.isArray(told)) return told;
  const { sessions } = (told ?? {}) as { readonly sessions?: unknown };
  return Array.isArray(sessions) ? sessions : [];
}

/** What most people know a session by. */
function sessionLine(session: object): string {
  const members = session as Readonly<Record<string, unknown>>;
  const names = ['id', 'user', 'userName', 'email', 'applicationName', 'status', 'state', 'endReason'];
  const texts = names.map((name) => members[name]).filter((value) => typeof value === 'string' && value !== '');
  return texts.join(' · ');
}

function clockTool(): AgentTool {
  return agentTool<ClockInput>({
    name: 'moveClock',
    title: 'Move the virtual clock',
    description:
      'Moves the virtual clock of the dev server: advance it by a time such as 90s, 5 min or 2d, pause it, let it run again, or reset it to the real time. What has expired never comes back. The real clock of this machine is not touched.',
    input: {
      type: 'object',
      properties: {
        move: { type: 'string', enum: [...CLOCK_MOVES] },
        by: { type: 'string', maxLength: 100, description: 'With advance: how far, such as 90s, 1h 30m or 2d.' },
      },
      required: ['move'],
      additionalProperties: false,
    },
    output: CLOCK_OUTPUT,
    effects: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
    async use(call) {
      const move = clockMove(call.input);
      const state: ClockState = await withUsedServer(call, ({ client }) => client.moveClock(move));
      const paused = state.paused ? ', and it is paused' : '';
      const sign = state.offsetMs < 0 ? 'behind' : 'ahead of';
      const far = `${writtenDuration(state.offsetMs)} ${sign} the real time`;
      const { now, offsetMs } = state;
      return {
        structured: { now, offsetMs, paused: state.paused },
        text: `The virtual time is ${now} (${far})${paused}.`,
      };
    },
  });
}

function clockMove({ move, by }: ClockInput): ClockMove {
  if (move !== 'advance') {
    if (by !== undefined) throw new ToolRefusal(`by is for the move advance only; leave it out with ${move}.`);
    return move === 'reset' ? { reset: true } : { pause: move === 'pause' };
  }
  if (by === undefined) throw new ToolRefusal('The move advance needs by, such as 90s or 2d.');
  const advanceMs = parseDuration(by);
  if (advanceMs !== undefined) return { advanceMs };
  const fault = durationFaultPhrase(by);
  throw new ToolRefusal(
    fault ? coveredText(phraseText(fault)) : 'by is no length of time; give one such as 90s, 5 min or 2d.',
  );
}

function outboxTool(): AgentTool {
  const lists = new PagedLists<ReturnType<typeof shownMail>, { readonly total: number }>();
  return agentTool<PageWish & { readonly search?: string }>({
    name: 'readOutbox',
    title: 'Read caught mail',
    description:
      'Lists the mails that the dev server has caught instead of sending them, the newest first. Links and codes in them let somebody in, so they are covered; a person finds them in the mailbox of the server.',
    input: {
      type: 'object',
      properties: {
        search: { type: 'string', maxLength: 200, description: 'Only mails with this text in address or subject.' },
        ...PAGE_INPUT,
      },
      additionalProperties: false,
    },
    output: {
      type: 'object',
      properties: { total: { type: 'integer' }, mails: { type: 'array', items: { type: 'object' } }, ...PAGE_OUTPUT },
      required: ['total', 'mails'],
    },
    effects: ONLY_LOOKS,
    async use(call) {
      const { input } = call;
      const page = await lists.page(input, async () => {
        const mails = await withUsedServer(call, ({ client }) => client.outbox());
        const wanted = input.search?.toLowerCase();
        const items = mails
          .filter(({ to, subject }) => wanted === undefined || `${to}\n${subject}`.toLowerCase().includes(wanted))
          .reverse()
          .map(shownMail);
        return { items, rest: { total: items.length } };
      });
      const next = page.nextCursor === undefined ? {} : { nextCursor: page.nextCursor };
      const lines = page.items.slice(0, MOST_LINES).map((mail) => `${mail.at} to ${mail.to}: ${mail.subject}`);
      return {
        structured: { total: page.rest.total, mails: page.items, ...next },
        text: [`${counted(page.rest.total, 'mail')} caught.`, ...lines].join('\n'),
      };
    },
  });
}

/** The text of a mail repeats the link or the code in words, so it is left out. */
function shownMail({ id, at, to, from, subject, link, code, session, expiresAt }: Mail) {
  return {
    id,
    at,
    to: coveredText(to),
    ...(from !== undefined && { from: coveredText(from) }),
    subject: coveredText(code === undefined ? subject : subject.replaceAll(code, REDACTED)),
    hasLink: link !== undefined,
    hasCode: code !== undefined,
    ...(session !== undefined && { session: coveredText(session) }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}
