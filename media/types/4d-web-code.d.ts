// What JavaScript modules see that stand for the code of a 4D project in Session Workbench's dev session server.
// Names and meaning are those of 4D's classes Session, IncomingMessage, OutgoingMessage and WebServer and of its web
// commands. docs/web-classes.md lists all members of these, and says what differs and what is not here.
// The folder WebCode has
//   <Class>.js           exports a class: a shared singleton, made once in each thread. What REST may call is listed in
//                        “static exposed = ['name']”, what of it by GET in “static onHTTPGet = ['name']”;
//                        “static me = new <Class>()” keeps the instance for other modules
//   <Dataclass>.js       exports a class that extends DataClass; <Dataclass>Entity.js one that extends Entity, and
//                        <Dataclass>Selection.js one that extends EntitySelection. Each may have “static exposed” too
//   methods/<method>.js  exports a function: a project method, which /4DACTION/<method>/<text> calls with the text as its
//                        first parameter, decoded, or '' without one. The second is the request, an IncomingMessage, which 4D
//                        does not pass
//   databaseMethods/onWebAuthentication.js, onWebConnection.js  export functions with the six texts that 4D passes. The first
//                        accepts with true, or without a value; any other value refuses
//   DataStore.js         exports a class: functions of the datastore, such as authentify()
// All calls are synchronous, as in 4D, and done at once on the real session.

/**
 * The session that this request runs in; `null` when scalable sessions are off. After `restore()` it is the restored one.
 * Source: https://developer.4d.com/docs/commands/session
 */
declare const Session: Session4D;

/**
 * An object that the code of all requests sees, whatever their session. Anybody may read it; change it inside `Use`.
 * Source: https://developer.4d.com/docs/commands/storage
 */
declare const Storage: SharedObject;

/**
 * Locks a shared object, as `Use … End use` does: nobody else changes it while the function runs. Outside, writing throws.
 *
 * ```js
 * Use(Session.storage, () => {
 *   Session.storage.visits = (Session.storage.visits ?? 0) + 1;
 * });
 * ```
 * Source: https://developer.4d.com/docs/Concepts/shared
 * @param shared `Session.storage`, `Storage`, `sessionStorage(id)`, or an object in one of them
 * @param body what changes it; it cannot be asynchronous
 * @returns what `body` returns
 */
declare function Use<S extends SharedObject, T>(shared: S, body: (shared: S) => T): T;

/** Texts, numbers, booleans, null, and objects and collections of them. */
// biome-ignore lint/suspicious/noExplicitAny: it holds whatever the code puts there
type SharedObject = { [key: string]: any };

/** Source: https://developer.4d.com/docs/API/SessionClass */
interface Session4D {
  /** UUID: 32 upper-case hexadecimal digits. */
  readonly id: string;
  /** Empty until `setPrivileges({ userName })`. */
  readonly userName: string;
  /** Minutes without a request after which the session is closed; fewer than 60 count as 60. */
  idleTimeout: number;
  /** When the session's cookie expires: ISO 8601. */
  readonly expirationDate: string;
  /** Shared by all requests of the session, empty when it begins. Change it inside `Use(Session.storage, …)`. */
  readonly storage: SharedObject;
  readonly info: SessionInfo4D;
  /** Thresholds for the entity sets of the session. They are kept, and limit nothing: this server has no entity sets. */
  readonly quotas: QuotaManager4D;
  /** True for a session that nobody has signed in to. */
  isGuest(): boolean;
  /**
   * Gives the session privileges.
   * @param privileges one name, several with commas or as a collection, or an object that may name roles and the user too
   * @returns whether it was done; names that roles.json does not know are ignored
   */
  setPrivileges(privileges: string | readonly string[] | Privileges4D): boolean;
  /** Takes all privileges from the session, but not promoted ones. */
  clearPrivileges(): boolean;
  /** The privileges that were set, and all that they include. */
  getPrivileges(): string[];
  /** Whether the session has a privilege, or this request was promoted to it. */
  hasPrivilege(privilege: string): boolean;
  /**
   * Adds a privilege for this request only.
   * @returns a number for `demote()`; 0 when the privilege is unknown, or was there already
   */
  promote(privilege: string): number;
  /** Takes back what `promote()` has added. */
  demote(promotion: number): void;
  /**
   * Makes a one-time passcode, with which another browser or device can take this session over, once.
   * @param lifespan seconds; as long as `idleTimeout` without it
   * @returns 32 upper-case hexadecimal digits, for `$4DSID` in a URL or for `restore()`
   */
  createOTP(lifespan?: number | { lifespan?: number }): string;
  /**
   * Replaces the session of this request by the one that made the passcode.
   * @returns false when the passcode was used, has expired or is unknown, or when its session is gone: then nothing changes
   */
  restore(token: string | undefined): boolean;
}

interface Privileges4D {
  privileges?: string | readonly string[];
  roles?: string | readonly string[];
  userName?: string;
}

/** Source: https://developer.4d.com/docs/API/SessionClass#info */
interface SessionInfo4D {
  readonly type: 'web' | 'rest';
  readonly userName: string;
  /** Empty for a web session. */
  readonly machineName: string;
  /** Only for the sessions of remote 4D clients, which this server has not. */
  readonly systemUserName?: undefined;
  readonly IPAddress: string;
  readonly hostType: 'browser';
  /** ISO 8601. */
  readonly creationDateTime: string;
  readonly state: 'active';
  /** The same as `Session.id`. */
  readonly ID: string;
  /** Only for the sessions of remote 4D clients, which this server has not. */
  readonly persistentID?: undefined;
  /** Only for the sessions of remote 4D clients, which this server has not. */
  readonly unreachableSince?: undefined;
  /** The header `User-Agent` of the client that opened the session. 4D has no such member. */
  readonly userAgent: string;
  /** In the web session of a mobile app: what its session file has, but for the token. Absent in others. */
  readonly mobile?: MobileSession4D;
}

/**
 * The session of a mobile app, in `Session.info.mobile`.
 * Source: https://developer.4d.com/go-mobile/docs/special-features/session-management
 */
interface MobileSession4D {
  readonly application: { readonly id: string; readonly name: string; readonly version: string };
  readonly team?: { readonly id: string; readonly name?: string };
  readonly language: { readonly id: string; readonly code?: string; readonly region?: string };
  /** Empty for a guest. */
  readonly email: string;
  readonly device: {
    readonly id: string;
    readonly description: string;
    readonly version?: string | number;
    readonly os?: string;
    readonly simulator?: boolean;
    readonly jb?: boolean;
    /** The push token. */
    readonly token?: string;
  };
  readonly send?: 'link' | 'code';
  readonly session: { readonly id: string; readonly ip: string };
  readonly status: 'accepted' | 'pending';
  /** What On Mobile App Authentication returned, and what the app added. */
  readonly userInfo?: object;
  readonly parameters?: object;
}

/** Source: https://developer.4d.com/docs/API/QuotaManagerClass */
interface QuotaManager4D {
  /** How many entity sets there may be; undefined for any number. An integer above 0. */
  nbEntitySets: number | undefined;
  /** Seconds without a request after which an entity set ends; 7200 unless set, `maxEntitySetTimeout` at most. */
  defaultEntitySetTimeout: number | undefined;
  /** The most seconds that an entity set may have without a request; undefined for any number. */
  maxEntitySetTimeout: number | undefined;
  /** Empty, as there are no entity sets. */
  readonly currentValues: { readonly nbEntitySets?: number };
}

/**
 * A request that an entry of HTTPHandlers.json takes. All its properties are read-only.
 * Source: https://developer.4d.com/docs/API/IncomingMessageClass
 */
declare class IncomingMessage {
  private constructor();
  /** Without the host, with the query. */
  readonly url: string;
  /** The parts of the path. */
  readonly urlPath: readonly string[];
  /**
   * The parameters of the query; of several with one name the last. JSON that stands in single quotes, as in `?p='[1]'`,
   * comes without them.
   */
  readonly urlQuery: { readonly [name: string]: string | undefined };
  /** Upper case: `GET`. */
  readonly verb: string;
  /** With names in lower case. */
  readonly headers: { readonly [name: string]: string | undefined };
  /** A header, whatever the case of its name; empty when it is not there. */
  getHeader(name: string): string;
  getText(): string;
  getBlob(): Uint8Array;
  /** @throws SyntaxError when the body is no JSON */
  // biome-ignore lint/suspicious/noExplicitAny: what comes in is for the code to judge
  getJSON(): any;
  /** The bytes of a picture; null when the headers name no picture, or the body is none. */
  getPicture(): Uint8Array | null;
}

/**
 * The answer of a request handler. A handler may also return a text, an object, bytes or a picture, which then is the body,
 * or nothing, which gives an empty page.
 * Source: https://developer.4d.com/docs/API/OutgoingMessageClass
 */
declare class OutgoingMessage {
  /** A text, bytes, or what JSON can say. Setting it leaves the headers alone, unlike `setBody()`. */
  body: unknown;
  /** Read-only: use `setHeader()`. */
  readonly headers: { readonly [name: string]: string };
  /** Read-only: use `setStatus()`. */
  readonly status: number;
  /**
   * Sets the body and a Content-Type: `text/plain` for a text, the type of the picture for bytes of a picture,
   * `application/octet-stream` for other bytes, JSON for anything else. Set another Content-Type after it.
   */
  setBody(body: unknown): void;
  /** @throws TypeError when name or value is no text */
  setHeader(name: string, value: string): void;
  /** 200 unless set. */
  setStatus(status: number): void;
}

/** The base of the class DataStore. Source: https://developer.4d.com/docs/ORDA/ordaClasses */
declare class DataStoreImplementation {}

/**
 * The base of a dataclass. There is no database: its functions give the data. Rows that one of them returns become entities.
 * `static primaryKey` names the attribute with the key; it is `ID` without it.
 * Source: https://developer.4d.com/docs/ORDA/ordaClasses
 *
 * ```js
 * export class Users extends DataClass {
 *   static exposed = ['all'];
 *   all() {
 *     return [{ ID: 1, name: 'Jane' }];
 *   }
 * }
 * ```
 */
declare class DataClass {
  /** All entities: an array of objects. Functions of entities and selections need it. */
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is an entity selection
  all?(): any;
  /** The entity with a key, looked for in `all()` unless the class has a `get` of its own; null when there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is an entity
  get(key: any): any;
  /** Answers `$filter` of a request: there is no query engine. */
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is an entity selection
  query?(filter: string, entitySet?: any): any;
  /** Answers `$orderby` of a request. */
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is an entity selection
  orderBy?(selection: any, orderBy: string): any;
  /** Gives the entity set that a request names. */
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is an entity selection
  entitySet?(id: string): any;
}

/** The base of the class of an entity. Attributes are its members; getters that `static exposed` lists are computed attributes. */
declare class Entity {
  // biome-ignore lint/suspicious/noExplicitAny: the attributes are those of the rows
  [attribute: string]: any;
  /** The primary key as a text. */
  getKey(): string | undefined;
}

/** The base of the class of an entity selection: an array of entities. */
// biome-ignore lint/suspicious/noExplicitAny: the attributes are those of the rows
declare class EntitySelection extends Array<any> {
  /** The first entity; null when there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: an entity of the project
  first(): any;
  // biome-ignore lint/suspicious/noExplicitAny: an entity of the project
  last(): any;
  /** The entities from one place up to another, as a selection of the same class. `map()` and `filter()` give arrays. */
  slice(start?: number, end?: number): this;
}

/**
 * The web server that `webServer()` gives. It is as the options of the server say; no member can be set.
 * Source: https://developer.4d.com/docs/API/WebServerClass
 */
interface WebServer4D {
  /** False: there is no administration server. */
  readonly accessKeyDefined: boolean;
  /** `UTF-8`. */
  readonly characterSet: string;
  /** The names of the ciphers that HTTPS uses, with colons between them. */
  readonly cipherSuite: string;
  readonly CORSEnabled: boolean;
  readonly CORSSettings: readonly { readonly host: string; readonly methods?: string }[];
  /** 0: there is no such log. The journal has each answer. */
  readonly debugLog: number;
  /** The page of a folder that is looked for first. */
  readonly defaultHomepage: string;
  /** The entries of HTTPHandlers.json that have no error. */
  readonly handlers: readonly {
    readonly class: string;
    readonly method: string;
    readonly pattern?: string;
    readonly regexPattern?: string;
    readonly verbs?: string;
  }[];
  /** False: a browser would keep it for other servers on this machine. */
  readonly HSTSEnabled: boolean;
  /** Whether the request came over HTTP. A server has either HTTP or HTTPS. */
  readonly HTTPEnabled: boolean;
  /** 0 with HTTPS. */
  readonly HTTPPort: number;
  readonly HTTPTrace: boolean;
  readonly HTTPSEnabled: boolean;
  /** 0 with HTTP. */
  readonly HTTPSPort: number;
  /** Undefined, as with all scalable sessions. */
  readonly inactiveProcessTimeout?: undefined;
  /** Undefined, as with all scalable sessions. */
  readonly inactiveSessionTimeout?: undefined;
  /** The address at which the request came in. */
  readonly IPAddressToListen: string;
  readonly isRunning: boolean;
  /** False: there are no legacy sessions. */
  readonly keepSession: boolean;
  /** 0: there is no such log. */
  readonly logRecording: number;
  /** How many requests run code, or wait for it, at once. More get 503. */
  readonly maxConcurrentProcesses: number;
  /** The most bytes that the body of such a request may have. */
  readonly maxRequestSize: number;
  /** Undefined, as with all scalable sessions. */
  readonly maxSessions?: undefined;
  /** 3 is TLS 1.2, 4 is TLS 1.3. */
  readonly minTLSVersion: number;
  /** The name of the application. */
  readonly name: string;
  readonly openSSLVersion: string;
  readonly perfectForwardSecrecy: boolean;
  /** The folder of pages, with `/` at its end; empty when there is none. */
  readonly rootFolder: string;
  /** Empty: HTTPRules.json is not read. */
  readonly rules: readonly object[];
  readonly scalableSession: boolean;
  /** Empty when it is not set. */
  readonly sessionCookieDomain: string;
  readonly sessionCookieName: string;
  readonly sessionCookiePath: string;
  readonly sessionCookieSameSite: string;
  /** False, as with all scalable sessions. */
  readonly sessionIPAddressValidation: boolean;
}

/** A part of a body of the type `multipart/form-data`. Source: https://developer.4d.com/docs/commands/web-get-body-part */
interface BodyPart4D {
  readonly contents: Uint8Array;
  /** The contents as a text in UTF-8. */
  readonly text: string;
  /** The name of the field. */
  readonly name: string;
  /** Empty when the client gave none. */
  readonly mimeType: string;
  /** Empty for a field that is no file. */
  readonly fileName: string;
}

/**
 * Session info: `Session.info` of any live session; null when there is none with this id.
 * Source: https://developer.4d.com/docs/commands/session-info
 */
declare function sessionInfo(id: string): SessionInfo4D | null;

/**
 * Session storage: the storage of any live session; null when there is none with this id. Change it inside `Use`.
 * Source: https://developer.4d.com/docs/commands/session-storage
 */
declare function sessionStorage(id: string): SharedObject | null;

/**
 * WEB CLOSE SESSION, the older name of WEB LEGACY CLOSE SESSION.
 * Source: https://developer.4d.com/docs/commands/web-legacy-close-session
 */
declare function webCloseSession(id: string): void;

/**
 * WEB GET BODY PART: a part of a form with files.
 * Source: https://developer.4d.com/docs/commands/web-get-body-part
 * @param part its number; the first one is 1
 * @throws RangeError when there is no such part
 */
declare function webGetBodyPart(part: number): BodyPart4D;

/**
 * WEB Get body part count: how many parts there are; 0 for a body without parts.
 * Source: https://developer.4d.com/docs/commands/web-get-body-part-count
 */
declare function webGetBodyPartCount(): number;

/**
 * WEB Get current session ID: the same as `Session.id`; empty without a session.
 * Source: https://developer.4d.com/docs/commands/web-get-current-session-id
 */
declare function webGetCurrentSessionId(): string;

/**
 * WEB GET HTTP BODY: the body as it was sent.
 * Source: https://developer.4d.com/docs/commands/web-get-http-body
 * @param type `'text'` for a text; bytes without it
 */
declare function webGetHttpBody(type?: 'blob'): Uint8Array;
declare function webGetHttpBody(type: 'text'): string;

/**
 * WEB GET HTTP HEADER: one header, or `X-METHOD`, `X-URL` or `X-VERSION` for a part of the first line; empty when it is not
 * there. Without a name all lines as one text.
 * Source: https://developer.4d.com/docs/commands/web-get-http-header
 */
declare function webGetHttpHeader(name?: string): string;

/**
 * WEB GET SESSION EXPIRATION, the older name of WEB LEGACY GET SESSION EXPIRATION.
 * Source: https://developer.4d.com/docs/commands/web-legacy-get-session-expiration
 */
declare function webGetSessionExpiration(id: string): { readonly expDate: null; readonly expTime: null };

/**
 * WEB GET VARIABLES: what the form or the URL has, by name; of several with one name the first. Files are not among them.
 * Source: https://developer.4d.com/docs/commands/web-get-variables
 */
declare function webGetVariables(): { [name: string]: string | undefined };

/**
 * WEB Is secured connection: whether the request came over HTTPS.
 * Source: https://developer.4d.com/docs/commands/web-is-secured-connection
 */
declare function webIsSecuredConnection(): boolean;

/**
 * WEB Is server running: true.
 * Source: https://developer.4d.com/docs/commands/web-is-server-running
 */
declare function webIsServerRunning(): boolean;

/**
 * WEB LEGACY CLOSE SESSION: ignored with scalable sessions, as in 4D.
 * Source: https://developer.4d.com/docs/commands/web-legacy-close-session
 */
declare function webLegacyCloseSession(id: string): void;

/**
 * WEB LEGACY GET SESSION EXPIRATION: null with scalable sessions, as in 4D. Use `Session.expirationDate`.
 * Source: https://developer.4d.com/docs/commands/web-legacy-get-session-expiration
 */
declare function webLegacyGetSessionExpiration(id: string): { readonly expDate: null; readonly expTime: null };

/**
 * WEB SEND BLOB. In project methods only. It throws for what has no bytes.
 * Source: https://developer.4d.com/docs/commands/web-send-blob
 * @param type a media type, or an extension such as `.gif`; without it, that of a picture, or `application/octet-stream`
 */
declare function webSendBlob(blob: Uint8Array, type?: string): void;

/**
 * WEB SEND FILE: sends a file of the folder of pages. In project methods only.
 * Source: https://developer.4d.com/docs/commands/web-send-file
 * @param path in the folder of pages, or an absolute one that leads there
 * @returns false when there is no such file, for which 4D sets OK to 0
 * @throws Error when the path leads out of the folder, or the file is too large
 */
declare function webSendFile(path: string): boolean;

/**
 * WEB SEND HTTP REDIRECT: 302, or what `webSetHttpHeader('X-STATUS', …)` sets. It prevails over what else the method sends.
 * In project methods only. It throws for a URL that is empty or cannot be in a header, and then nothing has changed.
 * Source: https://developer.4d.com/docs/commands/web-send-http-redirect
 * @param asItIs `'*'` to leave characters as they are that a URL cannot have; they are encoded without it
 */
declare function webSendHttpRedirect(url: string, asItIs?: '*'): void;

/**
 * WEB SEND RAW DATA: header and body as they are to be sent. What is missing in the header is added. In project methods only.
 * Source: https://developer.4d.com/docs/commands/web-send-raw-data
 * @param chunked `'*'` when more follows, which is added to the body
 */
declare function webSendRawData(data: string | Uint8Array, chunked?: '*'): void;

/**
 * WEB SEND TEXT. In project methods only. It throws for what is no text.
 * Source: https://developer.4d.com/docs/commands/web-send-text
 * @param type a media type, or an extension such as `.css`; `text/html; charset=utf-8` without it
 */
declare function webSendText(text: string, type?: string): void;

/**
 * WEB Server.
 * Source: https://developer.4d.com/docs/commands/web-server
 * @param option which one; they all are the same here
 */
declare function webServer(option?: 1 | 2 | 3): WebServer4D;

/**
 * WEB Server list: this one alone.
 * Source: https://developer.4d.com/docs/commands/web-server-list
 */
declare function webServerList(): WebServer4D[];

/**
 * WEB SET HTTP HEADER: one header. `X-STATUS` sets the status; each `Set-Cookie` is sent. In project methods only.
 * Source: https://developer.4d.com/docs/commands/web-set-http-header
 */
declare function webSetHttpHeader(name: string, value: string): void;
/** The same for lines such as `Name: value` as one text, which may begin with a status line. */
declare function webSetHttpHeader(lines: string): void;

/**
 * What `SMTPTransporter.send()` and `checkConnection()` return.
 * Source: https://developer.4d.com/docs/API/SMTPTransporterClass
 */
interface MailStatus {
  readonly success: boolean;
  /** Code of a mail server: 250 for a mail that is in the outbox; 0 when none was asked. */
  readonly status: number;
  /** “Failed to send email” when no mail server was asked. `errors` then says why. */
  readonly statusText: string;
  readonly errors?: readonly {
    readonly errCode: number;
    readonly message: string;
    readonly componentSignature: string;
  }[];
}

/** Addresses of a mail: a text with one or several, an object, or a collection of both. */
type MailAddresses = string | { name?: string; email: string } | readonly (string | { name?: string; email: string })[];

/** The members of a mail that the outbox keeps. Of attached files it keeps the names. It needs `from` or `sender`, and a recipient. */
interface OutgoingMail {
  to?: MailAddresses;
  cc?: MailAddresses;
  bcc?: MailAddresses;
  from?: MailAddresses;
  sender?: MailAddresses;
  replyTo?: MailAddresses;
  subject?: string;
  textBody?: string;
  htmlBody?: string;
  headers?: readonly { name: string; value: string }[] | { [name: string]: string };
  attachments?: { name?: string } | readonly { name?: string }[];
}

/** SMTP New transporter. Its mails come to the outbox of the dev session server. Nothing of them leaves the machine. */
declare function smtpNewTransporter(server: {
  host: string;
  port?: number;
  user?: string;
  password?: string;
  [member: string]: unknown;
}): {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  send(mail: OutgoingMail): MailStatus;
  checkConnection(): MailStatus;
};

/** Where the dev session server and its external platform are, without a slash at the end. 4D has no such object. */
declare const Workbench: { readonly url: string; readonly platformUrl: string };

/** A file of the MobileApps folder, with the members of 4D.File. */
interface MobileFile {
  readonly exists: boolean;
  readonly path: string;
  readonly platformPath: string;
  readonly fullName: string;
  readonly name: string;
  readonly extension: string;
  getText(): string;
  /** The text as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: what a file has is for the code to judge
  getJSON(): any;
  setText(text: string): void;
  delete(): void;
}

/** A folder of the MobileApps folder, with the members of 4D.Folder. No name leads out of it. */
interface MobileFolder {
  readonly exists: boolean;
  readonly path: string;
  readonly platformPath: string;
  readonly fullName: string;
  readonly name: string;
  file(name: string): MobileFile;
  folder(name: string): MobileFolder;
  files(): MobileFile[];
  folders(): MobileFolder[];
}

/** fk mobileApps folder. */
declare const fkMobileAppsFolder: 'fk mobileApps folder';

/** Folder, for the MobileApps folder of the server. @throws Error when the server has none */
declare function Folder(name: typeof fkMobileAppsFolder): MobileFolder;

/** MOBILE APP REFRESH SESSIONS. It returns what the refresh has found, which 4D does not. */
declare function mobileAppRefreshSessions(): {
  readonly checked: number;
  readonly refreshed: readonly string[];
  readonly removed: readonly string[];
  readonly errors: readonly {
    readonly component: string;
    readonly code: number;
    readonly file: string;
    readonly message: string;
  }[];
};
