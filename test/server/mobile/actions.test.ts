import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { MobileOptions } from '../../../src/server/systems/mobile/mobileOptions';
import { temporaryFolder } from '../../disk/temporaryFolder';
import { until } from '../devServers';
import { type MobileHarness, withServer } from '../mobileHarness';
import { androidAction } from '../sdks/androidDecoders';
import { SdkFailure } from '../sdks/sdkCall';
import { iosBody } from './devices';

describe('The module that plays On Mobile App Action', () => {
  const folder = temporaryFolder();

  /** Starts a server with a module, and signs in. */
  async function acting(
    text: string,
    run: (
      post: (target: string, body?: unknown, headers?: Record<string, string>) => ReturnType<MobileHarness['post']>,
      server: MobileHarness,
    ) => Promise<void>,
    options: MobileOptions = {},
  ): Promise<void> {
    const actionModule = path.join(folder(), 'act.mjs');
    fs.writeFileSync(actionModule, text);
    const policy = { otherwise: { outcome: 'accept' as const, userInfo: { country: 'FR' } } };
    await withServer({ actionModule, policy, ...options }, async (server) => {
      const token = await signIn(server);
      await run((target, body, headers = {}) => server.post(`/mobileapp/${target}`, { token, body, headers }), server);
    });
  }

  async function signIn(server: MobileHarness, device = {}): Promise<string> {
    const body = iosBody({ email: 'jane@example.com', ...device });
    const { json } = await server.post('/mobileapp/$authenticate', { body });
    await server.post('/mobileapp/$userInfo', { token: json.token, body: { device: { token: 'push-token' } } });
    return json.token;
  }

  const why = async (server: MobileHarness) =>
    (await server.lastEntry()).causes.map(({ message }) => message).join(' ');
  const ECHO = 'export default (request) => ({ success: true, request });';

  it('the module gets what 4D gives to the method, and no push token', async () => {
    await acting(ECHO, async (post) => {
      const context = {
        dataClass: 'Products',
        entity: { primaryKey: '3', relationName: 'one' },
        parent: { primaryKey: 1, relationName: 'many', dataClass: 'Shops' },
      };
      const sent = { id: 'A1', context, parameters: { name: 'new' }, metadata: { parameters: { name: 'x' } } };
      const { status, json } = await post('$action/rename%20it', sent);
      assert.equal(status, 200);
      const { session, application, device, language, team, ...rest } = json.request;
      assert.deepEqual(rest, {
        ...sent,
        action: 'rename it',
        email: 'jane@example.com',
        userInfo: { country: 'FR' },
        uploads: {},
      });
      assert.match(session.id, /^[0-9a-f]{40}$/);
      assert.equal(session.ip, '::ffff:127.0.0.1');
      assert.equal(application.id, 'com.contactApp.Contact');
      assert.equal(device.token, undefined);
      assert.deepEqual([device.description, language.code, team.id], ['iPhone X', 'en', 'UTT7VDX8W5']);
      assert.deepEqual((await post('$action/bare')).json.request.parameters, {});
    });
  });

  it('the app gets all that the module returns', async () => {
    const result = {
      success: false,
      statusText: 'No',
      errors: [{ parameter: 'a', message: 'b' }],
      dataSynchro: true,
      close: true,
      openURL: 'https://a.test',
      share: [{ value: 'a', type: 'text' }],
      goBack: true,
      copy: 'c',
    };
    await acting(`export const onMobileAppAction = async () => (${JSON.stringify(result)});`, async (post, server) => {
      assert.deepEqual((await post('$action/any')).json, result);
      assert.match(await why(server), /success is false/);
    });
  });

  const useless: [what: string, text: string, status: number, code: number, words: RegExp][] = [
    ['nothing is returned', 'export default () => {};', 500, 1903, /returned nothing and not an object/],
    ['a text is returned', 'export default () => "done";', 500, 1903, /returned string and not an object/],
    ['an array is returned', 'export default () => [];', 500, 1903, /returned an array and not an object/],
    [
      'an error is thrown',
      'export default ({ parameters }) => { throw new Error(parameters.password); };',
      500,
      1903,
      /Error: ••• /,
    ],
    [
      'it takes too long',
      'export default () => new Promise(() => {});',
      503,
      1905,
      /took longer than 300 ms \(the option mobile\.actionTimeoutMs, in VS Code/,
    ],
    [
      'it never ends',
      'export default () => { for (;;) {} };',
      503,
      1905,
      /took longer than 300 ms \(the option mobile\.actionTimeoutMs, in VS Code/,
    ],
    [
      'its answer is too large',
      'export default () => ({ success: true, a: "a".repeat(3e6) });',
      500,
      1903,
      /1 MiB \(the option mobile\.actionLimits\.answerMb, in VS Code/,
    ],
    ['it ends its process', 'export default () => process.exit(1);', 500, 1903, /exit code 1/],
  ];
  for (const [what, text, status, code, words] of useless) {
    it(`an action fails with 4D's error and a reason in the journal when ${what}`, async () => {
      const secret = 'Tr0ub4dor&3-of-jane';
      await acting(
        text,
        async (post, server) => {
          const answer = await post('$action/any', { parameters: { password: secret } });
          assert.equal(answer.status, status);
          assert.equal(answer.json.__ERRORS[0].errCode, code);
          assert.match(await why(server), words);
          const [, option] = /the option\s([\w\\.]+),/.exec(words.source) ?? [];
          const { causes } = await server.lastEntry();
          const name = option?.replaceAll('\\', '');
          assert.deepEqual(causes.find(({ remedy }) => remedy)?.remedy, name && { option: name });
          const told = JSON.stringify([await server.journal(), server.logs, answer.text]);
          assert.ok(!told.includes(secret), 'the secret is told');
        },
        { actionTimeoutMs: 300 },
      );
    });
  }

  it('an answer without a success that is true or false is told to the app as false', async () => {
    await acting('export default () => ({ success: "yes", statusText: "a" });', async (post, server) => {
      assert.deepEqual((await post('$action/any')).json, { success: false, statusText: 'a' });
      assert.ok((await server.rules()).includes('mobile.action.unclear'));
    });
  });

  it('the module is loaded again when it has changed, and actions fail while it is gone', async () => {
    await acting('export default () => ({ success: true, version: 1 });', async (post) => {
      assert.equal((await post('$action/any')).json.version, 1);
      const file = path.join(folder(), 'act.mjs');
      fs.writeFileSync(file, 'export default () => ({ success: true, version: "two" });');
      assert.equal((await post('$action/any')).json.version, 'two');
      fs.rmSync(file);
      const gone = await post('$action/any');
      assert.deepEqual([gone.status, gone.json.__ERRORS[0].errCode], [404, 1902]);
    });
  });

  const refused: [what: string, target: string, body: unknown, status: number][] = [
    ['a body that is no JSON', '$action/any', '{', 400],
    ['a body that is no object', '$action/any', '[1]', 400],
    ['no name', '$action/', '{}', 400],
    ['parameters that are a list', '$action/any', { parameters: [1] }, 400],
    ['parameters that are a text', '$action/any', { parameters: 'a' }, 400],
    ['a context that is a number', '$action/any', { context: 1 }, 400],
    ['metadata that are a list', '$action/any', { metadata: [] }, 400],
  ];
  for (const [what, target, body, status] of refused) {
    it(`an action is refused with ${what}`, async () => {
      await acting(ECHO, async (post) => assert.equal((await post(target, body)).status, status));
    });
  }

  it('parameters, context and metadata that are null are as if they were not there', async () => {
    await acting(ECHO, async (post) => {
      const { request } = (await post('$action/any', { parameters: null, context: null, metadata: null })).json;
      assert.deepEqual([request.parameters, request.context, request.metadata], [{}, {}, undefined]);
    });
  });

  const unwritable: [what: string, result: string, words: RegExp][] = [
    ['a BigInt', '({ success: true, rows: [{ id: 10n }] })', /cannot be written as JSON: .*“id” is a BigInt/],
    ['a circle', '(() => { const a = { success: true }; a.self = a; return a; })()', /as JSON: .*circular.*“?'?self/],
    ['a BigInt alone', '10n', /as JSON: .*it is a BigInt/],
  ];
  for (const [what, result, words] of unwritable) {
    it(`the journal says what of the answer to an action is no JSON: ${what}`, async () => {
      await acting(`export default () => ${result};`, async (post, server) => {
        const { status, json } = await post('$action/any');
        assert.deepEqual([status, json.__ERRORS[0].errCode], [500, 1903]);
        assert.match(await why(server), words);
      });
    });
  }

  const decoded: [what: string, members: Record<string, unknown>, words: RegExp | undefined][] = [
    ['a statusText that is a number', { statusText: 5 }, /“statusText” of the answer is no text/],
    ['a dataSynchro that is a text', { dataSynchro: 'yes' }, /“dataSynchro” of the answer is neither true nor false/],
    ['errors that are a text', { errors: 'bad' }, /“errors” of the answer is no list of objects/],
    ['an error that is a text', { errors: ['bad'] }, /“errors” of the answer has no \{parameter, message\} .* at 0/],
    ['an error without its parameter', { errors: [{ parameter: 'a', message: 'b' }, { message: 'm' }] }, / at 1,/],
    ['a share of texts', { share: ['a'] }, /“share” of the answer is no list of objects/],
    ['members that are null', { statusText: null, errors: null, share: null, dataSynchro: null }, undefined],
    ['members that are as they should be', { statusText: '', errors: [], share: [{}], dataSynchro: false }, undefined],
  ];
  for (const [what, members, words] of decoded) {
    it(`the journal tells what an app cannot decode of the answer to an action: ${what}`, async () => {
      await acting(`export default () => (${JSON.stringify({ success: true, ...members })});`, async (post, server) => {
        const { status, headers, text } = await post('$action/any');
        const decode = () => androidAction({ status, headers, text });
        if (words) {
          assert.throws(decode, SdkFailure);
          assert.match(await why(server), words);
        } else {
          assert.equal(decode().success, true);
          assert.ok(!(await server.rules()).includes('mobile.action.undecodable'));
        }
      });
    });
  }

  it('an action without a session is refused, and GET is no method of it', async () => {
    await acting(ECHO, async (_post, server) => {
      assert.equal((await server.post('/mobileapp/$action/any')).status, 401);
      const got = await server.get('/mobileapp/$action/any');
      assert.deepEqual([got.status, got.json.__ERRORS[0].errCode], [405, 1911]);
    });
  });

  describe('with uploads', () => {
    const READ = `import fs from 'node:fs';
      export default ({ uploads, parameters }) => {
        const all = [parameters.photo].flat().map((id) => uploads[id] && { ...uploads[id], hex: fs.readFileSync(uploads[id].path, 'hex') });
        return { success: true, all };
      };`;
    const BYTES = Buffer.from([0xff, 0xd8, 0, 1, 0x0a]);

    it('the module reads the bytes and the type of an upload', async () => {
      await acting(READ, async (post) => {
        for (const query of ['$rawPict=true', '$binary=true', '']) {
          const { status, json } = await post(`$upload?${query}`, BYTES, { 'Content-Type': 'image/jpeg' });
          assert.equal(status, 200);
          assert.match(json.ID, /^[0-9A-F]{32}$/);
          const acted = await post('$action/any', { parameters: { photo: [json.ID] } });
          const { path: file, ...rest } = acted.json.all[0];
          assert.deepEqual(rest, { type: 'image/jpeg', size: 5, hex: BYTES.toString('hex') });
          assert.ok(path.isAbsolute(file));
        }
      });
    });

    it('an upload is there until its time is over on the virtual clock, and its file is removed then', async () => {
      await acting(READ, async (post, server) => {
        const ids = [(await post('$upload', BYTES)).json.ID, (await post('$upload?$timeout=600', BYTES)).json.ID];
        const all = async () => (await post('$action/any', { parameters: { photo: ids } })).json.all;
        const [first] = await all();
        await server.advance(120_001);
        const [gone, kept] = await all();
        assert.equal(gone, null);
        assert.equal(kept.size, 5);
        await until(
          () => Promise.resolve(fs.existsSync(first.path)),
          (isThere) => !isThere,
        );
        await server.control.reset();
        assert.ok(!fs.existsSync(kept.path));
      });
    });

    it('the journal says why an upload that an action names is not there', async () => {
      await acting(READ, async (post, server) => {
        const gone = (await post('$upload', BYTES)).json.ID;
        await server.advance(120_001);
        const kept = (await post('$upload', BYTES)).json.ID;
        const other = await signIn(server, { device: { id: 'other', description: 'other' } });
        const foreign = (await server.post('/mobileapp/$upload', { token: other, body: BYTES })).json.ID;
        const unknown = 'A'.repeat(32);
        const metadata = { parameters: { photo: 'uploaded', note: 'uploaded' } };
        await post('$action/any', {
          parameters: { photo: [gone, foreign, kept], note: unknown, key: 'B'.repeat(32) },
          metadata,
        });
        const told = (await server.lastEntry()).causes.filter(({ rule }) => rule === 'mobile.upload.gone');
        assert.deepEqual(
          told.map(({ message }) => message),
          [
            'An upload that “photo” names is not there: another session has sent it.',
            'An upload that “photo” names is not there: its time is over (“$timeout”, 120 s unless given).',
            'An upload that “note” names is not there: no upload has this id.',
          ],
        );
        await post('$action/any', { parameters: { photo: kept }, metadata: { parameters: { photo: 'uploaded' } } });
        assert.ok(!(await server.rules()).includes('mobile.upload.gone'));
      });
    });

    it('an upload is for the session alone that has sent it', async () => {
      await acting(READ, async (post, server) => {
        const { json } = await post('$upload', BYTES);
        const other = await signIn(server, { device: { id: 'other', description: 'other' } });
        const body = { parameters: { photo: json.ID } };
        assert.equal((await server.post('/mobileapp/$action/any', { token: other, body })).json.all[0], null);
      });
    });

    it('an upload is larger than other bodies, up to its limit', async () => {
      await acting(
        READ,
        async (post) => {
          const { json } = await post('$upload', Buffer.alloc(2 * 1024 * 1024));
          const acted = await post('$action/any', { parameters: { photo: json.ID } });
          assert.equal(acted.json.all, undefined, 'the answer is too large');
          const large = await post('$upload', Buffer.alloc(2 * 1024 * 1024 + 1));
          assert.deepEqual([large.status, large.json.success], [413, false]);
        },
        { uploadMb: 2 },
      );
    });

    it('the oldest uploads leave when there are too many', async () => {
      await acting(READ, async (post) => {
        const ids: string[] = [];
        for (let sent = 0; sent < 102; sent++) ids.push((await post('$upload', Buffer.from(`${sent}`))).json.ID);
        const { all } = (await post('$action/any', { parameters: { photo: ids } })).json;
        assert.deepEqual(all.slice(0, 2), [null, null]);
        assert.ok(all.slice(2).every((each: unknown) => each !== null));
      });
    });

    const wrong: [what: string, target: string, body: unknown][] = [
      ['nothing in it', '$upload', undefined],
      ['a time that is no number', '$upload?$timeout=soon', BYTES],
      ['no time', '$upload?$timeout=0', BYTES],
      ['a time of years', '$upload?$timeout=999999', BYTES],
    ];
    for (const [what, target, body] of wrong) {
      it(`an upload is refused with ${what}`, async () => {
        await acting(READ, async (post) => {
          const answer = await post(target, body);
          assert.deepEqual([answer.status, answer.json.__ERRORS[0].errCode], [400, 1904]);
        });
      });
    }

    it('an upload without a session is refused', async () => {
      await acting(READ, async (_post, server) => {
        assert.equal((await server.post('/mobileapp/$upload', { body: BYTES })).status, 401);
      });
    });
  });
});
