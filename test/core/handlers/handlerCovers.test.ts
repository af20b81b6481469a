import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileHandlers, findHandler } from '../../../src/core/handlers/findHandler';
import { HandlerCovers } from '../../../src/core/handlers/handlerCovers';
import { readHandlers } from '../../../src/core/handlers/readHandlers';
import { compilePattern, type PatternAnchor, type UrlPattern } from '../../../src/core/handlers/urlPattern';
import { fullBudget } from '../../../src/core/pattern/boundedPattern';

const regex = (text: string): UrlPattern => ({ kind: 'regex', text });
const prefix = (text: string): UrlPattern => ({ kind: 'prefix', text });
const covers = (first: UrlPattern, second: UrlPattern) => new HandlerCovers().covers(first, second);

describe('patterns of handlers that take all paths of others', () => {
  const yes: [first: UrlPattern, second: UrlPattern][] = [
    [regex('/api/.*'), regex('/api/users')],
    [regex('/api/.*'), prefix('api/users')],
    [regex('/api/.*'), prefix('api')],
    [prefix('api'), regex('^/api/[a-z]+/x$')],
    [regex('/x/[0-9]+'), regex('/x/[1-9][0-9]*')],
    [regex('/x/[0-9]+'), regex('/x/7')],
    [regex('/x/[0-9]+$'), regex('/x/(1|2|3)$')],
    [regex('/(a|b)'), regex('/b')],
    [regex('/(a|b)'), regex('/(b|a)')],
    [regex('/a|/b'), regex('/b/c')],
    [regex('/re/?'), regex('/re/')],
    [regex('/re/?$'), regex('/re$')],
    [regex('^/re/?$'), regex('^/re/$')],
    [regex('/.+'), regex('/[a-z]+')],
    [regex('^/[^/]+$'), regex('^/\\d{2,3}$')],
    [regex('(?i)/Docs'), regex('/docs/a')],
    [regex('(?i)/docs'), regex('/DOCS')],
    [regex('^/a*'), regex('/.*')],
    [regex('.'), prefix('x')],
    [regex('^/(?:v1|v2)/'), prefix('v2')],
    [regex('/(\\w+)/edit'), regex('/users/edit')],
  ];
  for (const [first, second] of yes) {
    it(`${first.text} takes all that ${second.text} is for`, () => {
      assert.equal(covers(first, second), true);
    });
  }

  const no: [first: UrlPattern, second: UrlPattern][] = [
    [regex('/x/[1-9][0-9]*'), regex('/x/[0-9]+')],
    [regex('/b'), regex('/(a|b)')],
    [regex('/re/$'), regex('/re/?$')],
    [regex('^/re/$'), regex('^/re')],
    [regex('/api/.+'), regex('/api/')],
    [prefix('api'), regex('/api')],
    [prefix('api'), regex('/api/.*')],
    [regex('/docs'), regex('(?i)/docs')],
    [regex('^/a$'), regex('^/a')],
    [regex('/\\w+$'), regex('/.+$')],
    [regex('/a(?=b)'), regex('/ab$')],
    [regex('/a\\b'), regex('/a$')],
    [regex('(a)\\1'), regex('aa')],
    [regex('(past|today)'), regex('/past')],
    // It takes no path, so it is no matter of what comes before.
    [regex('/a'), regex('^x')],
    [regex('/a'), regex('/b^')],
  ];
  for (const [first, second] of no) {
    it(`${first.text} is not said to take all that ${second.text} is for`, () => {
      assert.equal(covers(first, second), false);
    });
  }

  const part = fc.constantFrom('a', 'b', '/', '.', '[ab]', '[^/]', '\\d', '7', 'A', '(?:a|b)', '(a|/b)', '\\w', '%20');
  const piece = fc.tuple(part, fc.constantFrom('', '', '', '*', '+', '?', '{2}', '*?')).map((both) => both.join(''));
  const source = fc
    .tuple(
      fc.constantFrom('', '^', '/', '^/', '(?i)/'),
      fc.array(piece, { maxLength: 4 }),
      fc.constantFrom('', '', '$', '|a', '/?', '.*'),
    )
    .map(([start, pieces, end]) => start + pieces.join('') + end);
  const pattern = fc.oneof(source.map(regex), fc.constantFrom('a', 'a/b', '[ab]', 'b.').map(prefix));
  const path = fc
    .array(fc.constantFrom('a', 'b', 'A', '7', '/', '.', '-', '%20', 'é', 'c'), { maxLength: 8 })
    .map((letters) => `/${letters.join('')}`);

  it('a pattern that is said to take all paths of another one takes each that anybody tries', () => {
    let found = 0;
    fc.assert(
      fc.property(pattern, pattern, fc.array(path, { minLength: 20, maxLength: 40 }), (first, second, paths) => {
        if (!covers(first, second)) return;
        found++;
        for (const anchor of ['anywhere', 'start'] satisfies PatternAnchor[]) {
          const [wide, narrow] = [first, second].map((each) => compilePattern(each, anchor));
          for (const each of paths) {
            const subject = each.replace(/^\/+/, '/');
            if (narrow?.test(subject)) assert.ok(wide?.test(subject), `${first.text} ${second.text} ${subject}`);
          }
        }
      }),
      { numRuns: 1000, seed: 15 },
    );
    assert.ok(found > 30, `${found} covers`);
  });

  it('a pattern takes all that it takes itself with something behind it, and this is seen', () => {
    fc.assert(
      fc.property(source, (text) => {
        // An alternative or an end would not be the beginning of the other one.
        fc.pre(!/[|$]/.test(text) && text !== '');
        const narrow = regex(`${text}c`);
        const some = compilePattern(narrow, 'start');
        if (['/', '/a', '/c'].some((each) => some.test(each))) assert.ok(covers(regex(text), narrow), text);
      }),
      { numRuns: 300, seed: 15 },
    );
  });

  it('an entry that the file calls shadowed is never found for any path', () => {
    const verb = fc.constantFrom(undefined, 'GET', 'POST', 'get, post', 'PUT');
    const entry = fc.tuple(pattern, verb).map(([{ kind, text }, verbs]) => ({
      class: 'A',
      method: 'b',
      [kind === 'prefix' ? 'pattern' : 'regexPattern']: text,
      ...(verbs !== undefined && { verbs }),
    }));
    fc.assert(
      fc.property(fc.array(entry, { minLength: 2, maxLength: 5 }), fc.array(path, { maxLength: 30 }), (file, paths) => {
        const { entries, findings } = readHandlers(JSON.stringify(file));
        const shadowed = findings
          .filter(({ code, message }) => code === 'handlers/shadowed' && message.startsWith('No request'))
          .map(({ pointer }) => Number(pointer.split('/')[1]));
        for (const anchor of ['anywhere', 'start'] satisfies PatternAnchor[]) {
          const handlers = compileHandlers(entries, anchor);
          for (const each of paths) {
            for (const asked of ['GET', 'POST', 'PUT', 'DELETE']) {
              const taken = findHandler(handlers, asked, each, fullBudget()).entry;
              assert.ok(taken === undefined || !shadowed.includes(taken.index), JSON.stringify([file, each]));
            }
          }
        }
      }),
      { numRuns: 300, seed: 15 },
    );
  });

  it('files with many hard expressions are read all the same, and what is not decided is not reported', () => {
    const hard = Array.from({ length: 60 }, (_, index) => ({
      class: 'A',
      method: 'b',
      regexPattern: `/(a|b)*a(a|b){${index % 12}}c${index}`,
    }));
    const { entries, findings } = readHandlers(JSON.stringify(hard));
    assert.equal(entries.length, 60);
    assert.deepEqual(findings, []);
  });
});
