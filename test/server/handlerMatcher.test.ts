import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BoundedMatcher } from '../../src/server/systems/web/handlerMatcher';
import { onPosix } from '../disk/temporaryFolder';

const MATCHER = path.resolve(__dirname, '../../src/server/systems/web/handlerMatcher.js');
/** Some milliseconds of backtracking until it is clear that it does not fit. */
const SLOW = { source: '^/(a+)+!$', path: `/${'a'.repeat(20)}?` };

describe('An expression that is tried on a path', () => {
  it('a matcher says whether an expression fits a path', () => {
    const matcher = new BoundedMatcher();
    assert.equal(matcher.test(/^\/a+b*$/, '/aab'), true);
    assert.equal(matcher.test(/^\/a+b*$/, '/c'), false);
  });

  it('a match that would take minutes is given up', () => {
    assert.equal(new BoundedMatcher().test(/^\/(a+)+$/, `/${'a'.repeat(80)}!`), undefined);
  });

  onPosix('a match has its time although the processor does something else for long', async () => {
    const child = spawn(
      process.execPath,
      [
        '-e',
        `const { BoundedMatcher } = require(process.argv[1]);
         const matcher = new BoundedMatcher();
         const expression = new RegExp(process.argv[2]);
         const answers = {};
         process.stdin.on('data', () => { console.log(JSON.stringify(answers)); process.exit(); });
         console.log('begins');
         const again = () => {
           const answer = String(matcher.test(expression, process.argv[3]));
           answers[answer] = (answers[answer] ?? 0) + 1;
           setImmediate(again);
         };
         again();`,
        MATCHER,
        SLOW.source,
        SLOW.path,
      ],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    await once(child.stdout, 'data');
    // What a busy machine does to a process, only for longer.
    for (let stop = 0; stop < 8; stop++) {
      child.kill('SIGSTOP');
      await delay(120);
      child.kill('SIGCONT');
      await delay(20);
    }
    child.stdin.write('end\n');
    await once(child, 'close');
    const answers = JSON.parse(printed.split('\n')[1] ?? '') as Record<string, number>;
    assert.deepEqual(Object.keys(answers), ['false']);
    assert.ok((answers.false ?? 0) > 0);
  });
});
