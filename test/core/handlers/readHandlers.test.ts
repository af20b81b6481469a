import assert from 'node:assert/strict';
import type { HandlerCode } from '../../../src/core/handlers/handlerFinding';
import { readHandlers } from '../../../src/core/handlers/readHandlers';

const HANDLER = { class: 'Handler', method: 'run' };

/** Code and squiggled text of every finding. */
function faults(text: string): [HandlerCode, string][] {
  const lines = text.split('\n');
  const offset = ({ line, character }: { line: number; character: number }) =>
    lines.slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + character;
  return readHandlers(text).findings.map(({ code, range }) => [
    code,
    text.slice(offset(range.start), offset(range.end)),
  ]);
}

/** Codes for a list of handlers. */
function codes(...handlers: unknown[]): HandlerCode[] {
  return readHandlers(JSON.stringify(handlers)).findings.map(({ code }) => code);
}

describe('HTTPHandlers.json', () => {
  it('HTTPHandlers.json gives the handlers of the seed', () => {
    const text = `[
  {
    "class": "OperationsHandler",
    "method": "handleOperation",
    "regexPattern": "/my4DApp/completeOperation",
    "verbs": "get"
  }
]`;
    const { entries, findings } = readHandlers(text);
    assert.deepEqual(findings, []);
    assert.deepEqual(entries, [
      {
        index: 0,
        className: 'OperationsHandler',
        method: 'handleOperation',
        pattern: { kind: 'regex', text: '/my4DApp/completeOperation' },
        verbs: ['GET'],
        range: { start: { line: 1, character: 2 }, end: { line: 6, character: 3 } },
      },
    ]);
  });

  it('HTTPHandlers.json may begin with a byte order mark', () => {
    assert.deepEqual(readHandlers('\uFEFF[]'), { entries: [], findings: [] });
  });

  it('a malformed HTTPHandlers.json is told with the place where it stops being JSON', () => {
    assert.deepEqual(faults('[\n  {"class": "A" "method": "b"}\n]'), [['handlers/json', '"']]);
    assert.deepEqual(faults('[{"class": "A", // a comment\n}]'), [['handlers/json', '/']]);
    assert.deepEqual(faults(''), [['handlers/json', '']]);
  });

  it('HTTPHandlers.json has to be an array of objects', () => {
    assert.deepEqual(faults('{"class": "A"}'), [['handlers/array', '{"class": "A"}']]);
    assert.deepEqual(faults('[1, null, []]'), [
      ['handlers/entry', '1'],
      ['handlers/entry', 'null'],
      ['handlers/entry', '[]'],
    ]);
  });

  it('an entry has to name class, method and a pattern', () => {
    assert.deepEqual(codes({ method: 'run', pattern: 'a' }), ['handlers/missing']);
    assert.deepEqual(codes({ class: 'Handler', pattern: 'a' }), ['handlers/missing']);
    assert.deepEqual(faults('[ {"class": "A", "method": "b"} ]'), [
      ['handlers/missing', '{"class": "A", "method": "b"}'],
    ]);
    assert.deepEqual(faults('[{"class": " ", "method": "b", "pattern": "/"}]'), [
      ['handlers/missing', '" "'],
      ['handlers/missing', '"/"'],
    ]);
  });

  it('all properties of an entry have to be texts', () => {
    assert.deepEqual(faults('[{"class": 1, "method": [], "regexPattern": {}, "verbs": ["get"], "comment": null}]'), [
      ['handlers/type', '1'],
      ['handlers/type', '[]'],
      ['handlers/type', '{}'],
      ['handlers/type', '["get"]'],
      ['handlers/type', 'null'],
    ]);
  });

  it('an entry with both patterns uses regexPattern, and has a finding', () => {
    const text = '[{"class": "A", "method": "b", "pattern": "one", "regexPattern": "/two"}]';
    assert.deepEqual(faults(text), [['handlers/both', '"pattern": "one"']]);
    assert.deepEqual(readHandlers(text).entries[0]?.pattern, { kind: 'regex', text: '/two' });
  });

  it('an entry may not take what 4D serves itself', () => {
    for (const pattern of [
      '4DACTION',
      '/4daction',
      '/rest',
      'rest/',
      'rest/products',
      '$lib/renderer',
      '/$shared/img',
    ]) {
      assert.deepEqual(codes({ ...HANDLER, pattern }), ['handlers/forbidden'], pattern);
    }
    for (const regexPattern of [
      '/4DACTION',
      '^/rest',
      '/rest/.*',
      '/REST(/.*)?',
      '/$lib/renderer',
      '/\\$shared',
      'rest',
    ]) {
      assert.deepEqual(codes({ ...HANDLER, regexPattern }), ['handlers/forbidden'], regexPattern);
    }
    for (const regexPattern of ['/restaurants', '/rest[a-z]+', '/$library', '/my/rest']) {
      assert.deepEqual(codes({ ...HANDLER, regexPattern }), [], regexPattern);
    }
  });

  it('a handler for an address of the dev session server is told to get no request there, and is one in 4D', () => {
    for (const written of [
      ...['_workbench', '/_Workbench/x', 'pair', '/pair/'].map((pattern) => ({ pattern })),
      ...['^/_workbench/', '/pair$'].map((regexPattern) => ({ regexPattern })),
    ]) {
      assert.deepEqual(codes({ ...HANDLER, ...written }), ['handlers/taken'], JSON.stringify(written));
      const { entries, findings } = readHandlers(JSON.stringify([{ ...HANDLER, ...written }]));
      assert.equal(entries.length, 1);
      assert.match(findings[0]?.message ?? '', /serves \/(_workbench|pair) itself/);
    }
    for (const pattern of ['_workbenches', 'pairs', 'my/pair', 'mobileapp']) {
      assert.deepEqual(codes({ ...HANDLER, pattern }), [], pattern);
    }
    const ofOthers = readHandlers(JSON.stringify([{ ...HANDLER, pattern: 'MobileApp/x' }]), ['mobileapp']);
    assert.deepEqual(
      ofOthers.findings.map(({ code, severity }) => [code, severity]),
      [['handlers/taken', 'warning']],
    );
  });

  it('a regexPattern has to be a regular expression that compiles', () => {
    const text = '[{"class": "A", "method": "b", "regexPattern": "/docs/(past"}]';
    assert.deepEqual(faults(text), [['handlers/regex', '"/docs/(past"']]);
    assert.equal(
      readHandlers(text).findings[0]?.message,
      'This regular expression does not compile: Unterminated group.',
    );
    assert.deepEqual(codes({ ...HANDLER, pattern: 'a)(?:b' }), ['handlers/regex']);
    assert.deepEqual(codes({ ...HANDLER, regexPattern: '(?i)/docs' }), []);
  });

  it('an entry with an error is not used, and the others are', () => {
    const text = JSON.stringify([
      { ...HANDLER, regexPattern: '(' },
      { ...HANDLER, pattern: 'rest' },
      { method: 'run', pattern: 'a' },
      { ...HANDLER, pattern: 'b', verbs: 1 },
      { ...HANDLER, pattern: 'c', verb: 'get' },
    ]);
    assert.deepEqual(
      readHandlers(text).entries.map(({ index }) => index),
      [4],
    );
  });

  it('a property that no handler has is a finding', () => {
    assert.deepEqual(faults('[{"class": "A", "method": "b", "pattern": "c", "verb": "get"}]'), [
      ['handlers/unknown', '"verb"'],
    ]);
    assert.deepEqual(codes({ ...HANDLER, pattern: 'c', comment: 'why' }), []);
  });

  it('verbs without a verb are a finding', () => {
    assert.deepEqual(codes({ ...HANDLER, pattern: 'c', verbs: ' , ' }), ['handlers/verbs']);
  });

  for (const verbs of ['GET;POST', 'get post', 'get, po/st', 'get,(post)']) {
    it(`the verbs “${verbs}” have one that no request can have`, () => {
      assert.deepEqual(codes({ ...HANDLER, pattern: 'c', verbs }), ['handlers/verbs']);
    });
  }

  it('a property that is given twice is a finding', () => {
    assert.deepEqual(faults('[{"class": "A", "class": "B", "method": "b", "pattern": "c"}]'), [
      ['handlers/duplicate', '"class"'],
    ]);
  });

  describe('a shadowed handler', () => {
    it('a handler is shadowed by one before it that takes every request with its pattern and verb', () => {
      const pairs = [
        [{ pattern: 'docs' }, { pattern: '/docs/' }],
        [{ pattern: 'docs' }, { pattern: 'docs/invoices' }],
        [{ regexPattern: '/docs' }, { pattern: 'docs' }],
        [{ regexPattern: '/docs' }, { regexPattern: '/docs/invoices/(past|today)' }],
        [{ regexPattern: '/.*' }, { regexPattern: '(a|b)' }],
        [
          { pattern: 'docs', verbs: 'get, post' },
          { pattern: 'docs', verbs: 'Get' },
        ],
      ] as const;
      for (const [first, second] of pairs) {
        const found = codes({ ...HANDLER, ...first }, { ...HANDLER, ...second });
        assert.deepEqual(found, ['handlers/shadowed'], JSON.stringify([first, second]));
      }
    });

    it('a handler that may take more than the one before it is not shadowed', () => {
      const pairs = [
        [{ pattern: 'docs/invoices' }, { pattern: 'docs' }],
        [{ pattern: 'docs' }, { regexPattern: '/docs' }],
        [{ regexPattern: '/docs' }, { regexPattern: '/docs?' }],
        [{ regexPattern: '/docs' }, { regexPattern: '/docs|/files' }],
        [{ regexPattern: '(past|today)' }, { regexPattern: '/past' }],
        [{ regexPattern: '^/docs' }, { regexPattern: '/docs/a' }],
        [{ pattern: 'docs', verbs: 'get' }, { pattern: 'docs' }],
      ] as const;
      for (const [first, second] of pairs) {
        const found = codes({ ...HANDLER, ...first }, { ...HANDLER, ...second });
        assert.deepEqual(found, [], JSON.stringify([first, second]));
      }
    });

    it('a shadowed handler is told with the one that shadows it', () => {
      const { findings } = readHandlers(
        JSON.stringify([
          { class: 'One', method: 'a', pattern: 'docs' },
          { class: 'Two', method: 'b', pattern: 'docs' },
        ]),
      );
      assert.deepEqual(
        findings.map(({ message, pointer }) => [pointer, message]),
        [['/1/pattern', 'No request ever gets here: handler 1 (One.a, line 1) takes them all first.']],
      );
    });

    const several: readonly (readonly [verbs: string, message: string])[] = [
      ['get, post', 'No request ever gets here, as all are taken before: 1 (A.a), 2 (B.b) (line 2, 3).'],
      ['post, get', 'No request ever gets here, as all are taken before: 1 (A.a), 2 (B.b) (line 2, 3).'],
      [
        'put, get, post',
        'Requests with GET, POST never get here, as they are taken before: 1 (A.a), 2 (B.b) (line 2, 3).',
      ],
      ['post', 'No request ever gets here: handler 2 (B.b, line 3) takes them all first.'],
    ];
    for (const [verbs, message] of several) {
      it(`a handler of ${verbs} is told with every handler that takes its requests`, () => {
        const text = `[
{"class":"A","method":"a","pattern":"a","verbs":"get"},
{"class":"B","method":"b","pattern":"a","verbs":"post"},
{"class":"C","method":"c","pattern":"/a/","verbs":"${verbs}"}]`;
        assert.deepEqual(
          readHandlers(text).findings.map((finding) => finding.message),
          [message],
        );
      });
    }

    it('a handler may be shadowed for some of its verbs only', () => {
      const text =
        '[{"class": "A", "method": "b", "pattern": "c", "verbs": "GET"}, {"class": "D", "method": "e", "pattern": "c", "verbs": "get, post"}]';
      assert.deepEqual(faults(text), [['handlers/shadowed', '"get, post"']]);
    });

    it('a handler that takes what the first has left is not shadowed, as in 4D’s own example', () => {
      const theInvoice = { ...HANDLER, regexPattern: '/docs/invoices/details/theInvoice' };
      assert.deepEqual(codes({ ...theInvoice, verbs: 'GET' }, theInvoice, { ...HANDLER, regexPattern: '/docs' }), []);
    });
  });
});
