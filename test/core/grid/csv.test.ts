import assert from 'node:assert/strict';
import fc from 'fast-check';
import { csvText } from '../../../src/core/grid/csv';

/** Reads CSV as RFC 4180 has it. */
function read(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  const body = text.slice(1);
  while (pattern.lastIndex < body.length) {
    const found = pattern.exec(body);
    assert.ok(found, body);
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

describe('a table as CSV', () => {
  it('a table as CSV begins with a byte order mark and ends each row as RFC 4180 has it', () => {
    assert.equal(
      csvText([
        ['who', 'device'],
        ['ada', 'a "big", old\r\nphone'],
      ]),
      '\uFEFFwho,device\r\nada,"a ""big"", old\r\nphone"\r\n',
    );
  });

  it('a cell that a spreadsheet would run as a formula is none in CSV', () => {
    // After a tab or a line break, a spreadsheet may take the rest for a cell of its own.
    const cells = ['=1+1', '+1', '-1', '@SUM(1)', "\t'=1", "\r'=1", "\n'=1", '＝1', '＠x'];
    for (const cell of cells) {
      const [[read0]] = read(csvText([[cell.replace("'", '')]])) as [[string]];
      assert.equal(read0, `'${cell}`, JSON.stringify(cell));
    }
    assert.deepEqual(read(csvText([['a=1', '1-1', 'x@y.z', '']])), [['a=1', '1-1', 'x@y.z', '']]);
  });

  it('no cell begins with a formula in CSV, whatever a spreadsheet takes for the end of the one before', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '"', ',', ';', '|', '\t', '\r', '\n', ' ', '=', '+', '-', '@', '＝'),
    });
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 4 });
    fc.assert(
      fc.property(table, (rows) => {
        for (const separator of [';', '|', '\t']) {
          const cells = csvText(rows)
            .slice(1)
            .split(/\r\n|\r|\n/)
            .flatMap((line) => line.split(separator));
          for (const each of cells) assert.doesNotMatch(each, /^\s*[=+\-@＝]/, JSON.stringify([separator, rows]));
        }
      }),
    );
  });

  it('any table comes back as it went into CSV, but for what is made harmless', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\r', '\n', ' ', 'é', "'", ';') });
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 4 });
    fc.assert(
      fc.property(table, (rows) => {
        const harmless = rows.map((row) => row.map((each) => (/^[\r\n]/.test(each) ? `'${each}` : each)));
        assert.deepEqual(read(csvText(rows)), harmless);
      }),
    );
  });
});
