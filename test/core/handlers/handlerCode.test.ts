import assert from 'node:assert/strict';
import { handlerModules } from '../../../src/core/handlers/handlerCode';
import { readHandlers } from '../../../src/core/handlers/readHandlers';

const modules = (...handlers: object[]) => handlerModules(readHandlers(JSON.stringify(handlers)).entries);

describe('the code for handlers', () => {
  it('the code for handlers is a module for each class, with each method once', () => {
    const made = modules(
      { class: 'One', method: 'a', pattern: 'docs', verbs: 'get' },
      { class: 'Two', method: 'b', regexPattern: '/x' },
      { class: 'One', method: 'c', pattern: 'more' },
      { class: 'One', method: 'a', pattern: 'other' },
    );
    assert.deepEqual(
      made.map(({ className }) => className),
      ['One', 'Two'],
    );
    assert.deepEqual(made[0]?.text.match(/^ {2}\w+\(request\)/gm), ['  a(request)', '  c(request)']);
    assert.match(made[0]?.text ?? '', / \* GET: pattern docs\n {3}\* All verbs: pattern other\n/);
  });

  it('the code for handlers is JavaScript, whatever the names and patterns are', () => {
    const odd = modules(
      { class: 'Odd', method: 'a "b"', regexPattern: '/.*/*/' },
      { class: 'Odd', method: 'c', pattern: 'a*/ process.exit(); /*\n`' },
      { class: 'not a name', method: 'c', pattern: 'd' },
    );
    assert.deepEqual(
      odd.map(({ className }) => className),
      ['Odd'],
    );
    // The body of a function: that is where `export` may not be.
    const source = odd[0]?.text.replace('export class', 'return class') ?? '';
    const made = new Function(source)() as { prototype: object };
    assert.deepEqual(Object.getOwnPropertyNames(made.prototype), ['constructor', 'a "b"', 'c']);
  });
});
