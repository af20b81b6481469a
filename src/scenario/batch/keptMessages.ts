import { ownText } from '../../core/base/ownText';
import { SHORTEST_SECRET } from '../../core/redaction/shortestSecret';
import { type CoveredRun, coveredRunOf } from '../../core/scenario/coveredRun';
import type { RunOutline } from '../../core/scenario/outline';
import type { Exchange, RunEntry } from '../../core/scenario/run';
import type { Headers, KeptCookie, RunEvent, ShownState, StepResult } from '../../core/scenario/runEvents';
import { SLICES } from '../../core/systems';

/** How much of a body a report shows, and of all bodies of a scenario together. */
export const REPORT_LIMITS = { bodyCharacters: 10_000, allCharacters: 400_000, lineCharacters: 2_000 } as const;

/** More is kept until all secrets are known, so that none is cut in two and its first half shown. */
const OVERLAP = 20_000;

/** Between two texts in a list of JSON. */
const BETWEEN = /",\s*"/;

/** Covers secrets in what is told of steps. */
export interface TellStep {
  result(result: StepResult): StepResult;
  title(title: string): string;
}

/** How long a body was. */
interface Lengths {
  sent: number;
  answered: number;
}

/** The messages of a run for its report: as much of each as is shown, without secrets. */
export class KeptMessages {
  private readonly events: RunEvent[] = [];
  private readonly titles = new Map<number, string>();
  private readonly lengths = new Map<number, Lengths>();
  private readonly secrets = new Set<string>();
  private longest = 0;

  hear(event: RunEvent): void {
    this.events.push(this.cut(event));
  }

  /** @param secret one that went over the wire */
  addSecret(secret: string): void {
    this.secrets.add(ownText(secret));
    // A list of which some are short is one secret.
    for (const part of secret.split(BETWEEN)) if (part.length >= SHORTEST_SECRET) this.secrets.add(ownText(part));
    this.longest = Math.max(this.longest, secret.length);
  }

  /**
   * The run with all that was kept.
   * @param more further secrets
   * @param told what is told of steps, without secrets: words in it stay readable
   */
  covered(more: readonly string[], told: TellStep, outline: RunOutline): CoveredRun {
    const results = this.events.flatMap((event) => (event.kind === 'stepEnded' ? [told.result(event.result)] : []));
    const run = coveredRunOf(this.events, SLICES, [...this.secrets, ...more], outline);
    let left: number = REPORT_LIMITS.allCharacters;
    const body = (text: string, length: number) => {
      // A secret that is longer than what overlaps may have been cut in two.
      const most =
        length > REPORT_LIMITS.bodyCharacters + OVERLAP && this.longest > OVERLAP
          ? 0
          : Math.min(left, REPORT_LIMITS.bodyCharacters);
      const shown = cutText(text, most, length, length > REPORT_LIMITS.bodyCharacters + OVERLAP);
      left -= Math.min(most, text.length);
      return shown;
    };
    const exchange = ({ sent, answer }: Exchange): Exchange => {
      const lengths = this.lengths.get(sent.id) ?? { sent: 0, answered: 0 };
      const { body: own, url, headers } = sent.request;
      const request = {
        ...sent.request,
        url: cutText(url, REPORT_LIMITS.lineCharacters),
        headers: cutHeaders(headers),
        ...(own !== undefined && { body: body(own, lengths.sent) }),
      };
      const title = told.title(this.titles.get(sent.id) ?? '');
      const message = { ...sent, title, request, cookiesBefore: cutCookies(sent.cookiesBefore) };
      if (!answer) return { sent: message };
      const got = answer.answer && {
        ...answer.answer,
        headers: cutHeaders(answer.answer.headers),
        body: body(answer.answer.body, lengths.answered),
      };
      const cookiesAfter = cutCookies(answer.cookiesAfter);
      return { sent: message, answer: { ...answer, ...(got && { answer: got }), cookiesAfter } };
    };
    let at = 0;
    const done = run.done.map((entry): RunEntry => {
      const result = entry.state === 'running' ? undefined : results[at++];
      const steps = result && { step: result.step, failures: result.failures };
      return { ...entry, ...steps, messages: entry.messages.map(exchange) };
    });
    const planned = run.outline.steps.map((step, index) => ({
      ...step,
      title: told.title(outline.steps[index]?.title ?? ''),
    }));
    const name = told.title(outline.name);
    const description = told.title(outline.description);
    return { ...run, outline: { ...run.outline, name, description, steps: planned }, done } as CoveredRun;
  }

  private cut(event: RunEvent): RunEvent {
    switch (event.kind) {
      case 'messageSent': {
        const { message } = event;
        const { body } = message.request;
        this.titles.set(message.id, message.title);
        this.lengths.set(message.id, { sent: body?.length ?? 0, answered: 0 });
        if (body === undefined) return event;
        return { ...event, message: { ...message, request: { ...message.request, body: kept(body) } } };
      }
      case 'messageAnswered': {
        const { answer } = event.answer;
        const lengths = this.lengths.get(event.answer.id);
        if (lengths) lengths.answered = answer?.body.length ?? 0;
        if (!answer) return event;
        return { ...event, answer: { ...event.answer, answer: { ...answer, body: kept(answer.body) } } };
      }
      case 'stateChanged':
        // Only the clock of the server is drawn, and states are large.
        return { ...event, state: { clock: event.state.clock } as ShownState };
      case 'stepEnded':
        return { ...event, result: { ...event.result, taken: {} } };
      default:
        return event;
    }
  }
}

function kept(body: string): string {
  const most = REPORT_LIMITS.bodyCharacters + OVERLAP;
  return body.length > most ? ownText(body.slice(0, most)) : body;
}

/** @param isCut whether the end of it was not kept */
function cutText(text: string, most: number, length = text.length, isCut = false): string {
  if (!isCut && text.length <= most) return text;
  return `${text.slice(0, most).toWellFormed()}… [Characters shown: ${most} of ${length}.]`;
}

function cutHeaders(headers: Headers): Headers {
  return headers.map(([name, value]) => [name, cutText(value, REPORT_LIMITS.lineCharacters)]);
}

function cutCookies(cookies: readonly KeptCookie[]): readonly KeptCookie[] {
  return cookies.map((cookie) => ({ ...cookie, value: cutText(cookie.value, REPORT_LIMITS.lineCharacters) }));
}
