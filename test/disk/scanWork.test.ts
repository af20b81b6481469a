import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { SessionChecker } from '../../src/core/compliance/sessionChecker';
import { SessionIndex } from '../../src/core/index/sessionIndex';
import { SessionTable } from '../../src/core/index/sessionTable';
import { builtInSchema } from '../../src/disk/builtInSchema';
import { CheckPool } from '../../src/disk/checkPool';
import { FileChecker } from '../../src/disk/fileChecker';
import { nativeCodecs } from '../../src/disk/nativeCodecs';
import { scanFolder } from '../../src/disk/scanFolder';
import { scanTickets } from '../../src/disk/scanTickets';
import { type ScannedPart, ScanWork } from '../../src/disk/scanWork';
import { SessionFileReader } from '../../src/disk/sessionFile';
import { sessionOf } from './sessions';
import { temporaryFolder } from './temporaryFolder';

const APPLICATIONS = ['TEAM.large', 'TEAM.small', 'TEAM.empty', 'TEAM.gone'];

describe('The work of a scan', () => {
  const temporary = temporaryFolder();

  for (const threads of [1, 2, 5]) {
    it(`each file of a folder is read by one of ${threads} threads, though each stops again and again`, () => {
      const names = fill(temporary());
      const tickets = scanTickets(APPLICATIONS.length);
      // Somebody waits for a thread all the time, so each stops after each part.
      Atomics.store(tickets, 0, 1);
      const parts: ScannedPart[] = [];
      const works = Array.from({ length: threads }, () => work(temporary(), tickets, (part) => parts.push(part)));
      const left = new Set(works);
      for (let turns = 0; left.size > 0; turns++) {
        assert.ok(turns < 1000, 'the threads come to an end');
        for (const each of left) if (!each.run().isPaused) left.delete(each);
      }
      assert.deepEqual(namesIn(parts), names);
      const listed = parts.filter((part) => part.listed).map(({ application }) => application);
      assert.deepEqual(listed.sort(), [...APPLICATIONS].sort());
    });
  }

  it('a thread that joins another in a folder that is gone meanwhile says that its part is lost', () => {
    fill(temporary());
    const tickets = scanTickets(APPLICATIONS.length);
    Atomics.store(tickets, 0, 1);
    const parts: ScannedPart[] = [];
    assert.deepEqual(work(temporary(), tickets, () => {}).run(), { isPaused: true });
    fs.rmSync(path.join(temporary(), 'TEAM.large'), { recursive: true });
    Atomics.store(tickets, 0, 0);
    assert.deepEqual(work(temporary(), tickets, (part) => parts.push(part)).run(), { isPaused: false });
    assert.deepEqual(
      parts.filter(({ isLost }) => isLost).map(({ application }) => application),
      ['TEAM.large'],
    );
  });

  it('a text on screen is checked while a scan is under way, and the scan finds every file', async () => {
    const names = fill(temporary());
    const pool = new CheckPool({ maxWorkers: 1 });
    try {
      const index = new SessionIndex();
      const order: string[] = [];
      const scan = scanFolder(pool, index, temporary(), {
        onListed: () => {
          const file = { applicationFolder: 'TEAM.small', name: 'abcabcab', text: '{}' };
          void pool.call('checkText', { file, modified: 0, size: 0 }, 'urgent').then(() => order.push('text'));
        },
      }).then(() => order.push('scan'));
      await scan;
      assert.deepEqual(order, ['text', 'scan']);
      const found = APPLICATIONS.flatMap((each) => [...index.names(temporary(), each)]);
      assert.deepEqual(found.sort(), names);
    } finally {
      await pool.dispose();
    }
  });

  const CLOCKS = {
    'every file takes a tenth of a millisecond': { ms: () => 0.1, isCold: true },
    'every second file takes a tenth of a millisecond, and one more': {
      ms: (file: number) => (file % 2 === 0 || file === 1 ? 0.1 : 0.01),
      isCold: true,
    },
    'every file is read at once': { ms: () => 0.01, isCold: false },
    'others have the processor for a second, again and again': {
      ms: (file: number) => (file % 100 === 0 ? 1000 : 0.01),
      isCold: false,
    },
  };
  for (const [situation, { ms, isCold }] of Object.entries(CLOCKS)) {
    it(`when ${situation}, a thread says that the disk has to be waited for: ${isCold ? 'yes' : 'no'}`, () => {
      fill(temporary(), 2100);
      let calls = 0;
      let time = 0;
      // It is asked before and after each file.
      const clock = () => {
        time += calls % 2 === 1 ? ms((calls - 1) / 2) : 0;
        calls++;
        return time;
      };
      const parts: ScannedPart[] = [];
      work(temporary(), scanTickets(APPLICATIONS.length), (part) => parts.push(part), clock).run();
      assert.equal(calls, 2000);
      assert.equal(
        parts.some((part) => part.isCold),
        isCold,
      );
    });
  }

  /** Returns the names of all session files, sorted. */
  function fill(folder: string, large = 700): string[] {
    const names: string[] = [];
    for (const [application, count] of [
      ['TEAM.large', large],
      ['TEAM.small', 3],
    ] as const) {
      fs.mkdirSync(path.join(folder, application), { recursive: true });
      for (let i = 0; i < count; i++) {
        const { name, text } = sessionOf(`${application}${i}`);
        fs.writeFileSync(path.join(folder, application, name), i % 7 === 0 ? '{' : text);
        // It is not half written.
        fs.utimesSync(path.join(folder, application, name), 1e9, 1e9);
        names.push(name);
      }
    }
    fs.mkdirSync(path.join(folder, 'TEAM.empty'), { recursive: true });
    return names.sort();
  }

  function work(folder: string, tickets: Int32Array, tell: (part: ScannedPart) => void, now?: () => number): ScanWork {
    const reader = new SessionFileReader();
    const files = new FileChecker(reader, new SessionChecker(builtInSchema, nativeCodecs));
    const order = {
      folder,
      applications: APPLICATIONS,
      tickets,
      withNames: true,
      withStamps: false,
      findingsOnly: false,
    };
    return new ScanWork(order, files, reader, tell, now && { now });
  }

  function namesIn(parts: readonly ScannedPart[]): string[] {
    const names = parts.flatMap(({ sessions }) => {
      const table = new SessionTable();
      if (sessions) table.append(sessions);
      return Array.from(table.rows(), (row) => table.name(row));
    });
    return names.sort();
  }
});
