import { html } from '../../../core/base/html';
import { parseJson } from '../../../core/json/parseJson';
import type { FaceRequest } from '../../kernel/answer/face';
import { whileAsked } from '../../kernel/answer/whileAsked';
import type { SharedStorage } from './codeStorage';
import type { CookieSession } from './cookieSession';
import { note } from './note';
import { pagePieces } from './pageTags';
import { SessionOperations, type SessionParts } from './sessionOperations';
import { shownValue, type TagExpression, tagExpression, valueAt } from './tagExpression';
import type { CodeFailure, WebCode } from './webCode';
import { handlerRequestOf } from './webRequest';

const SHOWN = ['4DTEXT', '4DHTML'];

/** The code of a tag gave no value, and the page is not sent. */
export class TagFailure extends Error {
  constructor(readonly failure: CodeFailure) {
    super(failure.reason);
  }
}

/**
 * Fills the pages whose tags 4D processes. It knows 4DTEXT, which is escaped, and 4DHTML, which is not. Other tags are left out and
 * named in the journal (docs/facts/4d-web.md#tags).
 */
export class SemiDynamicPages {
  constructor(
    private readonly parts: SessionParts,
    private readonly storage: SharedStorage,
    private readonly code: WebCode,
  ) {}

  /** Whether a tag of the page runs code of the project, before which 4D asks On Web Authentication. */
  runsCode(page: string): boolean {
    for (const piece of pagePieces(page)) {
      if (piece.kind !== 'tag' || !piece.isWhole || !SHOWN.includes(piece.name)) continue;
      if (tagExpression(piece.expression)?.kind === 'method') return true;
    }
    return false;
  }

  /** @throws TagFailure when the code of a tag fails */
  async filled(page: string, request: FaceRequest, current: CookieSession): Promise<string> {
    const { trace } = request;
    const operations = new SessionOperations(this.parts, current, trace);
    const leftOut = new Set<string>();
    const unknown = new Set<string>();
    const shown: string[] = [];
    // A page may name one value many times.
    const values = new Map<string, Promise<unknown>>();
    for (const piece of pagePieces(page)) {
      if (piece.kind === 'text') {
        shown.push(piece.text);
        continue;
      }
      const { name, expression: text, isWhole } = piece;
      if (!isWhole || !SHOWN.includes(name)) {
        leftOut.add(isWhole ? name : `${name} without an end`);
        continue;
      }
      const expression = tagExpression(text);
      const value = expression && (values.get(text) ?? this.value(expression, operations, request, current));
      if (value) values.set(text, value);
      const got = await value;
      if (got === undefined) unknown.add(text === '' ? `${name} without an expression` : text);
      shown.push(name === '4DHTML' ? shownValue(got) : String(html`${shownValue(got)}`));
    }
    operations.dispose();
    if (leftOut.size > 0) note(trace, 'web.page.tags', `4D tags that are left out: ${[...leftOut].join(', ')}.`);
    if (unknown.size > 0) {
      note(trace, 'web.page.expressions', `Expressions of 4D tags without a value: ${[...unknown].join(', ')}.`);
    }
    return shown.join('');
  }

  private async value(
    expression: TagExpression,
    operations: SessionOperations,
    request: FaceRequest,
    current: CookieSession,
  ): Promise<unknown> {
    switch (expression.kind) {
      case 'path': {
        if (expression.root === 'Storage') return valueAt(await this.storage.get(), expression.members);
        const members = await operations.info();
        // Without scalable sessions there is no session at all.
        return members && valueAt({ ...members, storage: await operations.storage() }, expression.members);
      }
      case 'call':
        return operations[expression.member]();
      case 'method':
        return this.method(expression.name, request, current);
    }
  }

  private async method(name: string, request: FaceRequest, current: CookieSession): Promise<unknown> {
    const { trace } = request;
    const outcome = await whileAsked(request, (signal) =>
      this.code.method(
        { name, isDatabaseMethod: false, parameters: [], wanted: 'value' },
        { request: handlerRequestOf(request), current, trace, signal },
      ),
    );
    if (outcome === undefined || outcome.kind === 'answer') return undefined;
    if (outcome.kind !== 'result') throw new TagFailure(outcome);
    return parseJson(outcome.json);
  }
}
