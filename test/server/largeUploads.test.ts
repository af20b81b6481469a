import assert from 'node:assert/strict';
import { call } from './httpCall';
import { withWebServer } from './webHarness';

const MEBIBYTE = 1024 * 1024;

const UPLOADS = `
exports.Uploads = class Uploads {
  none() { return this.answer('ok'); }
  length(request) { return this.answer(request.getBlob().length); }
  hold(request) { (globalThis.held ??= []).push(request.getBlob()); return this.answer(globalThis.held.length); }
  async slow(request) { await new Promise((resolve) => setTimeout(resolve, 100)); return this.answer(request.getBlob().length); }
  answer(value) { const message = new OutgoingMessage(); message.setBody(String(value)); return message; }
};
`;
const FILES = {
  'WebCode/Uploads.js': UPLOADS,
  'Project/Sources/HTTPHandlers.json': ['none', 'length', 'hold', 'slow'].map((method) => ({
    class: 'Uploads',
    method,
    regexPattern: `^/uploads/${method}$`,
  })),
};

const form = (mb: number): Buffer =>
  Buffer.concat([
    Buffer.from('--X\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'),
    Buffer.alloc(mb * MEBIBYTE, 7),
    Buffer.from('\r\n--X--\r\n'),
  ]);

describe('Large uploads to the code of a web project', () => {
  const send = async (url: string, mb: number, type: string) => {
    const isForm = type.startsWith('multipart');
    const body = isForm ? form(mb) : Buffer.alloc(mb * MEBIBYTE, 7);
    const { status, text } = await call(url, { method: 'POST', headers: { 'content-type': type }, body });
    return `${status} ${text.slice(0, 200)}`;
  };
  const FORM = 'multipart/form-data; boundary=X';

  for (const [bodyMb, sizes, times] of [
    [undefined, [24, 31], 4],
    [100, [62, 99], 2],
    [512, [300], 2],
  ] as const) {
    it(`uploads of up to ${bodyMb ?? 32} MiB do not count as memory of the code, one after another and side by side`, () =>
      withWebServer(
        { ...(bodyMb && { bodyMb }), codeTimeoutMs: 60_000 },
        async ({ url }) => {
          for (const mb of sizes) {
            for (let time = 0; time < times; time++) {
              assert.equal(await send(`${url}/uploads/none`, mb, FORM), '200 ok', `${mb} MiB, ${time}`);
              // What the code asks for is a copy, which is its own.
              if (mb < 200)
                assert.equal(await send(`${url}/uploads/slow`, mb, 'application/pdf'), `200 ${mb * MEBIBYTE}`);
              if (mb < 50) assert.equal(await send(`${url}/uploads/length`, mb, 'image/png'), `200 ${mb * MEBIBYTE}`);
            }
          }
          const [mb = 0] = sizes;
          if (mb > 100) return;
          const together = await Promise.all([1, 2, 3].map(() => send(`${url}/uploads/slow`, mb, FORM)));
          for (const answer of together) assert.match(answer, /^200 /);
        },
        FILES,
      ));
  }

  it('uploads that the code keeps count as its memory', () =>
    withWebServer(
      { codeLimits: { processes: 1, memoryMb: 128 } },
      async ({ url }) => {
        const held: number[] = [];
        for (let time = 0; time < 8; time++) {
          const answer = await send(`${url}/uploads/hold`, 30, FORM);
          if (answer.startsWith('200 ')) held.push(Number(answer.slice(4)));
          else assert.match(answer, /^500 .*more memory than 128 MiB \(the option web\.codeLimits\.memoryMb/);
        }
        // Each process holds some, and none more than it may.
        assert.ok(Math.max(...held) > 1 && Math.max(...held) * 30 <= 128, `${held}`);
      },
      FILES,
    ));
});
