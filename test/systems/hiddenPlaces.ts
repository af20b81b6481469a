/** A request with a secret in a place where no name says so. */
export interface SentSecret {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type HiddenPlace = (secret: string) => SentSecret;

const JSON_TYPE = { 'content-type': 'application/json' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };
const TEXT_TYPE = { 'content-type': 'text/plain' };
const XML_TYPE = { 'content-type': 'text/xml' };

const post = (path: string, body: string, headers = JSON_TYPE): SentSecret => ({ method: 'POST', path, headers, body });
const quoted = (secret: string) => JSON.stringify(secret);
const escaped = encodeURIComponent;
/** As XML has it in an attribute or in a text. */
const marked = (secret: string) => secret.replaceAll('"', '&quot;');

/** Ways to write the same path, which all mean the same route. */
export const WRITTEN: Readonly<Record<string, (path: string) => string>> = {
  'with two slashes': (path) => `/${path}`,
  'with an escaped letter': (path) =>
    path.replace(/[a-z](?=[^/]*$)/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  'with escaped slashes': (path) => `/${path.slice(1).replaceAll('/', '%2F')}`,
  'with slashes that are escaped twice': (path) => `/${path.slice(1).replaceAll('/', '%252f')}`,
  'with backslashes': (path) => `/${path.slice(1).replaceAll('/', '\\')}`,
  'with parameters of its segments': (path) => path.replaceAll(/(?<=[^/])(?=\/|$)/g, ';v=1'),
  'with dots': (path) => `/.${path}/.`,
  'in capital letters': (path) => path.toUpperCase(),
};

/** Bodies of a login with a secret under a harmless name, in the place of a name, or behind what can be read. */
export const LOGIN_BODIES: Readonly<Record<string, (secret: string) => SentSecret>> = {
  'a second name of the user': (secret) => post('', `{"username":["ada",${quoted(secret)}]}`),
  'a text behind the JSON': (secret) => post('', `{"username":"ada"} ${secret}`),
  'a comment in the JSON': (secret) => post('', `{"username":"ada", // ${secret}\n"a":1}`),
  'the name of a member': (secret) => post('', `{${quoted(secret)}:""}`),
  'a name behind that of the user': (secret) => post('', `{"email":${quoted(`ada:${secret}`)}}`),
  'a role': (secret) => post('', `{"username":"ada","roles":[${quoted(secret)}]}`),
  'a second line of JSON': (secret) => post('', `{"username":"ada"}\n{"k2":${quoted(secret)}}`),
  'a member that comes twice': (secret) => post('', `{"k2":${quoted(secret)},"k2":"a"}`),
  'a way to log in': (secret) => post('', `grant_type=${escaped(secret)}`, FORM_TYPE),
  'a parameter without a known name': (secret) =>
    post('', `grant_type=password&username=ada&zz=${escaped(secret)}`, FORM_TYPE),
  'a second user in a form': (secret) => post('', `username=ada&username=${escaped(secret)}`, FORM_TYPE),
  'a list in a form': (secret) => post('', `params=${escaped(`["ada",${quoted(secret)}]`)}`, FORM_TYPE),
  'a comment in XML': (secret) => post('', `<l><!-- ${secret} --><user>ada</user></l>`, XML_TYPE),
  'a text behind XML': (secret) => post('', `<l><user>ada</user></l>${secret}`, XML_TYPE),
  'an attribute of XML': (secret) => post('', `<l><user zz="${marked(secret)}">ada</user></l>`, XML_TYPE),
  YAML: (secret) => post('', `username: ada\nzz: ${secret}`, { 'content-type': 'application/yaml' }),
};

/** Parts of a path that are parameters of a login or of a method of 4D. */
export const PATHS: Readonly<Record<string, HiddenPlace>> = {
  'the last part behind a login': (secret) => ({ path: `/login/ada/${escaped(secret)}` }),
  'a part before a login': (secret) => ({ path: `/user/ada/${escaped(secret)}/login` }),
  'a part behind an escaped slash': (secret) => ({ path: `/%6cogin%2fada%2f${escaped(secret)}` }),
  'a parameter of the segment of a login': (secret) => ({ path: `/login;u=ada;p=${escaped(secret)}` }),
  'an argument in brackets': (secret) => ({ path: `/login('ada','${escaped(secret)}')` }),
  'an escaped query': (secret) => ({ path: `/login%3Fu=ada%26p=${escaped(secret)}` }),
  'a part with its name': (secret) => ({ path: `/nowhere/password:${escaped(secret)}` }),
  'a parameter of a method of 4D': (secret) => ({ path: `/4DACTION/foo/u/${escaped(secret)}` }),
  'a user in front of a host': (secret) => ({
    path: '/nowhere',
    headers: { 'x-forwarded-host': `ada:${escaped(secret)}@h` },
  }),
};

/** Parameters of functions of 4D, and calls of a login inside of a request to any URL. */
export const CALLS: Readonly<Record<string, HiddenPlace>> = {
  'values of a filter': (secret) => ({
    path: `/rest/Emp?$filter=${escaped('password = :1')}&$params=${escaped(`'[${quoted(secret)}]'`)}`,
  }),
  'a literal in a filter': (secret) => ({ path: `/rest/Emp?$filter=${escaped(`pin = ${quoted(secret)} and a=1`)}` }),
  'parameters of a function without their list': (secret) => ({
    path: `/rest/$catalog/foo?$params=${escaped(secret)}`,
  }),
  'a text for a function': (secret) => post('/rest/$catalog/foo', secret, TEXT_TYPE),
  'a form for a function': (secret) => post('/rest/$catalog/foo', `a=${escaped(secret)}`, FORM_TYPE),
  'JSON for a function behind a comment': (secret) => post('/rest/$catalog/foo', `/*x*/["ada",${quoted(secret)}]`),
  'a document of GraphQL in a URL': (secret) => ({
    path: `/graphql?query=${escaped(`mutation{login(u:"ada",p:${quoted(secret)}){t}}`)}`,
  }),
  'variables of GraphQL in a URL': (secret) => ({
    path: `/graphql?query=${escaped('mutation($p:String){login(p:$p){t}}')}&variables=${escaped(`{"p":${quoted(secret)}}`)}`,
  }),
  'a document of GraphQL in a form': (secret) =>
    post('/graphql', `query=${escaped(`mutation{login(u:"ada",p:${quoted(secret)}){t}}`)}`, FORM_TYPE),
  'an inner request of a batch': (secret) =>
    post('/$batch', `{"requests":[{"method":"POST","url":"/login","body":["ada",${quoted(secret)}]}]}`),
  'an inner request to a function': (secret) =>
    post('/$batch', `{"requests":[{"method":"POST","url":"/rest/$catalog/foo","body":["ada",${quoted(secret)}]}]}`),
  'a list that calls a login': (secret) => post('/nowhere', `["login","ada",${quoted(secret)}]`),
  'a message of a socket': (secret) => post('/nowhere', `42["login","ada",${quoted(secret)}]`, TEXT_TYPE),
  'a call in a text of JSON': (secret) =>
    post('/nowhere', JSON.stringify({ body: `{"method":"login","params":["ada",${quoted(secret)}]}` })),
};

/** A value beside the name of a secret, in the writings that there are. */
export const BESIDE: Readonly<Record<string, HiddenPlace>> = {
  'a credential with its type': (secret) => post('/nowhere', `{"type":"password","value":${quoted(secret)}}`),
  'a patch of JSON': (secret) => post('/nowhere', `[{"op":"replace","path":"/password","value":${quoted(secret)}}]`),
  'a table with columns': (secret) =>
    post('/nowhere', `{"columns":["user","password"],"rows":[["ada",${quoted(secret)}]]}`),
  'a list of names and values': (secret) => post('/nowhere', `["user","ada","password",${quoted(secret)}]`),
  'a field of XML': (secret) => post('/nowhere', `<f><field name="password" value="${marked(secret)}"/></f>`, XML_TYPE),
  'the text of a field of XML': (secret) =>
    post('/nowhere', `<f><field name="password">${secret}</field></f>`, XML_TYPE),
  'a property list': (secret) =>
    post('/nowhere', `<dict><key>password</key><string>${secret}</string></dict>`, XML_TYPE),
  'a list of YAML': (secret) => post('/nowhere', `- name: password\n  value: ${escaped(secret)}`, TEXT_TYPE),
  'a line of netrc': (secret) => post('/nowhere', `machine h login ada password ${escaped(secret)}`, TEXT_TYPE),
  'an option of a command': (secret) =>
    post('/nowhere', JSON.stringify({ c: `mysql --password ${escaped(secret)} -h x` })),
  'a user of curl': (secret) => post('/nowhere', JSON.stringify({ c: `curl -u ada:${escaped(secret)} http://h` })),
  'a form with a name and a value': (secret) => post('/nowhere', `name=password&value=${escaped(secret)}`, FORM_TYPE),
  'a header with a word for a key': (secret) => ({ path: '/nowhere', headers: { 'x-auth-key': escaped(secret) } }),
  'a header with a word for an authorization': (secret) => ({
    path: '/nowhere',
    headers: { 'x-original-authorization': escaped(secret) },
  }),
  'a protocol of a web socket': (secret) => ({
    path: '/nowhere',
    headers: { 'sec-websocket-protocol': `base64.bearer.${escaped(secret)}` },
  }),
};
