import assert from 'node:assert/strict';
import { phraseText } from '../../../src/core/compliance/phrase';
import { classOf4D } from '../../../src/core/handlers/codeClass';
import { codeFindings } from '../../../src/core/handlers/codeFindings';
import { readHandlers } from '../../../src/core/handlers/readHandlers';

const handlers = (className: string, method: string) =>
  `[{"class": "${className}", "method": "${method}", "pattern": "a"}]`;
const CLASSES = [
  { name: 'Handler', ...classOf4D('Function run()\nFunction stop()') },
  { name: 'Derived', ...classOf4D('Class extends Handler') },
];

function told(className: string, method: string, classes = CLASSES): string[] {
  const text = handlers(className, method);
  return codeFindings(text, readHandlers(text).entries, classes).map(
    ({ code, severity, phrase, range: { start, end } }) =>
      `${code} ${severity} ${text.slice(start.character, end.character)}: ${phraseText(phrase)}`,
  );
}

describe('handlers and the code of their project', () => {
  it('a handler whose class and function are there has no finding, whatever their case', () => {
    assert.deepEqual(told('Handler', 'run'), []);
    assert.deepEqual(told('handler', 'Stop'), []);
  });

  it('a handler whose class is nowhere is told with the nearest name', () => {
    assert.deepEqual(told('Handlr', 'run'), [
      'handlers/class warning "Handlr": There is no class “Handlr” in Classes or WebCode; is “Handler” meant?',
    ]);
    assert.deepEqual(told('Other', 'run'), [
      'handlers/class warning "Other": There is no class “Other” in Classes or WebCode.',
    ]);
  });

  it('a handler whose function is nowhere is told with the nearest name', () => {
    assert.deepEqual(told('Handler', 'stp'), [
      'handlers/function warning "stp": The class “Handler” has no function “stp”; is “stop” meant?',
    ]);
  });

  it('nothing is told of a function that may be inherited, nor in a project without code', () => {
    assert.deepEqual(told('Derived', 'anything'), []);
    assert.deepEqual(told('Nowhere', 'anything', []), []);
  });
});
