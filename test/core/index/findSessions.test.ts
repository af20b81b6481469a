import assert from 'node:assert/strict';
import { findSessions } from '../../../src/core/index/findSessions';
import { type SessionEntry, searchTextOf } from '../../../src/core/index/sessionEntry';
import { SessionIndex } from '../../../src/core/index/sessionIndex';
import { SessionSearch } from '../../../src/core/index/sessionSearch';
import { entry, listed } from './changes';

const FOLDER = '/data/MobileApps';

describe('findSessions', () => {
  it('Find finds by device, e-mail, status, id and application, in any case and order', () => {
    const index = indexOf({ 'TEAM.com.shop': [IPAD, PHONE], 'com.field': [PIXEL] });
    const texts = {
      ipad: ['a1'],
      'JANE example': ['b2'],
      'pending phone': ['b2'],
      c3: ['c3'],
      field: ['c3'],
      contact: ['b2', 'a1'],
      'shop jane': ['b2'],
      nobody: [],
    };
    for (const [text, names] of Object.entries(texts)) assert.deepEqual(namesOf(find(index, text).best), names, text);
  });

  it('Find finds by the ids in the content, whatever the file is called', () => {
    const index = indexOf({ app: [entry('name', { device: '0DC5132E-1EF4' })] });
    assert.deepEqual(namesOf(find(index, '0dc5132e').best), ['name']);
  });

  it('Find puts first what begins a word', () => {
    const index = indexOf({
      app: [entry('1', { description: 'Smartphone' }), entry('2', { description: 'My phone' })],
    });
    assert.deepEqual(namesOf(find(index, 'phone').best), ['2', '1']);
  });

  it('Find with no text finds all, sorted by who they belong to, then by device, guests last', () => {
    const index = indexOf({ app: [PIXEL, IPAD, PHONE] });
    assert.deepEqual(namesOf(find(index, '').best), ['b2', 'a1', 'c3']);
  });

  it('Find gives the best of many and counts the others', () => {
    const many = Array.from({ length: 500 }, (_, i) => entry(`x${i}`, { description: 'Smartphone' }));
    const index = indexOf({ app: [...many, PHONE] });
    const { best, total } = find(index, 'phone', 10);
    assert.equal(total, 501);
    assert.equal(best.length, 10);
    assert.equal(best[0]?.entry.name, 'b2');
  });

  it('Find looks at 100,000 sessions in slices of a hundredth, so that others can work in between', () => {
    const many = Array.from({ length: 100_000 }, (_, i) =>
      entry(`${i.toString(16)}`, { description: `Pixel ${i}`, email: `user${i}@example.com` }),
    );
    const index = indexOf({ app: many });
    for (const text of ['', 'pixel', 'user99999@', 'abcdef0', 'mobi/3', 'at fault', 'no such words']) {
      assert.ok(slicesOf(findSessions(index, text)) >= 100, text);
    }
  });
});

function slicesOf(steps: Generator<void, unknown>): number {
  let slices = 1;
  while (!steps.next().done) slices++;
  return slices;
}

function find(index: SessionIndex, text: string, most?: number) {
  const steps = findSessions(index, text, new SessionSearch(), most);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function namesOf(found: readonly { entry: SessionEntry }[]): string[] {
  return found.map((each) => each.entry.name);
}

function indexOf(applications: Record<string, SessionEntry[]>): SessionIndex {
  const index = new SessionIndex();
  index.apply({ kind: 'folderState', folder: FOLDER, state: { kind: 'ready' } });
  index.apply(listed(FOLDER, ...Object.keys(applications)));
  for (const [application, entries] of Object.entries(applications)) {
    index.apply({ kind: 'checked', folder: FOLDER, application, entries });
  }
  return index;
}

const IPAD = entry('a1', { description: 'iPad Air', title: 'Contact' });
const PHONE = entry('b2', {
  description: 'Phone',
  email: 'jane@example.com',
  title: 'Contact',
  condition: 'pending',
});
const PIXEL = entry('c3', { description: 'Pixel 8' });

describe('the search text', () => {
  it('the search text begins with the device, which lists of equals are sorted by', () => {
    assert.ok(searchTextOf({ name: '1', fields: { ...PIXEL.fields, email: 'a@b.c' } }).startsWith('pixel 8\n'));
  });
});
