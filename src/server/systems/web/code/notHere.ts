/** Commands of 4D's web server that are not here: by the name that they would have, 4D's name and what to use instead. */
const COMMANDS: Readonly<Record<string, readonly [command: string, instead: string]>> = {
  webEvent: ['Web Event', 'it belongs to pages that 4D renders itself; read what a page sends with a request handler'],
  webForm: [
    'Web Form',
    'it belongs to pages that 4D renders itself; answer with the page in webSendFile() or a handler',
  ],
  webGetOption: ['WEB GET OPTION', 'use webServer(), which has the values as its members'],
  webGetServerInfo: ['WEB Get server info', 'use webServer(), which has the values as its members'],
  webGetStatistics: ['WEB GET STATISTICS', 'this server has no cache of pages; the journal has each answer'],
  webServiceAuthenticate: ['WEB SERVICE AUTHENTICATE', 'use fetch() with the header Authorization'],
  webServiceCall: ['WEB SERVICE CALL', 'use fetch() with a body in XML'],
  webServiceGetInfo: ['WEB SERVICE Get info', 'use the answer of fetch()'],
  webServiceGetResult: ['WEB SERVICE GET RESULT', 'use the answer of fetch()'],
  webServiceSetOption: ['WEB SERVICE SET OPTION', 'use the options of fetch()'],
  webServiceSetParameter: ['WEB SERVICE SET PARAMETER', 'use fetch() with a body in XML'],
  webSetHomePage: ['WEB SET HOME PAGE', 'the page of a folder is its index.html; send another one with webSendFile()'],
  webSetOption: ['WEB SET OPTION', 'set the options of the server before it starts'],
  webSetRootFolder: ['WEB SET ROOT FOLDER', 'set the option web.pages'],
  webStartServer: ['WEB START SERVER', 'the server runs before any code does'],
  webStopServer: ['WEB STOP SERVER', 'stop the server where it was started'],
  webValidateDigest: ['WEB Validate digest', 'this server has no digest authentication; compare the password itself'],
};

/** Members of 4D.WebServer that are not here, and what to use instead. */
const SERVER_MEMBERS: Readonly<Record<string, string>> = {
  certificateFolder: 'set the option https, which names the files',
  HSTSMaxAge: 'HSTS is never on, as a browser would keep it for other servers on this machine',
  HTTPCompressionLevel: 'answers are not compressed',
  HTTPCompressionThreshold: 'answers are not compressed',
  start: 'the server runs before any code does',
  stop: 'stop the server where it was started',
};

/** Functions for the commands that are not here. Each throws an error that says what to use instead. */
export function commandsNotHere(): Readonly<Record<string, () => never>> {
  return Object.fromEntries(
    Object.entries(COMMANDS).map(([name, [command, instead]]) => [name, () => fail(`${command} is not here`, instead)]),
  );
}

/** Lets code that uses a member which is not here hear what to use instead. JSON and `Object.keys` do not show them. */
export function withoutMembers<T extends object>(webServer: T): T {
  for (const [name, instead] of Object.entries(SERVER_MEMBERS)) {
    Object.defineProperty(webServer, name, { get: () => fail(`WebServer.${name} is not here`, instead) });
  }
  return webServer;
}

function fail(words: string, instead: string): never {
  throw new Error(`${words}: ${instead}. See docs/web-classes.md.`);
}
