import assert from 'node:assert/strict';
import { isLoginName } from '../../../src/core/protocol/loginPath';
import { isSecretName } from '../../../src/core/protocol/secretNames';
import { NamedSecrets } from '../../../src/core/redaction/namedSecrets';
import { redactBody, redactHeaders, redactUrl } from '../../../src/core/redaction/redactMessage';

const HEX = '0123456789ABCDEF0123456789ABCDEF';
const SHA1 = '0123456789abcdef0123456789abcdef01234567';
const RANDOM = 'Zk3vQ9-xW_7bT1mN5cR8dL2fH6gJ';
const UUID = '550e8400-e29b-41d4-a716-446655440000';

/** Titles of tests have one line. */
function oneLine(text: string): string {
  return text.replaceAll(/\r?\n/g, '⏎');
}

describe('What is covered as a secret, and what stays readable', () => {
  const urls: readonly (readonly [url: string, shown: string])[] = [
    [`/nowhere/${HEX}`, '/nowhere/•••'],
    [`/nowhere/${SHA1}/x`, '/nowhere/•••/x'],
    [`/nowhere?${RANDOM}`, '/nowhere?•••'],
    [`/nowhere?v=${RANDOM}#${HEX}`, '/nowhere?v=•••#•••'],
    [`/nowhere/${RANDOM.replaceAll('_', '%u005f')}`, '/nowhere/•••'],
    ['/x;password=hunter2', '/x;password=•••'],
    ['/otp/493021', '/otp/•••'],
    ['/login/verify', '/login/verify'],
    ['/p/sk_live_51H8xyzABCDEF', '/p/•••'],
    ['/p/AKIAIOSFODNN7EXAMPLE', '/p/•••'],
    ['/p/xoxb-1234567890-abcdefABCDEF', '/p/•••'],
    ['/p/ghp_16C7e42F292c6912E7710c838347Ae178B4a', '/p/•••'],
    ['/p/JBSWY3DPEHPK3PXP', '/p/•••'],
    ['/p/Basic%20dTpaeDkhaHVudGVyMlE=', '/p/Basic%20•••'],
    ['/magic/Zk3-9sQx7LpT2', '/magic/•••'],
    ['/invite/Zk3-9sQx7LpT2/accept', '/invite/•••/accept'],
    ['/users/bob/mot-de-passe/Zx9!', '/users/bob/mot-de-passe/•••'],
    ['/confirm/483920', '/confirm/•••'],
    ['/4DACTION/checkUser/u/Zx9!hunter2', '/4DACTION/checkUser/u/•••'],
    ['/x?pass=a1&userPw=b&user.mdp=c&sms=1&page=2', '/x?pass=•••&userPw=•••&user.mdp=•••&sms=•••&page=2'],
    ['/docs/Basic%20information%20of%202024', '/docs/Basic%20information%20of%202024'],
    ['/docs/Basic%20information/2024', '/docs/Basic%20information/2024'],
    ['/passengers/AB12/compass/7', '/passengers/AB12/compass/7'],
    ['/magicians/Zk39/confirmed-orders/4711', '/magicians/Zk39/confirmed-orders/4711'],
    ['/p/QUARTERLYREPORTS2023', '/p/QUARTERLYREPORTS2023'],
    ['/task_live_updates/risk-assessment-of-the-year-2024', '/task_live_updates/risk-assessment-of-the-year-2024'],
    ['/login?u=ada&username=ada&lang=en', '/login?u=•••&username=ada&lang=en'],
    [`/mobileapp/sessions/${SHA1}`, `/mobileapp/sessions/${SHA1}`],
    [`/sessions?id=${HEX}`, `/sessions?id=${HEX}`],
    [`/files/a.png?hash=${SHA1}`, `/files/a.png?hash=${SHA1}`],
    [`/x/${UUID}`, `/x/${UUID}`],
    ['/catalogInfo?a=b', '/catalogInfo?a=b'],
    // The path in one form, whatever way it was written.
    ['/%6cogin%2fbob%2fZx9hunter2Q', '/%6cogin%2fbob%2f•••'],
    ['/%256cogin%252fbob%252fZx9hunter2Q', '/%256cogin%252fbob%252f•••'],
    ['\\login\\bob\\Zx9hunter2Q', '\\login\\bob\\•••'],
    ['/login;u=bob;p=Zx9hunter2Q', '/login;u=•••;p=•••'],
    ['/login%3Fu=bob%26p=Zx9hunter2Q', '/login%3Fu=•••%26p=•••'],
    ["/login('bob','Zx9hunter2Q')", '/login•••'],
    ['/user/bob/Zx9hunter2Q/login', '/user/bob/•••/login'],
    ['/login/bob/Summer', '/login/bob/•••'],
    ['/foo/password:Zx9hunter2Q', '/foo/password:•••'],
    ['/foo/bob:Zx9hunter2Q@host', '/foo/•••'],
    ['bob:Zx9hunter2Q@h:443', 'bob:•••@h:443'],
    ['/4DACTION/foo/u/Zx9hunter2Q', '/4DACTION/foo/u/•••'],
    ['/4DACTION/foo/Summer', '/4DACTION/foo/•••'],
    [
      '/rest/Emp?$filter=password%20%3D%20%3A1&$params=\'["x"]\'',
      '/rest/Emp?$filter=password%20%3D%20%3A1&$params=\'["•••"]\'',
    ],
    ['/rest/Emp?$filter=name=:1&$params=\'["Smith"]\'', '/rest/Emp?$filter=name=:1&$params=\'["Smith"]\''],
    ["/rest/Emp?$filter=pin = 'x1' and a=1", '/rest/Emp?$filter=pin = ••• and a=1'],
    ["/rest/Emp?$filter='x1' = pin or name = bob", '/rest/Emp?$filter=••• = pin or name = bob'],
    ['/rest/Emp?$filter=contains(user.password,"x and y")', '/rest/Emp?$filter=contains(user.password,•••)'],
    ['/rest/$catalog/foo?$params=Summer', '/rest/$catalog/foo?$params=•••'],
    ['/rest/Emp?$filter=lastName = Smith and age > 4', '/rest/Emp?$filter=lastName = Smith and age > 4'],
    [
      '/validate?redirect_uri=http%3A%2F%2F127.0.0.1%3A80%2Fa%3F%244DSID%3Dx',
      '/validate?redirect_uri=http%3A%2F%2F127.0.0.1%3A80%2Fa%3F%244DSID%3D•••',
    ],
    ['/graphql?query=mutation{login(u:"a",p:"x"){t}}', '/graphql?query=mutation{login(u:"•••",p:"•••"){t}}'],
    ['/graphql?query={products(first:"x"){id}}', '/graphql?query={products(first:"x"){id}}'],
    ['/api/login?username=ada&username=x', '/api/login?username=ada&username=•••'],
    // Ordinary routes stay readable, and so do those around a login.
    ['/rest/Employe', '/rest/Employe'],
    ['/index.html', '/index.html'],
    ['/rest/Employee(12)/rate?x=1', '/rest/Employee(12)/rate?x=1'],
    ['/rest/Emp(12)/authenticate', '/rest/Emp(12)/authenticate'],
    ['/auth/realms/master/protocol/openid-connect/token', '/auth/realms/master/protocol/openid-connect/token'],
    ['/auth/google/callback', '/auth/google/callback'],
    ['/_workbench/v1/tokens/users/ada@x.org/password', '/_workbench/v1/tokens/users/ada@x.org/password'],
    [`/_workbench/v1/web/sessions/${SHA1}/otp`, `/_workbench/v1/web/sessions/${SHA1}/otp`],
    ['/login/style.css', '/login/style.css'],
    ['/api2/v1/login', '/api2/v1/login'],
    [
      '/oauth/authorize?response_type=code&client_id=app&redirect_uri=com.acme%3A%2F%2Fcb&scope=openid%20profile',
      '/oauth/authorize?response_type=code&client_id=app&redirect_uri=com.acme%3A%2F%2Fcb&scope=openid%20profile',
    ],
    [
      '/api/getUserByEmailAddress2/SalesPersonsOfTheMonth2024',
      '/api/getUserByEmailAddress2/SalesPersonsOfTheMonth2024',
    ],
    ['/a-long-name-of-a-page-2024-01-31/index-of-everything', '/a-long-name-of-a-page-2024-01-31/index-of-everything'],
  ];
  for (const [url, shown] of urls)
    it(`a URL of this kind is told as ${shown}, from ${url}`, () => {
      assert.equal(redactUrl(url), shown);
    });

  const logins: readonly (readonly [body: string, shown: string])[] = [
    ['["1","S3cr3tPassw0rd!"]', '["•••","•••"]'],
    ['"S3cr3tPassw0rd!"', '"•••"'],
    ['["1","S3cr3tPassw0rd!"', '•••'],
    ['S3cr3tPassw0rd!', '•••'],
    [
      '{"username":"ada","pasword":"x","tries":3,"stay":true}',
      '{"username":"ada","pasword":"•••","tries":3,"stay":true}',
    ],
    ['{"email":"a@b.c","device":{"id":"d1","os":"iOS"}}', '{"email":"a@b.c","device":{"id":"d1","os":"iOS"}}'],
    ['{"params":["ada","x"]}', '{"params":["•••","•••"]}'],
    ['user=ada&w=geheim', 'user=ada&w=•••'],
    ['<l><user>ada</user><k2>geheim</k2></l>', '<l><user>ada</user><k2>•••</k2></l>'],
    // A harmless name with a value that has not its shape, and what is not wholly understood.
    ['{"username":["bob","x"]}', '{"username":["•••","•••"]}'],
    ['{"username":"b"} x', '•••'],
    ['{"user":"b", // x\n"a":1}', '•••'],
    ['{"Zx9hunter2Q":""}', '{"•••":""}'],
    ['{"email":"bob:x"}', '{"email":"•••"}'],
    ['{"roles":["admin","Zx9hunter2Q"]}', '{"roles":["admin","•••"]}'],
    ['{"grant_type":"Zx9hunter2Q","code":493021}', '{"grant_type":"•••","code":"•••"}'],
    ['{"username":"ada","k2":"x"', '{"username":"ada","k2":"•••"'],
    ['grant_type=password&username=u&zz=x&Zx9hunter2Q=', 'grant_type=password&username=u&zz=•••&•••='],
    ['<l><!-- x --><user>ada</user></l>', '<l><!--•••--><user>ada</user></l>'],
    ['<l><user zz="x">ada</user></l>', '<l><user zz="•••">ada</user></l>'],
    ['<l><user>ada</user></l>x', '•••'],
    [
      '{"username":"ada","device":{"id":"d1","name":"Ada\'s iPhone 12","os":"iOS 17.2"},"locale":"fr-FR"}',
      '{"username":"ada","device":{"id":"d1","name":"Ada\'s iPhone 12","os":"iOS 17.2"},"locale":"fr-FR"}',
    ],
    ['', ''],
  ];
  for (const [body, shown] of logins)
    it(`the body of a login is told as ${shown || 'nothing'}, from ${body || 'nothing'}`, () => {
      const names = new NamedSecrets().at('/rest/$catalog/authentify');
      assert.equal(redactBody(body, '', undefined, names), shown);
    });

  const bodies: readonly (readonly [body: string, shown: string])[] = [
    ['["1","Smith"]', '["1","Smith"]'],
    [`{"v":"${HEX}"}`, '{"v":"•••"}'],
    [`{"${HEX}":1}`, '{"•••":1}'],
    [`{"sessionId":"${HEX}","apiKey":"${HEX}"}`, `{"sessionId":"${HEX}","apiKey":"•••"}`],
    [`{"__KEY":"${HEX}","etag":"${SHA1}"}`, `{"__KEY":"${HEX}","etag":"${SHA1}"}`],
    ['[{"name":"password","value":"x"}]', '[{"name":"password","value":"•••"}]'],
    ['[{"name":"colour","value":"x"}]', '[{"name":"colour","value":"x"}]'],
    [
      '{"query":"mutation{enter(password:\\"x\\",pin:4711){id}}"}',
      '{"query":"mutation{enter(password:\\"•••\\",pin:•••){id}}"}',
    ],
    ['{"Passwort":{"value":"x"},"mot de passe":"x"}', '{"Passwort":{"value":"•••"},"mot de passe":"•••"}'],
    ['{"pasword":"x","passwrod":"x","keyword":"x"}', '{"pasword":"•••","passwrod":"•••","keyword":"x"}'],
    // Functions that are named in the body.
    ['{"action":"LOGIN","params":["a","x"]}', '{"action":"LOGIN","params":["•••","•••"]}'],
    ['{"action":"login","params":"a:x"}', '{"action":"login","params":"•••"}'],
    ['{"action":"login","params":{"username":"a","x":"y"}}', '{"action":"login","params":{"username":"a","x":"•••"}}'],
    ['{"params":{"actionname":"M.Login"},"args":["x"]}', '{"params":{"actionname":"M.Login"},"args":["•••"]}'],
    [
      '[{"jsonrpc":"2.0","method":"list","params":["b"]},{"jsonrpc":"2.0","method":"user.login","params":["x"],"id":1}]',
      '[{"jsonrpc":"2.0","method":"list","params":["b"]},{"jsonrpc":"2.0","method":"user.login","params":["•••"],"id":1}]',
    ],
    ['{"action":"commit","params":["a","b"]}', '{"action":"commit","params":["a","b"]}'],
    [
      '{"query":"mutation L($u:String){tokenAuth(username:\\"a\\",p:\\"x\\"){t}}","variables":{"p":"x"}}',
      '{"query":"mutation L($u:String){tokenAuth(username:\\"a\\",p:\\"•••\\"){t}}","variables":{"p":"•••"}}',
    ],
    [
      '{"query":"{products(first:\\"x\\"){id}}","variables":{"p":"x"}}',
      '{"query":"{products(first:\\"x\\"){id}}","variables":{"p":"x"}}',
    ],
    ['mutation{login(u:"a",p:"x"){t}}', 'mutation{login(u:"•••",p:"•••"){t}}'],
    [
      '<methodCall><methodName>login</methodName><params><param><value>x</value></param></params></methodCall>',
      '<methodCall><methodName>login</methodName><params><param><value>•••</value></param></params></methodCall>',
    ],
    [
      '<e:Body> <m:Login xmlns:m="urn:a"><arg0>a</arg0></m:Login></e:Body>',
      '<e:Body> <m:Login xmlns:m="urn:a"><arg0>•••</arg0></m:Login></e:Body>',
    ],
    ['<e:Body><m:List><arg0>a</arg0></m:List></e:Body>', '<e:Body><m:List><arg0>a</arg0></m:List></e:Body>'],
    ['<r><wsse:Password><![CDATA[a]b<c]]></wsse:Password></r>', '<r><wsse:Password>•••</wsse:Password></r>'],
    ['<r><note><![CDATA[a<b]]></note></r>', '<r><note><![CDATA[a<b]]></note></r>'],
    // Names beside their values.
    ['[["user","bob"],["password","x"]]', '[["user","bob"],["password","•••"]]'],
    ['["password","email"]', '["password","email"]'],
    ['{"label":"Mot de passe","value":"x"}', '{"label":"Mot de passe","value":"•••"}'],
    ['{"id":"7","title":"pin","answer":"x"}', '{"id":"7","title":"pin","answer":"•••"}'],
    ['{"k":"pw","v":"x"}', '{"k":"pw","v":"•••"}'],
    ['{"label":"Colour","value":"x"}', '{"label":"Colour","value":"x"}'],
    ['user,password,city\nbob,x,Paris\n"a,b","y ""z",Rome\n', 'user,password,city\nbob,•••,Paris\n"a,b",•••,Rome\n'],
    ['"user";"mdp"\r\nbob;x', '"user";"mdp"\r\nbob;•••'],
    ['user,city\nbob,Paris', 'user,city\nbob,Paris'],
    ['{"type":"password","value":"x"}', '{"type":"password","value":"•••"}'],
    ['[{"op":"replace","path":"/password","value":"x"}]', '[{"op":"replace","path":"/password","value":"•••"}]'],
    ['[{"op":"replace","path":"/city","value":"x"}]', '[{"op":"replace","path":"/city","value":"x"}]'],
    ['{"field":"pin","newValue":4711}', '{"field":"pin","newValue":"•••"}'],
    ['{"columns":["user","password"],"rows":[["bob","x"]]}', '{"columns":["user","password"],"rows":[["bob","•••"]]}'],
    ['[["user","age","pw"],["bob",3,"x"]]', '[["user","age","pw"],["bob",3,"•••"]]'],
    ['["user","bob","password","x"]', '["user","bob","password","•••"]'],
    ['{"grant_types":["password","refresh_token"]}', '{"grant_types":["password","refresh_token"]}'],
    ['{"token_type":"bearer","expires_in":3600}', '{"token_type":"bearer","expires_in":3600}'],
    ['<f><field name="password" value="x"/></f>', '<f><field name="password" value="•••"/></f>'],
    ['<f><field name="city" value="x"/></f>', '<f><field name="city" value="x"/></f>'],
    ['<f><field name="password">x</field></f>', '<f><field name="password">•••</field></f>'],
    ['<f><name>password</name><value>x</value></f>', '<f><name>password</name><value>•••</value></f>'],
    ['<dict><key>password</key><string>x</string></dict>', '<dict><key>password</key><string>•••</string></dict>'],
    ['- name: password\n  value: Summer\n', '- name: password\n  value: •••\n'],
    ['machine h login bob password Zx9', 'machine h login bob password •••'],
    ['mysql --password Zx9 -h x', 'mysql --password ••• -h x'],
    ['{"c":"curl -u bob:Zx9 http://h"}', '{"c":"curl -u bob:••• http://h"}'],
    ['A password has at least 8 characters.', 'A password has at least 8 characters.'],
    // Calls inside of a request.
    [
      '{"requests":[{"method":"POST","url":"/login","body":["a","x"]}]}',
      '{"requests":[{"method":"POST","url":"/login","body":["•••","•••"]}]}',
    ],
    [
      '{"requests":[{"method":"POST","url":"/orders","body":["a","x"]}]}',
      '{"requests":[{"method":"POST","url":"/orders","body":["a","x"]}]}',
    ],
    ['["login","a","x"]', '["login","•••","•••"]'],
    ['42["login","a","x"]', '42["login","•••","•••"]'],
    ['["list","a","x"]', '["list","a","x"]'],
    [
      '{"body":"{\\"method\\":\\"login\\",\\"params\\":[\\"x\\"]}"}',
      '{"body":"{\\"method\\":\\"login\\",\\"params\\":[\\"•••\\"]}"}',
    ],
    ['{"password":{"Geh3im!":1}}', '{"password":{"•••":"•••"}}'],
  ];
  for (const [body, shown] of bodies)
    it(`a body of this kind is told as ${oneLine(shown)}, from ${oneLine(body)}`, () => {
      assert.equal(redactBody(body), shown);
    });

  it('headers that describe a body are told as they are, and others without random text', () => {
    const headers = {
      'content-type': 'multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW',
      etag: `"${SHA1}"`,
      'x-note': `see ${RANDOM}`,
    };
    assert.deepEqual(redactHeaders(headers), { ...headers, 'x-note': 'see •••' });
  });

  it('parameters of any function of the data are covered where they have no names, and other requests are not', () => {
    const at = (url: string, body: string) => redactBody(body, '', undefined, new NamedSecrets().at(url));
    for (const url of [
      '/rest/$catalog/anything',
      '/rest/Employee/find',
      '/rest/Employee(12)/rate?x=1',
      '/REST/A/b/c',
    ]) {
      assert.equal(
        at(url, '["u",12,true,{"city":"Rome","pw":"x"},["y"]]'),
        '["•••",12,true,{"city":"Rome","pw":"•••"},["•••"]]',
      );
      assert.equal(at(url, '["u"'), '•••');
    }
    for (const url of ['/rest/Employee', '/rest/Employee(12)', '/resting/a/b'])
      assert.equal(at(url, '["u",12]'), '["u",12]');
    assert.equal(redactUrl(`/rest/A/find?$params='["x"]'&$top=3`), `/rest/A/find?$params='["•••"]'&$top=3`);
    assert.equal(redactUrl('/rest/A/login?$params=%5B%22x%22,4%5D'), '/rest/A/login?$params=%5B%22•••%22%2C4%5D');
  });

  it('headers that repeat a URL are covered like that URL', () => {
    const headers = {
      referer: 'http://h/login/Zx9hunter2',
      location: '/reset/Zx9hunter2',
      'x-original-url': '/x?mdp=Zx9',
      'x-rewrite-url': '/login/bob/Zx9hunter2',
      link: '</login/Zx9hunter2>; rel="next", </users/2>; rel="prev"',
      origin: 'http://h/',
    };
    assert.deepEqual(redactHeaders(headers), {
      referer: 'http://h/login/•••',
      location: '/reset/•••',
      'x-original-url': '/x?mdp=•••',
      'x-rewrite-url': '/login/bob/•••',
      link: '</login/•••>; rel="next", </users/2>; rel="prev"',
      origin: 'http://h/',
    });
  });

  it('names say in many languages and writings that they stand for a secret', () => {
    const yes =
      'pass passwd pw psw pwd pswd userPw user_pass USER_PASS userpass X-User-Pass X-MDP mdp user.mdp motDePasse mot_de_passe clave claveUsuario contraseña contrasena Passwort Benutzerpasswort Kennwort senha palavra-passe heslo hasło lösenord användarlösenord adgangskode salasana jelszó şifre parola wachtwoord пароль パスワード ﾊﾟｽﾜｰﾄﾞ ｐａｓｓｗｏｒｄ 暗証番号 密码 비밀번호 pass\u200bword pass2 passConfirm newPw pin codePin userPin pinCode unlockCode recoveryCode backupCodes smsCode code_acces cvv cvv2 creds seedPhrase securityAnswer Ocp-Apim-Subscription-Key x-functions-key pássword sig signature X-Amz-Signature X-Hub-Signature-256 hmac sessionKey requestSignature tokenSignature';
    const no =
      'passenger passengers compass bypass surpass passage passport passive passThrough pass_rate passCount boardingPass seasonPass tangent spin spinner pinned mapPin pinBoard opinion shipping hasLogin thesis laser countryCode errorCode statusCode postalCode codec barcode encoding key primaryKey foreignKey keyword keyboard palabraClave claveProducto enclave autoclave cascade classes answer answers iban sid session sessionId X-Session X-Session-Id phase design signatureMethod emailSignature componentSignature signal';
    const more =
      'geheim geheimzahl Zugangsdaten clé cle cleAcces codigoAcceso toegangscode kodeord kata_sandi секрет парола гасло slaptažodis lykilorð گذرواژه رمز パス 暗証 비번 mfa twoFactor 2fa tfaCode puk passkey pinNumber psk consumerKey pwHash usrpwd token1 tok connectionString';
    for (const name of `${yes} ${more}`.split(' ')) assert.ok(isSecretName(name), name);
    for (const name of no.split(' ')) assert.ok(!isSecretName(name), name);
  });

  it('an error of 4D says which part tells it, also where a login is refused', () => {
    const error = '{"__ERROR":[{"message":"Unauthorized","componentSignature":"mobi","errCode":1907}],"success":false}';
    for (const url of ['/mobileapp/$authenticate', '/rest/$directory/login', '/rest/Vault']) {
      assert.equal(redactBody(error, 'application/json', undefined, new NamedSecrets().at(url)), error, url);
    }
  });

  it('headers carry secrets if a word of their name says so, and hosts and protocols may too', () => {
    const secret = [
      'x-authorization',
      'x-original-authorization',
      'x-auth-key',
      'x-firebase-appcheck',
      'dpop',
      'x-2fa',
    ];
    for (const name of secret) assert.equal(redactHeaders({ [name]: 'Summer' })[name], '•••', name);
    const shown = ['x-auth-user', 'x-author', 'x-request-id', 'idempotency-key', 'x-requested-with', 'x-monkey'];
    for (const name of shown) assert.equal(redactHeaders({ [name]: 'Summer' })[name], 'Summer', name);
    const headers = {
      host: 'bob:x@h:80',
      'x-forwarded-host': 'a.example, bob:x@h',
      'sec-websocket-protocol': 'base64.bearer.Summer',
    };
    assert.deepEqual(redactHeaders(headers), {
      host: 'bob:•••@h:80',
      'x-forwarded-host': 'a.example, bob:•••@h',
      'sec-websocket-protocol': 'base64.bearer.•••',
    });
    assert.equal(
      redactHeaders({ 'sec-websocket-protocol': 'chat.v2, soap' })['sec-websocket-protocol'],
      'chat.v2, soap',
    );
  });

  const agents: readonly (readonly [agent: string, shown: string])[] = [
    ['App (password: hunter2)', 'App (password: •••)'],
    ['App/1 (iOS; token: abc def; x) Z/2', 'App/1 (iOS; token: •••; x) Z/2'],
    ['App/1 (password:hunter2,os:17.2)', 'App/1 (password:•••,os:17.2)'],
    ['App/1 (Linux; rv:109.0; build: 12345)', 'App/1 (Linux; rv:109.0; build: 12345)'],
  ];
  for (const [agent, shown] of agents)
    it(`a header with notes is told as ${shown}, from ${agent}`, () => {
      assert.equal(redactHeaders({ 'user-agent': agent })['user-agent'], shown);
    });

  it('the path of a login that the options have moved is known, and any other is none', () => {
    const names = new NamedSecrets({ logins: ['/api/enter'] });
    for (const url of ['/api/enter', '/API/enter/', 'http://127.0.0.1:1/api/enter?x=1'])
      assert.ok(names.at(url).isLogin, url);
    for (const url of ['/api/entering', '/api', '/x?to=/api/enter']) assert.ok(!names.at(url).isLogin, url);
  });

  it('names of functions say whether they are logins', () => {
    const yes = [
      'login',
      'logIn',
      'signIn',
      'sign-in',
      'Users.authenticate',
      'ds.authentify',
      'checkOTP',
      'resetPassword',
      'resetPwd',
      'changePass',
      'checkUser',
      'checkCode',
      'confirm',
      'connect',
      'registerUser',
      'connexion',
      'seConnecter',
      'anmelden',
      'iniciarSesion',
      'zaloguj',
      'přihlásit',
      'loggaIn',
      'ログイン',
      '登录',
      'войти',
    ];
    const no = [
      'plugin',
      'catalogInfo',
      'signal',
      'opinion',
      'authors',
      'spinner',
      'logs',
      'designIndex',
      'topCustomers',
      'confirmOrder',
      'connectPrinter',
      'disconnect',
      'registry',
      'checkStock',
      'changePassenger',
      'entrance',
      'accessory',
      'pairs',
    ];
    for (const name of yes) assert.ok(isLoginName(name), name);
    for (const name of no) assert.ok(!isLoginName(name), name);
  });
});
