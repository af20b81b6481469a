import assert from 'node:assert/strict';
import { mobileServer } from '../mobileHarness';
import { androidBody, iosBody, type LoginBody } from './devices';

const LONGEST = 16_384;
const text = (length: number) => 'x'.repeat(length);
const texts = (count: number, length: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`a${at}`, text(length)]));
const device = (changes: LoginBody) => ({ device: { id: 'phone', description: 'Phone', ...changes } });

/** What takes a lot of memory, with what the refusal names. */
const TOO_MUCH: Readonly<Record<string, readonly [changes: LoginBody, says: RegExp]>> = {
  'a description of the device of 900 kB': [
    device({ description: text(900_000) }),
    /“device\.description” is longer than 16384 characters/,
  ],
  'a description one character too long': [device({ description: text(LONGEST + 1) }), /“device\.description”/],
  'a long version of the device': [device({ version: text(LONGEST + 1) }), /“device\.version”/],
  'a long push token': [device({ token: text(LONGEST + 1) }), /“device\.token”/],
  'a long id of the device': [device({ id: text(LONGEST + 1) }), /“device\.id”/],
  'a long member of the device that nobody knows': [device({ else: text(LONGEST + 1) }), /“device\.else”/],
  'a long id of the application': [
    { application: { id: text(LONGEST + 1), name: 'C', version: '1' } },
    /“application\.id”/,
  ],
  'a long name of the application': [
    { application: { id: 'com.x.C', name: text(LONGEST + 1), version: '1' } },
    /“application\.name”/,
  ],
  'a long id of the team': [{ team: { id: text(LONGEST + 1) } }, /“team\.id”/],
  'a long language': [{ language: { id: 'en_US', code: text(LONGEST + 1) } }, /“language\.code”/],
  'a long e-mail address': [{ email: text(LONGEST + 1) }, /“email” is longer than 320/],
  'a long password': [{ password: text(LONGEST + 1) }, /“password”/],
  'a long parameter': [{ parameters: { mine: text(LONGEST + 1) } }, /“parameters\.mine”/],
  'a long parameter deep in lists': [
    { parameters: { mine: [[{ deep: [text(LONGEST + 1)] }]] } },
    /“parameters\.mine\.0\.0\.deep\.0”/,
  ],
  'a long member that nobody knows': [{ else: text(LONGEST + 1) }, /“else”/],
  'a long name': [{ [text(LONGEST + 1)]: 1 }, /A name in the body is longer/],
  'a long name in a parameter': [
    { parameters: { mine: { [text(LONGEST + 1)]: 1 } } },
    /A name in “parameters\.mine” is longer/,
  ],
  'many texts': [{ parameters: texts(100, 1000) }, /The texts of the body are longer than 65536 characters together/],
  'many names': [
    { parameters: Object.fromEntries(Array.from({ length: 900 }, (_, at) => [`${at}${text(100)}`, 1])) },
    /The texts of the body are longer/,
  ],
  'many numbers': [{ parameters: { mine: Array(400_000).fill(0) } }, /The body has more than 10000 values/],
  'many empty texts': [{ parameters: { mine: Array(200_000).fill('') } }, /more than 10000 values/],
  'many empty lists': [{ else: Array(200_000).fill([]) }, /more than 10000 values/],
};

const ENOUGH: Readonly<Record<string, LoginBody>> = {
  'a description of the longest text': device({ description: text(LONGEST) }),
  'a push token of the longest text': device({ token: text(LONGEST) }),
  'parameters of 60,000 characters': { parameters: texts(60, 1000) },
  'parameters with 9000 numbers': { parameters: { mine: Array(9000).fill(0) } },
};

describe('The size of what a device sends', () => {
  const server = mobileServer();
  const login = (body: LoginBody) => server().post('/mobileapp/$authenticate', { body });

  it('a login with too much is refused with what is too long, and nothing of it is kept', async () => {
    for (const body of [iosBody(), androidBody()]) {
      for (const [name, [changes, says]] of Object.entries(TOO_MUCH)) {
        const answer = await login({ ...body, ...changes });
        assert.equal(answer.status, 400, name);
        assert.match(answer.text, says, name);
        assert.ok(answer.text.length < 2000, name);
        assert.deepEqual(await server().rules(), ['mobile.body.invalid'], name);
      }
    }
    assert.deepEqual(server().files(), []);
  });

  it('a login with as much as may be is taken', async () => {
    for (const [name, changes] of Object.entries(ENOUGH)) {
      const answer = await login(iosBody(changes));
      assert.equal(answer.status, 200, `${name}: ${answer.text}`);
    }
  });

  it('a push token that comes later is no longer than one of a login', async () => {
    const { token } = (await login(iosBody())).json;
    const send = (length: number) =>
      server().post('/mobileapp/$userInfo', { token, body: device({ token: text(length) }) });
    assert.equal((await send(LONGEST)).status, 200);
    const refused = await send(LONGEST + 1);
    assert.equal(refused.status, 400);
    assert.match(refused.text, /“device\.token” is longer than 16384 characters/);
  });
});
