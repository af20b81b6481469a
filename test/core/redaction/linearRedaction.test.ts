import assert from 'node:assert/strict';
import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { FACES } from './patternFaces';

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
  let worker: Worker;
  before(() => {
    // Options of this process, such as what it preloads, are not for a thread.
    worker = new Worker(path.join(__dirname, 'countedFaces.js'), { execArgv: [] });
  });
  after(() => worker.terminate());

  const stepsOf = async (face: string, text: string): Promise<number> => {
    const counted = once(worker, 'message');
    worker.postMessage([face, text]);
    return (await counted)[0];
  };
  const assertLinear = async (face: string, before: string, pump: string, after: string) => {
    const textOf = (length: number) => before + pump.repeat(Math.ceil(length / pump.length)) + after;
    const stepsFor = (length: number) => stepsOf(face, textOf(length));
    // With one more repetition, too: it may close a quotation, and then a text takes another way.
    const single = Math.max(await stepsFor(LENGTH), await stepsFor(LENGTH + pump.length));
    const twice = await stepsFor(2 * LENGTH);
    const shown = JSON.stringify([before, pump, after]);
    assert.ok(twice <= 2.6 * single + 1000, `${shown}: ${single} steps, and ${twice} for twice as much text`);
  };

  it('the counter finds a pattern that goes back', async () => {
    const countOf = (pattern: string, length: number) => stepsOf(pattern, `${'a'.repeat(length)}!`);
    const [goesBack, doesNot] = ['a pattern that goes back', 'a pattern that does not go back'];
    assert.ok((await countOf(goesBack, 400)) > 3.5 * (await countOf(goesBack, 200)));
    assert.ok((await countOf(doesNot, 400)) < 2.2 * (await countOf(doesNot, 200)));
    assert.ok((await stepsOf('a replacement', 'ab'.repeat(50))) >= 100);
  });

  for (const face of Object.keys(FACES)) {
    it(`twice as much text takes no more than about twice as many steps: ${face}`, async () => {
      for (const pump of KNOWN) await assertLinear(face, '', pump, '');
      const part = fc.constantFrom(...PARTS);
      const parts = fc.array(part, { minLength: 1, maxLength: 3 }).map((all) => all.join(''));
      const end = fc.oneof(fc.constant(''), part);
      await fc.assert(
        fc.asyncProperty(end, parts, end, (before, pump, after) => assertLinear(face, before, pump, after)),
        { numRuns: 12 },
      );
    });
  }
});
