import { html } from '../../../core/base/html';
import { shortened } from '../../../core/compliance/phrase';
import { parseJson } from '../../../core/json/parseJson';
import type { FaceRequest } from '../../kernel/answer/face';
import { whileAsked } from '../../kernel/answer/whileAsked';
import { nextTurn, SLICE } from '../../kernel/slices/inSlices';
import type { SharedStorage } from './codeStorage';
import type { CookieSession } from './cookieSession';
import { note } from './note';
import { pagePieces } from './pageTags';
import type { PageText } from './pageText';
import { SessionOperations, type SessionParts } from './sessionOperations';
import { shownQuotas } from './sessionQuotas';
import { shownValue, type TagExpression, tagExpression, valueAt } from './tagExpression';
import type { CodeFailure, WebCode } from './webCode';
import { handlerRequestOf } from './webRequest';

const SHOWN = ['4DTEXT', '4DHTML'];
/** How much of an error a page shows, and of an error or an expression the journal. */
const SHOWN_TEXT = 500;
/** How many names one cause of the journal lists. */
const NAMED = 20;

/** The page cannot be made now: the server has no turn for its code, its client has left, or it becomes too large. */
export class TagFailure extends Error {
  constructor(readonly failure: CodeFailure) {
    super(failure.reason);
  }
}

/** What a tag has given: a value, undefined for none, or why its code failed. */
type TagValue = { readonly value: unknown } | { readonly failed: string; readonly shown: string };

/**
 * Fills the pages whose tags 4D processes. It knows 4DTEXT, which is escaped, and 4DHTML, which is not. Other tags are left out and
 * named in the journal. Where the code of a tag fails, the page has the error, as in 4D (docs/facts/4d-web.md#tags).
 */
export class SemiDynamicPages {
  /** @param maxBytes the largest page, which is in memory as a whole */
  constructor(
    private readonly parts: SessionParts,
    private readonly storage: SharedStorage,
    private readonly code: WebCode,
    private readonly maxBytes: number,
  ) {}

  /** Whether a tag of the page runs code of the project, before which 4D asks On Web Authentication. */
  async runsCode({ text }: PageText): Promise<boolean> {
    let pieces = 0;
    for (const piece of pagePieces(text)) {
      if (++pieces % SLICE === 0) await nextTurn();
      if (piece.kind !== 'tag' || !piece.isWhole || !SHOWN.includes(piece.name)) continue;
      if (tagExpression(piece.expression)?.kind === 'method') return true;
    }
    return false;
  }

  /** @throws TagFailure when the page cannot be made now */
  async filled(page: PageText, request: FaceRequest, current: CookieSession): Promise<Buffer> {
    const { trace } = request;
    const operations = new SessionOperations(this.parts, current, trace);
    const leftOut = new Set<string>();
    const unknown = new Set<string>();
    const failed = new Set<string>();
    const shown: Buffer[] = [];
    let bytes = 0;
    const show = (piece: Buffer) => {
      bytes += piece.length;
      if (bytes > this.maxBytes) throw this.tooLarge();
      shown.push(piece);
    };
    // A page may name one value many times.
    const values = new Map<string, TagValue>();
    let pieces = 0;
    try {
      for (const piece of pagePieces(page.text)) {
        if (++pieces % SLICE === 0) await nextTurn();
        if (piece.kind === 'text') {
          show(page.own(piece.text));
          continue;
        }
        const { name, expression: text, isWhole } = piece;
        if (!isWhole || !SHOWN.includes(name)) {
          leftOut.add(isWhole ? name : `${name} without an end`);
          continue;
        }
        const expression = tagExpression(text);
        const got = values.get(text) ?? (await this.value(expression, operations, request, current));
        values.set(text, got);
        if ('failed' in got) {
          failed.add(`${text} (${shortened(got.failed, SHOWN_TEXT)})`);
          show(page.added(String(html`<!--#${name} ${text}--> : ## error # ${shortened(got.shown, SHOWN_TEXT)}`)));
          continue;
        }
        if (got.value === undefined) unknown.add(text === '' ? `${name} without an expression` : text);
        const value = shownValue(got.value);
        show(page.added(name === '4DHTML' ? value : String(html`${value}`)));
      }
    } finally {
      operations.dispose();
    }
    if (leftOut.size > 0) note(trace, 'web.page.tags', `4D tags that are left out: ${listed(leftOut)}.`);
    if (unknown.size > 0)
      note(trace, 'web.page.expressions', `Expressions of 4D tags without a value: ${listed(unknown)}.`);
    if (failed.size > 0) note(trace, 'web.page.failed', `Methods of 4D tags that failed: ${listed(failed)}`);
    return Buffer.concat(shown);
  }

  private async value(
    expression: TagExpression | undefined,
    operations: SessionOperations,
    request: FaceRequest,
    current: CookieSession,
  ): Promise<TagValue> {
    if (!expression) return { value: undefined };
    if (expression.kind === 'method') return this.method(expression.name, request, current);
    if (expression.kind === 'path' && expression.root === 'Storage') {
      return { value: valueAt(await this.storage.get(), expression.members) };
    }
    const members = await operations.info();
    // Without scalable sessions there is no session at all.
    if (!members) return { value: undefined };
    if (expression.kind === 'call') return { value: await operations[expression.member]() };
    const session = { ...members, quotas: shownQuotas(members.quotas), storage: await operations.storage() };
    return { value: valueAt(session, expression.members) };
  }

  private async method(name: string, request: FaceRequest, current: CookieSession): Promise<TagValue> {
    const { trace } = request;
    const outcome = await whileAsked(request, (signal) =>
      this.code.method(
        { name, isDatabaseMethod: false, parameters: [], wanted: 'value' },
        { request: handlerRequestOf(request), current, trace, signal },
      ),
    );
    if (outcome === undefined || outcome.kind === 'answer') return { value: undefined };
    if (outcome.kind === 'result') return { value: outcome.isNothing ? undefined : parseJson(outcome.json) };
    if (outcome.kind === 'busy' || outcome.kind === 'left') throw new TagFailure(outcome);
    // Whoever may not read something is not told which privilege it takes.
    return { failed: outcome.reason, shown: outcome.error?.message ?? outcome.reason };
  }

  private tooLarge(): TagFailure {
    const option = 'web.maxPageBytes';
    const reason = `With its tags filled, the page is larger than ${option} allows (${this.maxBytes}).`;
    return new TagFailure({ kind: 'tooLarge', reason, option });
  }
}

function listed(names: ReadonlySet<string>): string {
  const more = names.size > NAMED ? ` and ${names.size - NAMED} more` : '';
  const told = [...names].slice(0, NAMED).map((name) => shortened(name, 2 * SHOWN_TEXT));
  return told.join(', ') + more;
}
