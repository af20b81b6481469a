import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SecretShapes } from '../../../src/core/protocol/secretShapes';
import { NamedSecrets } from '../../../src/core/redaction/namedSecrets';
import { redactBody, redactHeaders, redactUrl } from '../../../src/core/redaction/redactMessage';
import { redactText } from '../../../src/core/redaction/redactText';
import { isScenario } from '../../../src/core/scenario/isScenario';
import { PatternSteps } from '../../support/patternSteps';

const NAMES = new NamedSecrets({ names: ['entry'], logins: ['/api/enter'], isLive: (word) => word === 'never' });
const FORM = 'application/x-www-form-urlencoded';
const ALL = Number.POSITIVE_INFINITY;

/** The ways by which foreign text comes into patterns of the house. */
const FACES: Readonly<Record<string, (text: string) => unknown>> = {
  'a body': (text) => redactBody(text, '', ALL, NAMES),
  'a body that looks like JSON': (text) => redactBody(`{"v":${text}`, '', ALL, NAMES),
  'a text in JSON': (text) => redactBody(JSON.stringify({ v: text }), '', ALL, NAMES),
  'a form': (text) => redactBody(text, FORM, ALL, NAMES),
  'the body of a login': (text) => redactBody(`<${text}`, '', ALL, NAMES.asLogin()),
  'the path of a login': (text) => redactUrl(`/login/${text}`, NAMES),
  'an expression': (text) => redactUrl(`/x?$filter=password = ${text}`, NAMES),
  XML: (text) => redactBody(`<a>${text}`, '', ALL, NAMES),
  'a URL': (text) => redactUrl(`/x${text}`, NAMES),
  'a header': (text) => redactHeaders({ 'x-note': text, cookie: text, 'set-cookie': [text], authorization: text }),
  'a message': (text) => redactText(text, NAMES),
  'a text with shapes': (text) => new SecretShapes([], () => false).in(text),
  'a scenario': (text) => isScenario(`{${text}`),
};

/** What patterns of the house begin with, go on with, or end at. */
const PARTS = [
  ...['a', 'A', '1', '0a', 'aB3-', '_', '-', '.', '/', ' ', '\n', '\r\n', '\t', '\ufeff', '"', "'", '\\', '\\"', '`'],
  ...['%', '%25', '25', '%3d', '%20', '%u0041', '\\u0041', '&#65;', '&', '#', ';', ',', ':', '=', '=>', '@', '://'],
  ...['{', '}', '[', ']', '(', ')', '<', '>', '</', '--', '--user ', '-u a:', '/*', '*/', '//', '+', '$'],
  ...['password', 'code', 'state', 'name', 'name="', 'name="a"', '"state":', '"state":[', '"password":', 'password='],
  ...['<input ', 'value=', 'Bearer ', 'Basic ', 'eyJ', 'eyJhbGciOiJ9', 'is your ', 'otp ', 'PIN', 'error ', 'id'],
  ...['"a"', '"steps"', '"$schema"', '0123456789ABCDEF', '550e8400-e29b-41d4-a716-446655440000'],
];
/** Texts with which patterns of the house went back again and again. */
const KNOWN = [
  'aB3-',
  '0a',
  '25',
  '%25',
  'name="a"',
  'name="',
  '\\',
  '/',
  '\ufeff',
  ' ',
  '\n',
  '"a" ',
  '"state":[',
  'code ',
];
const LENGTH = 1000;

describe('Patterns that meet foreign text', () => {
  const steps = new PatternSteps();
  const assertLinear = (face: string, before: string, pump: string, after: string) => {
    const run = FACES[face] as (text: string) => unknown;
    const textOf = (length: number) => before + pump.repeat(Math.ceil(length / pump.length)) + after;
    const stepsFor = (length: number) => steps.in(() => void run(textOf(length)));
    // With one more repetition, too: it may close a quotation, and then a text takes another way.
    const once = Math.max(stepsFor(LENGTH), stepsFor(LENGTH + pump.length));
    const twice = stepsFor(2 * LENGTH);
    const shown = JSON.stringify([before, pump, after]);
    assert.ok(twice <= 2.6 * once + 1000, `${shown}: ${once} steps, and ${twice} for twice as much text`);
  };

  it('the counter finds a pattern that goes back', () => {
    const countOf = (pattern: RegExp, length: number) => steps.in(() => pattern.test(`${'a'.repeat(length)}!`));
    assert.ok(countOf(/a+$/, 400) > 3.5 * countOf(/a+$/, 200));
    assert.ok(countOf(/(?<!a)a+$/, 400) < 2.2 * countOf(/(?<!a)a+$/, 200));
    assert.ok(steps.in(() => 'ab'.repeat(50).replace(/b/g, '')) >= 100);
  });

  for (const face of Object.keys(FACES)) {
    it(`twice as much text takes no more than about twice as many steps: ${face}`, () => {
      for (const pump of KNOWN) assertLinear(face, '', pump, '');
      const part = fc.constantFrom(...PARTS);
      const parts = fc.array(part, { minLength: 1, maxLength: 3 }).map((all) => all.join(''));
      const end = fc.oneof(fc.constant(''), part);
      fc.assert(
        fc.property(end, parts, end, (before, pump, after) => assertLinear(face, before, pump, after)),
        { numRuns: 12 },
      );
    });
  }
});
