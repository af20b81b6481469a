import { shortened } from '../compliance/phrase';
import { headersLength } from './headersLength';
import type { KeptCookie, RunEvent } from './runEvents';

/** How long all messages may be together that are kept of a run for whoever looks at it. */
export const BODIES_LIMIT = { characters: 64_000_000, name: 'BODIES_LIMIT' } as const;

/** The longest title and URL of a message whose request is not kept. */
const SHOWN = 200;

/** A list of cookies has at least so much for each. */
const COOKIE_CHARACTERS = 10;

/** Leaves out what messages carry where it would be too much together, where all that a run tells is kept. */
export class KeptBodies {
  private characters = 0;
  private lastCookies: readonly KeptCookie[] | undefined;

  /** The event, or the same without the body, headers and cookies of its request or answer. */
  kept(event: RunEvent): RunEvent {
    if (event.kind === 'messageSent') return this.sent(event);
    if (event.kind === 'messageAnswered') return this.answered(event);
    return event;
  }

  private sent(event: Extract<RunEvent, { kind: 'messageSent' }>): RunEvent {
    const { message } = event;
    const { title, request, cookiesBefore } = message;
    const { method, url, headers, body = '' } = request;
    const length = title.length + url.length + body.length + headersLength(headers) + this.listOf(cookiesBefore);
    if (this.hasRoom(length)) return event;
    const short = { method, url: shortened(url, SHOWN), headers: [], body: notKept() };
    const rest = { title: shortened(title, SHOWN), request: short, cookiesBefore: [], heldBack: [] };
    return { ...event, message: { ...message, ...rest } };
  }

  private answered(event: Extract<RunEvent, { kind: 'messageAnswered' }>): RunEvent {
    const { answer, cookiesAfter } = event.answer;
    const length = (answer?.body.length ?? 0) + headersLength(answer?.headers ?? []) + this.listOf(cookiesAfter);
    if (this.hasRoom(length)) return event;
    const short = answer && { ...answer, headers: [], setCookies: [], body: notKept() };
    return { ...event, answer: { ...event.answer, ...(short && { answer: short }), cookiesAfter: [] } };
  }

  /** A list that is the same as that of the message before is kept once. */
  private listOf(cookies: readonly KeptCookie[]): number {
    if (cookies === this.lastCookies) return 0;
    this.lastCookies = cookies;
    return cookies.length * COOKIE_CHARACTERS;
  }

  private hasRoom(length: number): boolean {
    if (this.characters + length > BODIES_LIMIT.characters) return false;
    this.characters += length;
    return true;
  }
}

function notKept(): string {
  const { characters, name } = BODIES_LIMIT;
  return `[Not kept: with it, the messages of the run are longer than ${characters} together (${name}). Start the flow anew.]`;
}
