import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { FormPart } from '../../src/server/kernel/multipart/formPart';
import { MultipartError } from '../../src/server/kernel/multipart/multipartError';
import { isMultipartForm, readMultipart } from '../../src/server/kernel/multipart/readMultipart';
import { call } from './httpCall';
import { withWebServer } from './webHarness';

const BOUNDARY = '----WebKitFormBoundary7MA4YWxkTrZu0gW';
const TYPE = `multipart/form-data; boundary=${BOUNDARY}`;
const text = (value: string) => new TextEncoder().encode(value);

/** A part as a form has it. */
interface Field {
  readonly name: string;
  readonly fileName?: string | undefined;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A body as browsers write it: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data. */
function bodyOf(fields: readonly Field[], boundary = BOUNDARY): Buffer {
  const escaped = (value: string) => value.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
  const parts = fields.flatMap(({ name, fileName, type, bytes }) => {
    const file = fileName === undefined ? '' : `; filename="${escaped(fileName)}"\r\nContent-Type: ${type}`;
    return [
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${escaped(name)}"${file}\r\n\r\n`),
      bytes,
      Buffer.from('\r\n'),
    ];
  });
  return Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
}

const read = (body: Uint8Array, type = TYPE, most = 100): Promise<readonly FormPart[]> =>
  readMultipart(type, body, most, 'the option web.bodyParts');

async function refusalOf(body: Uint8Array, type = TYPE, most = 100): Promise<MultipartError> {
  const outcome = await read(body, type, most).catch((error: unknown) => error);
  assert.ok(outcome instanceof MultipartError, JSON.stringify(outcome));
  return outcome;
}

const plainPart = ({ name, fileName, type, bytes }: Field | FormPart) => ({
  name,
  fileName,
  type: fileName === undefined ? '' : type,
  bytes: Buffer.from(bytes).toString('hex'),
});

describe('Forms with files', () => {
  describe('the reader', () => {
    it('every form that a browser can send comes through as it was, to the last character of a file name', async () => {
      // Browsers write a percent sign as it is, so these three cannot be told from a quote or a line end.
      const name = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((each) => isWritable(each));
      const field = fc.record({
        name,
        fileName: fc.option(name, { nil: undefined }),
        type: fc.constantFrom('image/png', 'text/plain; charset=utf-8', 'application/octet-stream'),
        bytes: fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.constantFrom(text(`\r\n--${BOUNDARY.slice(0, -1)}`), text('\r\n--'), text('--\r\n\r\n')),
        ),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(field, { maxLength: 6 }), async (fields) => {
          const parts = await read(bodyOf(fields));
          assert.deepEqual(parts.map(plainPart), fields.map(plainPart));
        }),
        { numRuns: 500 },
      );
    });

    it('names with blanks, quotes, percent signs, backslashes and other scripts come through', async () => {
      const names = [
        'two  blanks   and three.txt',
        ' blank in front and behind ',
        'a "quoted" name.txt',
        '100 %.txt',
        '%20%41.txt',
        'C:\\temp\\file.txt',
        'ends with \\',
        'semi;colon; filename=x.txt',
        'naïve – 日本語 😀.png',
        'tab\there',
        '',
        'équipe=1, a',
      ];
      for (const fileName of names) {
        const [part] = await read(bodyOf([{ name: 'file', fileName, type: 'text/plain', bytes: text('x') }]));
        assert.deepEqual([part?.name, part?.fileName], ['file', fileName]);
      }
    });

    it('the ways of other clients to write a name are read', async () => {
      const forms: [string, string, string | undefined][] = [
        ['form-data; name=plain; filename=photo.png', 'plain', 'photo.png'],
        [`form-data; name="a"; filename="x"; filename*=UTF-8''na%C3%AFve%20x.txt`, 'a', 'naïve x.txt'],
        [`form-data; name="a"; filename*=iso-8859-1''caf%E9.txt`, 'a', 'café.txt'],
        [`form-data; name="a"; filename*=UTF-8''%zz; filename="fallback"`, 'a', 'fallback'],
        ['form-data; name="a"; filename="a \\"quoted\\" name"', 'a', 'a "quoted" name'],
        ['form-data;name="a";filename="b"', 'a', 'b'],
        ['form-data; NAME="a"', 'a', undefined],
        ['form-data; flag; name="a"', 'a', undefined],
        ['attachment; filename=f', '', 'f'],
        ['form-data; name=""', '', undefined],
        ['form-data;\r\n name="a b";\r\n\tfilename="c"', 'a b', 'c'],
        ['form-data; name="open', 'open', undefined],
      ];
      for (const [header, name, fileName] of forms) {
        const body = `--x\r\nContent-Disposition: ${header}\r\n\r\n1\r\n--x--`;
        const [part] = await read(text(body), 'multipart/form-data; boundary="x"');
        assert.deepEqual([part?.name, part?.fileName], [name, fileName], header);
      }
    });

    it('white space behind a boundary and headers in several lines change nothing of a form', async () => {
      const fields = [
        { name: 'a', type: '', bytes: text('1\r\n 2') },
        { name: 'b', fileName: 'c.txt', type: 'text/plain', bytes: text('\r\n\t') },
        { name: 'd', type: '', bytes: text('') },
      ];
      const plain = bodyOf(fields).toString('latin1');
      for (const blanks of [' ', '\t', '  \t ']) {
        for (const fold of [' ', `\r\n `, '\r\n\t', '\r\n  \t']) {
          const body = plain
            .replaceAll(`--${BOUNDARY}\r\n`, `--${BOUNDARY}${blanks}\r\n`)
            .replaceAll('; ', `;${fold}`)
            .replace(/\r\n$/, `${blanks}\r\nend`);
          const parts = await read(Buffer.from(body, 'latin1'));
          assert.deepEqual(parts.map(plainPart), fields.map(plainPart), JSON.stringify([blanks, fold]));
        }
      }
    });

    it('what stands before the first boundary and after the last one is no part', async () => {
      const body = Buffer.concat([
        text('for old clients\r\n'),
        bodyOf([{ name: 'a', type: '', bytes: text('1') }]),
        text('end'),
      ]);
      assert.deepEqual((await read(body)).map(plainPart), [{ name: 'a', fileName: undefined, type: '', bytes: '31' }]);
    });

    it('a form that cannot be read is the fault of its sender, and the message says which', async () => {
      const good = bodyOf([{ name: 'a', fileName: 'b', type: 'text/plain', bytes: text('content') }]);
      const cases: [Uint8Array, string, RegExp][] = [
        [good, 'multipart/form-data', /without a boundary/],
        [good, 'multipart/form-data; boundary=', /without a boundary/],
        [good, 'multipart/form-data; boundary=""', /without a boundary/],
        [good, 'multipart/form-data; boundary="é"', /RFC 2046/],
        [good, `multipart/form-data; boundary=${'x'.repeat(71)}`, /RFC 2046/],
        [good, 'multipart/form-data; boundary=other', /No line of the body is “--other”/],
        [good, `multipart/form-data; boundary=${BOUNDARY.slice(0, -3)}`, /No line of the body/],
        [good, `multipart/form-data; boundary=${BOUNDARY}x`, /No line of the body/],
        [good.subarray(0, -10), TYPE, /ends without its last line/],
        [good.subarray(0, 60), TYPE, /ends without its last line/],
        [text(''), TYPE, /the body is empty/],
        [text('{"a":1}'), TYPE, /No line of the body/],
        [gzipSync(good), TYPE, /compressed with gzip/],
        [text(Buffer.from(good).toString('latin1').replaceAll('\r\n', '\n')), TYPE, /end each with CR LF/],
        [text(`before\n--${BOUNDARY}\n\n1\n--${BOUNDARY}--`), TYPE, /end each with CR LF/],
        [text(`--${BOUNDARY}\r\nA: ${'x'.repeat(20_000)}\r\n\r\n1\r\n--${BOUNDARY}--`), TYPE, /16 KiB of headers/],
        [
          Buffer.from(
            `--${BOUNDARY}\r\nContent-Disposition: form-data; name="\xe9"\r\n\r\n1\r\n--${BOUNDARY}--`,
            'latin1',
          ),
          TYPE,
          /not UTF-8/,
        ],
        [text(`--${BOUNDARY}\r\nA: b\r\n\r\n1\r\n--${BOUNDARY}--`), TYPE, /Part 1 of the form has no name/],
        [text(`--${BOUNDARY}\r\n\r\n1\r\n--${BOUNDARY}--`), TYPE, /Part 1 of the form has no name/],
        [
          text(`--${BOUNDARY}\r\nContent-Disposition: attachment\r\n\r\n1\r\n--${BOUNDARY}--`),
          TYPE,
          /Part 1 of the form has no name/,
        ],
        [
          text(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="a"\r\n--${BOUNDARY}--\r\n\r\nend`),
          TYPE,
          /Part 1 of the form has no empty line/,
        ],
        [
          Buffer.concat([
            good.subarray(0, -4),
            text(`\r\nContent-Disposition: form-data; name="a"\r\n--${BOUNDARY}--`),
          ]),
          TYPE,
          /Part 2 of the form has no empty line/,
        ],
      ];
      for (const [body, type, words] of cases) {
        const { message, isTooMuch } = await refusalOf(body, type);
        assert.match(message, words);
        assert.equal(isTooMuch, false, message);
      }
    });

    it('a body that is cut anywhere is refused, or has every part whole', async () => {
      const whole = bodyOf([
        { name: 'a', type: '', bytes: text('1') },
        { name: 'b', fileName: 'f', type: 'text/plain', bytes: text('22') },
      ]);
      for (let length = 0; length < whole.length; length++) {
        const parts = await read(whole.subarray(0, length)).catch((error: unknown) => {
          assert.ok(error instanceof MultipartError, String(error));
          return undefined;
        });
        if (parts) assert.deepEqual([length >= whole.length - 2, parts.length], [true, 2]);
      }
    });

    it('more parts than there may be are refused with the name of the option', async () => {
      const fields = Array.from({ length: 4 }, (_, at) => ({ name: `f${at}`, type: '', bytes: text('') }));
      assert.equal((await read(bodyOf(fields), TYPE, 4)).length, 4);
      const { message, isTooMuch } = await refusalOf(bodyOf(fields), TYPE, 3);
      assert.match(message, /more than 3 parts; send fewer, or raise the option web\.bodyParts/);
      assert.equal(isTooMuch, true);
    });

    it('only a form with files counts as one', () => {
      for (const type of [TYPE, 'Multipart/Form-Data', ' multipart/form-data ;boundary=x'])
        assert.ok(isMultipartForm(type));
      for (const type of ['', 'multipart/mixed; boundary=x', 'multipart/form-database', 'text/plain'])
        assert.ok(!isMultipartForm(type), type);
    });
  });

  describe('the web face', () => {
    const files = {
      'Project/Sources/HTTPHandlers.json': [{ class: 'Code', method: 'run', regexPattern: '^/run', verbs: 'POST' }],
      'WebCode/Code.js': `exports.Code = class Code { run(request) {
        const message = new OutgoingMessage();
        message.setBody(String(request.getBlob().length));
        return message;
      } };`,
      'WebCode/methods/show.js':
        'exports.show = () => webSendText(JSON.stringify(webGetVariables()), "application/json");',
    };

    it('a form that cannot be read gets 400, and the journal says why, for handlers and for project methods', async () => {
      await withWebServer(
        {},
        async (server) => {
          for (const target of ['/run', '/4DACTION/show']) {
            const body = bodyOf([{ name: 'a', type: '', bytes: text('1') }]);
            const good = await server
              .client()
              .call(target, { method: 'POST', body, headers: { 'content-type': TYPE } });
            assert.equal(good.status, 200, target);
            for (const [type, sent] of [
              ['multipart/form-data; boundary=wrong', body],
              [TYPE, body.subarray(0, -20)],
            ] as const) {
              const headers = { 'content-type': type };
              const { status, text: told } = await server
                .client()
                .call(target, { method: 'POST', body: sent, headers });
              const entry = await server.lastEntry();
              assert.deepEqual(
                [status, entry.causes.at(-1)?.rule, entry.causes.at(-1)?.kind],
                [400, 'web.multipart', 'refused'],
              );
              assert.match(told, /boundary|last line/);
            }
          }
        },
        files,
      );
    });

    it('too many parts get 413, and the remedy is the option', async () => {
      await withWebServer(
        { bodyParts: 2 },
        async (server) => {
          const fields = ['a', 'b', 'c'].map((name) => ({ name, type: '', bytes: text(name) }));
          const headers = { 'content-type': TYPE };
          const post = (count: number) =>
            server.client().call('/4DACTION/show', { method: 'POST', body: bodyOf(fields.slice(0, count)), headers });
          assert.deepEqual((await post(2)).json, { a: 'a', b: 'b' });
          assert.equal((await post(3)).status, 413);
          assert.deepEqual((await server.lastEntry()).causes.at(-1)?.remedy, { option: 'web.bodyParts' });
        },
        files,
      );
    });

    it('a handler gets a body of several MiB whole, and a larger one than web.bodyMb is refused with a value to set', async () => {
      await withWebServer(
        { bodyMb: 4 },
        async (server) => {
          const post = (mb: number) =>
            server.client().call('/run', { method: 'POST', body: Buffer.alloc(mb * 1024 * 1024, 'x') });
          assert.equal((await post(3)).text, String(3 * 1024 * 1024));
          const refused = await post(5);
          assert.equal(refused.status, 413);
          assert.match(
            refused.text,
            /larger than 4 MiB.*the option web\.bodyMb .*the setting sessionWorkbench\.server\.webOptions\)/,
          );
          const cause = (await server.lastEntry()).causes.at(-1);
          assert.deepEqual([cause?.rule, cause?.remedy], ['server.body-too-large', { option: 'web.bodyMb', value: 5 }]);
        },
        files,
      );
    });

    it('the option bodyMb is the limit of all other routes', async () => {
      await withWebServer(
        {},
        async (server) => {
          const body = JSON.stringify({ advanceMs: 0, filling: 'x'.repeat(2 * 1024 * 1024) });
          const headers = { 'content-type': 'application/json' };
          const post = (target: string, sent: string) =>
            call(`${server.url}${target}`, { method: 'POST', body: sent, headers });
          // Refused for the token, which is checked before, or for what it says: not for its length.
          const { status, text: told } = await post('/mobileapp/$authenticate', body);
          assert.doesNotMatch(told, /larger than/);
          assert.notEqual(status, 413);
          const larger = await post('/mobileapp/$authenticate', body + ' '.repeat(1024 * 1024 + 100));
          assert.match(larger.text, /larger than 3 MiB; send less, or raise the option bodyMb /);
        },
        {},
        { bodyMb: 3 },
      );
    });
  });
});

/** Whether a browser's way of writing a name can be read back. Node decodes lone surrogates to another character. */
function isWritable(name: string): boolean {
  return !/%(?:22|0D|0A)/i.test(name) && name.isWellFormed() && !/[\u2028\u2029]/.test(name);
}
