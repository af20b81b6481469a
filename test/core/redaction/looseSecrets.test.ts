import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { redact } from '../../../src/cli/formats/redactSession';
import { contentText } from '../../../src/core/compliance/contentText';
import { coveredSentence } from '../../../src/scenario/batch/coveredSentence';

/** Where a loose text has a secret, which is X here, by what tells it. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  'an option of a command': [
    ...['-u ada:X', '--user ada:X', '--user=ada:X', 'curl -uada:X https://h', 'curl --proxy-user ada:X https://h'],
    ...['mysql -pX', 'mysqldump -u root -pX shop', 'sshpass -p X ssh ada@h', 'sshpass -pX ssh ada@h', 'redis-cli -a X'],
    ...[
      'docker login -u ada -p X',
      'unzip -P X a.zip',
      'ldapsearch -w X',
      '--password X',
      '--password=X',
      '--api-key X',
    ],
  ],
  'an element': [
    '<password>X</password>',
    '<a:token b="c">X</a:token>',
    '<mot-de-passe>X',
    '&lt;password&gt;X&lt;/password&gt;',
  ],
  'an escaped separator': [
    ...['password%3DX', 'password%253DX', 'password%25253DX', 'password%3AX', 'password&#58;X', 'password&#x3a;X'],
    ...['password&colon;X', 'password\\u003dX', '%70assword=X', 'mot%20de%20passe%3A%20X', 'contrase%C3%B1a%3DX'],
    ...['\\u5bc6\\u7801: X', '%E5%AF%86%E7%A0%81=X', 'password\\u00253DX'],
  ],
  'a wide sign': [
    '密码：X',
    '您的密码：X',
    'ＰＡＳＳＷＯＲＤ：X',
    'ｔｏｋｅｎ＝X',
    'password﹕X',
    'password∶X',
    'パスワード：X',
  ],
  'a word of another language': [
    ...[
      'mot de passe: X',
      'Mot de passe\u00a0: X',
      'Passwort: X',
      'Kennwort: X',
      'contraseña: X',
      'clave: X',
      'la contraseña es X',
    ],
    ...[
      'parola d’ordine: X',
      "parola d'ordine: X",
      'senha: X',
      'palavra-passe: X',
      'wachtwoord: X',
      '暗証番号: X',
      '口令: X',
    ],
    ...['密碼: X', '비밀번호: X', 'пароль: X', 'hasło: X', 'Passwort lautet X', 'lösenord: X'],
  ],
  'a part of a connection string': [
    ...['AccountKey=X', 'InstrumentationKey=X', 'SharedAccessKey=X', 'Server=h;User Id=ada;Password=X;Encrypt=yes'],
    ...['DefaultEndpointsProtocol=https;AccountName=a;AccountKey=X==;EndpointSuffix=core.windows.net'],
    ...['Endpoint=sb://a.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=X', 'PGPASSWORD=X psql'],
  ],
  'a URL': [
    ...[
      'jdbc:oracle:thin:ada/X@h',
      'jdbc:oracle:thin:ada/X@//h:1521/s',
      'sqlplus ada/X@h',
      'https:ada:X@h',
      'wss:ada:X@h/x',
    ],
    ...['https:\\\\ada:X@h', 'https:\\\\ada:X@db.example/x', 'ada:X@h', 'ada:X@db.example'],
  ],
  'a bot of Telegram': [
    'bot123456:Xabcdefghijklmnopqrstuvwx',
    'https://api.telegram.org/bot123456:Xabcdefghijkl/getMe',
  ],
  'a scheme': [
    ...[
      'Bearer%09X',
      'Bearer%2520X',
      'Bearer&#32;X',
      'Bearer&nbsp;X',
      'Bearer\tX',
      'Bearer\u3000X',
      'Ｂｅａｒｅｒ X',
      'DPoP%0AX',
    ],
    ...[
      'Hawk id="ada", ts="13", nonce="j4", mac="X"',
      'Hawk id=ada,mac=X',
      'HOBA result="X"',
      'vapid t=X, k=X',
      'GNAP X',
    ],
    ...[
      'SCRAM-SHA-256 data=X, sid=a',
      'SCRAM-SHA-1 X',
      'AWS4-HMAC-SHA256 Credential=X, SignedHeaders=host, Signature=X',
    ],
    ...['OAuth realm="a", oauth_token="X", oauth_signature="X"'],
  ],
  'a link': [
    ...[
      '/login/Xa8b7',
      'https://a.example/login/Xa8b7c6',
      '/reset/Xa8b7c6d5e4',
      '/password/reset/X?a=b',
      '/magic-link/X',
    ],
    ...['https://a.example/invite/ada/X', '/users/verify/X/done', 'https%3A%2F%2Fa.example%2Freset%2FX'],
  ],
  'a name beside it': [
    ...[
      '{"name":"password","value":"X"}',
      '{"key":"token","value":"X"}',
      '{"value":"X","name":"password"}',
      '["token","X"]',
    ],
    ...[
      '{"k": "pin", "v": "X"}',
      'name=password value=X',
      '{\\"password\\":\\"X\\"}',
      '{"password":"X"}',
      "apiKey='X'",
    ],
    ...[
      '{"password":{"a":["X"]}}',
      'token(X)',
      'token("X")',
      'password -> X',
      'password => "X"',
      'password – X',
      '<b>password</b>: X',
    ],
    ...[
      'password is X',
      'password X',
      'password: X',
      'password=X',
      'wifi password (guest): X',
      '?token=X&a=b',
      'Set-Cookie: sid=X',
    ],
    ...['password:\nX', 'It has cause: “password: X” there', 'pin: 4711X', 'Your code: 493021X'],
  ],
};
const SECRETS = ['hunter2PASSx', 'S3cretValue', 'qz9-xW_7'];
const AROUND: readonly (readonly [begin: string, end: string])[] = [
  ['', ''],
  ['It is “', '” and so on.'],
  ['(', ')'],
  ['status is "', '"'],
  ['see ', ' and so on'],
];
/** In which nothing is secret. */
const PLAIN = [
  ...['enter your password again', 'Token count: 5', 'Password: required', 'Password: must be at least 8 characters'],
  ...['The secret garden', 'password: null', 'password: ""', 'password: true', 'token: false', 'Password: optional'],
  ...[
    'Token: expired',
    'PIN: incorrect',
    'Password: please enter it again',
    'Password hint: the name of my dog',
    'tokens: 3',
  ],
  ...['Mot de passe : obligatoire', 'Passwort: muss mindestens 8 Zeichen haben', 'state: accepted', 'status code: 404'],
  ...['error code: 4012', 'the password was not given', 'passphrase is too short', '“password” is not a known member'],
  ...[
    '"password" is missing.',
    'Property "token" is not allowed here; is "tokens" meant? Allowed: "a", "b".',
    'Secret Santa',
  ],
  ...[
    'Forgot your password? Reset it here',
    'The token expires in 3600 s',
    'cookie policy: we use cookies',
    'Wrong password.',
  ],
  ...[
    'https://h:8080/login/index.html',
    '/login/callback',
    '/reset/password',
    '/auth/google/callback',
    'tests passed: 12',
  ],
  ...[
    'pass: 12 tests, fail: 3',
    'He said: the key to success is patience',
    '-p 8080:80',
    'ssh -p 22 ada@h',
    'mkdir -p a/b',
  ],
  ...['docker run -u 1000:1000 -p 80:80', 'com.example.login/7023d9205074199d1c16fc00d24354e778137675', 'Code: en_US'],
  ...[
    'password: •••',
    'mailto:ada@example.com',
    'Note: bob2 and so on',
    'nginx:1.25-alpine3@sha256:abcdef',
    'The hawk flies',
  ],
  ...[
    'a bearer token is missing',
    'api key is missing',
    'Authorization: required',
    'session token is a text',
    'user:ada@example.com',
  ],
  ...[
    'password: {{password}}',
    'give --env SECRET_OF_MINE=VALUE.',
    '--password FILE',
    '12:30:45 and 2026-11-30T12:30:45+01:00',
    'a: b',
    'C:\\Users\\ada@work',
  ],
];

describe('What a loose text shows', () => {
  const faces: Readonly<Record<string, (text: string) => string>> = {
    'a message of check': (text) => contentText(text),
    'an excerpt of check': (text) => {
      const source = JSON.stringify({ status: text });
      const shown = redact(source);
      assert.equal(shown.length, source.length);
      return shown;
    },
    'a text of run': coveredSentence,
  };
  for (const [face, cover] of Object.entries(faces)) {
    for (const [kind, places] of Object.entries(PLACES)) {
      it(`${face} shows no secret that ${kind} tells, whatever stands around it`, () => {
        for (const place of places) {
          for (const secret of SECRETS) {
            for (const [begin, end] of AROUND) {
              const text = begin + place.replaceAll('X', () => secret) + end;
              const shown = cover(text);
              assert.ok(!shown.includes(secret.slice(1)), `${text} is shown as ${shown}`);
              assert.ok(shown.includes('•••'), shown);
            }
          }
        }
      });
    }

    it(`${face} leaves what is no secret as it is`, () => {
      // An excerpt has no long run of Base64 either, and the slash of a path is a sign of it.
      const plain = face === 'an excerpt of check' ? PLAIN.filter((text) => !/[\w/]{41}/.test(text)) : PLAIN;
      const covered: string[] = [];
      for (const text of plain) {
        const shown = cover(text);
        if (shown.replaceAll(text, '').includes('•')) covered.push(`${text} is shown as ${shown}`);
      }
      assert.deepEqual(covered, []);
    });
  }

  it('each sentence that the editor has, in each language, is shown as it is', () => {
    const folder = path.resolve(__dirname, '../../../../media/l10n');
    const sentences = fs.readdirSync(folder).flatMap((name) => {
      const translations: Record<string, string> = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));
      return Object.entries(translations).flat();
    });
    // What is put into a place may be a secret.
    const whole = sentences.filter((sentence) => !/\{\d+\}/.test(sentence));
    assert.ok(whole.length > 1000);
    assert.deepEqual(
      whole.filter((sentence) => coveredSentence(sentence) !== sentence),
      [],
    );
  });

  it('what stands before and behind a secret is shown', () => {
    for (const [text, shown] of [
      ['Log in with password=S3cretValue and go on', 'Log in with password=••• and go on'],
      ['password: S3cretValue, status: open', 'password: •••, status: open'],
      ['curl -u ada:S3cretValue https://h', 'curl -u ada:••• https://h'],
      ['<password>S3cretValue</password>', '<password>•••</password>'],
      ['Server=h;Password=S3cretValue;Encrypt=yes', 'Server=h;Password=•••;Encrypt=yes'],
      ['Hawk id="a1", ts="13", mac="S3cret/Value="', 'Hawk id="•••", ts="13", mac="•••"'],
      ['https://a.example/reset/S3cretValue?a=b', 'https://a.example/reset/•••?a=b'],
      ['a%26password%3DS3cretValue', 'a%26password%3D•••'],
      ['ada:S3cretValue@h', 'ada:•••@h'],
    ] as const) {
      assert.equal(contentText(text), shown);
      assert.equal(coveredSentence(text), shown);
    }
  });
});
