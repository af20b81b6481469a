import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { compileHandlers, findHandler } from '../../../src/core/handlers/findHandler';
import { readHandlers } from '../../../src/core/handlers/readHandlers';
import type { PatternAnchor } from '../../../src/core/handlers/urlPattern';
import { fullBudget } from '../../../src/core/pattern/boundedPattern';

interface Written {
  readonly pattern?: string;
  readonly regexPattern?: string;
  readonly verbs?: string;
}

const entriesOf = (...handlers: Written[]) =>
  readHandlers(JSON.stringify(handlers.map((each) => ({ class: 'Handler', method: 'run', ...each })))).entries;

/** Index of the handler of a request. */
function found(handlers: Written[], verb: string, path: string, anchor: PatternAnchor = 'anywhere') {
  return findHandler(compileHandlers(entriesOf(...handlers), anchor), verb, path, fullBudget()).entry?.index;
}

const ANCHORS = ['anywhere', 'start'] as const;

describe('the handler of a request', () => {
  it('the handler of a request is the first that fits', () => {
    // 4D's own example (docs/facts/4d-web.md#request-handlers).
    const handlers: Written[] = [
      { pattern: 'info', verbs: 'GET' },
      { pattern: 'userAccount/update', verbs: 'PUT,POST' },
      { regexPattern: '/docs/invoices/(past|today)', verbs: 'GET' },
      { regexPattern: '/docs/myPage.html', verbs: 'GET' },
      { pattern: 'docs/invoices/details/theInvoice', verbs: 'GET,POST' },
      { pattern: 'docs/invoices/details', verbs: 'GET' },
      { pattern: 'docs/invoices', verbs: 'GET' },
    ];
    const expected: [string, string, number | undefined][] = [
      ['GET', '/info/', 0],
      ['GET', '/info/general', 0],
      ['POST', '/info/general', undefined],
      ['POST', '/userAccount/update/', 1],
      ['POST', '/userAccount/update/profile', 1],
      ['GET', '/docs/invoices/past', 2],
      ['GET', '/docs/invoices/today/latest', 2],
      ['GET', '//docs/myPage.html', 3],
      ['GET', '//docs/invoices/', 6],
      ['GET', '//docs/invoices/details/', 5],
      ['GET', '//docs/invoices/details/theInvoice/xxxxxx', 4],
    ];
    for (const anchor of ANCHORS) {
      for (const [verb, path, index] of expected) assert.equal(found(handlers, verb, path, anchor), index, path);
    }
  });

  it('the handler of a request may be a later one for a verb that the first does not list', () => {
    const handlers = [{ regexPattern: '/theInvoice', verbs: 'GET' }, { regexPattern: '/theInvoice' }];
    assert.equal(found(handlers, 'get', '/theInvoice'), 0);
    assert.equal(found(handlers, 'DELETE', '/theInvoice'), 1);
    assert.equal(found(handlers, 'BREW', '/theInvoice'), 1);
  });

  it('a pattern is looked for anywhere in the path, or at its beginning', () => {
    const handlers = [{ regexPattern: '/validateEmail', verbs: 'get' }];
    assert.equal(found(handlers, 'GET', '/tools/validateEmail'), 0);
    assert.equal(found(handlers, 'GET', '/tools/validateEmail', 'start'), undefined);
    assert.equal(found(handlers, 'GET', '/validateEmail/now', 'start'), 0);
  });

  it('each handler that does not take a request says why', () => {
    const entries = entriesOf({ pattern: 'start' }, { regexPattern: '/start', verbs: 'PUT' });
    const { entry, passed } = findHandler(compileHandlers(entries, 'anywhere'), 'GET', '/start', fullBudget());
    assert.equal(entry, undefined);
    assert.deepEqual(
      passed.map(({ entry: { index }, why }) => [index, why]),
      [
        [0, 'slash'],
        [1, 'verb'],
      ],
    );
  });

  for (const regexPattern of ['^/(\\w|_)+$', '(_|_)*b', '(_|_)'.repeat(28), '(_+)+$', '^(?=(_*)*b)', '(?<=(_|_)*b)$']) {
    it(`a handler with the explosive expression ${regexPattern.slice(0, 20)} leaves a path that does not fit to the next`, () => {
      assert.equal(found([{ regexPattern }, { regexPattern: '/_' }], 'GET', `/${'_'.repeat(27)}!`), 1);
      assert.equal(
        found([{ regexPattern }, { regexPattern: '/_' }], 'GET', `/${'_'.repeat(8000)}!`),
        regexPattern === '(_|_)'.repeat(28) ? 0 : 1,
      );
    });
  }

  it('the search of a handler is given up at an expression that takes too many steps', () => {
    const entries = entriesOf({ pattern: 'a' }, { regexPattern: '^/(a|a)+\\1b$' }, { regexPattern: '/a' });
    const { entry, passed, unjudged } = findHandler(
      compileHandlers(entries, 'anywhere'),
      'GET',
      `/${'a'.repeat(60)}`,
      fullBudget(),
    );
    assert.deepEqual([entry, passed, unjudged], [undefined, [], entries[1]]);
  });

  it('many expressions take no more steps of a request than one may take', () => {
    const many = Array.from({ length: 500 }, () => ({ regexPattern: '(_+)+$' }));
    const handlers = compileHandlers(entriesOf(...many), 'anywhere');
    assert.ok(findHandler(handlers, 'GET', `/${'_'.repeat(8000)}!`, fullBudget()).unjudged);
  });

  describe('any handlers and paths', () => {
    const text = fc.stringMatching(/^[ab/.]{1,4}$/);
    const regex = fc.oneof(
      text,
      fc.constantFrom(
        '/.*',
        '^/a',
        'a+/',
        '(a|b)/',
        '\\.a',
        '^',
        '[^/]b',
        '/a$',
        '.',
        '/ab?',
        '/a|b',
        '/a(b|/)',
        '/a*',
        '/a[|]b',
      ),
    );
    const verbs = fc.option(fc.constantFrom('get', 'POST', 'get, put', ' put ,,POST'), { nil: undefined });
    const handler: fc.Arbitrary<Written> = fc
      .tuple(
        fc.oneof(
          text.map((pattern) => ({ pattern })),
          regex.map((regexPattern) => ({ regexPattern })),
        ),
        verbs,
      )
      .map(([pattern, list]) => ({ ...pattern, ...(list !== undefined && { verbs: list }) }));
    const handlers = fc.array(handler, { minLength: 1, maxLength: 5 });
    const path = fc.stringMatching(/^\/[ab/.]{0,6}$/);
    const verb = fc.constantFrom('GET', 'POST', 'PUT', 'BREW');
    const anchor = fc.constantFrom(...ANCHORS);

    it('of any handlers, the first of those that would take a path alone takes it', () => {
      fc.assert(
        fc.property(handlers, path, verb, anchor, (written, at, by, where) => {
          const entries = entriesOf(...written);
          const alone = entries.find((each) => findHandler(compileHandlers([each], where), by, at, fullBudget()).entry);
          assert.equal(findHandler(compileHandlers(entries, where), by, at, fullBudget()).entry, alone);
        }),
        { numRuns: 500 },
      );
    });

    it('a shadowed handler never takes a request', () => {
      fc.assert(
        fc.property(
          handlers,
          fc.array(path, { minLength: 5, maxLength: 10 }),
          verb,
          anchor,
          (written, paths, by, where) => {
            const { entries, findings } = readHandlers(
              JSON.stringify(written.map((each) => ({ class: 'Handler', method: 'run', ...each }))),
            );
            const shadowed = findings
              .filter(({ code, message }) => code === 'handlers/shadowed' && message.startsWith('No request'))
              .map(({ pointer }) => Number(pointer.split('/')[1]));
            const handlers = compileHandlers(entries, where);
            for (const at of paths) {
              const index = findHandler(handlers, by, at, fullBudget()).entry?.index;
              assert.ok(index === undefined || !shadowed.includes(index), `${at} goes to ${index}`);
            }
          },
        ),
        { numRuns: 1000 },
      );
    });

    it('the handler of a request does not depend on how verbs are written', () => {
      fc.assert(
        fc.property(handlers, path, verb, (written, at, by) => {
          const upper = written.map(({ verbs: list, ...rest }) => ({
            ...rest,
            ...(list && { verbs: list.toUpperCase() }),
          }));
          assert.equal(found(written, by.toLowerCase(), at), found(upper, by, at));
        }),
      );
    });
  });
});
