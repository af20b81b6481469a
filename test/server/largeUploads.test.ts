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

const HEAD = Buffer.from('--X\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n');
const TAIL = Buffer.from('\r\n--X--\r\n');

/** A form with one file, and the file alone. They share their bytes: to fill memory is most of the work here. */
function uploadOf(mb: number): { readonly form: Buffer; readonly file: Buffer } {
  const form = Buffer.alloc(HEAD.length + mb * MEBIBYTE + TAIL.length, 7);
  HEAD.copy(form);
  TAIL.copy(form, form.length - TAIL.length);
  return { form, file: form.subarray(HEAD.length, -TAIL.length) };
}

describe('Large uploads to the code of a web project', () => {
  const send = async (url: string, { form, file }: ReturnType<typeof uploadOf>, type: string) => {
    const body = type.startsWith('multipart') ? form : file;
    const { status, text } = await call(url, { method: 'POST', headers: { 'content-type': type }, body });
    return `${status} ${text.slice(0, 200)}`;
  };
  const FORM = 'multipart/form-data; boundary=X';

  // In each row, all uploads together are more than the memory that code may use; in the last one, each is.
  for (const [bodyMb, mb, times, codeLimits] of [
    [undefined, 31, 2, {}],
    [64, 62, 1, {}],
    [512, 140, 2, { memoryMb: 128 }],
  ] as const) {
    it(`uploads of up to ${bodyMb ?? 32} MiB do not count as memory of the code, one after another and side by side`, () =>
      withWebServer(
        { ...(bodyMb && { bodyMb }), codeTimeoutMs: 60_000, codeLimits },
        async ({ url }) => {
          const upload = uploadOf(mb);
          for (let time = 0; time < times; time++) {
            assert.equal(await send(`${url}/uploads/none`, upload, FORM), '200 ok', `${mb} MiB, ${time}`);
            // What the code asks for is a copy, which is its own.
            if (mb < 100)
              assert.equal(await send(`${url}/uploads/slow`, upload, 'application/pdf'), `200 ${mb * MEBIBYTE}`);
            if (mb < 50) assert.equal(await send(`${url}/uploads/length`, upload, 'image/png'), `200 ${mb * MEBIBYTE}`);
          }
          if (mb > 100) return;
          const together = await Promise.all([1, 2, 3].map(() => send(`${url}/uploads/slow`, upload, FORM)));
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
        const upload = uploadOf(30);
        for (let time = 0; time < 8; time++) {
          const answer = await send(`${url}/uploads/hold`, upload, FORM);
          if (answer.startsWith('200 ')) held.push(Number(answer.slice(4)));
          else assert.match(answer, /^500 .*more memory than 128 MiB \(the option web\.codeLimits\.memoryMb/);
        }
        // Each process holds some, and none more than it may.
        assert.ok(Math.max(...held) > 1 && Math.max(...held) * 30 <= 128, `${held}`);
      },
      FILES,
    ));
});
